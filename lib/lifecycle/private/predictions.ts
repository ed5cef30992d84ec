import type { S3Source } from '../../core';
import { type ModelContainer, ModelStep, type Step, type TransformOptions, TransformSplit, TransformStep } from '../../pipeline';
import type { ModelLifecycleProps } from '../model-lifecycle';

/** Lines without names, with the target first: the model does not get it, and answers stand behind it. */
const LINES_WITH_TARGET: TransformOptions = {
  contentType: 'text/csv', accept: 'text/csv', split: TransformSplit.LINE, assembleLines: true, inputFilter: '$[1:]', joinInput: true,
};

/** Whether the model answers the held-out rows in a batch before it is measured; no script can load what AutoML finds. */
export function answersBatch({ predict, train }: ModelLifecycleProps): boolean {
  return predict !== undefined || train._by({ trainer: () => false, tuner: () => false, autoMl: () => true });
}

export interface Answers {
  readonly output: S3Source;
  readonly steps: readonly Step[];
}

/** A model's answers to the held-out rows, and the steps that make them, whose names end alike. */
export function predictions({ predict = LINES_WITH_TARGET }: ModelLifecycleProps, container: ModelContainer, test: S3Source, of: '' | 'Serving' = ''): Answers {
  const model = new ModelStep(`Model${of}`, { containers: [container] });
  const transform = new TransformStep(`Predict${of}`, { modelName: model.modelName.valueAsString, input: test, transform: predict });
  return { output: transform.output, steps: [model, transform] };
}
