import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { stageFile } from './internal/assets';
import { Mistakes } from './internal/errors';
import { mistakeInKey } from './internal/places';
import { grantReadObject, grantReadPrefix } from './internal/s3-grants';

/** A place in S3, bound to a construct tree. */
export interface BoundS3Source {
  /** `s3://` URI; may hold tokens. */
  readonly uri: string;
}

/**
 * Data or code in S3 that a job reads.
 *
 * It carries the permission with it: whatever job takes the source gets exactly that place, and its key, to read.
 */
export abstract class S3Source {
  /** Everything under a prefix of a bucket; the whole bucket if no prefix is given. */
  public static fromBucket(bucket: s3.IBucket, prefix: string = ''): S3Source {
    return new PrefixSource(bucket, prefix);
  }

  /** One object of a bucket. */
  public static fromObject(bucket: s3.IBucket, key: string): S3Source {
    return new ObjectSource(bucket, key);
  }

  /**
   * A local file, uploaded by `cdk deploy` under its content's hash.
   *
   * Fails when the file is missing or empty.
   */
  public static fromFile(path: string): S3Source {
    return new FileSource(path);
  }

  /** A URI, for example a step's output in a pipeline; no permission is derived from it. */
  public static fromUri(uri: string): S3Source {
    return new UriSource(uri);
  }

  /**
   * Names the place and lets a principal read it.
   *
   * @param scope where the place is used
   * @param reader who reads it
   */
  public abstract bind(scope: Construct, reader: iam.IGrantable): BoundS3Source;
}

class PrefixSource extends S3Source {
  constructor(private readonly bucket: s3.IBucket, private readonly prefix: string) {
    super();
  }

  public bind(scope: Construct, reader: iam.IGrantable): BoundS3Source {
    new Mistakes(scope).add(mistakeInKey('prefix', this.prefix)).throwIfAny();
    grantReadPrefix(this.bucket, this.prefix, reader);
    return { uri: this.bucket.s3UrlForObject(this.prefix || undefined) };
  }
}

class ObjectSource extends S3Source {
  constructor(private readonly bucket: s3.IBucket, private readonly key: string) {
    super();
  }

  public bind(scope: Construct, reader: iam.IGrantable): BoundS3Source {
    new Mistakes(scope).add(mistakeInKey('key', this.key)).throwIfAny();
    grantReadObject(this.bucket, this.key, reader);
    return { uri: this.bucket.s3UrlForObject(this.key) };
  }
}

class FileSource extends S3Source {
  constructor(private readonly path: string) {
    super();
  }

  public bind(scope: Construct, reader: iam.IGrantable): BoundS3Source {
    const staged = stageFile(scope, this.path);
    staged.grantRead(reader);
    return { uri: staged.uri };
  }
}

class UriSource extends S3Source {
  constructor(private readonly uri: string) {
    super();
  }

  public bind(): BoundS3Source {
    return { uri: this.uri };
  }
}
