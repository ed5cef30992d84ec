import type * as s3 from 'aws-cdk-lib/aws-s3';
import { S3Source } from '../core';
import type { ProcessingInput } from './processing-input';
import type { Processor } from './processor';

/** Data that is split already, as training and evaluation take it. */
export interface DatasetSplits {
  /** What the model learns from. */
  readonly train: S3Source;
  /** What training compares by as it goes. */
  readonly validation: S3Source;
  /** What only the evaluation sees. */
  readonly test: S3Source;

  /**
   * The rows of `train` with names of columns in a first line, for monitors of a model whose training data has none.
   *
   * @default - `train`
   */
  readonly baseline?: S3Source;
}

/**
 * The data that a model is made from.
 *
 * A preparation script finds it in `/opt/ml/processing/input/data`.
 */
export abstract class Dataset {
  /** A local file, uploaded by `cdk deploy`; a changed file makes a new deployment and a new run. */
  public static fromFile(path: string): Dataset {
    return Dataset.fromSource(S3Source.fromFile(path));
  }

  /** Everything under a prefix of a bucket. */
  public static fromBucket(bucket: s3.IBucket, prefix: string = ''): Dataset {
    return Dataset.fromSource(S3Source.fromBucket(bucket, prefix));
  }

  /** Any place in S3. */
  public static fromSource(source: S3Source): Dataset {
    return new PlacedDataset(source);
  }

  /** Data that is split already, and needs no preparation. */
  public static fromSplits(splits: DatasetSplits): Dataset {
    return new SplitDataset(splits);
  }

  /** @internal */
  public abstract _plan(): _DatasetPlan;
}

/**
 * Where the data is, or what has to run before it is there.
 *
 * @internal
 */
export interface _DatasetPlan {
  /** The data, when it is there already. */
  readonly source?: S3Source;
  /** A job that makes it, and the output that holds it. */
  readonly collection?: _Collection;
  /** The data, when it is there and split. */
  readonly splits?: DatasetSplits;
}

/**
 * A job that collects the data first.
 *
 * @internal
 */
export interface _Collection {
  readonly stepName: string;
  readonly processor: Processor;
  readonly inputs: ProcessingInput[];
  readonly outputs: string[];
  /** The output that holds the data. */
  readonly dataOutput: string;
}

class PlacedDataset extends Dataset {
  constructor(private readonly source: S3Source) {
    super();
  }

  public _plan(): _DatasetPlan {
    return { source: this.source };
  }
}

class SplitDataset extends Dataset {
  constructor(private readonly splits: DatasetSplits) {
    super();
  }

  public _plan(): _DatasetPlan {
    return { splits: this.splits };
  }
}
