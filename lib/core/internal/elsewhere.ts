import { Stack, Token, TokenComparison, type ResourceEnvironment } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Whether something is known to be in another account or region. */
export function isElsewhere(scope: IConstruct, { account, region }: ResourceEnvironment): boolean {
  const here = Stack.of(scope);
  return [Token.compareStrings(here.account, account), Token.compareStrings(here.region, region)].includes(TokenComparison.DIFFERENT);
}
