import type { S3Source } from '../core';
import { Dataset, type _DatasetPlan, ProcessingInput } from '../data';
import type { BulkIngestionOptions } from './bulk-ingestion';
import type { IFeatureGroup } from './feature-group-base';
import { checkIngestion, ingestJob } from './private/ingest-job';

/** Which records go in, and how patient and how strict the job is. */
export interface FeatureDatasetOptions extends BulkIngestionOptions {
  /** CSV files with a header line: one file, or everything under a prefix. */
  readonly from: S3Source;
}

/**
 * Training data that comes through a feature group: records go in, and what the offline store then holds comes out.
 *
 * A processing job puts the rows of the CSV files into the group, waits until the offline store has them, and exports the newest version of each record
 * that is not deleted as Parquet. Later steps read that copy, so that a run can be repeated on the data it saw. Rows that the store holds
 * already are not written, or paid for, again. Malformed rows are kept with their reason in the output `rejected`, the counts in `manifest`.
 *
 * Costs the job's instance while it runs, the wait included, and a write for each new row.
 */
export class FeatureDataset extends Dataset {
  /** The records of a group, after those of `from` have gone in. The group needs an offline store. */
  public static of(group: IFeatureGroup, options: FeatureDatasetOptions): FeatureDataset {
    checkIngestion(group, options);
    return new FeatureDataset(group, options);
  }

  private constructor(private readonly group: IFeatureGroup, private readonly options: FeatureDatasetOptions) {
    super();
  }

  /** @internal */
  public _plan(): _DatasetPlan {
    const { group, options } = this;
    return {
      collection: {
        stepName: 'Ingest',
        processor: ingestJob(group, options),
        inputs: [ProcessingInput.fromSource(options.from, { name: 'records' })],
        outputs: ['dataset', 'rejected', 'manifest'],
        dataOutput: 'dataset',
      },
    };
  }
}
