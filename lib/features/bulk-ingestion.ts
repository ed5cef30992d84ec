import type { Duration } from 'aws-cdk-lib/core';
import type { Processor } from '../data';
import type { IFeatureGroup } from './feature-group-base';
import { ingestJob } from './private/ingest-job';

/** How patient and how strict the job is that puts files of records into a group. */
export interface BulkIngestionOptions {
  /**
   * How long the job waits for the offline store to hold what it wrote; the service takes up to about 15 minutes.
   *
   * @default Duration.minutes(30)
   */
  readonly wait?: Duration;

  /**
   * Share of the rows that may be malformed, from 0 to 1; with more, the job fails before it writes anything.
   *
   * @default 0.05
   */
  readonly maxRejectedShare?: number;

  /**
   * Instance the job runs on; its memory must hold an entry of about 1 KB per record.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * After how long the job is stopped.
   *
   * @default - an hour longer than `wait`
   */
  readonly maxRuntime?: Duration;
}

/**
 * Puts many files of records into a feature group at once, as a step of a pipeline or on a schedule.
 *
 * It is the job that `FeatureDataset` runs, for those who want the records in the group and no model: see there for what it does. It reads CSV files from
 * the input `records`, and offers the outputs `rejected` (rows that the group cannot hold, each with its reason), `manifest` (the counts) and `dataset` (what
 * the group then holds); name those that are to be kept. Rows that the offline store holds already are not written, or paid for, again.
 */
export abstract class BulkIngestion {
  /** How the job runs; the group needs an offline store. Whatever role it runs as may write to the group and read its offline records. */
  public static into(group: IFeatureGroup, options: BulkIngestionOptions = {}): Processor {
    return ingestJob(group, options);
  }
}
