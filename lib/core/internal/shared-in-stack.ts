import { Stack } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';

/** The one construct with this id that everything in a stack shares; made when it is first asked for. */
export function sharedInStack<T extends Construct>(scope: IConstruct, id: string, make: (stack: Stack, id: string) => T): T {
  const stack = Stack.of(scope);
  return (stack.node.tryFindChild(id) as T | undefined) ?? make(stack, id);
}
