import type * as glue from 'aws-cdk-lib/aws-glue';
import { GLUE_JOB_OUTPUTS } from '../core/contract';
import { Mistakes } from '../core/internal/errors';
import { checkGlueArguments } from '../core/internal/glue-arguments';
import type { CachedStepOptions } from './cache';
import { GlueRunner, type IGlueRunner } from './glue-runner';
import { OutputType } from './output-type';
import { renderCallback } from './private/callback';
import { outputOf } from './private/step-outputs';
import { Step, type _StepSite } from './step';
import type { PipelineValue } from './value';

/** A job of Glue to run. */
export interface GlueJobStepProps extends CachedStepOptions {
  /** The job: a `data.GlueJob`, a `glue.CfnJob`, or one that exists, `glue.CfnJob.fromJobName(this, 'Clean', 'clean')`. */
  readonly job: glue.IJobRef;

  /**
   * Arguments of this run by their names, which begin with `--`; values of the pipeline may be among the values. They come beside the job's own.
   *
   * Do not put secrets here: whoever may look at the run can read them.
   *
   * @default - the job's own
   */
  readonly arguments?: { [name: string]: string };

  /**
   * What runs it.
   *
   * @default - in a model of a platform, for a job whose name starts with the platform's prefix, the platform's; else one that the stack's pipelines share
   */
  readonly runner?: IGlueRunner;
}

const OUTPUTS = { [GLUE_JOB_OUTPUTS.jobRunId]: OutputType.STRING, [GLUE_JOB_OUTPUTS.executionSeconds]: OutputType.INTEGER };

/**
 * Runs a job of Glue and waits for its end, for up to 7 days.
 *
 * Pipelines know no such step: it is a callback step, and a runner that the stack shares starts the job, once, and answers. What the job reads and writes
 * is up to its own role. A failed, timed-out or stopped job fails the step with Glue's reason, after the attempts that the job allows. Where the job runs as
 * often at once as it may, it waits for its turn. When the pipeline is stopped, so is the job, within five minutes. Each run of the job has one more argument,
 * `--sagemaker-pipeline-callback`, by which it is found again; a script that refuses arguments it does not know must let it pass.
 */
export class GlueJobStep extends Step {
  constructor(name: string, private readonly props: GlueJobStepProps) {
    super(name, props);
    const mistakes = new Mistakes();
    checkGlueArguments(mistakes, `step '${name}' arguments`, props.arguments);
    mistakes.throwIfAny();
  }

  /** Id of the run, `jr_...`; that of the last attempt. */
  public get jobRunId(): PipelineValue {
    return outputOf(this, OUTPUTS, GLUE_JOB_OUTPUTS.jobRunId);
  }

  /** For how many seconds the job used resources. */
  public get executionSeconds(): PipelineValue {
    return outputOf(this, OUTPUTS, GLUE_JOB_OUTPUTS.executionSeconds);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { job } = this.props;
    const { jobName } = job.jobRef;
    const runner = this.props.runner ?? GlueRunner._for(site.pipeline, jobName);
    runner.serveJob(site.pipeline, job);
    return renderCallback(site, runner.queue, { jobName, ...(this.props.arguments && { jobArguments: this.props.arguments }) }, OUTPUTS);
  }
}
