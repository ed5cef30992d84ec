import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type JobSite, Keep } from '../../core/internal/job-site';
import { grantReadPrefix, grantUseOfKey, grantVolumeKey, grantWritePrefix } from '../../core/internal/s3-grants';
import { secureBucket } from '../../core/internal/secure-bucket';
import type { ScheduledJobOptions } from '../scheduled-job-options';

/** EventBridge Scheduler puts the id of each start in its place. */
export const EXECUTION_ID = '<aws.scheduler.execution-id>';

/** Where the results of scheduled jobs go: `s3://<bucket>/<prefix><job name>/<execution id>/<output>`. */
export class ResultStore {
  public readonly bucket: s3.IBucket;
  public readonly encryptionKey: kms.IKey | undefined;
  public readonly keep = Keep.FOR_THE_RUN;
  private readonly folder: string;

  constructor(private readonly scope: Construct, jobName: string, { bucket, prefix = '', encryptionKey }: ScheduledJobOptions) {
    this.folder = `${prefix}${jobName}/`;
    this.bucket = bucket ?? ownBucket(scope, this.folder, encryptionKey);
    this.encryptionKey = encryptionKey ?? this.bucket.encryptionKey;
  }

  /** Jobs write their results; the result of a query is read back. */
  public grantUse(jobRole: iam.IRole, readsBack: boolean): void {
    grantWritePrefix(this.bucket, this.folder, jobRole);
    if (readsBack) {
      grantReadPrefix(this.bucket, this.folder, jobRole);
    }
    if (this.encryptionKey) {
      grantUseOfKey(this.encryptionKey, jobRole);
      grantVolumeKey(this.encryptionKey, jobRole);
    }
  }

  public jobSite(role: iam.IRole): JobSite {
    const { scope, bucket, folder, encryptionKey } = this;
    return { scope, role, encryptionKey, outputUri: (output) => bucket.s3UrlForObject(`${folder}${EXECUTION_ID}/${output}`) };
  }
}

function ownBucket(scope: Construct, folder: string, encryptionKey: kms.IKey | undefined): s3.IBucket {
  const bucket = secureBucket(scope, 'Results', { encryptionKey, expirations: { [folder]: Duration.days(90) } });
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions::AwsSolutions-S1', reason: 'The results of one job alone; who wants access logs gives a bucket that has them.' });
  return bucket;
}
