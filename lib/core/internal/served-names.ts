import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { invalid, isKnown } from './errors';

/** A function that serves whatever has a name with its prefix. */
export interface Server {
  /** Start of the error codes: `Cleaner`. */
  readonly code: string;
  /** The property that holds the prefix. */
  readonly property: string;
  /** What an empty prefix would let it do, for the message: `start and stop every pipeline of the account`. */
  readonly power: string;
}

/** Refuses an empty prefix: one permission would cover the whole account. */
export function checkServedPrefix(scope: IConstruct, server: Server, prefix: string | undefined): void {
  if (prefix === '') {
    throw invalid(scope, {
      code: `${server.code}PrefixEmpty`,
      property: server.property,
      problem: `would let the function ${server.power}`,
      fix: "Name what the names start with, such as 'ml-', or leave it out.",
    });
  }
}

/** Refuses a name that the permission on the prefix does not cover: the deployment, or the deletion, would fail. */
export function checkServedName(scope: IConstruct, server: Server, prefix: string, property: string, name: string): void {
  if (isKnown(name) && !Token.isUnresolved(prefix) && !name.startsWith(prefix)) {
    throw invalid(scope, {
      code: `${server.code}PrefixDiffers`,
      property,
      problem: `must start with '${prefix}', which is all that '${server.property}' gives permission for`,
      value: name,
      fix: 'Correct the name, or use another function for it.',
    });
  }
}
