import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Duration } from 'aws-cdk-lib/core';

/** When a job runs by itself, and where its results go. */
export interface ScheduledJobOptions {
  /** When it runs: `ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN })` or `ScheduleExpression.rate(Duration.hours(6))`. */
  readonly schedule: scheduler.ScheduleExpression;

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
