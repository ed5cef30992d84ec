import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { NotebookOptions } from '../core';
import { checkNotebook, renderNotebookJob } from '../core/internal/notebook-job';
import { checkScheduled } from './private/check-schedule';
import { TRAINING } from './private/job-kind';
import { ScheduledJobs } from './private/scheduled-jobs';
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
export class ScheduledNotebook extends Construct implements iam.IGrantable {
  /** What the names of the jobs start with; a hyphen and the execution's id follow. */
  public readonly jobName: string;
  /** The role that the notebook runs as. */
  public readonly jobRole: iam.IRole;
  /** Grants to this construct go to the role that the notebook runs as. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** Where the executed notebooks are. */
  public readonly bucket: s3.IBucket;
  /** What could not be started and what failed, for two weeks. */
  public readonly deadLetterQueue: sqs.IQueue;

  /**
   * Name of the schedule.
   *
   * @attribute
   */
  public readonly scheduleName: string;

  /** Runs the notebook now, from a shell with the AWS CLI; needs the permission to start and tag training jobs and to pass the job's role. */
  public readonly runNowCommand: string;

  private readonly jobs: ScheduledJobs;

  constructor(scope: Construct, id: string, props: ScheduledNotebookProps) {
    super(scope, id);
    checkNotebook(checkScheduled(this, props), (property) => property, props).throwIfAny();
    this.jobs = new ScheduledJobs(this, TRAINING, props, (store, jobRole, jobName) => {
      store.grantUse(jobRole, false);
      return renderNotebookJob(store.jobSite(jobRole), { name: jobName, options: props });
    });
    this.jobName = this.jobs.jobName;
    this.jobRole = this.jobs.jobRole;
    this.grantPrincipal = this.jobRole.grantPrincipal;
    this.bucket = this.jobs.bucket;
    this.deadLetterQueue = this.jobs.deadLetterQueue;
    this.scheduleName = this.jobs.scheduleName;
    this.runNowCommand = this.jobs.runNowCommand;
  }

  /** Adds a rule for runs that failed. */
  public onFailed(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.jobs.onFailed(id, options);
  }

  /** Adds a rule for runs that ended well. */
  public onSucceeded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.jobs.onSucceeded(id, options);
  }
}
