import { invalid } from '../core/internal/errors';
import { checkAlike, checkIsNumber } from './private/kinds';
import { checkLiterals } from './private/literals';
import type { PipelineValue } from './value';

/**
 * A question about values of a run, which the pipeline answers while it runs.
 *
 * What is compared must have the same type: a number with a number, text with text. Where both are known at synthesis, as literals, parameters and
 * declared outputs are, a mismatch fails there. Fails for lists, objects and missing values.
 */
export class Condition {
  /** The value is the same as another: text, number, truth value, or a value of the pipeline. */
  public static equalTo(left: PipelineValue, right: unknown): Condition {
    checkLiterals('Condition.equalTo', [left, right]);
    checkAlike('Condition.equalTo', left, [right]);
    return new Condition({ Type: 'Equals', LeftValue: left, RightValue: right });
  }

  /** The value differs from another of the same type. */
  public static notEqualTo(left: PipelineValue, right: unknown): Condition {
    return Condition.not(Condition.equalTo(left, right));
  }

  /** The value is larger. */
  public static greaterThan(left: PipelineValue, right: number): Condition {
    return Condition.order('GreaterThan', left, right);
  }

  /** The value is as large, or larger. */
  public static greaterThanOrEqualTo(left: PipelineValue, right: number): Condition {
    return Condition.order('GreaterThanOrEqualTo', left, right);
  }

  /** The value is smaller. */
  public static lessThan(left: PipelineValue, right: number): Condition {
    return Condition.order('LessThan', left, right);
  }

  /** The value is as small, or smaller. */
  public static lessThanOrEqualTo(left: PipelineValue, right: number): Condition {
    return Condition.order('LessThanOrEqualTo', left, right);
  }

  /** The value is one of a list, which must not be empty. */
  public static isIn(value: PipelineValue, list: unknown[]): Condition {
    checkLiterals('Condition.isIn', [value, ...list]);
    refuseEmpty('Condition.isIn', list);
    checkAlike('Condition.isIn', value, list);
    return new Condition({ Type: 'In', QueryValue: value, Values: [...list] });
  }

  /** The value is none of a list, which must not be empty. */
  public static isNotIn(value: PipelineValue, list: unknown[]): Condition {
    return Condition.not(Condition.isIn(value, list));
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

  /**
   * All of the conditions hold; fails without any.
   *
   * The conditions of a step are combined so already; this is for groups inside of `or` and `not`. Pipelines have no such operator: it is written as
   * "not one of them fails to hold".
   */
  public static and(...conditions: Condition[]): Condition {
    refuseEmpty('Condition.and', conditions);
    return conditions.length === 1 ? conditions[0] : Condition.not(Condition.or(...conditions.map((each) => Condition.not(each))));
  }

  private static order(type: string, left: PipelineValue, right: number): Condition {
    checkLiterals(`Condition ${type}`, [left, right]);
    checkIsNumber(`Condition ${type}`, [left, right]);
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
