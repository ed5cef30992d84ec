import type { S3Source } from '../core';
import { invalid } from '../core/internal/errors';
import type { Dataset } from '../data';
import type { CachedStepOptions } from './cache';
import { ProcessingStep } from './processing-step';
import type { RetriedStepOptions } from './retry';

/** A data set that a pipeline makes. */
export interface DatasetStepProps extends CachedStepOptions, RetriedStepOptions {
  /**
   * The data set, for example `features.PointInTimeDataset.of(...)`.
   *
   * One that is there already needs no step: its place is a step's input.
   */
  readonly dataset: Dataset;
}

/**
 * Makes a data set by the job that it brings along, such as one of feature groups.
 *
 * What the job leaves beside the data, such as `manifest` and `rejected`, are outputs of the step. A step with a `cache` is not run again when the groups got
 * new records: the service looks at its arguments alone.
 */
export class DatasetStep extends ProcessingStep {
  /** The data, for a later step's input or channel. */
  public readonly data: S3Source;

  constructor(name: string, props: DatasetStepProps) {
    const { dataset, ...options } = props;
    const { collection } = dataset._plan();
    if (!collection) {
      throw invalid(undefined, {
        code: 'DatasetNeedsNoStep', property: `step '${name}': dataset`, problem: 'is there already, and no job makes it',
        fix: 'Give its place to the steps that read it: ProcessingInput.fromSource(...).',
      });
    }
    const { processor, inputs, outputs, dataOutput } = collection;
    super(name, { ...options, processor, inputs, outputs });
    this.data = this.output(dataOutput);
  }
}
