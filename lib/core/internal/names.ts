import { Names } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { Conventions } from '../conventions';
import names from '../facts/names.json';
import { invalid, isKnown, type Mistake } from './errors';

type NameId = keyof typeof names;

/** What SageMaker accepts as the name of one kind of resource. */
export class NameRule {
  public static of(id: NameId): NameRule {
    const fact: { p: string; min?: number; max?: number } = names[id];
    return new NameRule(id.split('.')[1], fact.p, fact.min ?? 1, fact.max ?? 63);
  }

  private readonly form: RegExp;

  private constructor(
    private readonly member: string,
    private readonly pattern: string,
    private readonly min: number,
    public readonly maxLength: number,
  ) {
    this.form = new RegExp(`^(?:${pattern})$`);
  }

  /** The mistake in a name, or undefined when it is fine, absent or a token. */
  public mistakeIn(property: string, value: string | undefined): Mistake | undefined {
    if (!isKnown(value)) {
      return undefined;
    }
    if (value.length < this.min || value.length > this.maxLength || !this.form.test(value)) {
      return {
        code: `${this.member}Invalid`,
        property,
        problem: `must match ${this.pattern} and have ${Math.max(this.min, 1)} to ${this.maxLength} characters`,
        value,
        fix: `Choose another name, or leave '${property}' out and one is made.`,
      };
    }
    return undefined;
  }

  public check(scope: IConstruct, property: string, value: string | undefined): void {
    const mistake = this.mistakeIn(property, value);
    if (mistake) {
      throw invalid(scope, mistake);
    }
  }

  /**
   * A stable lower-case name for a resource that CloudFormation does not name by itself.
   * It starts with the prefix of the surrounding conventions, so that permissions can be scoped to it.
   *
   * @param reserved how many characters are left for what the caller puts after it
   */
  public nameFor(scope: IConstruct, reserved = 0): string {
    const { namePrefix } = Conventions.of(scope);
    const room = this.maxLength - namePrefix.length - reserved;
    const name = `${namePrefix}${Names.uniqueResourceName(scope, { maxLength: room, separator: '-' }).toLowerCase()}`;
    // Some kinds refuse two hyphens in a row, and a few any hyphen; the hash at the end keeps the name unique.
    return name.replace(/-+/g, this.form.test('a-a') ? '-' : '');
  }
}
