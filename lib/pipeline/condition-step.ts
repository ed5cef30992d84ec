import type { Condition } from './condition';
import { invalid } from '../core/internal/errors';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** A fork in a pipeline: what decides, and what runs then. */
export interface ConditionStepProps extends StepOptions {
  /** All of them must hold. */
  readonly conditions: Condition[];

  /**
   * Steps that run when they hold. A step outside may not use the outputs of these.
   *
   * @default - none
   */
  readonly ifTrue?: Step[];

  /**
   * Steps that run when they do not.
   *
   * @default - none
   */
  readonly otherwise?: Step[];
}

/**
 * Runs some steps or others; it costs nothing itself.
 *
 * A branch that is empty ends there. Fails without a condition.
 */
export class ConditionStep extends Step {
  constructor(name: string, private readonly props: ConditionStepProps) {
    super(name, props);
    if (props.conditions.length === 0) {
      throw invalid(undefined, {
        code: 'ConditionMissing', property: `step '${name}'`, problem: "'conditions' must not be empty", fix: 'Add a condition, for example Condition.greaterThan(...).',
      });
    }
  }

  /** The text `True` or `False`, once it is decided. */
  public get outcome(): PipelineValue {
    return StepProperty._ofStep(this, 'Outcome');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    return {
      Type: 'Condition',
      Arguments: {
        Conditions: this.props.conditions.map((condition) => condition._render()),
        IfSteps: (this.props.ifTrue ?? []).map((step) => site.nested(step)),
        ElseSteps: (this.props.otherwise ?? []).map((step) => site.nested(step)),
      },
    };
  }
}
