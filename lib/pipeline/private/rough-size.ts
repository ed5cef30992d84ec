import { Token, Tokenization } from 'aws-cdk-lib/core';
import { TOKEN_MARK, TOKENS } from '../../core/internal/resolved';
import { PipelineValue } from '../value';

/** About what stands in the place of a token, or of another step's output. */
const REFERENCE = 50;

/** About how many characters a value has as JSON, without rendering it. */
export function roughSize(value: unknown): number {
  if (typeof value === 'string') {
    return 2 + (value.includes(TOKEN_MARK) ? value.replace(TOKENS, '.'.repeat(REFERENCE)) : value).length;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value)?.length ?? 0;
  }
  if (value instanceof PipelineValue || Tokenization.isResolvable(value) || Token.isUnresolved(value)) {
    return REFERENCE;
  }
  return Object.entries(value).filter(([, member]) => member !== undefined)
    .reduce((sum, [name, member]) => sum + (Array.isArray(value) ? 1 : name.length + 4) + roughSize(member), 2);
}
