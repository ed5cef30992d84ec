import { Stack, type IResolvable } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { JsonWithTokens } from './resolved';
import { Settled, visitTokens } from './settled';
import { CutText, NUMBER_MARK } from './tokens-in-text';

/** An object as a property that takes JSON; it is asked for when the template is written, and written out once. */
export function jsonText(scope: IConstruct, object: () => object): IResolvable {
  return new Settled(scope, { value: () => jsonOf(object(), Stack.of(scope)), withTokens: object }).asAny();
}

/** An object as JSON with tokens in it, which CDK writes where they stand for more than texts. */
export function jsonOf(object: unknown, stack: Stack): JsonWithTokens | string {
  const text = cutJson(object);
  return text ? new JsonWithTokens(text, () => object) : stack.toJsonString(object);
}

/** An object as JSON that is cut at its tokens; undefined where they stand for more than texts. */
export function cutJson(object: unknown): CutText | undefined {
  const text = hasTokensInTextsOnly(object) ? JSON.stringify(object) : NUMBER_MARK;
  return text.includes(NUMBER_MARK) ? undefined : CutText.of(text);
}

/** Whether an object's JSON holds all of its tokens. */
export function hasTokensInTextsOnly(object: unknown): boolean {
  let plain = true;
  visitTokens(object, (_, inText) => {
    plain &&= inText;
  });
  return plain;
}
