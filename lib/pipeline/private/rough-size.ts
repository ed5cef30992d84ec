import { Tokenization } from 'aws-cdk-lib/core';
import { TOKEN_MARK, TOKENS } from '../../core/internal/resolved';
import { PipelineValue } from '../value';

/** About what stands in the place of a token, or of another step's output. */
const REFERENCE = 50;
const STAND_IN = '.'.repeat(REFERENCE);

/** About how many characters a value has as JSON, without rendering it. */
export function roughSize(value: unknown): number {
  if (typeof value === 'string') {
    return 2 + (value.includes(TOKEN_MARK) ? value.replace(TOKENS, STAND_IN) : value).length;
  }
  if (typeof value !== 'object' || value === null) {
    return String(value).length;
  }
  if (Array.isArray(value)) {
    return value.reduce((sum: number, member) => sum + 1 + roughSize(member), 2);
  }
  return value instanceof PipelineValue || Tokenization.isResolvable(value) ? REFERENCE : sizeOfMembers(value as Record<string, unknown>);
}

function sizeOfMembers(members: Readonly<Record<string, unknown>>): number {
  let sum = 2;
  for (const name of Object.keys(members)) {
    const member = members[name];
    if (member !== undefined) {
      sum += name.length + 4 + roughSize(member);
    }
  }
  return sum;
}
