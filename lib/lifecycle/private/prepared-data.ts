import { type S3Source } from '../../core';
import { ProcessingInput, type _Collection } from '../../data';
import { ProcessingStep, type Step } from '../../pipeline';
import type { ModelLifecycleProps } from '../model-lifecycle';

/** The data in the parts that training and evaluation take, and the steps that make them. */
export interface PreparedData {
  readonly steps: readonly Step[];
  readonly train: S3Source;
  readonly validation: S3Source;
  readonly test: S3Source;
  /** The rows of `train`, with names of columns in a first line. */
  readonly described: S3Source;
}

/** Data that is split is read in place; other data is collected where it has to be, and split by the job of `prepare`. */
export function preparedData(props: ModelLifecycleProps): PreparedData {
  const plan = props.data?._plan() ?? {};
  if (plan.splits) {
    const { train, validation, test, baseline = train } = plan.splits;
    return { steps: [], train, validation, test, described: baseline };
  }
  const collection = plan.collection && collect(plan.collection);
  const data = collection?.data ?? plan.source;
  const describesApart = needsBaseline(props) && !props.train._namesColumns;
  const prepare = new ProcessingStep('Prepare', {
    processor: props.prepare!,
    inputs: data && [ProcessingInput.fromSource(data)],
    outputs: ['train', 'validation', 'test', ...(describesApart ? ['baseline'] : [])],
  });
  return {
    steps: [...(collection ? [collection.step] : []), prepare],
    train: prepare.output('train'), validation: prepare.output('validation'), test: prepare.output('test'),
    described: prepare.output(describesApart ? 'baseline' : 'train'),
  };
}

/** Whether runs describe their training data for a monitor. */
export function needsBaseline({ monitors = [], packaging = {} }: ModelLifecycleProps): boolean {
  return monitors.some((monitor) => monitor._baselineJob(packaging) !== undefined);
}

function collect({ stepName, processor, inputs, outputs, dataOutput }: _Collection): { data: S3Source; step: Step } {
  const step = new ProcessingStep(stepName, { processor, inputs, outputs });
  return { data: step.output(dataOutput), step };
}
