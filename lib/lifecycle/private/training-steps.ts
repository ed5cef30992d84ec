import type { S3Source } from '../../core';
import { ProcessingInput } from '../../data';
import type { S3Place } from '../../hosting';
import { ServingVersionStep } from '../../monitoring';
import {
  Approval, AutoMlStep, ConditionStep, FailStep, type ModelContainer, type ModelTrainingStep, ProcessingStep, TrainingStep, TuningStep,
  type ServingComparison, type Step,
} from '../../pipeline';
import type { IModelPackageGroup } from '../../registry';
import type { _ServedBy } from '../../training';
import type { LifecycleSettings } from './lifecycle-settings';
import { answersBatch, predictions } from './predictions';
import { preparedData, type PreparedData } from './prepared-data';
import { ServedModel } from './served-model';

/** What the steps refer to of the model that they belong to. */
export interface ModelSite {
  readonly group: IModelPackageGroup;
  /** Where models lie. */
  readonly artifacts: S3Place;
  /** Left out where no endpoint serves the model. */
  readonly endpointName?: string;
  /** What serves the model. */
  readonly servedBy: _ServedBy;
}

/** The steps of a model's pipeline: collect, prepare, train, evaluate beside what serves, and then package and register, or fail with the reason. */
export function trainingSteps(site: ModelSite, props: LifecycleSettings): Step[] {
  const data = preparedData(props);
  const train = training(props, data);
  const model = new ServedModel(train, site.servedBy, props);
  const answers = answersBatch(props) ? predictions(props, model.container, data.test) : undefined;
  const evaluate = evaluation('Evaluate', props, { model: train.model, test: data.test, predictions: answers?.output });
  const candidate = answers ? { artifact: model.artifact, container: model.container } : { artifact: train.model };
  const serving = props.compareWithServing ?? true ? measureServing(site, props, candidate, data.test) : undefined;
  const baseline = describe(props, data);
  const before = [...data.steps, train, ...(answers ? [...model.steps, ...answers.steps] : [])];
  const besides = [...(serving?.steps ?? []), ...(baseline ? [baseline] : [])];
  return [...before, evaluate, ...besides, decide(site.group, props, { train, model, isComplete: answers !== undefined, evaluate, serving, baseline })];
}

/** The step that is right for the way to train. */
function training({ train }: LifecycleSettings, { train: rows, validation, after: dependsOn }: PreparedData): ModelTrainingStep {
  const channels = Object.fromEntries(Object.entries({ train: rows, validation }).filter(([name]) => train._takesChannel(name)));
  return train._by<ModelTrainingStep>({
    trainer: (trainer) => new TrainingStep('Train', { trainer, channels, dependsOn }),
    tuner: (tuner) => new TuningStep('Train', { tuner, channels, dependsOn }),
    autoMl: (job) => new AutoMlStep('Train', { job, training: rows, validation, dependsOn }),
  });
}

/** A model measured on the rows that training never saw. */
function evaluation(name: string, { evaluate }: LifecycleSettings, inputs: Readonly<Record<string, S3Source | undefined>>): ProcessingStep {
  return new ProcessingStep(name, {
    processor: evaluate,
    inputs: Object.entries(inputs).flatMap(([input, source]) => (source ? [ProcessingInput.fromSource(source, { name: input })] : [])),
    metrics: 'evaluation.json',
  });
}

/** What the version that serves is measured in the place of. */
interface Candidate {
  readonly artifact: S3Source;
  /** What serves it, where its answers are measured. */
  readonly container?: ModelContainer;
}

/** The version that serves, measured on the same rows and in the same way. */
function measureServing({ group, artifacts, endpointName }: ModelSite, props: LifecycleSettings, { artifact, container }: Candidate, test: S3Source): Serving {
  const found = new ServingVersionStep('ServingVersion', {
    finder: props.platform.servingVersions,
    candidate: artifact,
    candidateContainer: container,
    group,
    artifacts,
    endpointName,
  });
  const answers = container && predictions(props, found.container, test, 'Serving');
  const metrics = evaluation('EvaluateServing', props, { model: found.model, test, predictions: answers?.output });
  return { steps: [found, ...(answers?.steps ?? []), metrics], modelPackageArn: found.modelPackageArn, metrics };
}

/** What monitors will compare traffic with, of the data that the model is trained on. */
function describe({ monitors = [], packaging = {} }: LifecycleSettings, { described, after: dependsOn }: PreparedData): ProcessingStep | undefined {
  const [processor] = monitors.flatMap((monitor) => monitor._baselineJob(packaging) ?? []);
  return processor && new ProcessingStep('Baseline', { processor, inputs: [ProcessingInput.fromSource(described)], modelOutputs: ['baseline'], dependsOn });
}

interface Serving extends ServingComparison {
  readonly steps: readonly Step[];
}

interface Made {
  readonly train: ModelTrainingStep;
  readonly model: ServedModel;
  /** Whether the model was made ready to serve before it was measured. */
  readonly isComplete: boolean;
  readonly evaluate: ProcessingStep;
  readonly serving?: Serving;
  readonly baseline?: ProcessingStep;
}

function decide(group: IModelPackageGroup, props: LifecycleSettings, { train, model, isComplete, evaluate, serving, baseline }: Made): ConditionStep {
  const register = (props.approval ?? Approval.manual()).register('Register', {
    group,
    ...model.version,
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
    ifTrue: [...(isComplete ? [] : model.steps), register],
    otherwise: [tooWeak],
  });
}
