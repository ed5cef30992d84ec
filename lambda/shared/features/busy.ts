import { errorName } from '../errors';

const BUSY = new Set([
  'ThrottlingException', 'Throttling', 'TooManyRequestsException', 'ServiceUnavailable', 'InternalFailure', 'InternalServerError', 'TimeoutError',
]);
/** What Node calls connections that broke or never came about. */
const BROKEN = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

/** Part of what was asked for was not done, and may be asked for again. */
export class UnprocessedError extends Error {
  public override readonly name = 'UnprocessedError';
}

/** Whether the service may take in a while what it did not take now. */
export function isBusy(error: unknown): boolean {
  const { $metadata, code } = (error ?? {}) as { readonly $metadata?: { readonly httpStatusCode?: number }; readonly code?: string };
  const status = $metadata?.httpStatusCode ?? 0;
  return error instanceof UnprocessedError || isBusyCode(errorName(error)) || BROKEN.has(code ?? '') || status === 429 || status >= 500;
}

/** Whether a code that stands in an answer means the same. */
export function isBusyCode(code: string): boolean {
  return BUSY.has(code);
}
