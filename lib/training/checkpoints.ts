import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Keep, type JobSite } from '../core/internal/job-site';
import { grantReadPrefix, grantWritePrefix } from '../core/internal/s3-grants';

/** Where a job finds its checkpoints on its disk. */
export interface CheckpointOptions {
  /**
   * Folder that is copied to S3 while the job runs, and back when it starts anew; at most 4,096 characters.
   *
   * @default '/opt/ml/checkpoints'
   */
  readonly localPath?: string;
}

/** Where a job keeps its state while it runs, so that one that was interrupted goes on from there. */
export class Checkpoints {
  /** With the results of the run: each run starts from nothing, and goes on when it was interrupted. */
  public static inRun(options: CheckpointOptions = {}): Checkpoints {
    return new Checkpoints((site) => site.outputUri('checkpoints', Keep.FOR_THE_RUN), options);
  }

  /** Under a prefix of a bucket: each run goes on where the last one was. The job may read and write there. */
  public static inBucket(bucket: s3.IBucket, prefix: string, options: CheckpointOptions = {}): Checkpoints {
    return new Checkpoints(({ role }) => {
      grantReadPrefix(bucket, prefix, role);
      grantWritePrefix(bucket, prefix, role);
      return bucket.s3UrlForObject(prefix);
    }, options);
  }

  private constructor(
    private readonly place: (site: JobSite) => string,
    /** @internal */
    public readonly _options: CheckpointOptions,
  ) {}

  /**
   * The member of the request.
   *
   * @internal
   */
  public _render(site: JobSite): { S3Uri: string; LocalPath?: string } {
    return { S3Uri: this.place(site), LocalPath: this._options.localPath };
  }
}
