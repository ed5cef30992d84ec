import type * as s3 from 'aws-cdk-lib/aws-s3';
import { S3Source } from '../core';

/** How an input is named and where the container sees it. */
export interface ProcessingInputOptions {
  /**
   * Name of the input; must differ between the inputs and outputs of a job. The script takes 'code' for itself.
   *
   * @default 'data'
   */
  readonly name?: string;

  /**
   * Folder in the container, below `/opt/ml/processing/`; at most 256 characters.
   *
   * @default - `/opt/ml/processing/input/<name>`
   */
  readonly localPath?: string;
}

/**
 * Data that a processing job finds in a folder when it starts.
 *
 * The job's role may read just that place. At most 10 to a job, with the script counted; what is there when the job starts is copied.
 */
export class ProcessingInput {
  /** Everything under a prefix of a bucket. */
  public static fromS3(bucket: s3.IBucket, prefix: string = '', options: ProcessingInputOptions = {}): ProcessingInput {
    return new ProcessingInput(S3Source.fromBucket(bucket, prefix), options);
  }

  /** Any place in S3: a file of yours, an object, another step's output. */
  public static fromSource(source: S3Source, options: ProcessingInputOptions = {}): ProcessingInput {
    return new ProcessingInput(source, options);
  }

  /** Name of the input. */
  public readonly name: string;
  /** Where it comes from. */
  public readonly source: S3Source;
  /** Folder in the container. */
  public readonly localPath: string;

  private constructor(source: S3Source, options: ProcessingInputOptions) {
    this.source = source;
    this.name = options.name ?? 'data';
    this.localPath = options.localPath ?? `/opt/ml/processing/input/${this.name}`;
  }
}
