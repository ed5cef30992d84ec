import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkScheduled } from './private/check-schedule';
import { PROCESSING } from './private/job-kind';
import { checkOutputName } from './private/places';
import { ScheduledJobs } from './private/scheduled-jobs';
import type { ProcessingInput } from './processing-input';
import type { Processor } from './processor';
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
export class ScheduledProcessing extends Construct implements iam.IGrantable {
  /** What the names of the jobs start with; a hyphen and the execution's id follow. */
  public readonly jobName: string;
  /** The role that the jobs run as. */
  public readonly jobRole: iam.IRole;
  /** Grants to this construct go to the role that the jobs run as. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** Where the results are. */
  public readonly bucket: s3.IBucket;
  /** What could not be started and what failed, for two weeks. */
  public readonly deadLetterQueue: sqs.IQueue;

  /**
   * Name of the schedule.
   *
   * @attribute
   */
  public readonly scheduleName: string;

  /** Starts a job now, from a shell with the AWS CLI; needs the permission to start and tag processing jobs and to pass the job's role. */
  public readonly runNowCommand: string;

  private readonly jobs: ScheduledJobs;

  constructor(scope: Construct, id: string, props: ScheduledProcessingProps) {
    super(scope, id);
    const { processor, inputs = [], outputs = [] } = props;
    const mistakes = checkScheduled(this, props);
    outputs.forEach((name) => mistakes.add(checkOutputName(name)));
    mistakes.throwIfAny();
    this.jobs = new ScheduledJobs(this, PROCESSING, props, (store, jobRole) => {
      store.grantUse(jobRole, inputs.some((input) => input.source === undefined));
      return processor._render(store.jobSite(jobRole), inputs, outputs.map((name) => ({ name, keep: store.keep })));
    });
    this.jobName = this.jobs.jobName;
    this.jobRole = this.jobs.jobRole;
    this.grantPrincipal = this.jobRole.grantPrincipal;
    this.bucket = this.jobs.bucket;
    this.deadLetterQueue = this.jobs.deadLetterQueue;
    this.scheduleName = this.jobs.scheduleName;
    this.runNowCommand = this.jobs.runNowCommand;
  }

  /** Adds a rule for jobs that failed. */
  public onFailed(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.jobs.onFailed(id, options);
  }

  /** Adds a rule for jobs that ended well. */
  public onSucceeded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.jobs.onSucceeded(id, options);
  }
}
