import { invalid } from '../core/internal/errors';
import { ConditionStep } from './condition-step';
import type { AcceptanceRule } from './metric';
import { ApprovalStatus, RegisterModelStep, type RegisterModelStepProps } from './register-model-step';
import type { Step } from './step';

/** Who decides whether a new model version may be deployed. */
export abstract class Approval {
  /** People decide: every version waits for them. */
  public static manual(): Approval {
    return new FixedApproval(ApprovalStatus.PENDING_MANUAL_APPROVAL);
  }

  /**
   * Metrics decide: a version that keeps all the rules is approved, and any other waits for people.
   *
   * The rules are usually stricter than those for being registered at all. Fails without a rule, for a version without metrics, and for a rule that
   * compares with the version that serves where the new one was not compared.
   */
  public static automatic(...rules: AcceptanceRule[]): Approval {
    if (rules.length === 0) {
      throw invalid(undefined, {
        code: 'ApprovalRuleMissing', property: 'Approval.automatic', problem: 'must have a rule to go by',
        fix: "Add one such as Metric.of('auc').atLeast(0.9), or use Approval.none() where every registered version may be deployed.",
      });
    }
    return new AutomaticApproval(rules);
  }

  /** Nobody decides: every version that is registered is approved, and what follows the registry deploys it at once. */
  public static none(): Approval {
    return new FixedApproval(ApprovalStatus.APPROVED);
  }

  /**
   * What registers a version: put it into a pipeline, or into a branch, where a `RegisterModelStep` would stand.
   *
   * Where metrics decide it is a condition of that name with one step in each branch, `<name>Approved` and `<name>Pending`; otherwise it is one step.
   */
  public abstract register(name: string, version: RegisterModelStepProps): Step;
}

class FixedApproval extends Approval {
  constructor(private readonly status: ApprovalStatus) {
    super();
  }

  public register(name: string, version: RegisterModelStepProps): Step {
    return new RegisterModelStep(name, { ...version, approval: this.status });
  }
}

class AutomaticApproval extends Approval {
  constructor(private readonly rules: readonly AcceptanceRule[]) {
    super();
  }

  public register(name: string, version: RegisterModelStepProps): Step {
    const { metrics, displayName, description, dependsOn, ...model } = version;
    if (!metrics) {
      throw invalid(undefined, {
        code: 'ApprovalWithoutMetrics', property: `step '${name}'`, problem: "needs 'metrics' for its approval to go by",
        fix: "Set 'metrics' to the step that evaluates the model.",
      });
    }
    const registered = (suffix: string, approval: ApprovalStatus) => new RegisterModelStep(`${name}${suffix}`, { ...model, metrics, approval });
    return new ConditionStep(name, {
      displayName,
      description,
      dependsOn,
      conditions: this.rules.map((rule) => rule.conditionOn(metrics, version.comparedWith?.metrics)),
      ifTrue: [registered('Approved', ApprovalStatus.APPROVED)],
      otherwise: [registered('Pending', ApprovalStatus.PENDING_MANUAL_APPROVAL)],
    });
  }
}
