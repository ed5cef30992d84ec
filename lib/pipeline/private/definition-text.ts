import { Tokenization, type IResolvable, type Stack } from 'aws-cdk-lib/core';
import { TOKEN_MARK } from './render';

/** The tokens of a rendered definition, each once: what CDK needs to know of it while it looks for references between stacks. */
export function tokensIn(definition: unknown): IResolvable[] {
  const found = new Set<IResolvable>();
  visit(definition, (token) => found.add(token));
  return [...found];
}

/**
 * A rendered definition as text with tokens in it.
 *
 * Where tokens stand in texts alone, as ARNs and names do, JSON can be written around them in one go; CDK's own way, which escapes what they
 * resolve to and knows numbers and lists, is several times slower and left for the rest.
 */
export function textOf(definition: unknown, stack: Stack): string {
  const inTexts = new Set<IResolvable>();
  let plain = true;
  visit(definition, (token, inText) => {
    plain &&= inText;
    inTexts.add(token);
  });
  return plain && ![...inTexts].some((token) => needsEscaping(stack.resolve(token))) ? JSON.stringify(definition) : stack.toJsonString(definition);
}

function visit(value: unknown, see: (token: IResolvable, inText: boolean) => void): void {
  if (typeof value === 'string') {
    if (value.includes(TOKEN_MARK)) {
      Tokenization.reverseString(value).tokens.forEach((token) => see(token, true));
    }
  } else if (typeof value === 'number') {
    const token = Tokenization.reverseNumber(value);
    if (token) {
      see(token, false);
    }
  } else if (Tokenization.isResolvable(value)) {
    see(value, false);
  } else if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach((member) => visit(member, see));
  }
}

/** Whether a literal piece of a resolved token would break the text around it. */
function needsEscaping(resolved: unknown): boolean {
  if (typeof resolved === 'string') {
    return JSON.stringify(resolved) !== `"${resolved}"`;
  }
  return typeof resolved === 'object' && resolved !== null && Object.values(resolved).some(needsEscaping);
}
