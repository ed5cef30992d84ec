import type * as iam from 'aws-cdk-lib/aws-iam';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import { invalid, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import type { Pipeline } from './pipeline';
import { envelope } from './private/envelope';
import { type IStepDependency, StepDependency } from './step-dependency';
import type { PipelineValue } from './value';

/** What every step can set. */
export interface StepOptions {
  /**
   * Name shown in Studio; at most 256 characters.
   *
   * @default - the step's name
   */
  readonly displayName?: string;

  /**
   * What the step is for; at most 3,072 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Steps that must have succeeded first, beyond those whose outputs this step uses.
   *
   * `StepDependency.of(step, TriggerCondition.FAILED)` waits for another end. A step in a branch of a condition can be waited for in that branch only.
   *
   * @default - none
   */
  readonly dependsOn?: IStepDependency[];
}

/**
 * Where a step is described.
 *
 * @internal
 */
export interface _StepSite {
  readonly pipeline: Pipeline;
  /** The role that the pipeline acts as. */
  readonly pipelineRole: iam.IRole;
  /** The place that jobs of this step are described in; with the value that is their name in a run, results lie apart where the step runs several times. */
  jobSite(stepName: string, jobName?: PipelineValue): JobSite;
  /** Lets another role than that of the jobs read what steps made. */
  readResults(role: iam.IRole): void;
  /** Lets another role than that of the jobs write what a step makes. */
  writeResults(role: iam.IRole): void;
  /** Lets the pipeline delete what a step made. */
  deleteResults(role: iam.IRole, stepName: string): void;
  /** Describes a step inside this one. */
  nested(step: Step): _StepJson;
}

/**
 * A step as the definition writes it; values may be tokens.
 *
 * @internal
 */
export interface _StepJson {
  readonly Name: string;
  readonly Type: string;
  readonly Arguments: ApiRequest;
  readonly [member: string]: unknown;
}

/**
 * One piece of a pipeline's work.
 *
 * A step object stands for one place in one pipeline. Steps run side by side unless one uses what another made, names it in
 * `dependsOn`, or lies in a branch.
 */
export abstract class Step implements IStepDependency {
  /** Name of the step: 1 to 64 letters, digits, hyphens and underscores, unique in its pipeline. */
  public readonly stepName: string;
  private pipeline: Pipeline | undefined;

  protected constructor(name: string, private readonly options: StepOptions) {
    check(name, options);
    this.stepName = name;
  }

  /**
   * The step's JSON; derives the permissions it needs on the way.
   *
   * @internal
   */
  public _toJson(site: _StepSite): _StepJson {
    this.claim(site.pipeline);
    const { displayName, description, dependsOn } = this.options;
    const described = this._describe(site);
    return {
      Name: this.stepName,
      DisplayName: displayName,
      Description: description,
      DependsOn: dependsOn?.length ? dependsOn.map(rendered) : undefined,
      ...described,
      ...envelope(this.stepName, described.Type, this.options),
    };
  }

  /** @internal */
  protected abstract _describe(site: _StepSite): { readonly Type: string; readonly Arguments: ApiRequest; readonly [member: string]: unknown };

  /**
   * The pipeline the step is added to, once it is.
   *
   * @internal
   */
  public _home(): Pipeline | undefined {
    return this.pipeline;
  }

  private claim(pipeline: Pipeline): void {
    if (this.pipeline) {
      throw invalid(pipeline, {
        code: 'StepUsedTwice',
        property: `step '${this.stepName}'`,
        problem: this.pipeline === pipeline ? 'is added twice' : `is already part of ${this.pipeline.node.path}`,
        fix: 'Make one step object for each place a step is used in.',
      });
    }
    this.pipeline = pipeline;
  }
}

const NAME = Limit.between('StepName', 1, 64);
const DISPLAY_NAME = Limit.between('StepDisplayName', 0, 256);
const DESCRIPTION = Limit.between('StepDescription', 0, 3072);

function rendered(dependency: IStepDependency) {
  return dependency instanceof StepDependency ? dependency._render() : dependency.stepName;
}

/** A step that is waited for in two ways. */
function contradicted({ dependsOn = [] }: StepOptions): string | undefined {
  const known = new Map<string, string>();
  return dependsOn.find((dependency) => {
    const way = JSON.stringify(rendered(dependency));
    const contradicts = (known.get(dependency.stepName) ?? way) !== way;
    known.set(dependency.stepName, way);
    return contradicts;
  })?.stepName;
}

function check(name: string, options: StepOptions): void {
  const property = `step '${name}'`;
  const waitedForTwice = contradicted(options);
  new Mistakes()
    .add(NAME.mistakeInText('step', name))
    .add(DISPLAY_NAME.mistakeInText(`${property} displayName`, options.displayName))
    .add(DESCRIPTION.mistakeInText(`${property} description`, options.description))
    .when(waitedForTwice !== undefined, {
      code: 'StepDependencyContradicts', property, problem: "'dependsOn' waits for different ends of one step", value: waitedForTwice,
      fix: 'Name the step once; TriggerCondition.ANY waits for any end.',
    })
    .when(!/^[A-Za-z0-9\-_]*$/.test(name), {
      code: 'StepNamePattern',
      property: 'step',
      problem: 'may hold letters, digits, hyphens and underscores only',
      value: name,
      fix: "Rename the step; 'displayName' may hold anything.",
    })
    .throwIfAny();
}
