import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { type Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { JobSite } from './job-site';
import { grantReadPrefix, grantUseOfKey, grantVolumeKey, grantWritePrefix } from './s3-grants';
import { secureBucket } from './secure-bucket';

export interface ResultFolderProps {
  /** What the keys of the results start with, with a slash at its end. */
  readonly folder: string;
  /** Where they lie; without one, in a bucket of its own, which is kept. */
  readonly bucket?: s3.IBucket;
  /** Age at which objects in a bucket of its own expire; without one, they stay. */
  readonly expiration?: Duration;
  /** Encrypts results and volumes; without one, the key of the bucket does. */
  readonly encryptionKey?: kms.IKey;
}

/** Where the results of jobs go that run by themselves: one folder, of which a job names its own part. */
export class ResultFolder {
  public readonly bucket: s3.IBucket;
  public readonly encryptionKey: kms.IKey | undefined;
  private readonly folder: string;

  constructor(private readonly scope: Construct, props: ResultFolderProps) {
    this.folder = props.folder;
    this.bucket = props.bucket ?? ownBucket(scope, props);
    this.encryptionKey = props.encryptionKey ?? this.bucket.encryptionKey;
  }

  /** Jobs write their results; some read back what they wrote. */
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

  /** Where a job is described that runs as a role; `placeOf` names an output's place below the folder. */
  public jobSite(role: iam.IRole, placeOf: (output: string) => string): JobSite {
    const { scope, bucket, folder, encryptionKey } = this;
    return { scope, role, encryptionKey, outputUri: (output) => bucket.s3UrlForObject(`${folder}${placeOf(output)}`) };
  }
}

function ownBucket(scope: Construct, { folder, encryptionKey, expiration }: ResultFolderProps): s3.IBucket {
  const bucket = secureBucket(scope, 'Results', { encryptionKey, expirations: expiration && { [folder]: expiration } });
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions::AwsSolutions-S1', reason: 'The results of one job alone; who wants access logs gives a bucket that has them.' });
  return bucket;
}
