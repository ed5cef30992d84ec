import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** One thing a user got wrong, with the way out. */
export interface Mistake {
  /** Stable PascalCase code, for example `CanarySizeRange`. */
  readonly code: string;
  /** The property (or the step, file or parameter) that is wrong, as the user wrote it. */
  readonly property: string;
  /** What is wrong, in plain words: lower case, no full stop. */
  readonly problem: string;
  /** The offending value; a token is never reported because it is never checked. */
  readonly value?: unknown;
  /** What to do instead, as a sentence. */
  readonly fix: string;
}

/** Raised at synthesis for settings that could never be deployed. */
export class ConfigurationError extends Error {
  public readonly code: string;
  public readonly constructPath: string | undefined;
  public readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[], constructPath?: string) {
    super(mistakes.map((mistake) => describe(mistake, constructPath)).join('\n'));
    this.name = 'ConfigurationError';
    this.code = mistakes[0].code;
    this.constructPath = constructPath;
    this.mistakes = mistakes;
  }
}

function describe(mistake: Mistake, constructPath: string | undefined): string {
  const where = constructPath ? `  ${constructPath}` : '';
  const got = mistake.value === undefined ? '' : `, got ${printed(mistake.value)}`;
  return `${mistake.code}${where}\n  ${mistake.property}: ${mistake.problem}${got}\n  ${mistake.fix}`;
}

/** A value as an error shows it. */
export function printed(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : typeof value === 'object' && value !== null ? asJson(value) : String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** An error must never fail for want of a print: a value that JSON cannot hold is shown as what it is. */
function asJson(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** The error for one mistake; `throw invalid(this, {...})`. */
export function invalid(scope: IConstruct | undefined, mistake: Mistake): ConfigurationError {
  return new ConfigurationError([mistake], scope?.node.path);
}

/** Gathers several mistakes, so that a user sees all of them in one run. */
export class Mistakes {
  private readonly found: Mistake[] = [];

  constructor(private readonly scope?: IConstruct) {}

  /** Notes the mistake when the condition holds. */
  public when(condition: boolean, mistake: Mistake): this {
    if (condition) {
      this.found.push(mistake);
    }
    return this;
  }

  /** Notes a mistake that a rule may have found. */
  public add(mistake: Mistake | undefined): this {
    if (mistake) {
      this.found.push(mistake);
    }
    return this;
  }

  /** Throws one error that lists everything found; does nothing when nothing was found. */
  public throwIfAny(): void {
    if (this.found.length > 0) {
      throw new ConfigurationError(this.found, this.scope?.node.path);
    }
  }
}

/** True when a check can look at the value: it is there and it is not a token. */
export function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value);
}
