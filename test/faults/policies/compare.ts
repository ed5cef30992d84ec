import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../converge';
import { Platform, type Grant, type HandlerRole } from './template';
import { usesOf, type Use } from './uses';

/** A difference that is wanted. */
export interface Exception {
  readonly handler: string;
  readonly what: 'granted, not used' | 'used, not granted';
  readonly action: string;
  /** Part of the resource's ARN. */
  readonly resource: string;
  readonly reason: string;
}

/** Roles that are not compared. */
export interface OutOfScope {
  /** Pattern of logical ids. */
  readonly roles: string;
  readonly reason: string;
}

interface Exceptions {
  readonly exceptions: readonly Exception[];
  readonly outOfScope: readonly OutOfScope[];
}

/** A grant without a use, or a use without a grant. */
interface Difference extends Omit<Exception, 'reason'> {
  readonly by?: string;
}

const EXCEPTIONS = JSON.parse(readFileSync(join(__dirname, 'exceptions.json'), 'utf8')) as Exceptions;

/** Where the roles of a platform's handlers and what the scenarios use differ, in words; nothing when policies are exact. */
export function inexact(results: readonly Result[], platform = new Platform(), { exceptions, outOfScope }: Exceptions = EXCEPTIONS): string[] {
  const roles = platform.handlers;
  const others = platform.otherRoles;
  const isCalled = (scope: OutOfScope, id: string) => new RegExp(scope.roles).test(id);
  const differences = roles.flatMap((role) => differencesOf(role, results.filter(({ scenario }) => scenario.handler === role.handler)));
  const unwanted = differences.filter((difference) => !exceptions.some((exception) => covers(exception, difference)));
  const without = [...new Set(results.map(({ scenario }) => scenario.handler))].filter((handler) => !roles.some((role) => role.handler === handler));
  return [
    ...unwanted.map(({ handler, what, action, resource, by }) => `${handler}: ${what}: ${action} on ${resource}${by === undefined ? '' : `, by ${by}`}`),
    ...exceptions.filter((exception) => !differences.some((difference) => covers(exception, difference)))
      .map(({ handler, what, action, resource }) => `exceptions.json: no longer needed: ${handler}, ${what}, ${action} on ${resource}`),
    ...without.map((handler) => `${handler}: no function in the platform's template runs it`),
    ...roles.flatMap(({ handler, managedPolicies }) => managedPolicies.map((policy) => `${handler}: has the managed policy ${policy}`)),
    ...others.filter((id) => !outOfScope.some((scope) => isCalled(scope, id))).map((id) => `role ${id} is neither a handler's nor out of scope`),
    ...outOfScope.filter((scope) => !others.some((id) => isCalled(scope, id))).map(({ roles: pattern }) => `exceptions.json: no role is called ${pattern}`),
  ];
}

function differencesOf({ handler, site, grants }: HandlerRole, results: readonly Result[]): Difference[] {
  const uses = usesOf(results.flatMap(({ sent }) => sent), site);
  const unused = grants.filter((grant) => !uses.some((use) => permits(grant, use)));
  const ungranted = uses.filter((use) => !grants.some((grant) => permits(grant, use)));
  return [
    ...unused.map(({ action, resource }) => ({ handler, what: 'granted, not used' as const, action, resource })),
    ...ungranted.map(({ action, resource, by }) => ({ handler, what: 'used, not granted' as const, action, resource, by })),
  ];
}

function covers({ handler, what, action, resource }: Exception, difference: Difference): boolean {
  return handler === difference.handler && what === difference.what && action === difference.action && difference.resource.includes(resource);
}

/** Whether a statement lets a request pass, with its conditions. */
export function permits({ action, resource, conditions }: Grant, use: Use): boolean {
  const terms = Object.entries(conditions).flatMap(([operator, keys]) => (
    Object.entries(keys).map(([key, wanted]) => [operator, key, [wanted].flat().map(String)] as const)
  ));
  return matches(action, use.action) && matches(resource, use.resource) && terms.every(([operator, key, wanted]) => holds(operator, wanted, use.context[key]));
}

function holds(operator: string, wanted: readonly string[], actual: string | undefined): boolean {
  switch (operator) {
    case 'Bool': case 'StringEquals': return actual !== undefined && wanted.includes(actual);
    case 'StringLike': return actual !== undefined && wanted.some((pattern) => matches(pattern, actual));
    // True of a request without the key, as IAM has it.
    case 'ForAllValues:StringLike': return actual === undefined || wanted.some((pattern) => matches(pattern, actual));
    default: throw new Error(`conditions with ${operator} are not understood here`);
  }
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`).test(text);
}
