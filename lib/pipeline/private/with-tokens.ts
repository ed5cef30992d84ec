import { PipelineValue } from '../value';

/** A value whose values of the pipeline are tokens, for JSON that is written as a text. */
export function withTokens(value: unknown): unknown {
  if (value instanceof PipelineValue) {
    return value._isText() ? value.valueAsString : value.valueAsNumber;
  }
  if (Array.isArray(value)) {
    return value.map(withTokens);
  }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withTokens(member)])) : value;
}
