import type * as iam from 'aws-cdk-lib/aws-iam';
import { invalid, Mistakes } from '../core/internal/errors';
import type { CachedStepOptions } from './cache';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** A step that this library has no class for. */
export interface CustomStepProps extends CachedStepOptions, RetriedStepOptions {
  /** Type of the step, as definitions write it, for example `Training`. */
  readonly type: string;

  /**
   * What the step does: the members that its type takes, with values of the pipeline anywhere in them.
   *
   * @default - nothing is said
   */
  readonly arguments?: { [member: string]: unknown };

  /**
   * Members beside the arguments, for example `PropertyFiles`.
   *
   * @default - none
   */
  readonly members?: { [member: string]: unknown };

  /**
   * What other steps may use of it: paths in what the step made, such as `ModelArtifacts.S3ModelArtifacts`, by a name of your choice.
   *
   * @default - nothing
   */
  readonly outputs?: { [name: string]: string };

  /**
   * What the pipeline's role must be allowed for it.
   *
   * @default - nothing
   */
  readonly permissions?: iam.PolicyStatement[];

  /**
   * What the role of the jobs must be allowed for it.
   *
   * @default - nothing
   */
  readonly jobPermissions?: iam.PolicyStatement[];
}

/** Members that have a property, or belong to the class. */
const TAKEN = ['Name', 'Type', 'Arguments', 'DisplayName', 'Description', 'DependsOn', 'CacheConfig', 'RetryPolicies'];

/**
 * A step of any type, written by hand: for what the service learnt after this library was made.
 *
 * Nothing is derived: arguments are not checked, beyond references, and the roles get what is given here.
 */
export class CustomStep extends Step {
  constructor(name: string, private readonly props: CustomStepProps) {
    super(name, props);
    const taken = TAKEN.find((member) => member in (props.members ?? {}));
    new Mistakes()
      .when(!/^[A-Za-z]+$/.test(props.type), {
        code: 'CustomStepType', property: `step '${name}'`, problem: "'type' must be a word", value: props.type, fix: "Write it as definitions do, for example 'Training'.",
      })
      .when(taken !== undefined, {
        code: 'CustomStepMember', property: `step '${name}'`, problem: "'members' holds one that has a property of its own", value: taken, fix: 'Use that property.',
      })
      .throwIfAny();
  }

  /** One of the outputs, as text. Fails for one that is not among them. */
  public output(name: string): PipelineValue {
    return StepProperty._ofStep(this, this.pathOf(name));
  }

  /** One of the outputs, as a number. Fails for one that is not among them. */
  public numberOutput(name: string): PipelineValue {
    return StepProperty._numberOfStep(this, this.pathOf(name));
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { type, members, permissions = [], jobPermissions = [] } = this.props;
    const { role } = site.jobSite(this.stepName);
    permissions.forEach((statement) => site.pipelineRole.addToPrincipalPolicy(statement));
    jobPermissions.forEach((statement) => role.addToPrincipalPolicy(statement));
    return { ...members, Type: type, Arguments: { ...this.props.arguments } };
  }

  private pathOf(name: string): string {
    const { outputs = {} } = this.props;
    if (!Object.hasOwn(outputs, name)) {
      throw invalid(undefined, {
        code: 'StepOutputUnknown', property: `step '${this.stepName}'`, problem: `has no such output; it has ${Object.keys(outputs).join(', ') || 'none'}`, value: name,
        fix: "Name it in the step's 'outputs', or use one of those it has.",
      });
    }
    return outputs[name];
  }
}
