import type { Stack } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source } from '../../lib/core';
import { ProcessingInput } from '../../lib/data';
import {
  AutoMlStep, ExecutionVariable, type ModelCard, ModelCardStatus, type ModelTrainingStep, ObjectiveFunction, Pipeline, type ProcessingStep, RegisterModelStep,
  type RegisterModelStepProps, RiskRating, TrainingStep, TuningStep,
} from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import {
  AutoMlJob, AutoMlMetric, AutoMlProblemType, HyperparameterRange, HyperparameterTuner, Trainer, TrainingImage, TuningObjective, type FrameworkTrainerOptions,
} from '../../lib/training';
import { PipelineRunner } from '../../rehearsal/pipelines/runner';
import { problemsInModelCard } from '../../rehearsal/sagemaker/model/model-card';
import { S3Fake } from '../rehearsal/containers/s3-fake';
import { RecordingApi } from '../rehearsal/pipelines/recording-api';
import { mistakesOf, newStack, refusal, script, stepOf, work } from './support';

let stack: Stack;
let pipeline: Pipeline;
let train: TrainingStep;
let evaluate: ProcessingStep;

beforeEach(() => {
  stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
  pipeline = new Pipeline(stack, 'Training');
  train = training();
  evaluate = work('Evaluate', {
    inputs: [ProcessingInput.fromSource(train.model, { name: 'model' }), ProcessingInput.fromSource(S3Source.fromUri('s3://data/test/'), { name: 'test' })],
    metrics: 'evaluation.json',
  });
});

function training(options: Partial<FrameworkTrainerOptions> = {}): TrainingStep {
  return new TrainingStep('Train', {
    trainer: Trainer.xgboost({
      entryPoint: script('train'), version: '1.7-1', hyperparameters: { num_round: '100' }, metrics: [{ name: 'validation:auc', regex: 'auc=([0-9.]+)' }], ...options,
    }),
    channels: { train: S3Source.fromUri('s3://data/train/'), validation: S3Source.fromUri('s3://data/validation/') },
  });
}

/** Registers a version with a card, in a pipeline that holds all steps. */
function register(modelCard: ModelCard, more: Partial<RegisterModelStepProps> = {}): Pipeline {
  const group = new ModelPackageGroup(stack, 'Group', { modelPackageGroupName: 'income' });
  pipeline.addSteps(train, evaluate, new RegisterModelStep('Register', { group, model: train.model, image: train.trainer.image.serving, modelCard, ...more }));
  return pipeline;
}

const cardOf = (registered: Pipeline) => stepOf(registered, 'Register').Arguments.ModelCard as { ModelCardStatus: string; ModelCardContent: unknown };

/** The card that a run gives to the registry. */
async function cardOfRun(registered: Pipeline): Promise<any> {
  const s3 = new S3Fake();
  await s3.start();
  s3.put('s3://reports/1/evaluation.json', JSON.stringify({ auc: 0.91, classes: [{ recall: 1e-7 }] }));
  const uri = (S3Uri: string) => ({ S3Input: { S3Uri } });
  const api = new RecordingApi({
    Train: { description: {
      TrainingJobArn: 'arn:job/train', ModelArtifacts: { S3ModelArtifacts: 's3://m/model.tar.gz' }, FinalMetricDataList: [{ MetricName: 'validation:auc', Value: 0.875 }],
    } },
    Evaluate: { description: {
      ProcessingJobArn: 'arn:job/evaluate', ProcessingInputs: [uri('s3://m/model.tar.gz'), uri('s3://data/test/'), uri('s3://code')],
      ProcessingOutputConfig: { Outputs: [{ OutputName: 'evaluation', S3Output: { S3Uri: 's3://reports/1' } }] },
    } },
  });
  const definition = { Version: '2020-12-01', Parameters: [], Steps: ['Train', 'Evaluate', 'Register'].map((name) => stepOf(registered, name)) };
  const result = await new PipelineRunner(api, s3.client(), { pollMs: 5, secondMs: 1 }).execute({
    definition: JSON.parse(JSON.stringify(definition)) as never, parameters: {}, pipelineName: 'Income', pipelineArn: 'arn:pipeline/income', executionId: 'abcdef123456',
    executionArn: 'arn:pipeline/income/execution/abcdef123456', signal: new AbortController().signal, onStep: () => undefined,
  });
  await s3.stop();
  expect(result).toEqual({ status: 'Succeeded' });
  const [{ ModelCard }] = api.inputs('CreateModelPackage') as any[];
  expect(problemsInModelCard(ModelCard.ModelCardContent)).toEqual([]);
  return JSON.parse(ModelCard.ModelCardContent);
}

test('a version has no card unless one is given', () => {
  expect(register(undefined as never)).toBeDefined();
  expect(stepOf(pipeline, 'Register').Arguments).not.toHaveProperty('ModelCard');
});

test('a card that says nothing names the model and the run, and is a draft', async () => {
  expect(cardOf(register({})).ModelCardStatus).toBe('Draft');
  expect(await cardOfRun(pipeline)).toEqual({
    model_overview: { model_artifact: ['s3://m/model.tar.gz'] },
    additional_information: { custom_details: { pipelineExecution: 'arn:pipeline/income/execution/abcdef123456' } },
  });
});

test('a card says what people say of the model', async () => {
  register({
    status: ModelCardStatus.PENDING_REVIEW, creator: 'Team A', purpose: 'Guesses', intendedUses: 'Planning', efficiencyFactors: 'Old data', riskRating: RiskRating.MEDIUM,
    riskExplanation: 'People check', businessProblem: 'Tax', businessStakeholders: 'Payers', lineOfBusiness: 'State',
    objective: { function: ObjectiveFunction.MAXIMIZE, facet: 'AUC', condition: 'on validation rows', notes: 'stops early' }, trainingObservations: 'Converges',
    ethicalConsiderations: 'Sex is a feature', caveats: 'Census of 1994', customDetails: { ticket: 'ML-7' },
  });
  expect(cardOf(pipeline).ModelCardStatus).toBe('PendingReview');
  expect(await cardOfRun(pipeline)).toEqual({
    model_overview: { model_creator: 'Team A', model_artifact: ['s3://m/model.tar.gz'] },
    intended_uses: {
      purpose_of_model: 'Guesses', intended_uses: 'Planning', factors_affecting_model_efficiency: 'Old data', risk_rating: 'Medium', explanations_for_risk_rating: 'People check',
    },
    business_details: { business_problem: 'Tax', business_stakeholders: 'Payers', line_of_business: 'State' },
    training_details: {
      objective_function: { function: { function: 'Maximize', facet: 'AUC', condition: 'on validation rows' }, notes: 'stops early' }, training_observations: 'Converges',
    },
    additional_information: {
      ethical_considerations: 'Sex is a feature', caveats_and_recommendations: 'Census of 1994',
      custom_details: { pipelineExecution: expect.any(String), ticket: 'ML-7' },
    },
  });
});

test('a card says what the run knows of training and evaluation', async () => {
  register({
    training: { step: train, metrics: ['validation:auc'] },
    evaluations: [{ step: evaluate, name: 'Held-out rows', datasets: ['test'], metrics: ['auc', 'classes[0].recall'], observation: 'Once a month' }],
  });
  const card = await cardOfRun(pipeline);
  expect(card.training_details).toEqual({ training_job_details: {
    training_arn: 'arn:job/train',
    training_datasets: ['s3://data/train/', 's3://data/validation/'],
    training_environment: { container_image: [expect.stringMatching(/eu-west-1\.amazonaws\.com\/sagemaker-xgboost:1\.7-1/)] },
    training_metrics: [{ name: 'validation:auc', value: 0.875 }],
    hyper_parameters: [{ name: 'num_round', value: '100' }],
  } });
  expect(card.evaluation_details).toEqual([{
    name: 'Held-out rows', evaluation_observation: 'Once a month', evaluation_job_arn: 'arn:job/evaluate', datasets: ['s3://data/test/'],
    metadata: { metricsFile: 's3://reports/1/evaluation.json' },
    metric_groups: [{ name: 'metrics', metric_data: [{ name: 'auc', type: 'number', value: 0.91 }, { name: 'classes[0].recall', type: 'number', value: 1e-7 }] }],
  }]);
});

test("the step of the version's metrics is its evaluation unless the card says otherwise", () => {
  const { ModelCardContent } = cardOf(register({}, { metrics: evaluate }));
  expect(JSON.stringify(ModelCardContent)).toContain('Steps.Evaluate.ProcessingJobArn');
});

test('an evaluation without a metrics file names its job alone', async () => {
  evaluate = work('Evaluate');
  register({ evaluations: [{ step: evaluate }] });
  expect((await cardOfRun(pipeline)).evaluation_details).toEqual([{ name: 'Evaluate', evaluation_job_arn: 'arn:job/evaluate' }]);
});

test('every character arrives as it was written, on one line', async () => {
  const caveats = 'He said "no\\yes"\n\t\u0000\u0085\u2028\u2029 äöü 🙂 ${x} {"Get":"Steps"}';
  register({ caveats, customDetails: { 'a "quoted" name': 'b' } });
  const card = await cardOfRun(pipeline);
  expect(card.additional_information.caveats_and_recommendations).toBe(caveats);
  expect(card.additional_information.custom_details).toMatchObject({ 'a "quoted" name': 'b' });
  expect(JSON.stringify((cardOf(pipeline).ModelCardContent as any)['Std:Join'].Values)).not.toMatch(/[\u0085\u2028\u2029]/);
});

test('values of the pipeline stand in texts, and the step waits for what it names', async () => {
  const first = work('First');
  pipeline.addSteps(first);
  register({ caveats: `Run ${ExecutionVariable.PIPELINE_EXECUTION_ID} says "beware"`, training: { step: train } });
  expect((await cardOfRun(pipeline)).additional_information.caveats_and_recommendations).toBe('Run abcdef123456 says "beware"');
  expect(mistakesOf(pipeline)).toEqual([]);
  expect(JSON.stringify(cardOf(pipeline).ModelCardContent)).toContain('{"Get":"Steps.Train.TrainingJobArn"}');
});

test('hyperparameters that a card cannot hold are left out', async () => {
  const many = Object.fromEntries(Array.from({ length: 96 }, (_, index) => [`p${index}`, 'x']));
  train = training({ hyperparameters: { ...many, p0: '', p1: 'x'.repeat(256), p2: 'x'.repeat(255) } });
  register({ training: { step: train } });
  const names = (await cardOfRun(pipeline)).training_details.training_job_details.hyper_parameters.map(({ name }: any) => name);
  expect(names).toHaveLength(94);
  expect(names).toEqual(expect.arrayContaining(['p2', 'p95']));
});

test('hyperparameters and data that the trainer replaces are not told', async () => {
  train = training({ overrides: { HyperParameters: { a: 'b' }, InputDataConfig: [] } });
  register({ training: { step: train } });
  expect(Object.keys((await cardOfRun(pipeline)).training_details.training_job_details)).toEqual(['training_arn', 'training_environment']);
});

describe('a card of a model that several jobs were tried for', () => {
  const rows = S3Source.fromUri('s3://data/train/');
  const trainer = Trainer.container(TrainingImage.fromImage(ContainerImage.fromUri('example.com/own:1')), { hyperparameters: { rounds: '9', eta: '0.5' } });
  const auc = TuningObjective.maximize('auc');
  const definition = { trainer, objective: auc, ranges: { eta: HyperparameterRange.continuous(0, 1), depth: HyperparameterRange.automatic('3') } };
  const tune = (tuner: HyperparameterTuner) => new TuningStep('Tune', { tuner, channels: { train: rows } });
  const recordOf = (step: ModelTrainingStep, metrics: string[] = []) => {
    pipeline = new Pipeline(newStack({ env: { account: '123456789012', region: 'eu-west-1' } }), 'Other');
    pipeline.addSteps(step);
    return step._record(pipeline, metrics);
  };

  test('tells what the best job of a search found, but for what was found automatically', () => {
    const { hyperparameters, trainingJobArn, image, metrics } = recordOf(tune(HyperparameterTuner.fromTrainers({ one: definition })));
    expect(Object.keys(hyperparameters)).toEqual(['rounds', 'eta']);
    expect(trainingJobArn?._render()).toEqual({ Get: 'Steps.Tune.BestTrainingJob.TrainingJobArn' });
    expect([image, metrics.map(({ name }) => name)]).toEqual(['example.com/own:1', ['auc']]);
  });

  test('tells what holds for all trainers of a search alone', () => {
    const other = {
      ...definition, objective: TuningObjective.maximize('f1'), channels: { train: rows },
      trainer: Trainer.container(TrainingImage.fromImage(ContainerImage.fromUri('example.com/other:1')), { hyperparameters: { rounds: '8', kind: 'tree' } }),
    };
    expect(recordOf(tune(HyperparameterTuner.fromTrainers({ one: definition, two: other })))).toMatchObject({
      hyperparameters: { eta: expect.any(String) }, image: undefined, metrics: [], datasets: [],
    });
  });

  test.each<[string, () => ModelTrainingStep, string, string]>([
    ['a search', () => tune(HyperparameterTuner.bayesian(definition)), 'auc', 'TuningMetricUnknown'],
    ['AutoML', () => new AutoMlStep('Find', {
      job: new AutoMlJob({ target: 'y', problemType: AutoMlProblemType.BINARY_CLASSIFICATION, metric: AutoMlMetric.AUC }), training: rows,
    }), 'AUC', 'AutoMlMetricUnknown'],
  ])('of %s shows its objective, and fails for another metric', (_, step, objective, code) => {
    expect(recordOf(step(), [objective]).metrics.map(({ name }) => name)).toEqual([objective]);
    expect(refusal(() => recordOf(step(), ['loss']))).toMatch(new RegExp(`${code}\\n {2}step '(Tune|Find)'[^]*got 'loss'`));
  });
});

const token = ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString;
const TEXTS = ['purpose', 'intendedUses', 'efficiencyFactors', 'riskExplanation', 'businessProblem', 'businessStakeholders', 'lineOfBusiness', 'ethicalConsiderations', 'caveats'];

describe('what the service would refuse is refused at synthesis', () => {
  test.each(TEXTS)('%s may have 2,048 characters', (member) => {
    expect(refusal(() => register({ [member]: 'x'.repeat(2048) }))).toBe('accepted');
  });

  test.each(TEXTS)('%s may not have 2,049 characters', (member) => {
    expect(refusal(() => register({ [member]: 'x'.repeat(2049) }))).toContain(`ModelCardTextLength  Shop/Training\n  modelCard.${member}: must have from 0 to 2048 characters`);
  });

  test.each<[string, () => ModelCard, string]>([
    ['a creator of 1,024 characters', () => ({ creator: 'x'.repeat(1024) }), 'accepted'],
    ['a creator of 1,025', () => ({ creator: 'x'.repeat(1025) }), 'modelCard.creator: must have from 0 to 1024 characters'],
    ['observations of 1,025', () => ({ trainingObservations: 'x'.repeat(1025) }), 'modelCard.trainingObservations'],
    ['a detail of 1,024', () => ({ customDetails: { a: 'x'.repeat(1024) } }), 'accepted'],
    ['a detail of 1,025', () => ({ customDetails: { a: 'x'.repeat(1025) } }), "modelCard.customDetails 'a'"],
    ['a detail without a name', () => ({ customDetails: { '': 'x' } }), 'ModelCardCustomNameLength'],
    ['an objective of 63', () => ({ objective: { function: ObjectiveFunction.MINIMIZE, facet: 'x'.repeat(63), condition: 'x'.repeat(63), notes: 'x'.repeat(1024) } }), 'accepted'],
    ['a facet of 64', () => ({ objective: { function: ObjectiveFunction.MINIMIZE, facet: 'x'.repeat(64) } }), 'modelCard.objective.facet'],
    ['a condition of 64', () => ({ objective: { function: ObjectiveFunction.MINIMIZE, condition: 'x'.repeat(64) } }), 'modelCard.objective.condition'],
    ['notes of 1,025', () => ({ objective: { function: ObjectiveFunction.MINIMIZE, notes: 'x'.repeat(1025) } }), 'modelCard.objective.notes'],
    ['51 training metrics', () => ({ training: { step: train, metrics: Array<string>(51).fill('validation:auc') } }), 'ModelCardTrainingMetricsCount'],
    ['50 training metrics', () => ({ training: { step: train, metrics: Array<string>(50).fill('validation:auc') } }), 'accepted'],
    ['a training metric that is not read', () => ({ training: { step: train, metrics: ['loss'] } }), 'TrainingMetricUnknown'],
    ['an evaluation called 63', () => ({ evaluations: [{ step: evaluate, name: 'x'.repeat(63) }] }), 'accepted'],
    ['an evaluation called 64', () => ({ evaluations: [{ step: evaluate, name: 'x'.repeat(64) }] }), 'ModelCardEvaluationNameLength'],
    ['an evaluation without a name', () => ({ evaluations: [{ step: evaluate, name: '' }] }), 'ModelCardEvaluationNameLength'],
    ['an observation of 2,096', () => ({ evaluations: [{ step: evaluate, observation: 'x'.repeat(2096) }] }), 'accepted'],
    ['an observation of 2,097', () => ({ evaluations: [{ step: evaluate, observation: 'x'.repeat(2097) }] }), 'modelCard.evaluations.observation'],
    ['10 datasets', () => ({ evaluations: [{ step: evaluate, datasets: Array<string>(10).fill('test') }] }), 'accepted'],
    ['11 datasets', () => ({ evaluations: [{ step: evaluate, datasets: Array<string>(11).fill('test') }] }), 'ModelCardDatasetsCount'],
    ['a dataset that is no input', () => ({ evaluations: [{ step: evaluate, datasets: ['train'] }] }), 'StepInputUnknown'],
    ['a metric of 256', () => ({ evaluations: [{ step: evaluate, metrics: ['x'.repeat(256)] }] }), 'ModelCardMetricNameLength'],
    ['metrics of a step without', () => ({ evaluations: [{ step: work('Other'), metrics: ['auc'] }] }), 'StepWithoutMetrics'],
    ['texts known in the run alone', () => ({ purpose: token + 'x'.repeat(3000), creator: token, customDetails: { a: token + 'x'.repeat(2000) } }), 'accepted'],
    ['more than 100,000 characters altogether', () => ({ customDetails: Object.fromEntries(Array.from({ length: 98 }, (_, index) => [`n${index}`, 'x'.repeat(1024)])) }), 'ModelCardContentLength'],
    ['fewer', () => ({ customDetails: Object.fromEntries(Array.from({ length: 96 }, (_, index) => [`n${index}`, 'x'.repeat(1024)])) }), 'accepted'],
  ])('a card with %s', (_, card, outcome) => {
    expect(refusal(() => register(card()))).toContain(outcome);
  });

  test('several mistakes come in one error', () => {
    expect(refusal(() => register({ purpose: 'x'.repeat(2049), creator: 'x'.repeat(1025) }))).toMatch(/modelCard\.purpose[^]*modelCard\.creator/);
  });
});
