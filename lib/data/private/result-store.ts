import type * as iam from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type JobSite, Keep } from '../../core/internal/job-site';
import { ResultFolder } from '../../core/internal/result-folder';
import type { ScheduledJobOptions } from '../scheduled-job-options';

/** EventBridge Scheduler puts the id of each start in its place. */
export const EXECUTION_ID = '<aws.scheduler.execution-id>';

/** Where the results of scheduled jobs go: `s3://<bucket>/<prefix><job name>/<execution id>/<output>`. */
export class ResultStore extends ResultFolder {
  public readonly keep = Keep.FOR_THE_RUN;

  constructor(scope: Construct, private readonly jobName: string, { bucket, prefix = '', encryptionKey }: ScheduledJobOptions) {
    super(scope, { folder: `${prefix}${jobName}/`, bucket, encryptionKey, expiration: Duration.days(90) });
  }

  public override jobSite(role: iam.IRole): JobSite {
    return { ...super.jobSite(role, (output) => `${EXECUTION_ID}/${output}`), run: { of: this.jobName, id: EXECUTION_ID } };
  }
}
