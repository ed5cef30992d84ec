import { type S3Source } from '../../core';
import { ProcessingInput, type Dataset } from '../../data';
import type { S3Place } from '../../hosting';
import { ServingVersionStep } from '../../monitoring';
import { Approval, ConditionStep, FailStep, PackageModelStep, ProcessingStep, TrainingStep, type ServingComparison, type Step } from '../../pipeline';
import type { IModelPackageGroup } from '../../registry';
import type { ModelLifecycleProps } from '../model-lifecycle';

/** What the steps refer to of the model that they belong to. */
export interface ModelSite {
  readonly group: IModelPackageGroup;
  /** Where models lie. */
  readonly artifacts: S3Place;
  /** Left out where no endpoint serves the model. */
  readonly endpointName?: string;
}

/** The steps of a model's pipeline: collect, prepare, train, evaluate beside what serves, and then package and register, or fail with the reason. */
export function trainingSteps(site: ModelSite, props: ModelLifecycleProps): Step[] {
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
  const evaluate = evaluation('Evaluate', props, train.model, prepare);
  const serving = props.compareWithServing === false ? undefined : measureServing(site, props, train, prepare);
  const baseline = describe(props, prepare);
  const besides = [...(serving ? [serving.found, serving.metrics] : []), ...(baseline ? [baseline] : [])];
  return [...collection, prepare, train, evaluate, ...besides, decide(site.group, props, { train, evaluate, serving, baseline })];
}

/** A model measured on the rows that training never saw. */
function evaluation(name: string, { evaluate }: ModelLifecycleProps, model: S3Source, prepare: ProcessingStep): ProcessingStep {
  return new ProcessingStep(name, {
    processor: evaluate,
    inputs: [ProcessingInput.fromSource(model, { name: 'model' }), ProcessingInput.fromSource(prepare.output('test'), { name: 'test' })],
    metrics: 'evaluation.json',
  });
}

/** The version that serves, measured on the same rows. */
function measureServing({ group, artifacts, endpointName }: ModelSite, props: ModelLifecycleProps, train: TrainingStep, prepare: ProcessingStep): Serving {
  const found = new ServingVersionStep('ServingVersion', {
    finder: props.platform.servingVersions,
    candidate: train.model,
    group,
    artifacts,
    endpointName,
  });
  return { found, modelPackageArn: found.modelPackageArn, metrics: evaluation('EvaluateServing', props, found.model, prepare) };
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

interface Serving extends ServingComparison {
  readonly found: Step;
}

interface Made {
  readonly train: TrainingStep;
  readonly evaluate: ProcessingStep;
  readonly serving?: Serving;
  readonly baseline?: ProcessingStep;
}

function decide(group: IModelPackageGroup, props: ModelLifecycleProps, { train, evaluate, serving, baseline }: Made): ConditionStep {
  const complete = new PackageModelStep('Package', { model: train.model, inferenceCode: props.serve.code, processing: props.packaging });
  const register = (props.approval ?? Approval.manual()).register('Register', {
    group,
    model: complete.model,
    image: props.train.image.serving,
    environment: props.serve.environment,
    inferenceInstances: [props.serve.instanceType],
    metrics: evaluate,
    modelCard: { training: { step: train }, evaluations: [{ step: evaluate, datasets: ['test'] }], ...props.modelCard },
    comparedWith: serving && { modelPackageArn: serving.modelPackageArn, metrics: serving.metrics },
    dataQualityBaseline: baseline && {
      statistics: baseline.outputFile('baseline', 'statistics.json'), constraints: baseline.outputFile('baseline', 'constraints.json'),
    },
  });
  const tooWeak = new FailStep('TooWeak', {
    message: `The model was not registered: ${props.accept.map((rule) => rule.explainedFor(evaluate, serving?.metrics)).join('; ')}.`,
  });
  return new ConditionStep('GoodEnough', {
    conditions: props.accept.map((rule) => rule.conditionOn(evaluate, serving?.metrics)),
    // Whoever approves gets the comparison, whether a rule asks for it or not.
    dependsOn: serving && [serving.metrics],
    ifTrue: [complete, register],
    otherwise: [tooWeak],
  });
}
