import type * as s3 from 'aws-cdk-lib/aws-s3';

/** A place in a bucket. */
export interface S3Place {
  /** The bucket. */
  readonly bucket: s3.IBucket;

  /**
   * What keys there start with, as the console shows it: `captures/`.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;
}
