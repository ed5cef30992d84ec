import { type S3Source } from '../../core';
import { ProcessingInput, type Dataset } from '../../data';
import { ConditionStep, FailStep, PackageModelStep, ProcessingStep, RegisterModelStep, TrainingStep, type Step } from '../../pipeline';
import type { IModelPackageGroup } from '../../registry';
import type { ModelLifecycleProps } from '../model-lifecycle';

/** The steps of a model's pipeline: collect, prepare, train, evaluate, and then package and register, or fail with the reason. */
export function trainingSteps(group: IModelPackageGroup, props: ModelLifecycleProps): Step[] {
  const { data, collection } = collect(props.data);
  const prepare = new ProcessingStep('Prepare', {
    processor: props.prepare,
    inputs: [ProcessingInput.fromSource(data)],
    outputs: ['train', 'validation', 'test'],
  });
  const train = new TrainingStep('Train', {
    trainer: props.train,
    channels: { train: prepare.output('train'), validation: prepare.output('validation') },
  });
  const evaluate = new ProcessingStep('Evaluate', {
    processor: props.evaluate,
    inputs: [
      ProcessingInput.fromSource(train.model, { name: 'model' }),
      ProcessingInput.fromSource(prepare.output('test'), { name: 'test' }),
    ],
    metrics: 'evaluation.json',
  });
  const baseline = describe(props, prepare);
  return [...collection, prepare, train, evaluate, ...(baseline ? [baseline] : []), decide(group, props, { train, evaluate, baseline })];
}

/** What monitors will compare traffic with, of the data that the model is trained on. */
function describe({ monitors = [], packaging = {} }: ModelLifecycleProps, prepare: ProcessingStep): ProcessingStep | undefined {
  const [processor] = monitors.flatMap((monitor) => monitor._baselineJob(packaging) ?? []);
  return processor && new ProcessingStep('Baseline', {
    processor, inputs: [ProcessingInput.fromSource(prepare.output('train'))], modelOutputs: ['baseline'],
  });
}

/** Data that is there is read in place; data that has to be collected gets a step of its own first. */
function collect(dataset: Dataset): { data: S3Source; collection: Step[] } {
  const plan = dataset._plan();
  if (!plan.collection) {
    return { data: plan.source!, collection: [] };
  }
  const { stepName, processor, inputs, outputs, dataOutput } = plan.collection;
  const step = new ProcessingStep(stepName, { processor, inputs, outputs });
  return { data: step.output(dataOutput), collection: [step] };
}

interface Made {
  readonly train: TrainingStep;
  readonly evaluate: ProcessingStep;
  readonly baseline?: ProcessingStep;
}

function decide(group: IModelPackageGroup, props: ModelLifecycleProps, { train, evaluate, baseline }: Made): ConditionStep {
  const complete = new PackageModelStep('Package', { model: train.model, inferenceCode: props.serve.code, processing: props.packaging });
  const register = new RegisterModelStep('Register', {
    group,
    model: complete.model,
    image: props.train.image.serving,
    environment: props.serve.environment,
    inferenceInstances: [props.serve.instanceType],
    metrics: evaluate,
    dataQualityBaseline: baseline && {
      statistics: baseline.outputFile('baseline', 'statistics.json'), constraints: baseline.outputFile('baseline', 'constraints.json'),
    },
    approval: props.approval,
  });
  const tooWeak = new FailStep('TooWeak', {
    message: `The model was not registered: ${props.accept.map((rule) => rule.explainedFor(evaluate)).join('; ')}.`,
  });
  return new ConditionStep('GoodEnough', {
    conditions: props.accept.map((rule) => rule.conditionOn(evaluate)),
    ifTrue: [complete, register],
    otherwise: [tooWeak],
  });
}
