import type { IConstruct } from 'constructs';
import limits from '../facts/limits.json';
import { invalid, isKnown, type Mistake } from './errors';

type LimitId = keyof typeof limits;

interface LimitFact {
  readonly min?: number;
  readonly max?: number;
  readonly p?: string;
}

/** A number, count or length that the service accepts. */
export class Limit {
  public static of(id: LimitId): Limit {
    const fact: LimitFact = limits[id];
    return new Limit(id.split('.')[1], fact.min ?? 0, fact.max, fact.p);
  }

  /** A limit that no table holds, for example a service rule from the guide. */
  public static between(member: string, min: number, max?: number): Limit {
    return new Limit(member, min, max);
  }

  private constructor(
    private readonly member: string,
    public readonly min: number,
    public readonly max: number | undefined,
    private readonly pattern?: string,
  ) {}

  /** The mistake in a number; tokens and absent values have none. */
  public mistakeIn(property: string, value: number | undefined): Mistake | undefined {
    if (!isKnown(value) || this.holds(value)) {
      return undefined;
    }
    return { code: `${this.member}Range`, property, problem: `must be ${this.inWords()}`, value, fix: `Set '${property}' to a value ${this.inWords()}.` };
  }

  /** The mistake in how many entries a list or map has. */
  public mistakeInCount(property: string, entries: readonly unknown[] | Record<string, unknown> | undefined): Mistake | undefined {
    if (!isKnown(entries)) {
      return undefined;
    }
    const count = Array.isArray(entries) ? entries.length : Object.keys(entries).length;
    if (this.holds(count)) {
      return undefined;
    }
    return { code: `${this.member}Count`, property, problem: `must have ${this.inWords()} entries`, value: count, fix: `Give '${property}' ${this.inWords()} entries.` };
  }

  /** The mistake in a text's length or form. */
  public mistakeInText(property: string, value: string | undefined): Mistake | undefined {
    if (!isKnown(value)) {
      return undefined;
    }
    if (!this.holds(value.length)) {
      return { code: `${this.member}Length`, property, problem: `must have ${this.inWords()} characters`, value, fix: `Shorten or complete '${property}'.` };
    }
    if (this.pattern !== undefined && !new RegExp(`^(?:${this.pattern})$`, 'u').test(value)) {
      return { code: `${this.member}Pattern`, property, problem: `must match ${this.pattern}`, value, fix: `Write '${property}' in the form the service accepts.` };
    }
    return undefined;
  }

  public check(scope: IConstruct, property: string, value: number | undefined): void {
    const mistake = this.mistakeIn(property, value);
    if (mistake) {
      throw invalid(scope, mistake);
    }
  }

  private holds(value: number): boolean {
    return value >= this.min && (this.max === undefined || value <= this.max);
  }

  private inWords(): string {
    return this.max === undefined ? `at least ${this.min}` : `from ${this.min} to ${this.max}`;
  }
}
