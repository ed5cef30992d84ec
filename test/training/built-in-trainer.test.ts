import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnParameter, Duration, Size } from 'aws-cdk-lib/core';
import { DataDistribution, S3Source } from '../../lib/core';
import {
  BuiltInAlgorithm, Channel, type ChannelOptions, HyperparameterRange, HyperparameterTuner, InputMode, Trainer, TuningObjective,
} from '../../lib/training';
import { algorithms } from '../../lib/training/private/algorithm-facts';
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import { refusal } from '../pipeline/support';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { builtIn, ENV, fineValue, newStack, PLAIN, requestOf, statementsOf, TRAIN } from './support';

const model = ServiceModel.load(botocoreData(), 'sagemaker');
const refused = (request: Record<string, unknown>) =>
  model.validateInput('CreateTrainingJob', { TrainingJobName: 'pipelines-abc-Step-xyz', ...request, RoleArn: 'arn:aws:iam::123456789012:role/job' });

const data = (options: ChannelOptions = {}) => Channel.fromSource(S3Source.fromUri('s3://data/some'), options);
const csv = (channel = 'train') => ({ [channel]: data({ contentType: 'text/csv' }) });

test.each(PLAIN)('the least that %s takes is a request that the API takes', (name) => {
  const request = builtIn(name);
  expect(refused(request)).toEqual([]);
  expect(request.AlgorithmSpecification.TrainingImage).toMatch(/\.dkr\.ecr\.eu-west-1\.amazonaws\.com\//);
  expect(request.AlgorithmSpecification).not.toHaveProperty('MetricDefinitions');
  const types = request.InputDataConfig.map(({ ChannelName, ContentType }: any) => [ChannelName, ContentType]);
  const { channelContentTypes, contentTypes, contentTypeOptional } = algorithms()[name];
  const usual = (channel: string) => (contentTypeOptional ? undefined : channelContentTypes?.[channel]?.[0] ?? contentTypes[0]);
  expect(types).toEqual(BuiltInAlgorithm.of(name).requiredChannels.map((channel) => [channel, usual(channel)]));
});

test.each(PLAIN)('so is the most that %s takes', (name) => {
  const { hyperparameters, instanceKinds, channels, incremental } = algorithms()[name];
  const all = Object.fromEntries(Object.entries(hyperparameters).map(([each, fact]) => [each, fineValue(fact)]));
  const request = builtIn(name, {
    hyperparameters: all,
    instanceType: instanceKinds.includes('gpu') && name !== 'blazingtext' ? 'ml.g5.xlarge' : 'ml.c5.xlarge',
    volumeSize: Size.gibibytes(50),
    maxRuntime: Duration.hours(1),
    spot: { maxWait: Duration.hours(2) },
    environment: { LEVEL: 'debug' },
    initialModel: incremental ? S3Source.fromUri('s3://data/model.tar.gz') : undefined,
  }, Object.fromEntries(Object.keys(channels).map((channel) => [channel, S3Source.fromUri(`s3://data/${channel}`)])));
  expect(refused(request)).toEqual([]);
  expect(Object.keys(request.HyperParameters)).toEqual(expect.arrayContaining(Object.keys(hyperparameters)));
  expect(request.InputDataConfig).toHaveLength(Object.keys(channels).length + (incremental ? 1 : 0));
});

test.each(PLAIN)('%s misses each channel that it needs, and refuses one that it does not know', (name) => {
  BuiltInAlgorithm.of(name).requiredChannels.forEach((channel) => {
    const trainer = Trainer.builtIn(BuiltInAlgorithm.of(name));
    const others = Object.fromEntries(BuiltInAlgorithm.of(name).requiredChannels.filter((each) => each !== channel).map((each) => [each, TRAIN.train]));
    expect(refusal(() => requestOf(trainer, others))).toContain(`${name} needs the channel '${channel}'`);
  });
  expect(refusal(() => builtIn(name, {}, { unheard_of: TRAIN.train }))).toMatch(/ChannelUnknown[^]*got 'unheard_of'\n {2}Use some of /);
  expect(refusal(() => builtIn(name, {}, { trian: TRAIN.train }))).toContain("Did you mean 'train'?");
});

test.each(PLAIN)('%s reads each of its content types, with parameters too, and no other', (name) => {
  algorithms()[name].contentTypes.forEach((contentType) => {
    const message = refusal(() => builtIn(name, {}, { train: data({ contentType: `${contentType.toUpperCase()}; label_size=0` }) }));
    expect(message).not.toContain('ChannelContentType');
  });
  expect(refusal(() => builtIn(name, {}, { train: data({ contentType: 'text/html' }) }))).toMatch(/ChannelContentType[^]*got 'text\/html'/);
});

test.each(PLAIN)('%s reads its data in its modes alone', (name) => {
  Object.values(InputMode).forEach((inputMode) => {
    const code = algorithms()[name].inputModes.includes(inputMode) ? 'accepted' : 'ChannelInputMode';
    expect(refusal(() => builtIn(name, { inputMode }))).toContain(code);
    expect(refusal(() => builtIn(name, {}, { train: data({ inputMode }) }))).toContain(code);
  });
});

test.each(PLAIN)('%s trains on its kinds of instances alone', (name) => {
  const { instanceKinds } = algorithms()[name];
  const outcome = (kind: string) => (instanceKinds.includes(kind) ? 'accepted' : 'AlgorithmInstanceKind');
  // The mode that the least use of BlazingText takes is the one without GPUs.
  const hyperparameters = name === 'blazingtext' ? { mode: 'supervised' } : {};
  expect(refusal(() => builtIn(name, { hyperparameters, instanceType: 'ml.m5.large' }))).toContain(outcome('cpu'));
  expect(refusal(() => builtIn(name, { hyperparameters, instanceType: 'ml.g4dn.xlarge' }))).toContain(outcome('gpu'));
  expect(refusal(() => builtIn(name, { hyperparameters, instanceType: 'ml.p3.2xlarge' }))).toContain(outcome('gpu'));
  expect(refusal(() => builtIn(name, { hyperparameters, instanceType: 'ml.trn1.2xlarge' }))).toContain('AlgorithmInstanceKind');
  expect(builtIn(name).ResourceConfig.InstanceType).toBe(instanceKinds.includes('cpu') ? 'ml.m5.large' : 'ml.g4dn.xlarge');
});

test.each(PLAIN)('%s trains on as many instances as it can', (name) => {
  expect(refusal(() => builtIn(name, { instanceCount: 1 }))).toBe('accepted');
  expect(refusal(() => builtIn(name, { instanceCount: 2 }))).toContain(algorithms()[name].singleInstance ? 'AlgorithmSingleInstance' : 'accepted');
});

test.each<[string, object, string]>([
  ['skipgram on one instance', { hyperparameters: { mode: 'skipgram' } }, 'accepted'],
  ['skipgram on two instances', { hyperparameters: { mode: 'skipgram' }, instanceCount: 2 }, 'AlgorithmSingleInstance'],
  ['skipgram on a GPU', { hyperparameters: { mode: 'skipgram' }, instanceType: 'ml.g5.xlarge' }, 'accepted'],
  ['batch_skipgram on two instances', { hyperparameters: { mode: 'batch_skipgram' }, instanceCount: 2 }, 'accepted'],
  ['batch_skipgram on a GPU', { hyperparameters: { mode: 'batch_skipgram' }, instanceType: 'ml.g5.xlarge' }, 'AlgorithmInstanceKind'],
])('blazingtext with the mode %s: %#', (_, options, outcome) => {
  expect(refusal(() => builtIn('blazingtext', options))).toContain(outcome);
});

test('lists come with pictures, and the size they are made', () => {
  const image = data({ contentType: 'application/x-image' });
  const lists = { train_lst: TRAIN.train, validation_lst: TRAIN.train };
  expect(refusal(() => builtIn('image-classification', {}, { train: image, validation: image })))
    .toMatch(/'resize' is required for data of type 'application\/x-image'[^]*needs the channel 'train_lst' with data of type 'application\/x-image'[^]*'validation_lst'/);
  const request = builtIn('image-classification', { hyperparameters: { resize: 64 } }, { train: image, validation: image, ...lists });
  expect(request.InputDataConfig.map(({ ContentType }: any) => ContentType)).toEqual(Array(4).fill('application/x-image'));
});

test('annotations come with pictures, unless a manifest holds them', () => {
  const image = data({ contentType: 'image/jpeg' });
  expect(refusal(() => builtIn('object-detection', {}, { train: image, validation: image }))).toMatch(/ChannelMissing[^]*'train_annotation'[^]*'validation_annotation'/);
  const manifest = () => Channel.fromAugmentedManifest(S3Source.fromUri('s3://data/m.manifest'), {
    data: S3Source.fromUri('s3://data/pictures/'), attributeNames: ['source-ref', 'boxes'], contentType: 'application/x-recordio', wrapped: true,
  });
  const request = builtIn('object-detection', {}, { train: manifest(), validation: manifest() });
  expect(refused(request)).toEqual([]);
  expect(request.InputDataConfig[0]).toEqual({
    ChannelName: 'train',
    DataSource: {
      S3DataSource: { S3DataType: 'AugmentedManifestFile', S3Uri: 's3://data/m.manifest', S3DataDistributionType: 'FullyReplicated', AttributeNames: ['source-ref', 'boxes'] },
    },
    ContentType: 'application/x-recordio',
    InputMode: 'Pipe',
    RecordWrapperType: 'RecordIO',
  });
  expect(refusal(() => requestOf(Trainer.builtIn(BuiltInAlgorithm.SEMANTIC_SEGMENTATION, { hyperparameters: { num_classes: 2, num_training_samples: 9 } }),
    { train: manifest(), validation: manifest() }))).toBe('accepted');
});

test('a forest shares its objects out, and a test is for each instance', () => {
  const { InputDataConfig } = builtIn('randomcutforest', {}, { test: TRAIN.train });
  expect(InputDataConfig.map(({ DataSource }: any) => DataSource.S3DataSource.S3DataDistributionType)).toEqual(['ShardedByS3Key', 'FullyReplicated']);
  const train = (distribution: DataDistribution) => refusal(() => builtIn('randomcutforest', {}, { train: data({ distribution }) }));
  expect(train(DataDistribution.SHARDED_BY_S3_KEY)).toBe('accepted');
  expect(train(DataDistribution.FULLY_REPLICATED)).toContain('ChannelDistribution');
  expect(refusal(() => builtIn('randomcutforest', {}, { test: data({ distribution: DataDistribution.SHARDED_BY_S3_KEY }) }))).toContain('ChannelDistribution');
});

test('topics of CSV files are not found in Pipe mode', () => {
  expect(refusal(() => builtIn('lda', { inputMode: InputMode.PIPE }, csv()))).toContain('ChannelInputMode');
  expect(refusal(() => builtIn('lda', { inputMode: InputMode.FILE }, csv()))).toBe('accepted');
  expect(refusal(() => builtIn('lda', { inputMode: InputMode.PIPE }))).toBe('accepted');
});

test.each(PLAIN)('%s goes on from an earlier model, if it can', (name) => {
  const start = () => builtIn(name, { initialModel: S3Source.fromUri('s3://data/model.tar.gz') });
  if (!algorithms()[name].incremental) {
    expect(refusal(start)).toContain('AlgorithmNotIncremental');
    return;
  }
  expect(start().InputDataConfig.at(-1)).toMatchObject({
    ChannelName: 'model', ContentType: 'application/x-sagemaker-model', InputMode: 'File', DataSource: { S3DataSource: { S3Uri: 's3://data/model.tar.gz' } },
  });
});

test('tokens pass', () => {
  const stack = newStack();
  const text = new CfnParameter(stack, 'Text').valueAsString;
  const count = new CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber;
  expect(builtIn('lda', { instanceType: text, instanceCount: count }, { train: data({ contentType: text }) }, stack)).toMatchObject({
    ResourceConfig: { InstanceType: { Ref: 'Text' }, InstanceCount: { Ref: 'Count' } }, InputDataConfig: [{ ContentType: { Ref: 'Text' } }],
  });
});

test('what is replaced whole is not checked', () => {
  const replaced = { HyperParameters: { any: 'thing' }, InputDataConfig: [], ResourceConfig: { InstanceCount: 2 } };
  const trainer = Trainer.builtIn(BuiltInAlgorithm.LDA, { hyperparameters: { wrong: 1 }, instanceCount: 2, overrides: replaced });
  expect(requestOf(trainer, { strange: TRAIN.train })).toMatchObject(replaced);
});

describe('a search for hyperparameters', () => {
  const search = (ranges: Record<string, HyperparameterRange>, hyperparameters: Record<string, unknown> = { feature_dim: 3 }) => {
    const stack = newStack(ENV);
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
    const tuner = HyperparameterTuner.bayesian({ trainer: Trainer.builtIn(BuiltInAlgorithm.KMEANS, { hyperparameters }), objective: TuningObjective.minimize('test:msd'), ranges });
    return stack.resolve(tuner._render({ scope: stack, role, outputUri: (output) => `s3://results/${output}` }, TRAIN)) as Record<string, any>;
  };

  test('gives what the algorithm needs', () => {
    expect(search({ k: HyperparameterRange.integer(2, 20) }).TrainingJobDefinition.StaticHyperParameters).toEqual({ feature_dim: '3' });
    expect(refusal(() => search({ epochs: HyperparameterRange.integer(1, 3) }))).toContain("'k' is required");
  });

  test.each<[string, Record<string, HyperparameterRange>, string]>([
    ['whole numbers', { k: HyperparameterRange.integer(1, 2) }, 'accepted'],
    ['whole numbers that begin too low', { k: HyperparameterRange.integer(0, 2) }, "ranges 'k': must be at least 1, got '0'"],
    ['numbers between whole ones', { k: HyperparameterRange.continuous(1, 2) }, "'k' takes whole numbers alone"],
    ['numbers', { k: HyperparameterRange.integer(1, 2), local_lloyd_tol: HyperparameterRange.continuous(0, 1) }, 'accepted'],
    ['numbers that end too high', { k: HyperparameterRange.integer(1, 2), local_lloyd_tol: HyperparameterRange.continuous(0, 1.5) }, "ranges 'local_lloyd_tol'"],
    ['choices', { k: HyperparameterRange.integer(1, 2), init_method: HyperparameterRange.categorical('random', 'kmeans++') }, 'accepted'],
    ['a choice it does not have', { k: HyperparameterRange.integer(1, 2), init_method: HyperparameterRange.categorical('random', 'best') }, "ranges 'init_method'"],
    ['a name it does not have', { k: HyperparameterRange.integer(1, 2), epoch: HyperparameterRange.integer(1, 2) }, "Did you mean 'epochs'?"],
  ])('through %s', (_, ranges, outcome) => {
    expect(refusal(() => search(ranges))).toContain(outcome);
  });
});

test('the job may pull the image and write its log, and read nothing that no channel names', () => {
  const stack = newStack();
  builtIn('xgboost', {}, {}, stack);
  expect(statementsOf(stack).flatMap(({ Action }) => Action as string[]).sort()).toEqual([
    'cloudwatch:PutMetricData', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetAuthorizationToken', 'ecr:GetDownloadUrlForLayer',
    'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents',
  ]);
});
