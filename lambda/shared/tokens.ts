import { createHash } from 'node:crypto';

/** The same parts always give the same 64 characters; client request tokens of SageMaker have 32 to 128. */
export function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
