import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Duration, Lazy, type Stack } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source } from '../../lib/core';
import { Channel, type ChannelOptions, Checkpoints, Distribution, InputMode, type ScriptTrainerOptions, Trainer, TrainingImage } from '../../lib/training';
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import { refusal, withPlainArns } from '../pipeline/support';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { ENV, newStack, requestOf, SCRIPT, statementsOf, TRAIN, warningsOf } from './support';

const OWN = TrainingImage.fromImage(ContainerImage.fromUri('own:1'));
const scripted = (options: Partial<ScriptTrainerOptions>) => Trainer.script(OWN, { entryPoint: SCRIPT, ...options });
const model = ServiceModel.load(botocoreData(), 'sagemaker');
const subnet = (stack: Stack, index = 1) => ec2.Subnet.fromSubnetId(stack, `Subnet${index}`, `subnet-${index}`);
const group = (stack: Stack, index = 1) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${index}`, `sg-${index}`);
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));

test('every option reaches the request, which the API takes', () => {
  const stack = newStack(ENV);
  const bucket = s3.Bucket.fromBucketName(stack, 'States', 'states');
  const request = requestOf(scripted({
    keepAlive: Duration.minutes(30),
    retries: 3,
    checkpoints: Checkpoints.inBucket(bucket, 'income/', { localPath: '/opt/ml/state' }),
    inputMode: InputMode.FAST_FILE,
    initialModel: S3Source.fromObject(bucket, 'last/model.tar.gz'),
    subnets: [subnet(stack)],
    securityGroups: [group(stack)],
    encryptTrafficBetweenInstances: true,
    networkIsolation: true,
  }), TRAIN, stack);
  expect(request).toMatchObject({
    AlgorithmSpecification: { TrainingInputMode: 'FastFile' },
    ResourceConfig: { KeepAlivePeriodInSeconds: 1800 },
    RetryStrategy: { MaximumRetryAttempts: 3 },
    CheckpointConfig: { S3Uri: 's3://states/income/', LocalPath: '/opt/ml/state' },
    VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    EnableInterContainerTrafficEncryption: true,
    EnableNetworkIsolation: true,
  });
  expect(request.InputDataConfig.map(({ ChannelName }: any) => ChannelName)).toEqual(['train', 'model', 'code']);
  const plain = JSON.parse(JSON.stringify({ TrainingJobName: 'job', ...request, RoleArn: 'arn:aws:iam::123456789012:role/job' }).replace(/\{"Fn::Sub":("[^"]*")\}/g, '$1'));
  expect(model.validateInput('CreateTrainingJob', plain)).toEqual([]);
});

test('what nobody asks for is not in the request', () => {
  const request = requestOf(scripted({}));
  expect(request.AlgorithmSpecification.TrainingInputMode).toBe('File');
  [
    'CheckpointConfig', 'RetryStrategy', 'VpcConfig', 'EnableNetworkIsolation', 'EnableInterContainerTrafficEncryption', 'EnableManagedSpotTraining',
  ].forEach((member) => expect(request).not.toHaveProperty(member));
  expect(request.ResourceConfig).not.toHaveProperty('KeepAlivePeriodInSeconds');
  expect(Object.keys(request.InputDataConfig[0])).toEqual(['ChannelName', 'DataSource']);
});

describe('checkpoints', () => {
  test('of a run lie with its results', () => {
    expect(requestOf(scripted({ checkpoints: Checkpoints.inRun() })).CheckpointConfig).toEqual({ S3Uri: 's3://results/runs/checkpoints' });
  });

  test('in a bucket may be read and written there alone', () => {
    const stack = newStack(ENV);
    requestOf(Trainer.container(OWN, { checkpoints: Checkpoints.inBucket(s3.Bucket.fromBucketName(stack, 'States', 'states'), 'income/') }), TRAIN, stack);
    const statements = withPlainArns(statementsOf(stack)) as any[];
    expect(statements.filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith('s3:')))).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::states/income/*' },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::states', Condition: { StringLike: { 's3:prefix': ['income/*'] } } },
      { Effect: 'Allow', Action: ['s3:PutObject', 's3:AbortMultipartUpload'], Resource: 'arn:aws:s3:::states/income/*' },
    ]);
  });

  test.each([[1, 'accepted'], [4096, 'accepted'], [0, 'LocalPathLength'], [4097, 'LocalPathLength']])('in a folder of %i characters are %s', (length, outcome) => {
    expect(refusal(() => requestOf(scripted({ checkpoints: Checkpoints.inRun({ localPath: '/'.repeat(length) }) })))).toContain(outcome);
  });
});

test.each<[string, Partial<ScriptTrainerOptions>, string]>([
  ['a warm pool of no time', { keepAlive: Duration.seconds(0) }, 'KeepAliveRange'],
  ['a warm pool of a second', { keepAlive: Duration.seconds(1) }, 'accepted'],
  ['a warm pool of 6 hours', { keepAlive: Duration.hours(6) }, 'accepted'],
  ['a warm pool of more than 6 hours', { keepAlive: Duration.seconds(21601) }, 'KeepAliveRange'],
  ['a warm pool of spare capacity', { keepAlive: Duration.hours(1), spot: { maxWait: Duration.hours(4) } }, 'KeepAliveWithSpot'],
  ['no retry', { retries: 0 }, 'MaximumRetryAttemptsRange'],
  ['1 retry', { retries: 1 }, 'accepted'],
  ['30 retries', { retries: 30 }, 'accepted'],
  ['31 retries', { retries: 31 }, 'MaximumRetryAttemptsRange'],
  ['1 process on a host', { distribution: Distribution.mpi({ processesPerHost: 1 }) }, 'accepted'],
  ['no process on a host', { distribution: Distribution.mpi({ processesPerHost: 0 }) }, 'ProcessesPerHostRange'],
])('%s', (_, options, outcome) => {
  expect(refusal(() => requestOf(scripted(options)))).toContain(outcome);
});

describe('a network', () => {
  test('gives the role the interfaces in these subnets and groups, and nothing else', () => {
    const stack = newStack(ENV);
    requestOf(scripted({ subnets: [subnet(stack)], securityGroups: [group(stack)] }), TRAIN, stack);
    const arn = (resource: string) => `arn:aws:ec2:eu-west-1:123456789012:${resource}`;
    expect((withPlainArns(statementsOf(stack)) as any[]).filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith('ec2:')))).toEqual([
      { Effect: 'Allow', Action: 'ec2:CreateNetworkInterface', Resource: [arn('network-interface/*'), arn('subnet/subnet-1'), arn('security-group/sg-1')] },
      {
        Effect: 'Allow', Action: ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'], Resource: arn('network-interface/*'),
        Condition: { ArnEquals: { 'ec2:Subnet': [arn('subnet/subnet-1')] } },
      },
      {
        Effect: 'Allow',
        Action: [
          'ec2:DeleteNetworkInterfacePermission', 'ec2:DescribeDhcpOptions', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets',
          'ec2:DescribeVpcs',
        ],
        Resource: '*',
      },
    ]);
  });

  test('that is not asked for gives nothing', () => {
    const stack = newStack(ENV);
    requestOf(scripted({}), TRAIN, stack);
    expect(JSON.stringify(statementsOf(stack))).not.toContain('ec2:');
  });

  test.each<[string, number | undefined, number | undefined, string]>([
    ['1 subnet and 1 group', 1, 1, 'accepted'],
    ['16 subnets and 5 groups', 16, 5, 'accepted'],
    ['17 subnets', 17, 1, 'SubnetsCount'],
    ['no subnet', 0, 1, 'SubnetsCount'],
    ['6 groups', 1, 6, 'SecurityGroupIdsCount'],
    ['no group', 1, 0, 'SecurityGroupIdsCount'],
    ['subnets alone', 1, undefined, "NetworkIncomplete  Shop\n  securityGroups: is needed with 'subnets'"],
    ['groups alone', undefined, 1, "NetworkIncomplete  Shop\n  subnets: is needed with 'securityGroups'"],
  ])('of %s', (_, subnets, groups, outcome) => {
    const stack = newStack();
    expect(refusal(() => requestOf(scripted({
      subnets: subnets === undefined ? undefined : many(subnets, (index) => subnet(stack, index)),
      securityGroups: groups === undefined ? undefined : many(groups, (index) => group(stack, index)),
    }), TRAIN, stack))).toContain(outcome);
  });
});

describe('a container without a network', () => {
  test('gets its script as a channel', () => {
    const { HyperParameters, InputDataConfig } = requestOf(scripted({ networkIsolation: true }));
    const [name] = /[0-9a-f]{64}\.tar\.gz$/.exec(InputDataConfig[1].DataSource.S3DataSource.S3Uri['Fn::Sub'])!;
    expect(InputDataConfig[1]).toMatchObject({ ChannelName: 'code', InputMode: 'File' });
    expect(HyperParameters.sagemaker_submit_directory).toBe(`/opt/ml/input/data/code/${name}`);
  });

  test('has no channel for code where there is none', () => {
    const request = requestOf(Trainer.container(OWN, { networkIsolation: true }));
    expect(request.EnableNetworkIsolation).toBe(true);
    expect(request.InputDataConfig).toHaveLength(1);
  });

  test('cannot install requirements, which is warned of', () => {
    const warnings = (networkIsolation: boolean) => {
      const stack = newStack();
      requestOf(Trainer.script(OWN, { entryPoint: 'test/training/fixtures/needy/train.py', sourceDir: 'test/training/fixtures/needy', networkIsolation }), TRAIN, stack);
      return warningsOf(stack);
    };
    expect(warnings(true)).toEqual([expect.stringContaining('cdk-sagemaker-lifecycle:requirementsWithoutNetwork')]);
    expect(warnings(false)).toEqual([]);
  });

  test.each([['code', 'ChannelTaken'], ['codes', 'accepted']])('and a channel of yours called %s: %s', (name, outcome) => {
    expect(refusal(() => requestOf(scripted({ networkIsolation: true }), { [name]: TRAIN.train }))).toContain(outcome);
  });
});

describe('an earlier model', () => {
  test('comes as a channel that the job may read', () => {
    const stack = newStack(ENV);
    const earlier = S3Source.fromObject(s3.Bucket.fromBucketName(stack, 'Models', 'models'), 'last/model.tar.gz');
    expect(requestOf(scripted({ initialModel: earlier, inputMode: InputMode.PIPE }), TRAIN, stack).InputDataConfig[1]).toMatchObject({
      ChannelName: 'model', ContentType: 'application/x-sagemaker-model', InputMode: 'File', DataSource: { S3DataSource: { S3Uri: 's3://models/last/model.tar.gz' } },
    });
    expect(JSON.stringify(withPlainArns(statementsOf(stack)))).toContain('arn:aws:s3:::models/last/model.tar.gz');
  });

  test('is given once', () => {
    expect(refusal(() => requestOf(scripted({ initialModel: TRAIN.train }), { model: TRAIN.train }))).toContain('ChannelTaken');
    expect(refusal(() => requestOf(scripted({}), { model: TRAIN.train }))).toBe('accepted');
  });

  test.each([[19, 'accepted'], [20, 'InputDataConfigCount']])('leaves room for 19 channels: %i are %s', (count, outcome) => {
    const channels = Object.fromEntries(many(count, (index) => [`c${index}`, TRAIN.train]));
    expect(refusal(() => requestOf(scripted({ initialModel: TRAIN.train }), channels))).toContain(outcome);
  });
});

describe('a channel', () => {
  const channel = (options: ChannelOptions, trainer: Partial<ScriptTrainerOptions> = {}) =>
    requestOf(scripted(trainer), { train: Channel.fromSource(TRAIN.train, options) }).InputDataConfig[0];

  test('says how it is read', () => {
    expect(channel({ contentType: 'text/csv', inputMode: InputMode.PIPE, shuffleSeed: 7, gzipped: true, wrapped: true })).toMatchObject({
      ContentType: 'text/csv', InputMode: 'Pipe', ShuffleConfig: { Seed: 7 }, CompressionType: 'Gzip', RecordWrapperType: 'RecordIO',
    });
  });

  test('allows what its source allows, and the objects of its manifest', () => {
    const stack = newStack(ENV);
    const bucket = s3.Bucket.fromBucketName(stack, 'Data', 'data');
    const manifest = Channel.fromAugmentedManifest(S3Source.fromObject(bucket, 'm.manifest'), { data: S3Source.fromBucket(bucket, 'pictures/'), attributeNames: ['a'] });
    requestOf(scripted({}), { train: manifest }, stack);
    const readable = (withPlainArns(statementsOf(stack)) as any[]).find(({ Action }) => Action === 's3:GetObject' || Action.includes('s3:GetObject'));
    expect(JSON.stringify(readable)).toContain('data/m.manifest');
    expect(JSON.stringify(readable)).toContain('data/pictures/*');
  });

  test.each<[string, ChannelOptions, Partial<ScriptTrainerOptions>, string]>([
    ['gzipped files in Pipe mode', { gzipped: true, inputMode: InputMode.PIPE }, {}, 'accepted'],
    ['gzipped files in the Pipe mode of the trainer', { gzipped: true }, { inputMode: InputMode.PIPE }, 'accepted'],
    ['gzipped files', { gzipped: true }, {}, 'ChannelNeedsPipe'],
    ['gzipped files in FastFile mode', { gzipped: true }, { inputMode: InputMode.FAST_FILE }, 'ChannelNeedsPipe'],
    ['wrapped files', { wrapped: true }, {}, 'ChannelNeedsPipe'],
    ['a content type of 256 characters', { contentType: 'x'.repeat(256) }, {}, 'accepted'],
    ['a content type of 257 characters', { contentType: 'x'.repeat(257) }, {}, 'ContentTypeLength'],
    ['a seed', { shuffleSeed: 0 }, {}, 'accepted'],
    ['half a seed', { shuffleSeed: 0.5 }, {}, 'ShuffleSeed'],
  ])('%s', (_, options, trainer, outcome) => {
    expect(refusal(() => channel(options, trainer))).toContain(outcome);
  });

  test.each([[0, 'AttributeNamesCount'], [1, 'accepted'], [16, 'accepted'], [17, 'AttributeNamesCount']])('with %i attributes is %s', (count, outcome) => {
    const manifest = Channel.fromAugmentedManifest(TRAIN.train, { data: TRAIN.train, attributeNames: many(count, (index) => `a${index}`) });
    expect(refusal(() => requestOf(scripted({}), { train: manifest }))).toContain(outcome);
  });

  test('of a manifest is read in Pipe mode alone', () => {
    const manifest = Channel.fromAugmentedManifest(TRAIN.train, { data: TRAIN.train, attributeNames: ['a'], inputMode: InputMode.FILE });
    expect(refusal(() => requestOf(scripted({}), { train: manifest }))).toContain('ChannelNeedsPipe');
  });
});

describe('a distribution', () => {
  const set = (distribution: Distribution, instanceType = 'ml.p4d.24xlarge') => {
    const { HyperParameters } = requestOf(Trainer.pytorch({ entryPoint: SCRIPT, version: '2.6', instanceType, distribution }));
    return Object.fromEntries(Object.entries(HyperParameters as Record<string, string>).filter(([name]) => !/program|submit|region|log_level/.test(name)));
  };

  test('by torchrun tells the toolkit the instance', () => {
    expect(set(Distribution.torchrun(), 'ml.g5.12xlarge')).toEqual({ sagemaker_torch_distributed_enabled: 'true', sagemaker_instance_type: 'ml.g5.12xlarge' });
  });

  test('by MPI tells it the processes and options', () => {
    expect(set(Distribution.mpi())).toEqual({ sagemaker_mpi_enabled: 'true', sagemaker_mpi_custom_mpi_options: '""' });
    expect(set(Distribution.mpi({ processesPerHost: 8, customMpiOptions: '-x A=1' }))).toEqual({
      sagemaker_mpi_enabled: 'true', sagemaker_mpi_num_of_processes_per_host: '8', sagemaker_mpi_custom_mpi_options: '"-x A=1"',
    });
  });

  test("by SageMaker's library tells it the instance and options", () => {
    expect(set(Distribution.dataParallel({ customMpiOptions: '-x A=1' }))).toEqual({
      sagemaker_distributed_dataparallel_enabled: 'true', sagemaker_instance_type: 'ml.p4d.24xlarge', sagemaker_distributed_dataparallel_custom_mpi_options: '"-x A=1"',
    });
  });

  test('by a parameter server needs no more than its name', () => {
    const { HyperParameters } = requestOf(Trainer.tensorflow({ entryPoint: SCRIPT, distribution: Distribution.parameterServer() }));
    expect(HyperParameters).toMatchObject({ sagemaker_parameter_server_enabled: 'true' });
  });

  test.each<[string, () => Trainer, string]>([
    ['torchrun with TensorFlow', () => Trainer.tensorflow({ entryPoint: SCRIPT, distribution: Distribution.torchrun() }), 'DistributionFramework'],
    ['torchrun with Hugging Face', () => Trainer.huggingFace({ entryPoint: SCRIPT, distribution: Distribution.torchrun() }), 'accepted'],
    ['torchrun with an image of yours', () => scripted({ distribution: Distribution.torchrun() }), 'accepted'],
    ['a parameter server with PyTorch', () => Trainer.pytorch({ entryPoint: SCRIPT, distribution: Distribution.parameterServer() }), 'DistributionFramework'],
    ['the library on a small GPU', () => Trainer.pytorch({ entryPoint: SCRIPT, instanceType: 'ml.g5.xlarge', distribution: Distribution.dataParallel() }), 'DistributionInstance'],
    ['the library on a large one', () => Trainer.pytorch({ entryPoint: SCRIPT, instanceType: 'ml.p4de.24xlarge', distribution: Distribution.dataParallel() }), 'accepted'],
    ['the library on one chosen later', () => scripted({ instanceType: Lazy.string({ produce: () => 'ml.x' }), distribution: Distribution.dataParallel() }), 'accepted'],
  ])('of %s', (_, trainer, outcome) => {
    expect(refusal(() => requestOf(trainer()))).toContain(outcome);
  });

  test.each([[94, 'accepted'], [95, 'HyperParametersCount']])('leaves room for 94 hyperparameters: %i are %s', (count, outcome) => {
    const hyperparameters = Object.fromEntries(many(count, (index) => [`h${index}`, 'x']));
    expect(refusal(() => requestOf(scripted({ hyperparameters, distribution: Distribution.torchrun() })))).toContain(outcome);
  });
});

test('tokens pass', () => {
  const stack = newStack();
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const text = new CfnParameter(stack, 'Text').valueAsString;
  const request = requestOf(scripted({
    keepAlive: Duration.seconds(number),
    retries: number,
    checkpoints: Checkpoints.inRun({ localPath: text }),
    distribution: Distribution.mpi({ processesPerHost: number }),
  }), { train: Channel.fromSource(TRAIN.train, { contentType: text, shuffleSeed: number }) }, stack);
  expect(request).toMatchObject({
    ResourceConfig: { KeepAlivePeriodInSeconds: { Ref: 'Number' } },
    RetryStrategy: { MaximumRetryAttempts: { Ref: 'Number' } },
    CheckpointConfig: { LocalPath: { Ref: 'Text' } },
    HyperParameters: { sagemaker_mpi_num_of_processes_per_host: { Ref: 'Number' } },
    InputDataConfig: [{ ContentType: { Ref: 'Text' }, ShuffleConfig: { Seed: { Ref: 'Number' } } }],
  });
});
