import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, Names, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Conventions } from '../core';
import { DeadLetters } from '../core/internal/dead-letters';
import type { ApiRequest } from '../core/internal/job-site';
import { sagemakerRole } from '../core/internal/roles';
import { checkSchedule, ROOM_FOR_NAME } from './private/check-schedule';
import { jobRule } from './private/job-rule';
import { JobSchedule } from './private/job-schedule';
import { ResultStore } from './private/result-store';
import type { ProcessingInput } from './processing-input';
import type { Processor } from './processor';

/** A processing job that runs by itself. */
export interface ScheduledProcessingProps {
  /** How the job runs. */
  readonly processor: Processor;

  /** When it runs: `ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN })` or `ScheduleExpression.rate(Duration.hours(6))`. */
  readonly schedule: scheduler.ScheduleExpression;

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

  /**
   * Bucket for the results.
   *
   * @default - a bucket of its own, which is kept when the construct is removed, and whose objects expire after 90 days
   */
  readonly bucket?: s3.IBucket;

  /**
   * What the keys of the results start with.
   *
   * @default - nothing
   */
  readonly prefix?: string;

  /**
   * Key of the results and of the job's volume.
   *
   * @default - that of the bucket; without one, keys that AWS manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What the names of the jobs start with: letters, digits and hyphens, at most 26 characters.
   *
   * @default - one made from the construct's place in the app
   */
  readonly jobName?: string;

  /**
   * Whether it runs on its schedule. Without, it runs when somebody calls `runNowCommand`.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * For how long EventBridge tries again to start a job that could not be started, for example because a quota is used up; from a minute to a day.
   *
   * @default Duration.hours(1)
   */
  readonly retryFor?: Duration;

  /**
   * Told when a job failed or could not be started.
   *
   * @default - the alarm changes its state and tells nobody
   */
  readonly alarmTopic?: sns.ITopic;
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

  constructor(scope: Construct, id: string, props: ScheduledProcessingProps) {
    super(scope, id);
    checkSchedule(this, props);
    this.jobName = props.jobName ?? usualName(this);
    const store = new ResultStore(this, this.jobName, props);
    this.bucket = store.bucket;
    this.jobRole = sagemakerRole(this, 'JobRole', `Runs the processing jobs ${this.jobName}`);
    this.grantPrincipal = this.jobRole.grantPrincipal;
    const letters = new DeadLetters(this, 'DeadLetters', {
      contents: `processing jobs ${this.jobName} that failed or could not be started`, alarmTopic: props.alarmTopic,
    });
    Validations.of(letters.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3', reason: 'This is a dead-letter queue: the schedule sends starts that failed to it, and a rule jobs that failed.',
    });
    this.deadLetterQueue = letters.queue;
    const schedule = new JobSchedule(this, {
      jobName: this.jobName, jobRole: this.jobRole, request: this.request(store, props), expression: props.schedule, enabled: props.enabled ?? true,
      retryFor: props.retryFor ?? Duration.hours(1), volumeKey: store.encryptionKey, deadLetters: letters.queue,
    });
    this.scheduleName = schedule.name;
    this.runNowCommand = schedule.runNowCommand;
    jobRule(this, 'FailedJobs', this.jobName, ['Failed'], { description: 'Keeps jobs that failed', target: schedule.failureTarget });
  }

  /** Adds a rule for jobs that failed. */
  public onFailed(id: string, options: events.OnEventOptions = {}): events.Rule {
    return jobRule(this, id, this.jobName, ['Failed'], options);
  }

  /** Adds a rule for jobs that ended well. */
  public onSucceeded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return jobRule(this, id, this.jobName, ['Completed'], options);
  }

  private request(store: ResultStore, { processor, inputs = [], outputs = [] }: ScheduledProcessingProps): ApiRequest {
    store.grantUse(this.jobRole, inputs.some((input) => input.source === undefined));
    return processor._render(store.jobSite(this.jobRole), inputs, outputs.map((name) => ({ name, keep: store.keep })));
  }
}

/** The name that conventions ask for, as far as there is room. */
function usualName(scope: Construct): string {
  const { namePrefix } = Conventions.of(scope);
  return `${namePrefix}${Names.uniqueResourceName(scope, { maxLength: ROOM_FOR_NAME - namePrefix.length, separator: '-' }).toLowerCase()}`.replace(/-+/g, '-');
}
