import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Duration } from 'aws-cdk-lib/core';
import { ingestFiles } from './private/file-ingestion';
import type { IngestionSite } from './private/ingestion-site';
import { ingestQueue, ingestStream } from './private/message-ingestion';

/** Which objects of a bucket are read. */
export interface FileSourceOptions {
  /**
   * What the keys of the objects start with, as the console shows it: `customers/`.
   *
   * @default - every object of the bucket counts
   */
  readonly prefix?: string;
}

/** How messages of a queue are read. */
export interface QueueSourceOptions {
  /**
   * Most messages that are read together, from 1 to 10,000; of a FIFO queue, to 10.
   *
   * @default 100, or 10 of a FIFO queue
   */
  readonly batchSize?: number;

  /**
   * How long messages are gathered, at most 5 minutes, in whole seconds; not for FIFO queues.
   *
   * @default Duration.seconds(5)
   */
  readonly window?: Duration;

  /**
   * Most batches that are read at the same time, from 2 to 1,000.
   *
   * @default 10
   */
  readonly maxConcurrency?: number;
}

/** How records of a stream are read. */
export interface StreamSourceOptions {
  /**
   * Most records that are read together, from 1 to 10,000.
   *
   * @default 500
   */
  readonly batchSize?: number;

  /**
   * Batches of a shard that are read at the same time, from 1 to 10.
   *
   * @default 1
   */
  readonly parallelization?: number;

  /**
   * Age at which records that cannot be written are given up, from a minute to 7 days; meanwhile their shard waits.
   *
   * The dead letters say which records they are, and not what is in them: give up before the stream forgets them.
   *
   * @default Duration.hours(12) - half of what a stream keeps records for, if nobody changes that
   */
  readonly giveUpAfter?: Duration;
}

/** Where records come from. */
export abstract class RecordSource {
  /**
   * Files that land in a bucket: CSV with a header line (`.csv`), a JSON object on each line (`.jsonl`, `.ndjson`, `.json`), or Parquet (`.parquet`).
   *
   * Objects with other endings are left alone. The bucket must tell EventBridge of its objects, which is arranged where this app makes it. A file may have
   * any size, and a row group of a Parquet file 128 MB, as it is compressed. Files need columns that are features of the group; features may be missing,
   * except the identifier and the event time.
   */
  public static files(bucket: s3.IBucket, options: FileSourceOptions = {}): RecordSource {
    return new Source((site) => ingestFiles(site, bucket, options));
  }

  /**
   * Messages of a queue, each a JSON object of features.
   *
   * The visibility timeout of the queue must be at least 30 seconds, and it needs dead letters of its own: those of this construct are for files and streams,
   * and not made for queues alone.
   */
  public static queue(queue: sqs.IQueue, options: QueueSourceOptions = {}): RecordSource {
    return new Source((site) => ingestQueue(site, queue, options));
  }

  /** Records of a Kinesis stream, each a JSON object of features; from the oldest that the stream holds. */
  public static stream(stream: kinesis.IStream, options: StreamSourceOptions = {}): RecordSource {
    return new Source((site) => ingestStream(site, stream, options), true);
  }

  /**
   * Whether it is a stream, whose records are noted in dead letters when they are given up.
   *
   * @internal
   */
  public abstract readonly _isStream: boolean;

  /** @internal */
  public abstract _bind(site: IngestionSite): void;
}

class Source extends RecordSource {
  constructor(private readonly bind: (site: IngestionSite) => void, public readonly _isStream = false) {
    super();
  }

  public _bind(site: IngestionSite): void {
    this.bind(site);
  }
}
