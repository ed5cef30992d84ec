import { Stack } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import type { IDomain } from '../domain-base';

/** Something that belongs to a domain, once in each stack that needs it: below the domain, or in the stack where that is another one. */
export function nearDomain<T extends Construct>(user: IConstruct, domain: IDomain, id: string, make: (scope: Construct, id: string) => T): T {
  const isNear = Stack.of(domain) === Stack.of(user);
  const scope: IConstruct = isNear ? domain : Stack.of(user);
  const name = isNear ? id : `Studio${id}-${domain.node.addr}`;
  return scope.node.tryFindChild(name) as T | undefined ?? make(scope, name);
}
