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

/** The names that a shared function serves: with a prefix all that start with it, by one permission; else those that come, each by its own. */
export class ServedNames {
  /** Every name with the prefix, as permissions write it; undefined without one. */
  public readonly all: string | undefined;

  /** Refuses an empty prefix: one permission would cover the whole account. */
  constructor(scope: IConstruct, private readonly server: Server, private readonly prefix: string | undefined) {
    if (prefix === '') {
      throw invalid(scope, {
        code: `${server.code}PrefixEmpty`,
        property: server.property,
        problem: `would let the function ${server.power}`,
        fix: "Name what the names start with, such as 'ml-', or leave it out.",
      });
    }
    this.all = prefix === undefined ? undefined : `${prefix}*`;
  }

  /** Gives the one permission that covers all names, where there is a prefix. */
  public coverAll(allow: (names: string) => void): void {
    if (this.all !== undefined) {
      allow(this.all);
    }
  }

  /**
   * Gives the permission that something takes, where there is no prefix. With one, refuses names that it does not cover: the deployment, or the deletion,
   * would fail.
   *
   * @param names by the property that holds them
   */
  public cover(user: IConstruct, names: Readonly<Record<string, string | undefined>>, allow: () => void): void {
    if (this.prefix === undefined) {
      allow();
      return;
    }
    for (const [property, name] of Object.entries(names)) {
      this.check(user, this.prefix, property, name);
    }
  }

  private check(user: IConstruct, prefix: string, property: string, name: string | undefined): void {
    if (isKnown(name) && !Token.isUnresolved(prefix) && !name.startsWith(prefix)) {
      throw invalid(user, {
        code: `${this.server.code}PrefixDiffers`,
        property,
        problem: `must start with '${prefix}', which is all that '${this.server.property}' gives permission for`,
        value: name,
        fix: 'Correct the name, or use another function for it.',
      });
    }
  }
}
