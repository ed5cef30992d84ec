import { Stack, type IResolvable } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { Settled, visitTokens } from './settled';

/** An object as a property that takes JSON; it is asked for when the template is written, and written out once. */
export function jsonText(scope: IConstruct, object: () => object): IResolvable {
  return new Settled(scope, { value: () => textOf(object(), Stack.of(scope)), withTokens: object }).asAny();
}

/**
 * An object as text with tokens in it.
 *
 * Where tokens stand in texts alone, as ARNs and names do, JSON can be written around them in one go; CDK's own way, which escapes what they
 * resolve to and knows numbers and lists, is several times slower and left for the rest.
 */
export function textOf(object: unknown, stack: Stack): string {
  return hasTokensInTextsOnly(object) ? textWithTokens(JSON.stringify(object), stack, () => object) : stack.toJsonString(object);
}

/** Whether an object's JSON holds all of its tokens. */
export function hasTokensInTextsOnly(object: unknown): boolean {
  let plain = true;
  visitTokens(object, (_, inText) => {
    plain &&= inText;
  });
  return plain;
}

/** JSON with tokens in its texts, unless what one stands for would break the text around it. */
export function textWithTokens(json: string, stack: Stack, object: () => unknown): string {
  let plain = true;
  visitTokens(json, (token) => {
    plain &&= !needsEscaping(stack.resolve(token));
  });
  return plain ? json : stack.toJsonString(object());
}

/** Whether a literal piece of a resolved token would break the text around it. */
function needsEscaping(resolved: unknown): boolean {
  if (typeof resolved === 'string') {
    return JSON.stringify(resolved) !== `"${resolved}"`;
  }
  return typeof resolved === 'object' && resolved !== null && Object.values(resolved).some(needsEscaping);
}
