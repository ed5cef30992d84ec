import { type S3Source } from '../../core';
import { ProcessingInput } from '../../data';
import { DatasetStep, ProcessingStep, type Step } from '../../pipeline';
import type { ModelLifecycleProps } from '../model-lifecycle';

/** The data in the parts that training and evaluation take, and the steps that make them. */
export interface PreparedData {
  readonly steps: readonly Step[];
  readonly train: S3Source;
  readonly validation: S3Source;
  readonly test: S3Source;
  /** The rows of `train`, with names of columns in a first line. */
  readonly described: S3Source;
  /** What has to be done before the parts are read, where no step here makes them. */
  readonly after?: Step[];
}

/** Data that is split is read in place; other data is collected where it has to be, and split by the job of `prepare`. Steps of `collect` come before that. */
export function preparedData(props: ModelLifecycleProps): PreparedData {
  const { collect: first = [] } = props;
  const plan = props.data?._plan() ?? {};
  if (plan.splits) {
    const { train, validation, test, baseline = train } = plan.splits;
    return { steps: first, train, validation, test, described: baseline, after: first };
  }
  const collection = plan.collection && new DatasetStep(plan.collection.stepName, { dataset: props.data!, dependsOn: first });
  const data = collection?.data ?? plan.source;
  const describesApart = needsBaseline(props) && !props.train._namesColumns;
  const prepare = new ProcessingStep('Prepare', {
    processor: props.prepare!,
    inputs: data && [ProcessingInput.fromSource(data)],
    dependsOn: collection ? undefined : first,
    outputs: ['train', 'validation', 'test', ...(describesApart ? ['baseline'] : [])],
  });
  return {
    steps: [...first, ...(collection ? [collection] : []), prepare],
    train: prepare.output('train'), validation: prepare.output('validation'), test: prepare.output('test'),
    described: prepare.output(describesApart ? 'baseline' : 'train'),
  };
}

/** Whether runs describe their training data for a monitor. */
export function needsBaseline({ monitors = [], packaging = {} }: ModelLifecycleProps): boolean {
  return monitors.some((monitor) => monitor._baselineJob(packaging) !== undefined);
}
