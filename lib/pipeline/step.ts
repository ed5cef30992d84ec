import type * as iam from 'aws-cdk-lib/aws-iam';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import { invalid } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import type { Pipeline } from './pipeline';

/** What every step can set. */
export interface StepOptions {
  /**
   * Name shown in Studio.
   *
   * @default - the step's name
   */
  readonly displayName?: string;

  /**
   * What the step is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Steps that must have succeeded first, beyond those whose outputs this step uses.
   *
   * @default - none
   */
  readonly dependsOn?: Step[];
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
  /** The place that jobs of this step are described in. */
  jobSite(stepName: string): JobSite;
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

/** One piece of a pipeline's work. */
export abstract class Step {
  /** Name of the step; unique in its pipeline. */
  public readonly stepName: string;
  private pipeline: Pipeline | undefined;

  protected constructor(name: string, private readonly options: StepOptions) {
    checkName(name);
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
    return {
      Name: this.stepName,
      DisplayName: displayName,
      Description: description,
      DependsOn: dependsOn?.length ? dependsOn.map((step) => step.stepName) : undefined,
      ...this._describe(site),
    };
  }

  /** @internal */
  protected abstract _describe(site: _StepSite): { readonly Type: string; readonly Arguments: ApiRequest; readonly [member: string]: unknown };

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

function checkName(name: string): void {
  const mistake = NAME.mistakeInText('step', name);
  if (mistake) {
    throw invalid(undefined, mistake);
  }
  if (!/^[A-Za-z0-9\-_]+$/.test(name)) {
    throw invalid(undefined, {
      code: 'StepNamePattern',
      property: 'step',
      problem: 'may hold letters, digits, hyphens and underscores only',
      value: name,
      fix: "Rename the step; 'displayName' may hold anything.",
    });
  }
}
