import { Duration } from 'aws-cdk-lib/core';
import type { S3Source } from '../core';
import { invalid, isKnown, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { Dataset, type _DatasetPlan, ProcessingInput } from '../data';
import type { IFeatureGroup } from './feature-group-base';
import { IngestJob } from './private/ingest-job';

/** Which records go in, and how patient and how strict the job is. */
export interface FeatureDatasetOptions {
  /** CSV files with a header line: one file, or everything under a prefix. */
  readonly from: S3Source;

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

const DEFAULT_WAIT = Duration.minutes(30);
const SHARE = Limit.between('RejectedShare', 0, 1);
const WAIT = Limit.between('OfflineWait', 1);

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
    check(group, options);
    return new FeatureDataset(group, options);
  }

  private constructor(private readonly group: IFeatureGroup, private readonly options: FeatureDatasetOptions) {
    super();
  }

  /** @internal */
  public _plan(): _DatasetPlan {
    const { group, options } = this;
    const wait = options.wait ?? DEFAULT_WAIT;
    return {
      collection: {
        stepName: 'Ingest',
        processor: new IngestJob(group, {
          instanceType: options.instanceType,
          maxRuntime: options.maxRuntime ?? wait.plus(Duration.hours(1)),
          arguments: [
            '--feature-group', group.featureGroupName,
            '--region', group.env.region,
            '--wait-minutes', `${wait.toMinutes({ integral: false })}`,
            '--max-rejected-share', `${options.maxRejectedShare ?? 0.05}`,
          ],
        }),
        inputs: [ProcessingInput.fromSource(options.from, { name: 'records' })],
        outputs: ['dataset', 'rejected', 'manifest'],
        dataOutput: 'dataset',
      },
    };
  }
}

function check(group: IFeatureGroup, options: FeatureDatasetOptions): void {
  if (!group.offlineLocation) {
    throw invalid(group, {
      code: 'DatasetWithoutOfflineStore',
      property: 'FeatureDataset',
      problem: 'training reads the offline store, and this group has none that is known here',
      fix: 'Give the group an offline store; for an imported group, use FeatureGroup.fromFeatureGroupAttributes(...) with its offlineLocation.',
    });
  }
  const wait = (options.wait ?? DEFAULT_WAIT).toSeconds();
  const maxRuntime = options.maxRuntime?.toSeconds();
  new Mistakes(group)
    .add(SHARE.mistakeIn('maxRejectedShare', options.maxRejectedShare))
    .add(WAIT.mistakeIn('wait', wait))
    .when(isKnown(maxRuntime) && maxRuntime <= wait, {
      code: 'DatasetRuntimeTooShort',
      property: 'maxRuntime',
      problem: `must be longer than the wait for the offline store (${wait} s)`,
      value: maxRuntime,
      fix: "Raise 'maxRuntime', or lower 'wait'.",
    })
    .throwIfAny();
}
