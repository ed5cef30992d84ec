import type { IResolvable, Stack } from 'aws-cdk-lib/core';
import { visitTokens } from '../../core/internal/settled';

/**
 * A rendered definition as text with tokens in it.
 *
 * Where tokens stand in texts alone, as ARNs and names do, JSON can be written around them in one go; CDK's own way, which escapes what they
 * resolve to and knows numbers and lists, is several times slower and left for the rest.
 */
export function textOf(definition: unknown, stack: Stack): string {
  const inTexts = new Set<IResolvable>();
  let plain = true;
  visitTokens(definition, (token, inText) => {
    plain &&= inText;
    inTexts.add(token);
  });
  return plain && ![...inTexts].some((token) => needsEscaping(stack.resolve(token))) ? JSON.stringify(definition) : stack.toJsonString(definition);
}

/** Whether a literal piece of a resolved token would break the text around it. */
function needsEscaping(resolved: unknown): boolean {
  if (typeof resolved === 'string') {
    return JSON.stringify(resolved) !== `"${resolved}"`;
  }
  return typeof resolved === 'object' && resolved !== null && Object.values(resolved).some(needsEscaping);
}
