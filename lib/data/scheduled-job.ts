import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ScheduledJobs } from './private/scheduled-jobs';

/** What runs by itself, on a schedule or when somebody asks for it. Grants to it go to the role of its jobs. */
export abstract class ScheduledJob extends Construct implements iam.IGrantable {
  /** What the names of the jobs start with; a hyphen and the execution's id follow. */
  public get jobName(): string {
    return this._jobs.jobName;
  }

  /** The role that the jobs run as. */
  public get jobRole(): iam.IRole {
    return this._jobs.jobRole;
  }

  /** Grants to this construct go to the role that the jobs run as. */
  public get grantPrincipal(): iam.IPrincipal {
    return this.jobRole.grantPrincipal;
  }

  /** Where the results are. */
  public get bucket(): s3.IBucket {
    return this._jobs.bucket;
  }

  /** What could not be started and what failed, for two weeks. */
  public get deadLetterQueue(): sqs.IQueue {
    return this._jobs.deadLetterQueue;
  }

  /**
   * Name of the schedule.
   *
   * @attribute
   */
  public get scheduleName(): string {
    return this._jobs.scheduleName;
  }

  /** Starts a job now, from a shell with the AWS CLI; needs the permission to start and tag such jobs and to pass their role. */
  public get runNowCommand(): string {
    return this._jobs.runNowCommand;
  }

  /** @internal */
  protected abstract readonly _jobs: ScheduledJobs;

  /** Adds a rule for jobs that failed. */
  public onFailed(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this._jobs.onFailed(id, options);
  }

  /** Adds a rule for jobs that ended well. */
  public onSucceeded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this._jobs.onSucceeded(id, options);
  }
}
