import type { Construct } from 'constructs';
import type { NotebookOptions } from '../core';
import { checkNotebook, renderNotebookJob } from '../core/internal/notebook-job';
import { checkScheduled } from './private/check-schedule';
import { TRAINING } from './private/job-kind';
import { ScheduledJobs } from './private/scheduled-jobs';
import { ScheduledJob } from './scheduled-job';
import type { ScheduledJobOptions } from './scheduled-job-options';

/** A notebook that runs by itself. */
export interface ScheduledNotebookProps extends NotebookOptions, ScheduledJobOptions {}

/**
 * Runs a notebook from top to bottom on a schedule, or when somebody asks for it, without a pipeline, and keeps it with its outputs.
 *
 * Each run is a training job whose container executes the notebook; the result is the archive `<prefix><job name>/<execution id>/notebook/.../output.tar.gz`.
 * It consists of the same parts as a `ScheduledProcessing` and costs the same: its alarm, about 0.10 USD a month, and the time of the instance of each run.
 * EventBridge starts at least once: now and then a notebook runs twice. What the notebook reads and writes beyond its own files, grant to this construct.
 */
export class ScheduledNotebook extends ScheduledJob {
  /** @internal */
  protected readonly _jobs: ScheduledJobs;

  constructor(scope: Construct, id: string, props: ScheduledNotebookProps) {
    super(scope, id);
    checkNotebook(checkScheduled(this, props), (property) => property, props).throwIfAny();
    this._jobs = new ScheduledJobs(this, TRAINING, props, (store, jobRole, jobName) => {
      store.grantUse(jobRole, false);
      return renderNotebookJob(store.jobSite(jobRole), { name: jobName, options: props });
    });
  }
}
