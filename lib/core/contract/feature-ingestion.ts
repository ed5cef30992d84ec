/** Environment of the functions that put records into a feature group. */
export interface FeatureIngestionEnvironment {
  /** The name of the group. */
  readonly FEATURE_GROUP: string;
  /** Whether records are looked up before they are written. */
  readonly LOOK_UP: 'yes' | 'no';
  /** Where records that the group cannot hold are kept. */
  readonly KEPT_BUCKET: string;
  /** What the keys there start with; empty, or with a slash at the end. */
  readonly KEPT_PREFIX: string;
  /** Where a file goes that cannot be read; of the function for files alone. */
  readonly DEAD_LETTERS_URL?: string;
  /** The queue that the messages of files come from, where the rest of a file is asked for; of the function for files alone. */
  readonly FILES_QUEUE_URL?: string;
}

/** How far a file was read: what comes before is written, or kept with its reason. */
export interface FilePosition {
  /** The fingerprint of the object; another one means that the file was replaced. */
  readonly etag: string;
  /** Bytes of a text file, rows of a Parquet file. */
  readonly at: number;
  /** Lines, or rows, that come before. */
  readonly line: number;
  /** What was counted so far. */
  readonly counts: IngestionCounts;
}

/** What became of records. */
export interface IngestionCounts {
  /** Records that were written, late ones included. */
  readonly written: number;
  /** Records that the group held already, with the same values: they are not written again. */
  readonly repeated: number;
  /** Records that are older than what can be looked up: they are history. */
  readonly late: number;
  /** Records that the group cannot hold. */
  readonly malformed: number;
}

/**
 * A message of the queue of the `ingest-files` handler: EventBridge's event of an object that was created. The function adds a position when it asks for
 * the rest of a file; people may send `detail.bucket.name` and `detail.object.key` alone.
 */
export interface FileMessage {
  /** When the object was created; the day is part of the key of what is kept. */
  readonly time?: string;
  readonly detail: {
    readonly bucket: { readonly name: string };
    readonly object: { readonly key: string; readonly etag?: string; readonly 'version-id'?: string };
  };
  readonly position?: FilePosition;
}

/** A record that the group cannot hold, as a line of what is kept; the ingestion job writes the same. */
export interface KeptRecord {
  /** The file, or the queue or stream. */
  readonly file: string;
  /** The line of a text file on which the record ends, the row of a Parquet file, from 1 on; the id of a message. */
  readonly line: number | string;
  readonly reason: string;
  /** The record, as far as it could be read. */
  readonly row: unknown;
}

/** What a file held, written beside what is kept of it when it was read to its end. */
export interface FileReceipt extends IngestionCounts {
  readonly file: string;
  readonly etag: string;
  readonly featureGroup: string;
  readonly rows: number;
}

export const INGESTION_NAMESPACE = 'cdk-sagemaker-lifecycle/Features';

/** Metrics with the dimension `FeatureGroup`, each a sum. */
export const INGESTION_METRICS = { WRITTEN: 'Written', REPEATED: 'Repeated', LATE: 'Late', MALFORMED: 'Malformed' } as const;
