import type { Duration } from 'aws-cdk-lib/core';
import { Dataset, type _DatasetPlan, ProcessingInput } from '../data';
import type { DatasetBase } from './dataset-base';
import type { IFeatureGroup } from './feature-group-base';
import { checkDataset } from './private/point-in-time-rules';
import { PointInTimeJob } from './private/point-in-time-job';
import { queryOf } from './private/point-in-time-query';

/** When a version of a record counts as known. */
export enum KnownBy {
  /**
   * At its event time, whenever it was written.
   *
   * Right for history that was loaded afterwards, and where records are written as soon as they are true.
   */
  EVENT_TIME = 'event_time',
  /** At its event time, but not before somebody called the service to write it: records that came late are not seen before they came. */
  INVOCATION_TIME = 'api_invocation_time',
  /** At its event time, but not before the offline store held it, which is minutes later still. */
  WRITE_TIME = 'write_time',
}

/** What becomes of records that were deleted. */
export enum DeletedRecords {
  /** A record is not there from its deletion on; rows before that still see it, because it was there then. */
  LEFT_OUT = 'LEFT_OUT',
  /** As if nothing had ever been deleted. */
  KEPT = 'KEPT',
}

/** A group whose features are joined to the rows. */
export interface PointInTimeJoin {
  /** The group; it needs an offline store with a table in the Glue Data Catalog. */
  readonly group: IFeatureGroup;

  /**
   * Column of the base that names the record.
   *
   * @default - the column that is called like the group's record identifier
   */
  readonly on?: string;

  /**
   * The features to take.
   *
   * @default - all but the record identifier and the event time
   */
  readonly features?: string[];

  /**
   * What columns of the data set are called, by feature.
   *
   * @default - as the features, with `prefix` before them
   */
  readonly aliases?: { [feature: string]: string };

  /**
   * What names of features without an alias start with, for example `seller_`, to tell those of two groups apart.
   *
   * @default - nothing
   */
  readonly prefix?: string;

  /**
   * How long before a row's time a version may lie; older ones are missing.
   *
   * @default - any time
   */
  readonly maxAge?: Duration;

  /**
   * When a version of this group's records counts as known.
   *
   * @default - that of the data set
   */
  readonly knownBy?: KnownBy;
}

/** What is joined, and what is left out. */
export interface PointInTimeDatasetOptions {
  /** The groups whose features are joined to the rows, at least one. The same group may be there twice, on different columns. */
  readonly joins: PointInTimeJoin[];

  /**
   * The columns of the data set, in their order.
   *
   * @default - those of the base, then those of the joins
   */
  readonly columns?: string[];

  /**
   * When a version of a record counts as known.
   *
   * @default KnownBy.EVENT_TIME
   */
  readonly knownBy?: KnownBy;

  /**
   * What becomes of records that were deleted.
   *
   * @default DeletedRecords.LEFT_OUT
   */
  readonly deleted?: DeletedRecords;

  /**
   * Leaves out what the offline stores were given after this moment, such as `2026-01-31T12:00:00Z`: the data set is as it would have been then.
   *
   * May be a pipeline's parameter. Files of the base are taken as they are.
   *
   * @default - everything that the stores hold
   */
  readonly asOf?: string;

  /**
   * Takes rows from this moment on alone, such as `2026-01-01T00:00:00Z`. May be a pipeline's parameter.
   *
   * @default - rows of all times
   */
  readonly from?: string;

  /**
   * Takes rows up to this moment alone. May be a pipeline's parameter.
   *
   * @default - rows of all times
   */
  readonly until?: string;

  /**
   * Workgroup of Athena that the query runs in, which may limit what it scans; must let its users choose where answers go.
   *
   * @default 'primary'
   */
  readonly workgroup?: string;

  /**
   * Instance the job runs on. Athena does the work; the instance copies the result.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * After how long the job is stopped, and the query with it.
   *
   * @default Duration.hours(1)
   */
  readonly maxRuntime?: Duration;
}

/**
 * Training data joined from several feature groups, in which each row sees what was known at its time, and nothing that came later.
 *
 * A processing job has Athena look up, for each row and group, the version with the newest event time that is not after the row's, and writes the result as
 * one Parquet file. Of versions with the same event time, the one that was written last counts. Each row is there once, whether its records were found or
 * not. Rows that cannot be read are kept with their reason in the output `rejected`; the output `manifest` holds the query and counts of rows in, rows out and
 * what is missing, feature by feature.
 *
 * The query is Athena's own dialect and reads Glue and Iceberg tables. Costs Athena's price for the data that it scans (all versions of the columns taken),
 * and the job's instance while it runs. Records take up to about 15 minutes to reach the offline store, and are not seen before.
 */
export class PointInTimeDataset extends Dataset {
  /** The rows of `base` with features of the groups of `joins`. */
  public static of(base: DatasetBase, options: PointInTimeDatasetOptions): PointInTimeDataset {
    checkDataset(base._plan(), options);
    return new PointInTimeDataset(base, options);
  }

  private constructor(private readonly base: DatasetBase, private readonly options: PointInTimeDatasetOptions) {
    super();
  }

  /** @internal */
  public _plan(): _DatasetPlan {
    const base = this.base._plan();
    const query = queryOf(base, this.options);
    const job = new PointInTimeJob(base, this.options, query);
    return {
      collection: {
        stepName: 'BuildDataset',
        processor: job,
        inputs: [
          ProcessingInput.fromSource(job.query, { name: 'query' }),
          ...(base.files ? [ProcessingInput.fromSource(base.files.source, { name: 'rows' })] : []),
        ],
        outputs: ['dataset', 'rejected', 'manifest'],
        dataOutput: 'dataset',
      },
    };
  }
}
