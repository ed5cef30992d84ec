import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, Names, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Conventions } from '../../core';
import { DeadLetters } from '../../core/internal/dead-letters';
import type { ApiRequest } from '../../core/internal/job-site';
import { sagemakerRole } from '../../core/internal/roles';
import type { ScheduledJobOptions } from '../scheduled-job-options';
import { ROOM_FOR_NAME } from './check-schedule';
import type { JobKind } from './job-kind';
import { jobRule } from './job-rule';
import { JobSchedule } from './job-schedule';
import { ResultStore } from './result-store';

/** The request of a job without its name; lets the job's role do what the job needs. */
export type RequestOfJob = (store: ResultStore, jobRole: iam.IRole, jobName: string) => ApiRequest;

/** Jobs of one kind that run by themselves: roles, schedule, results, and what failed. */
export class ScheduledJobs {
  public readonly jobName: string;
  public readonly jobRole: iam.IRole;
  public readonly bucket: s3.IBucket;
  public readonly deadLetterQueue: sqs.IQueue;
  public readonly scheduleName: string;
  public readonly runNowCommand: string;

  constructor(private readonly scope: Construct, private readonly kind: JobKind, options: ScheduledJobOptions, request: RequestOfJob) {
    this.jobName = options.jobName ?? usualName(scope);
    const jobs = `${kind.words} jobs ${this.jobName}`;
    const store = new ResultStore(scope, this.jobName, options);
    this.bucket = store.bucket;
    this.jobRole = sagemakerRole(scope, 'JobRole', `Runs the ${jobs}`);
    const letters = new DeadLetters(scope, 'DeadLetters', { contents: `${jobs} that failed or could not be started`, alarmTopic: options.alarmTopic });
    Validations.of(letters.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3', reason: 'This is a dead-letter queue: the schedule sends starts that failed to it, and a rule jobs that failed.',
    });
    this.deadLetterQueue = letters.queue;
    const schedule = new JobSchedule(scope, {
      kind, jobName: this.jobName, jobRole: this.jobRole, request: request(store, this.jobRole, this.jobName), expression: options.schedule,
      enabled: options.enabled ?? true, retryFor: options.retryFor ?? Duration.hours(1), volumeKey: store.encryptionKey, deadLetters: letters.queue,
    });
    this.scheduleName = schedule.name;
    this.runNowCommand = schedule.runNowCommand;
    this.onFailed('FailedJobs', { description: 'Keeps jobs that failed', target: schedule.failureTarget });
  }

  public onFailed(id: string, options: events.OnEventOptions): events.Rule {
    return jobRule(this.scope, id, this.kind, this.jobName, ['Failed'], options);
  }

  public onSucceeded(id: string, options: events.OnEventOptions): events.Rule {
    return jobRule(this.scope, id, this.kind, this.jobName, ['Completed'], options);
  }
}

/** The name that conventions ask for, as far as there is room. */
function usualName(scope: Construct): string {
  const { namePrefix } = Conventions.of(scope);
  return `${namePrefix}${Names.uniqueResourceName(scope, { maxLength: ROOM_FOR_NAME - namePrefix.length, separator: '-' }).toLowerCase()}`.replace(/-+/g, '-');
}
