import { invalid } from '../core/internal/errors';
import { checkLiterals } from './private/literals';
import type { PipelineValue } from './value';

/**
 * A question about values of a run, which the pipeline answers while it runs.
 *
 * What is compared must have the same type: a number with a number, text with text. Fails for lists, objects and missing values.
 */
export class Condition {
  /** The value is the same as another: text, number, truth value, or a value of the pipeline. */
  public static equalTo(left: PipelineValue, right: unknown): Condition {
    return Condition.compare('Equals', left, right);
  }

  /** The value is larger. */
  public static greaterThan(left: PipelineValue, right: number): Condition {
    return Condition.compare('GreaterThan', left, right);
  }

  /** The value is as large, or larger. */
  public static greaterThanOrEqualTo(left: PipelineValue, right: number): Condition {
    return Condition.compare('GreaterThanOrEqualTo', left, right);
  }

  /** The value is smaller. */
  public static lessThan(left: PipelineValue, right: number): Condition {
    return Condition.compare('LessThan', left, right);
  }

  /** The value is as small, or smaller. */
  public static lessThanOrEqualTo(left: PipelineValue, right: number): Condition {
    return Condition.compare('LessThanOrEqualTo', left, right);
  }

  /** The value is one of a list, which must not be empty. */
  public static isIn(value: PipelineValue, list: unknown[]): Condition {
    checkLiterals('Condition.isIn', list);
    refuseEmpty('Condition.isIn', list);
    return new Condition({ Type: 'In', QueryValue: value, Values: [...list] });
  }

  /** The condition does not hold. */
  public static not(condition: Condition): Condition {
    return new Condition({ Type: 'Not', Condition: condition._render() });
  }

  /** At least one of the conditions holds; fails without any. */
  public static or(...conditions: Condition[]): Condition {
    refuseEmpty('Condition.or', conditions);
    return new Condition({ Type: 'Or', Conditions: conditions.map((each) => each._render()) });
  }

  private static compare(type: string, left: PipelineValue, right: unknown): Condition {
    checkLiterals(`Condition ${type}`, [left, right]);
    return new Condition({ Type: type, LeftValue: left, RightValue: right });
  }

  private constructor(private readonly json: { [member: string]: unknown }) {}

  /** @internal */
  public _render(): { [member: string]: unknown } {
    return this.json;
  }
}

function refuseEmpty(property: string, list: readonly unknown[]): void {
  if (list.length === 0) {
    throw invalid(undefined, { code: 'ConditionListEmpty', property, problem: 'must have something to choose from', fix: 'Give it at least one entry.' });
  }
}
