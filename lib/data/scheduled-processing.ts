import type { Construct } from 'constructs';
import { checkScheduled } from './private/check-schedule';
import { PROCESSING } from './private/job-kind';
import { checkOutputName } from './private/places';
import { ScheduledJobs } from './private/scheduled-jobs';
import type { ProcessingInput } from './processing-input';
import type { Processor } from './processor';
import { ScheduledJob } from './scheduled-job';
import type { ScheduledJobOptions } from './scheduled-job-options';

/** A processing job that runs by itself. */
export interface ScheduledProcessingProps extends ScheduledJobOptions {
  /** How the job runs. */
  readonly processor: Processor;

  /**
   * What the job finds when it starts; at most 10, with the script counted.
   *
   * @default - nothing
   */
  readonly inputs?: ProcessingInput[];

  /**
   * Names of the folders below `/opt/ml/processing/output` that are kept; at most 10.
   *
   * A run's results lie in `<prefix><job name>/<execution id>/<output>`.
   *
   * @default - none
   */
  readonly outputs?: string[];
}

/**
 * Runs a processing job on a schedule, or when somebody asks for it, without a pipeline.
 *
 * It consists of a schedule, a role for the jobs and one for the schedule, a rule and a queue with an alarm for jobs that failed or could not be
 * started, and, where none is given, a bucket. Idle it costs its alarm, about 0.10 USD a month; a run costs its instances' time. Every start has a
 * name of its own. EventBridge starts at least once: now and then a job runs twice. A run that lasts longer than the time to the next start goes on
 * beside it. Whatever is granted to this construct goes to the role of the jobs.
 */
export class ScheduledProcessing extends ScheduledJob {
  /** @internal */
  protected readonly _jobs: ScheduledJobs;

  constructor(scope: Construct, id: string, props: ScheduledProcessingProps) {
    super(scope, id);
    const { processor, inputs = [], outputs = [] } = props;
    const mistakes = checkScheduled(this, props);
    outputs.forEach((name) => mistakes.add(checkOutputName(name)));
    mistakes.throwIfAny();
    this._jobs = new ScheduledJobs(this, PROCESSING, props, (store, jobRole) => {
      store.grantUse(jobRole, inputs.some((input) => input.source === undefined));
      return processor._render(store.jobSite(jobRole), inputs, outputs.map((name) => ({ name, keep: store.keep })));
    });
  }
}
