import type { PipelineValue } from './value';

/** A question about values of a run. */
export class Condition {
  /** The value is the same as another: text, number, truth value, or a value of the pipeline. */
  public static equalTo(left: PipelineValue, right: any): Condition {
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

  /** The value is one of a list. */
  public static isIn(value: PipelineValue, list: any[]): Condition {
    return new Condition({ Type: 'In', QueryValue: value, Values: list });
  }

  /** The condition does not hold. */
  public static not(condition: Condition): Condition {
    return new Condition({ Type: 'Not', Condition: condition._render() });
  }

  /** At least one of the conditions holds. */
  public static or(...conditions: Condition[]): Condition {
    return new Condition({ Type: 'Or', Conditions: conditions.map((each) => each._render()) });
  }

  private static compare(type: string, left: PipelineValue, right: unknown): Condition {
    return new Condition({ Type: type, LeftValue: left, RightValue: right });
  }

  private constructor(private readonly json: { [member: string]: any }) {}

  /** @internal */
  public _render(): { [member: string]: unknown } {
    return this.json;
  }
}
