/**
 * What the definition of a large pipeline takes to render, against `JSON.stringify` of the same document, in a process of its own:
 * `node rendering.js <steps> <rounds>` prints a pair of milliseconds for the first time, and for each round once the engine has compiled what is used.
 */
import { resolve } from 'node:path';
import type { CfnPipeline } from 'aws-cdk-lib/aws-sagemaker';
import { App, Stack } from 'aws-cdk-lib/core';
import { ProcessingInput, Processor } from '../lib/data';
import {
  Condition, ConditionStep, DefinitionPlace, FailStep, Pipeline, ProcessingStep, TrainingStep, type Parameter, type Step,
} from '../lib/pipeline';
import type { StepText } from '../lib/pipeline/private/step-text';
import type { _StepJson } from '../lib/pipeline/step';
import { Trainer } from '../lib/training';
import type { Pair } from './pairs';

/** `JSON.stringify` is machine code from the start; after as many rounds, so is the rest. */
const WARM_UP = 30;
const STEPS_OF_A_MODEL = 5;

export interface Rendering {
  readonly first: Pair<number>;
  readonly pairs: readonly Pair<number>[];
}

const script = (name: string) => resolve(process.cwd(), 'examples/pipeline/scripts', `${name}.py`);

/** Steps are written out as they are added to a pipeline; that is measured too. */
interface Inside {
  readonly definition: { readonly steps: readonly { readonly step: _StepJson }[] };
}

/** The text of one pipeline's definition, as it goes into the template, and the same document written out by the engine. */
function measure(steps: number): Pair<number> {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Large', { env: { account: '111122223333', region: 'us-east-1' } });
  const pipeline = new Pipeline(stack, 'Pipeline', { definition: DefinitionPlace.inTemplate() });
  const rows = pipeline.addIntegerParameter('Rows', { defaultValue: 1000 });
  for (let model = 0; model < steps / STEPS_OF_A_MODEL; model++) {
    pipeline.addSteps(...stepsOf(model, rows));
  }
  const { pipelineDefinition } = pipeline.node.defaultChild as CfnPipeline;
  const { definition: { steps: texts } } = pipeline as unknown as Inside;
  const [ours] = timed(() => {
    texts.forEach((written) => new (written.constructor as typeof StepText)(written.step));
    return stack.resolve(pipelineDefinition) as unknown;
  });
  const document: unknown = stack.resolve(pipeline._definition());
  const [theirs, text] = timed(() => JSON.stringify(document));
  const written = text.split('"DisplayName"').length - 1;
  if (written !== steps) {
    throw new Error(`the document has ${written} steps, not ${steps}`);
  }
  return { ours, theirs };
}

/** A model's prepare, train, measure and decide, or fail. */
function stepsOf(model: number, rows: Parameter): Step[] {
  const named = (name: string) => ({ displayName: `${name} of model ${model}` });
  const draw = new ProcessingStep(`Draw${model}`, {
    ...named('Draw'), processor: Processor.sklearn({ entryPoint: script('draw'), arguments: ['--rows', rows.valueAsString] }), outputs: ['train', 'test'],
  });
  const fit = new TrainingStep(`Fit${model}`, {
    ...named('Fit'), trainer: Trainer.sklearn({ entryPoint: script('fit') }), channels: { train: draw.output('train') },
  });
  const measured = new ProcessingStep(`Measure${model}`, {
    ...named('Measure'),
    processor: Processor.sklearn({ entryPoint: script('measure') }),
    inputs: [ProcessingInput.fromSource(fit.model, { name: 'model' }), ProcessingInput.fromSource(draw.output('test'), { name: 'test' })],
    metrics: 'measured.json',
  });
  const error = measured.metric('mean_absolute_error');
  const fits = new ConditionStep(`Fits${model}`, {
    ...named('Fits'),
    conditions: [Condition.lessThanOrEqualTo(error, 0.2)],
    ifTrue: [],
    otherwise: [new FailStep(`TooFarOff${model}`, { ...named('Too far off'), message: `The line is off by ${error} on average.` })],
  });
  return [draw, fit, measured, fits];
}

function timed<T>(work: () => T): [number, T] {
  const started = performance.now();
  const result = work();
  return [performance.now() - started, result];
}

const [steps, rounds] = process.argv.slice(2).map(Number);
const pairs = Array.from({ length: WARM_UP + rounds }, () => measure(steps));
const result: Rendering = { first: pairs[0], pairs: pairs.slice(WARM_UP) };
process.stdout.write(JSON.stringify(result));
