import * as kms from 'aws-cdk-lib/aws-kms';
import { App, CfnParameter, Duration, Size, Stack } from 'aws-cdk-lib/core';
import { ContainerImage } from '../../lib/core';
import { Keep } from '../../lib/core/internal/job-site';
import { Trainer, TrainingImage, type FrameworkTrainerOptions, type TrainerOptions } from '../../lib/training';
import { refusal } from '../pipeline/support';
import { requestOf, SCRIPT, TRAIN } from './support';

const OWN = TrainingImage.fromImage(ContainerImage.fromUri('own:1'));
const scripted = (options: Partial<FrameworkTrainerOptions> = {}) => Trainer.sklearn({ entryPoint: SCRIPT, version: '1.2-1', ...options });
const container = (options: TrainerOptions) => requestOf(Trainer.container(OWN, options));

test('a script trains on one small machine for four hours at most', () => {
  const request = requestOf(scripted());
  expect(request).toMatchObject({
    AlgorithmSpecification: { TrainingInputMode: 'File' },
    HyperParameters: {
      sagemaker_program: 'train.py',
      sagemaker_submit_directory: { 'Fn::Sub': expect.stringMatching(/[0-9a-f]{64}\.tar\.gz$/) },
      sagemaker_region: { Ref: 'AWS::Region' },
      sagemaker_container_log_level: '20',
    },
    InputDataConfig: [{ ChannelName: 'train', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/train', S3DataDistributionType: 'FullyReplicated' } } }],
    OutputDataConfig: { S3OutputPath: `s3://results/${Keep.WITH_THE_MODEL}/model` },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
    StoppingCondition: { MaxRuntimeInSeconds: 14400 },
    ProfilerConfig: { DisableProfiler: true },
  });
  expect(request).not.toHaveProperty('EnableManagedSpotTraining');
});

test('an image trains with its own program, and serves unless another does', () => {
  expect(container({}).AlgorithmSpecification.TrainingImage).toBe('own:1');
  expect(container({}).HyperParameters).toEqual({});
  expect(OWN.serving).toBe(OWN.training);
  const serving = ContainerImage.fromUri('other:1');
  expect(TrainingImage.fromImage(OWN.training, serving).serving).toBe(serving);
});

test('every option reaches the request', () => {
  expect(requestOf(scripted({
    hyperparameters: { max_depth: '6' },
    instanceType: 'ml.c5.xlarge',
    instanceCount: 2,
    volumeSize: Size.gibibytes(7),
    maxRuntime: Duration.hours(1),
    metrics: [{ name: 'auc', regex: 'auc=([0-9.]+)' }],
    environment: { LEVEL: 'debug' },
    spot: { maxWait: Duration.hours(2) },
    overrides: { EnableNetworkIsolation: true, ProfilerConfig: undefined },
  }))).toMatchObject({
    AlgorithmSpecification: { MetricDefinitions: [{ Name: 'auc', Regex: 'auc=([0-9.]+)' }] },
    HyperParameters: { max_depth: '6', sagemaker_program: 'train.py' },
    ResourceConfig: { InstanceType: 'ml.c5.xlarge', InstanceCount: 2, VolumeSizeInGB: 7 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
    EnableManagedSpotTraining: true,
    Environment: { LEVEL: 'debug' },
    EnableNetworkIsolation: true,
  });
});

test('the key encrypts the model, and the volume where the instance takes one', () => {
  const request = (instanceType?: string) => {
    const stack = new Stack(new App(), 'Shop');
    return requestOf(scripted({ instanceType }), TRAIN, stack, new kms.Key(stack, 'Key'));
  };
  const arn = { 'Fn::GetAtt': [expect.stringContaining('Key'), 'Arn'] };
  expect(request().OutputDataConfig.KmsKeyId).toEqual(arn);
  expect(request().ResourceConfig.VolumeKmsKeyId).toEqual(arn);
  expect(request('ml.g5.xlarge').OutputDataConfig.KmsKeyId).toEqual(arn);
  expect(request('ml.g5.xlarge').ResourceConfig.VolumeKmsKeyId).toBeUndefined();
});

test('tokens pass every check', () => {
  const stack = new Stack(new App(), 'Shop');
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const text = new CfnParameter(stack, 'Text').valueAsString;
  expect(requestOf(scripted({
    instanceType: text,
    instanceCount: number,
    volumeSize: Size.gibibytes(number),
    maxRuntime: Duration.seconds(number),
    hyperparameters: { depth: text },
    environment: { LEVEL: text },
    metrics: [{ name: text, regex: text }],
    spot: { maxWait: Duration.seconds(number) },
  }), TRAIN, stack)).toMatchObject({
    ResourceConfig: { InstanceType: { Ref: 'Text' }, InstanceCount: { Ref: 'Number' }, VolumeSizeInGB: { Ref: 'Number' } },
    HyperParameters: { depth: { Ref: 'Text' } },
  });
});

test.each([
  ['sklearn', Trainer.sklearn({ entryPoint: SCRIPT }), 'scikit-learn'],
  ['xgboost', Trainer.xgboost({ entryPoint: SCRIPT }), 'xgboost'],
])('%s trains and serves with one version', (_, { image }, repository) => {
  expect(image.serving.version).toBe(image.training.version);
  const stack = new Stack(new App(), 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  expect(image.bind(stack).uri).toContain(repository);
});

const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, 'x']));

test.each<[string, TrainerOptions, string | undefined]>([
  ['1 instance', { instanceCount: 1 }, undefined],
  ['no instance', { instanceCount: 0 }, 'InstanceCountRange'],
  ['100 instances', { instanceCount: 100 }, undefined],
  ['101 instances', { instanceCount: 101 }, 'InstanceCountRange'],
  ['1 GiB', { volumeSize: Size.gibibytes(1) }, undefined],
  ['no disk', { volumeSize: Size.gibibytes(0) }, 'VolumeSizeRange'],
  ['16 TiB', { volumeSize: Size.tebibytes(16) }, undefined],
  ['more than 16 TiB', { volumeSize: Size.gibibytes(16385) }, 'VolumeSizeRange'],
  ['no time', { maxRuntime: Duration.seconds(0) }, 'MaxRuntimeRange'],
  ['28 days', { maxRuntime: Duration.days(28) }, undefined],
  ['more than 28 days', { maxRuntime: Duration.seconds(28 * 86400 + 1) }, 'MaxRuntimeRange'],
  ['a wait as long as the run', { spot: { maxWait: Duration.hours(4) } }, undefined],
  ['a wait shorter than the run', { spot: { maxWait: Duration.seconds(14399) } }, 'SpotWaitTooShort'],
  ['100 hyperparameters', { hyperparameters: named(100) }, undefined],
  ['101 hyperparameters', { hyperparameters: named(101) }, 'HyperParametersCount'],
  ['a hyperparameter of 2,500 characters', { hyperparameters: { a: 'x'.repeat(2500) } }, undefined],
  ['a hyperparameter of 2,501 characters', { hyperparameters: { a: 'x'.repeat(2501) } }, 'HyperParameterValueLength'],
  ['a hyperparameter of two lines', { hyperparameters: { a: 'x\ny' } }, 'HyperParameterLines'],
  ['a hyperparameter with a name of 257 characters', { hyperparameters: { ['a'.repeat(257)]: 'x' } }, 'HyperParameterNameLength'],
  ['100 variables', { environment: named(100) }, undefined],
  ['101 variables', { environment: named(101) }, 'EnvironmentCount'],
  ['a variable of 512 characters', { environment: { A: 'x'.repeat(512) } }, undefined],
  ['a variable of 513 characters', { environment: { A: 'x'.repeat(513) } }, 'EnvironmentValueLength'],
  ['a variable with a hyphen', { environment: { 'A-1': 'x' } }, 'EnvironmentName'],
  ['40 metrics', { metrics: Object.keys(named(40)).map((name) => ({ name, regex: 'x' })) }, undefined],
  ['41 metrics', { metrics: Object.keys(named(41)).map((name) => ({ name, regex: 'x' })) }, 'MetricDefinitionsCount'],
  ['a metric with a regex of 500 characters', { metrics: [{ name: 'auc', regex: 'x'.repeat(500) }] }, undefined],
  ['a metric with a regex of 501 characters', { metrics: [{ name: 'auc', regex: 'x'.repeat(501) }] }, 'RegexLength'],
  ['a metric without a regex', { metrics: [{ name: 'auc', regex: '' }] }, 'RegexLength'],
  ['a metric without a name', { metrics: [{ name: '', regex: 'x' }] }, 'MetricNameLength'],
  ['an instance type without ml', { instanceType: 'm5.large' }, 'InstanceTypeInvalid'],
])('%s', (_, options, code) => {
  expect(refusal(() => container(options))).toContain(code ?? 'accepted');
});

test.each([[96, 'accepted'], [97, 'HyperParametersCount']])('beside a script there is room for 96 hyperparameters: %i are %s', (count, outcome) => {
  expect(refusal(() => requestOf(scripted({ hyperparameters: named(count) })))).toContain(outcome);
});

test.each<[string, string[], string]>([
  ['no channel', [], 'InputDataConfigCount'],
  ['1 channel', ['train'], 'accepted'],
  ['20 channels', Object.keys(named(20)), 'accepted'],
  ['21 channels', Object.keys(named(21)), 'InputDataConfigCount'],
  ['a channel of 64 characters', ['x'.repeat(64)], 'accepted'],
  ['a channel of 65 characters', ['x'.repeat(65)], 'ChannelNameLength'],
  ['a channel with a space', ['my data'], 'ChannelNamePattern'],
])('%s', (_, names, outcome) => {
  expect(refusal(() => requestOf(scripted(), Object.fromEntries(names.map((name) => [name, TRAIN.train]))))).toContain(outcome);
});

test('several mistakes are told at once', () => {
  expect(refusal(() => container({ instanceCount: 0, environment: { 'a b': '' } }))).toMatch(/InstanceCountRange[^]*EnvironmentName/);
});
