import type { S3Source } from '../core';
import type { IFeatureGroup } from './feature-group-base';
import type { Features } from './features';

/** What the rows of files are. */
export interface FilesBaseOptions {
  /** Column that says when a row was true, as a group's event time: text such as `2026-01-31T12:00:00Z` (String), or Unix seconds (Fractional). */
  readonly time: string;

  /**
   * The columns with their types: those of the files, no more and no fewer; names as features have them.
   *
   * `Features.fromCsvSample('labels-sample.csv')` takes them from a file.
   */
  readonly columns: Features;

  /**
   * Share of the rows that may be malformed, from 0 to 1; with more, the job fails before it asks anything.
   *
   * @default 0.05
   */
  readonly maxRejectedShare?: number;
}

/**
 * The rows of a data set before features are joined to them: labels or events, each with its time and the identifiers of what it is about.
 */
export abstract class DatasetBase {
  /**
   * CSV files with a header line (`*.csv`) or Parquet files (`*.parquet`): one, or everything under a prefix.
   *
   * Rows whose time or values cannot be read are left out, and kept with their reason.
   */
  public static fromFiles(source: S3Source, options: FilesBaseOptions): DatasetBase {
    return new FilesBase(source, options);
  }

  /**
   * The records of a group with an offline store, for example of labels; the event time is the row's time.
   *
   * Of records with the same identifier and event time, the one that was written last counts. Records that were deleted later are left out.
   */
  public static fromFeatureGroup(group: IFeatureGroup): DatasetBase {
    return new GroupBase(group);
  }

  /** @internal */
  public abstract _plan(): _BasePlan;
}

/**
 * Where the rows come from: files, or a group.
 *
 * @internal
 */
export interface _BasePlan {
  readonly group?: IFeatureGroup;
  readonly files?: { readonly source: S3Source; readonly options: FilesBaseOptions };
}

class FilesBase extends DatasetBase {
  constructor(private readonly source: S3Source, private readonly options: FilesBaseOptions) {
    super();
  }

  public _plan(): _BasePlan {
    return { files: { source: this.source, options: this.options } };
  }
}

class GroupBase extends DatasetBase {
  constructor(private readonly group: IFeatureGroup) {
    super();
  }

  public _plan(): _BasePlan {
    return { group: this.group };
  }
}
