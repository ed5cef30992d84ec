import * as ecr from 'aws-cdk-lib/aws-ecr';
import type { Stack } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source } from '../../lib/core';
import { Dataset } from '../../lib/data';
import { Serving } from '../../lib/hosting';
import { MlPlatform, type ModelLifecycleProps } from '../../lib/lifecycle';
import { Baseline, Monitor } from '../../lib/monitoring';
import { Metric, TransformSplit } from '../../lib/pipeline';
import { AutoMlJob, BuiltInAlgorithm, HyperparameterRange, HyperparameterTuner, Trainer, TrainingImage, TuningObjective } from '../../lib/training';
import { problemsInModelCard } from '../../rehearsal/sagemaker/model/model-card';
import { problemsOf, refused } from '../pipeline/api-judge';
import { mistakesOf } from '../pipeline/support';
import { refusal } from '../support/reading';
import { definition, income, newStack, resources, statements, text } from './support';

const SCRIPT = 'examples/income/model/inference.py';
const scripted = Serving.realTime({ entryPoint: SCRIPT });
const asItIs = Serving.realTime();
const OWN = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/own';
const own = (image = ContainerImage.fromUri(`${OWN}:1`)) => Trainer.container(TrainingImage.fromImage(image));
const xgboost = (version?: string) => Trainer.builtIn(BuiltInAlgorithm.XGBOOST, { version, hyperparameters: { num_round: 100, objective: 'binary:logistic', eval_metric: 'auc' } });
const auc = TuningObjective.maximize('validation:auc');
const eta = { eta: HyperparameterRange.continuous(0.01, 0.3) };
const tuner = (trainer = xgboost()) => HyperparameterTuner.bayesian({
  trainer, objective: auc, ranges: { ...eta, max_depth: HyperparameterRange.integer(3, 10) }, maxJobs: 20, maxParallelJobs: 4,
});
const autoMl = () => new AutoMlJob({ target: 'income_over_50k' });

let stack: Stack;
let platform: MlPlatform;

function begin(): void {
  stack = newStack();
  platform = new MlPlatform(stack, 'Platform', { namePrefix: 'ml-' });
}
beforeEach(begin);

const trained = (train: ModelLifecycleProps['train'], props: Partial<ModelLifecycleProps> = {}) => income(stack, platform, { train, serve: asItIs, ...props });
const verdict = (train: ModelLifecycleProps['train'], props: Partial<ModelLifecycleProps> = {}) => {
  begin();
  return refusal(() => {
    trained(train, props);
    definition(stack);
  });
};
const steps = () => definition(stack).Steps as any[];
const step = (name: string) => steps().find(({ Name }) => Name === name);
const outline = () => [
  steps().map(({ Name, Type }) => `${Name} ${Type}`), step('GoodEnough').Arguments.IfSteps.map(({ Name, Type }: any) => `${Name} ${Type}`),
];
const found = (output: string) => ({ Get: `Steps.ServingVersion.OutputParameters['${output}']` });
const register = () => step('GoodEnough').Arguments.IfSteps.find(({ Name }: any) => Name === 'Register').Arguments;
const container = () => register().InferenceSpecification.Containers[0];
const allowedImages = () => JSON.parse(text(Object.values(resources(stack, 'Custom::SageMakerEndpointSettings'))[0].Properties.Settings)).sources.images as string[];
const channels = () => step('Train').Arguments.InputDataConfig.map(({ ChannelName }: any) => ChannelName);
const pulled = (role: RegExp) => statements(stack, 'AWS::IAM::Policy', role).filter(({ Action }) => Action.includes('ecr:BatchGetImage')).flatMap(({ Resource }) => Resource.map(text));
/** The card, with the path of each value that a run fills in in its place. */
const card = () => {
  const pathOf = (part: any): string => (typeof part === 'string' ? part : part.Get ?? part['Std:Join'].Values.map(pathOf).join(''));
  const content = register().ModelCard.ModelCardContent['Std:Join'].Values.map(pathOf).join('').replaceAll(/"value":(Steps[^}]*)\}/g, '"value":0}');
  expect(problemsInModelCard(content)).toEqual([]);
  return JSON.parse(content);
};

test.each<[string, () => ModelLifecycleProps['train'], Serving]>([
  ['a script', () => Trainer.sklearn({ entryPoint: 'examples/income/model/train.py' }), scripted],
  ['a built-in algorithm', xgboost, asItIs],
  ['an image', own, asItIs],
  ['a search', tuner, asItIs],
  ['AutoML', autoMl, asItIs],
])('%s makes requests that the API takes, in a pipeline without mistakes', (_, train, serve) => {
  const { pipeline } = trained(train(), { serve });
  expect(refused(pipeline)).toEqual([]);
  expect(problemsOf(pipeline)).toEqual([]);
  expect(mistakesOf(pipeline)).toEqual([]);
});

test.each<[string, () => ModelLifecycleProps['train'], Serving, string[]]>([
  ['a script', () => Trainer.sklearn({ entryPoint: 'examples/income/model/train.py' }), scripted, ['TrainingJob']],
  ['a built-in algorithm', xgboost, asItIs, ['TrainingJob']],
  ['a search', tuner, asItIs, ['HyperParameterTuningJob']],
  ['AutoML', autoMl, asItIs, ['AutoMLJob', 'Model', 'TransformJob']],
])('%s lets the pipeline make what its steps make, and nothing else', (_, train, serve, made) => {
  trained(train(), { serve });
  const actions = statements(stack, 'AWS::IAM::Policy', /^IncomePipelineRole/).flatMap(({ Action }) => Action as string[]);
  const created = actions.filter((action) => action.startsWith('sagemaker:Create')).map((action) => action.slice('sagemaker:Create'.length));
  expect([...new Set(created)].sort()).toEqual([...made, 'ModelPackage', 'ProcessingJob'].sort());
});

describe('a built-in algorithm', () => {
  test('is served as it is: nothing is packaged, and its own image answers', () => {
    trained(xgboost('1.7-1'));
    expect(outline()).toEqual([
      ['Prepare Processing', 'Train Training', 'Evaluate Processing', 'ServingVersion Lambda', 'EvaluateServing Processing', 'GoodEnough Condition'], ['Register RegisterModel'],
    ]);
    expect(container()).toEqual({
      Image: expect.stringMatching(/\/sagemaker-xgboost:1\.7-1$/), ModelDataUrl: { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' },
      Environment: { SAGEMAKER_CONTAINER_LOG_LEVEL: '20' },
    });
    expect(allowedImages()).toEqual([expect.stringMatching(/\/sagemaker-xgboost$/)]);
    expect(pulled(/^IncomeEndpointRole/)).toEqual([expect.stringMatching(/repository\/sagemaker-xgboost$/)]);
  });

  test('needs no word on how it is served', () => {
    trained(xgboost(), { serve: undefined });
    expect(container().Environment).toEqual({ SAGEMAKER_CONTAINER_LOG_LEVEL: '20' });
    expect(register().InferenceSpecification.SupportedRealtimeInferenceInstanceTypes).toEqual(['ml.m5.large']);
  });

  test('may be served by a script where its image runs one', () => {
    trained(xgboost(), { serve: scripted });
    expect(outline()[1]).toEqual(['Package Processing', 'Register RegisterModel']);
    expect(container().Environment).toMatchObject({ SAGEMAKER_PROGRAM: 'inference.py' });
  });

  test('fails with a script that nothing would run', () => {
    const kmeans = Trainer.builtIn(BuiltInAlgorithm.KMEANS, { hyperparameters: { k: 3, feature_dim: 4 } });
    expect(verdict(kmeans, { serve: scripted })).toMatch(/ServingScriptUseless {2}Team\/Income[^]*kmeans answers requests by itself, got 'inference.py'/);
    expect(verdict(kmeans)).toBe('accepted');
  });

  test('gets the channels that it reads', () => {
    trained(xgboost());
    expect(channels()).toEqual(['train', 'validation']);
    begin();
    trained(Trainer.builtIn(BuiltInAlgorithm.KMEANS, { hyperparameters: { k: 3, feature_dim: 4 } }));
    expect(channels()).toEqual(['train']);
  });

  test('is told on the card with its hyperparameters', () => {
    trained(xgboost());
    expect(card().training_details.training_job_details).toMatchObject({
      training_arn: 'Steps.Train.TrainingJobArn', hyper_parameters: expect.arrayContaining([{ name: 'objective', value: 'binary:logistic' }]),
    });
  });

  describe('that is watched', () => {
    const monitors = [Monitor.dataQuality({ target: 'income_over_50k' })];
    const described = () => step('Baseline').Arguments.ProcessingInputs.find(({ InputName }: any) => InputName === 'data').S3Input.S3Uri;

    test('has its training rows described where they have names of columns, which the preparation writes apart', () => {
      trained(xgboost(), { monitors });
      expect(step('Prepare').Arguments.ProcessingOutputConfig.Outputs.map(({ OutputName }: any) => OutputName)).toEqual(['train', 'validation', 'test', 'baseline']);
      expect(described()).toEqual({ Get: "Steps.Prepare.ProcessingOutputConfig.Outputs['baseline'].S3Output.S3Uri" });
    });

    test('asks for no such rows with a baseline of its own', () => {
      trained(xgboost(), { monitors: [Monitor.dataQuality({ baseline: Baseline.fromS3(platform.dataBucket, 'baseline') })] });
      expect(step('Prepare').Arguments.ProcessingOutputConfig.Outputs).toHaveLength(3);
      expect(step('Baseline')).toBeUndefined();
    });

    test('fails where data that is split has none', () => {
      const part = (name: string) => S3Source.fromUri(`s3://data/${name}/`);
      const splits = { train: part('train'), validation: part('validation'), test: part('test') };
      const props = { monitors, prepare: undefined };
      expect(verdict(xgboost(), { ...props, data: Dataset.fromSplits(splits) })).toMatch(/BaselineDataMissing {2}Team\/Income[^]*'baseline'/);
      begin();
      trained(xgboost(), { ...props, data: Dataset.fromSplits({ ...splits, baseline: part('named') }) });
      expect(described()).toBe('s3://data/named/');
    });
  });
});

describe('an image of your own', () => {
  test('trains and serves, with no script', () => {
    trained(own());
    expect(container()).toMatchObject({ Image: `${OWN}:1`, ModelDataUrl: { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' } });
    expect(allowedImages()).toEqual([OWN]);
    expect(pulled(/^IncomeEndpointRole/)).toEqual(['arn:aws:ecr:eu-west-1:123456789012:repository/own']);
  });

  test('may serve by a script', () => {
    trained(own(), { serve: scripted });
    expect(JSON.stringify(container().ModelDataUrl)).toContain('Steps.Package.');
  });

  test('of a repository is allowed by its repository', () => {
    trained(own(ContainerImage.fromEcrRepository(new ecr.Repository(stack, 'Images'), 'v3')));
    expect(allowedImages()).toEqual([expect.stringMatching(/\.dkr\.ecr\..*\/<Images[0-9A-F]{8}>$/)]);
  });

  test('that is built from a folder is allowed by the registry that the build sends it to', () => {
    trained(own(ContainerImage.fromDockerfile('test/core/fixtures/container')));
    expect(allowedImages()).toEqual([expect.stringMatching(/\.dkr\.ecr\.eu-west-1\.[^/]+\/cdk-hnb659fds-container-assets-123456789012-eu-west-1$/)]);
  });
});

describe('a framework image', () => {
  const train = 'examples/income/model/train.py';
  test.each<[string, Trainer, string]>([
    ['sklearn', Trainer.sklearn({ entryPoint: train }), 'refused'],
    ['pytorch', Trainer.pytorch({ entryPoint: train }), 'refused'],
    ['xgboost', Trainer.xgboost({ entryPoint: train }), 'accepted'],
    ['tensorflow', Trainer.tensorflow({ entryPoint: train }), 'accepted'],
  ])('of %s without a script to serve by is told apart', (family, trainer, expected) => {
    const found = verdict(trainer);
    expect(found).toMatch(expected === 'accepted' ? /^accepted$/ : new RegExp(`ServingScriptMissing {2}Team/Income[^]*the image of ${family} loads no model[^]*entryPoint`));
    expect(verdict(trainer, { serve: scripted })).toBe('accepted');
  });
});

describe('a search', () => {
  test('stands in the place of the training, and its best model is measured, registered and served', () => {
    trained(tuner());
    expect(outline()[0].slice(0, 3)).toEqual(['Prepare Processing', 'Train Tuning', 'Evaluate Processing']);
    const { Strategy, ResourceLimits } = step('Train').Arguments.HyperParameterTuningJobConfig;
    expect([Strategy, ResourceLimits]).toEqual(['Bayesian', { MaxNumberOfTrainingJobs: 20, MaxParallelTrainingJobs: 4 }]);
    const best = { 'Std:Join': { On: '/', Values: [expect.anything(), { Get: 'Steps.Train.TrainingJobSummaries[0].TrainingJobName' }, 'output/model.tar.gz'] } };
    const model = (name: string) => step(name).Arguments.ProcessingInputs.find(({ InputName }: any) => InputName === 'model').S3Input.S3Uri;
    expect([model('Evaluate'), step('ServingVersion').Arguments.candidate, container().ModelDataUrl]).toEqual([best, best, best]);
    expect(JSON.stringify(step('Train').Arguments.TrainingJobDefinition.OutputDataConfig.S3OutputPath)).toContain('/models/ml-income/');
    expect(allowedImages()).toEqual([expect.stringMatching(/\/sagemaker-xgboost$/)]);
  });

  test('is told on the card by its best job: values that were set, values that were found, and the objective', () => {
    trained(tuner());
    const { training_details: { training_job_details: job }, additional_information: { custom_details: details } } = card();
    expect(job).toEqual({
      training_arn: 'Steps.Train.BestTrainingJob.TrainingJobArn',
      training_datasets: [0, 1].map((channel) => `Steps.Train.TrainingJobDefinition.InputDataConfig[${channel}].DataSource.S3DataSource.S3Uri`),
      training_environment: { container_image: [expect.stringContaining('sagemaker-xgboost')] },
      training_metrics: [{ name: 'validation:auc', value: 0 }],
      hyper_parameters: [
        { name: 'num_round', value: '100' }, { name: 'objective', value: 'binary:logistic' }, { name: 'eval_metric', value: 'auc' },
        { name: 'eta', value: "Steps.Train.BestTrainingJob.TunedHyperParameters['eta']" },
        { name: 'max_depth', value: "Steps.Train.BestTrainingJob.TunedHyperParameters['max_depth']" },
      ],
    });
    expect(details.tuningJob).toBe('Steps.Train.HyperParameterTuningJobArn');
  });

  test('of a script is packaged with what serves it', () => {
    const script = Trainer.sklearn({ entryPoint: 'examples/income/model/train.py', metrics: [{ name: 'validation:auc', regex: 'auc=([0-9.]+)' }] });
    expect(verdict(tuner(script))).toMatch(/ServingScriptMissing/);
    begin();
    trained(tuner(script), { serve: scripted });
    expect(outline()[1]).toEqual(['Package Processing', 'Register RegisterModel']);
  });

  test('among several trainers takes those that one image serves, and fails for others', () => {
    const among = (other: Trainer) => HyperparameterTuner.fromTrainers({
      one: { trainer: xgboost('1.7-1'), objective: auc, ranges: eta },
      two: { trainer: other, objective: auc, ranges: { ...eta, gamma: HyperparameterRange.continuous(0, 5) } },
    });
    expect(verdict(among(xgboost('1.5-1')))).toMatch(/TuningServedByUnlike {2}Team\/Income[^]*different images/);
    begin();
    trained(among(xgboost('1.7-1')));
    const { hyper_parameters: told, training_datasets: data } = card().training_details.training_job_details;
    expect(told.map(({ name }: any) => name)).toEqual(['num_round', 'objective', 'eval_metric', 'eta']);
    expect(data[0]).toMatch(/^Steps\.Train\.TrainingJobDefinitions\[0\]\./);
  });
});

describe('AutoML', () => {
  const best = (member: string) => ({ Get: `Steps.Train.BestCandidate.InferenceContainers[0].${member}` });

  test('has its best candidate answer the held-out rows, because no script can load it', () => {
    trained(autoMl());
    expect(outline()).toEqual([
      [
        'Prepare Processing', 'Train AutoML', 'Model Model', 'Predict Transform', 'Evaluate Processing',
        'ServingVersion Lambda', 'ModelServing Model', 'PredictServing Transform', 'EvaluateServing Processing', 'GoodEnough Condition',
      ],
      ['Register RegisterModel'],
    ]);
    const { ModelName, TransformInput, DataProcessing } = step('Predict').Arguments;
    expect(ModelName).toEqual({ Get: 'Steps.Model.ModelName' });
    expect(TransformInput).toMatchObject({ ContentType: 'text/csv', SplitType: 'Line', DataSource: { S3DataSource: { S3Uri: { Get: expect.stringContaining("Outputs['test']") } } } });
    expect(DataProcessing).toEqual({ InputFilter: '$[1:]', JoinSource: 'Input' });
    const inputs = Object.fromEntries(step('Evaluate').Arguments.ProcessingInputs.map(({ InputName, S3Input }: any) => [InputName, S3Input]));
    expect(inputs.predictions).toMatchObject({ S3Uri: { Get: 'Steps.Predict.TransformOutput.S3OutputPath' }, LocalPath: '/opt/ml/processing/input/predictions' });
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(['test', 'model']));
  });

  test('learns from both parts, and is registered in the container that it says', () => {
    trained(autoMl(), { serve: Serving.realTime({ environment: { SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label,probability' } }) });
    expect(step('Train').Arguments.InputDataConfig.map(({ ChannelType }: any) => ChannelType)).toEqual(['training', 'validation']);
    expect(container()).toEqual({
      Image: best('Image'), ModelDataUrl: best('ModelDataUrl'),
      Environment: {
        MODEL_NAME: best("Environment['MODEL_NAME']"), SAGEMAKER_PROGRAM: best("Environment['SAGEMAKER_PROGRAM']"),
        SAGEMAKER_SUBMIT_DIRECTORY: best("Environment['SAGEMAKER_SUBMIT_DIRECTORY']"),
        SAGEMAKER_CONTAINER_LOG_LEVEL: '20', SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label,probability',
      },
    });
  });

  test('is served from the registry of its images, or of another one', () => {
    trained(autoMl());
    expect(allowedImages()).toEqual([expect.stringMatching(/^763104351884\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/autogluon-inference$/)]);
    expect(pulled(/^IncomeEndpointRole/)).toEqual(['arn:aws:ecr:eu-west-1:763104351884:repository/autogluon-inference']);
    begin();
    trained(new AutoMlJob({ target: 'y', servingImage: ContainerImage.fromUri(`${OWN}:any`) }));
    expect(allowedImages()).toEqual([OWN]);
  });

  test('is told on the card by its job, its candidate and the objective', () => {
    trained(autoMl());
    const { training_details: { training_job_details: job }, additional_information: { custom_details: details } } = card();
    expect(job).toEqual({
      training_datasets: [0, 1].map((channel) => `Steps.Train.InputDataConfig[${channel}].DataSource.S3DataSource.S3Uri`), training_metrics: [{ name: 'objective', value: 0 }],
    });
    expect(details).toMatchObject({ autoMlJob: 'Steps.Train.AutoMLJobArn', bestCandidate: 'Steps.Train.BestCandidate.CandidateName' });
  });

  test('fails with a script to serve by', () => {
    expect(verdict(autoMl(), { serve: scripted })).toMatch(/ServingScriptUseless {2}Team\/Income[^]*AutoML answers/);
  });

  test('is compared with what serves, in the container that the version says: another name of the model, another image of the repository', () => {
    const { pipeline } = trained(autoMl(), { accept: [Metric.of('auc').atLeastServing()] });
    const { container: asked, candidate } = step('ServingVersion').Arguments;
    expect([asked.image, candidate]).toEqual([best('Image'), best('ModelDataUrl')]);
    expect(asked.environment).toMatchObject({ MODEL_NAME: best("Environment['MODEL_NAME']"), SAGEMAKER_CONTAINER_LOG_LEVEL: '20' });
    expect(step('ModelServing').Arguments.PrimaryContainer).toMatchObject({ Image: found('image'), Environment: { MODEL_NAME: found('environment_MODEL_NAME') } });
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('has its rows described for a monitor: they name their columns', () => {
    trained(autoMl(), { monitors: [Monitor.dataQuality({ target: 'income_over_50k' })] });
    expect(step('Prepare').Arguments.ProcessingOutputConfig.Outputs).toHaveLength(3);
    expect(JSON.stringify(step('Baseline').Arguments.ProcessingInputs)).toContain("Outputs['train']");
  });
});

describe('answers to a batch', () => {
  const predict = { contentType: 'text/csv', split: TransformSplit.LINE };

  test('may be measured of any model: it is packaged before it answers', () => {
    trained(Trainer.sklearn({ entryPoint: 'examples/income/model/train.py' }), { predict, serve: scripted });
    expect(outline()).toEqual([
      [
        'Prepare Processing', 'Train Training', 'Package Processing', 'Model Model', 'Predict Transform', 'Evaluate Processing',
        'ServingVersion Lambda', 'ModelServing Model', 'PredictServing Transform', 'EvaluateServing Processing', 'GoodEnough Condition',
      ],
      ['Register RegisterModel'],
    ]);
    expect(JSON.stringify(step('Model').Arguments.PrimaryContainer.ModelDataUrl)).toContain('Steps.Package.');
    expect(JSON.stringify(container().ModelDataUrl)).toContain('Steps.Package.');
    expect(step('Predict').Arguments.DataProcessing).toBeUndefined();
  });

  test('are compared with those of the version that serves, which has the same rows and is asked in the same way', () => {
    const { pipeline } = trained(Trainer.sklearn({ entryPoint: 'examples/income/model/train.py' }), {
      predict, serve: Serving.realTime({ entryPoint: SCRIPT, environment: { WORDS: 'few' } }), accept: [Metric.of('auc').atLeastServing()],
    });
    const { container: asked, candidate } = step('ServingVersion').Arguments;
    // What is served has the script beside what was trained.
    expect(JSON.stringify(candidate)).toContain('Steps.Package.');
    expect(asked).toEqual({ image: step('Model').Arguments.PrimaryContainer.Image, environment: step('Model').Arguments.PrimaryContainer.Environment });
    const { Image, ModelDataUrl, Environment } = step('ModelServing').Arguments.PrimaryContainer;
    expect([Image, ModelDataUrl, Environment.WORDS, Environment.SAGEMAKER_PROGRAM]).toEqual(
      ['image', 'modelDataUrl', 'environment_WORDS', 'environment_SAGEMAKER_PROGRAM'].map(found),
    );
    expect(step('PredictServing').Arguments).toEqual({ ...step('Predict').Arguments, ModelName: { Get: 'Steps.ModelServing.ModelName' }, TransformOutput: expect.anything() });
    expect(step('PredictServing').Arguments.TransformOutput.S3OutputPath).not.toEqual(step('Predict').Arguments.TransformOutput.S3OutputPath);
    const inputs = Object.fromEntries(step('EvaluateServing').Arguments.ProcessingInputs.map(({ InputName, S3Input }: any) => [InputName, S3Input?.S3Uri]));
    expect(inputs).toMatchObject({ predictions: { Get: 'Steps.PredictServing.TransformOutput.S3OutputPath' }, model: found('modelDataUrl') });
    expect(JSON.stringify(step('GoodEnough').Arguments.Conditions)).toContain('Steps.EvaluateServing.PropertyFiles.evaluation');
    expect([...refused(pipeline), ...problemsOf(pipeline), ...mistakesOf(pipeline)]).toEqual([]);
  });

  test('go without a comparison, which rules may ask for', () => {
    trained(xgboost(), { predict, compareWithServing: false });
    expect(steps().filter(({ Name }) => Name.includes('Serving'))).toEqual([]);
    expect(verdict(xgboost(), { predict, compareWithServing: false, accept: [Metric.of('auc').atLeastServing()] })).toMatch(/ServingComparisonMissing/);
  });
});
