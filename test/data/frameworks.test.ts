import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Stack } from 'aws-cdk-lib/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerImage } from '../../lib/core';
import { DataWranglerFlow, ProcessingOutput, Processor, UploadMode, type HuggingFaceProcessorOptions, type ProcessorOptions } from '../../lib/data';
import { refusal } from '../pipeline/support';
import { ENV, newStack, permissionsOf, refusedOf, requestOf, SCRIPT } from './support';

const folder = mkdtempSync(join(tmpdir(), 'frameworks-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Make = (options: HuggingFaceProcessorOptions) => Processor;
const FRAMEWORKS: [string, Make, Partial<HuggingFaceProcessorOptions>, RegExp, string][] = [
  ['XGBoost', (options) => Processor.xgboost(options), { version: '1.7-1' }, /\/sagemaker-xgboost:1\.7-1$/, 'ml.m5.large'],
  ['PyTorch', (options) => Processor.pytorch(options), { version: '2.6' }, /\/pytorch-training:2\.6\.0-cpu-py312$/, 'ml.m5.large'],
  ['PyTorch on a GPU', (options) => Processor.pytorch(options), { version: '2.6', processor: 'gpu' }, /\/pytorch-training:2\.6\.0-gpu-py312$/, 'ml.g4dn.xlarge'],
  ['TensorFlow', (options) => Processor.tensorflow(options), { version: '2.19', python: 'py312' }, /\/tensorflow-training:2\.19\.0-cpu-py312$/, 'ml.m5.large'],
  ['TensorFlow where the instance has a GPU', (options) => Processor.tensorflow(options), { version: '2.19', instanceType: 'ml.g5.xlarge' }, /:2\.19\.0-gpu-py312$/, 'ml.g5.xlarge'],
  ['MXNet', (options) => Processor.mxnet(options), { version: '1.9' }, /\/mxnet-training:1\.9\.0-cpu-py38$/, 'ml.m5.large'],
  ['Hugging Face', (options) => Processor.huggingFace(options), { version: '4.49' }, /\/huggingface-pytorch-training:2\.5\.1-transformers4\.49\.0-gpu-py311/, 'ml.g4dn.xlarge'],
  ['Hugging Face on TensorFlow', (options) => Processor.huggingFace(options), { version: '4.17', baseFramework: 'tensorflow' }, /\/huggingface-tensorflow-training:2\.6\.3/, 'ml.g4dn.xlarge'],
];

test.each(FRAMEWORKS)('%s runs a script in the image for its instance', (_, make, options, image, instanceType) => {
  const stack = newStack();
  const request = requestOf(make({ entryPoint: SCRIPT, ...options }), { stack, outputs: ['train'] });
  expect(request.AppSpecification.ImageUri).toMatch(image);
  expect(request.AppSpecification.ContainerEntrypoint).toEqual(['/bin/sh', '-c', 'cd /opt/ml/processing/input/code && tar -xzf *.gz && exec python3 "$0" "$@"', 'prepare.py']);
  expect(request.ProcessingResources.ClusterConfig.InstanceType).toBe(instanceType);
  expect(refusedOf(request)).toEqual([]);
  expect(permissionsOf(stack)).toEqual([]);
  const [, account, repository] = /^(\d+)\.[^/]+\/([^:]+)/.exec(request.AppSpecification.ImageUri as string)!;
  expect(permissionsOf(stack, ['ecr:']).filter((line) => line.startsWith('ecr:'))).toEqual([
    ...['BatchCheckLayerAvailability', 'BatchGetImage', 'GetDownloadUrlForLayer'].map((action) => `ecr:${action} on arn:aws:ecr:eu-west-1:${account}:repository/${repository}`),
    'ecr:GetAuthorizationToken on *',
  ].sort());
});

test.each<[string, () => Processor]>([
  ['scikit-learn', () => Processor.sklearn({ entryPoint: SCRIPT })],
  ['XGBoost', () => Processor.xgboost({ entryPoint: SCRIPT })],
  ['PyTorch', () => Processor.pytorch({ entryPoint: SCRIPT })],
  ['TensorFlow', () => Processor.tensorflow({ entryPoint: SCRIPT })],
  ['MXNet', () => Processor.mxnet({ entryPoint: SCRIPT })],
  ['Hugging Face', () => Processor.huggingFace({ entryPoint: SCRIPT })],
  ['Spark', () => Processor.pyspark({ entryPoint: SCRIPT })],
  ['Data Wrangler', () => DataWranglerFlow.fromFile('test/data/fixtures/income.flow')],
])('%s needs nothing but its code, and a region that has its image', (_, make) => {
  expect(refusedOf(requestOf(make()))).toEqual([]);
  const nowhere = new Stack(new App(), 'Shop', { env: { ...ENV, region: 'xx-nowhere-1' } });
  expect(() => requestOf(make(), { stack: nowhere })).toThrow(/^ImageNotInRegion[^]*got 'xx-nowhere-1'/);
});

test('MXNet is warned of', () => {
  const stack = newStack();
  requestOf(Processor.mxnet({ entryPoint: SCRIPT }), { stack });
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('mxnet .* is frozen'));
});

test.each<[string, () => Processor, string]>([
  ['a version that does not exist', () => Processor.pytorch({ entryPoint: SCRIPT, version: '9.9' }), 'ImageVersionUnknown'],
  ['a Python the version lacks', () => Processor.pytorch({ entryPoint: SCRIPT, version: '2.6', python: 'py27' }), 'ImagePythonUnknown'],
  ['a processor that does not exist', () => Processor.pytorch({ entryPoint: SCRIPT, version: '2.6', processor: 'tpu' }), 'ImageProcessorUnknown'],
  ['an image for GPUs on an instance without one', () => Processor.huggingFace({ entryPoint: SCRIPT, instanceType: 'ml.m5.large' }), 'InstanceHasNoGpu'],
  ['a processor for another instance', () => Processor.pytorch({ entryPoint: SCRIPT, processor: 'gpu', instanceType: 'ml.c5.large' }), 'InstanceHasNoGpu'],
  ['two base frameworks and no choice', () => Processor.huggingFace({ entryPoint: SCRIPT, version: '4.17' }), 'ImageAmbiguous'],
])('fails for %s', (_, make, code) => {
  expect(make).toThrow(code);
});

test('an instance chosen later needs the processor said', () => {
  const stack = newStack();
  const instanceType = new CfnParameter(stack, 'Instance').valueAsString;
  expect(() => Processor.pytorch({ entryPoint: SCRIPT, instanceType })).toThrow(/^ImageProcessorUndecided[^]*Set 'processor' to one of cpu, gpu/);
  expect(requestOf(Processor.pytorch({ entryPoint: SCRIPT, instanceType, processor: 'cpu' }), { stack }).AppSpecification.ImageUri).toContain('-cpu-');
  expect(requestOf(Processor.huggingFace({ entryPoint: SCRIPT, instanceType: new CfnParameter(newStack(), 'I').valueAsString })).AppSpecification.ImageUri).toContain('-gpu-');
});

describe('every job', () => {
  const own = ContainerImage.fromUri('own:1');
  const container = (options: ProcessorOptions, given = {}) => requestOf(Processor.container(own, options), given);

  test('can run in a network of yours, cut off, encrypted and tagged', () => {
    const stack = newStack();
    const request = container({
      subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')],
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
      networkIsolation: true,
      encryptTrafficBetweenInstances: true,
      tags: { team: 'pricing', 'cost/centre': '' },
    }, { stack });
    expect(request).toMatchObject({
      NetworkConfig: {
        EnableNetworkIsolation: true, EnableInterContainerTrafficEncryption: true, VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      },
      Tags: [{ Key: 'team', Value: 'pricing' }, { Key: 'cost/centre', Value: '' }],
    });
    expect(refusedOf(request)).toEqual([]);
    const arn = (rest: string) => `arn:aws:ec2:eu-west-1:123456789012:${rest}`;
    const only = ` if {"ArnEquals":{"ec2:Subnet":["${arn('subnet/subnet-1')}"]}}`;
    expect(permissionsOf(stack)).toEqual([
      `ec2:CreateNetworkInterface on ${arn('network-interface/*')}`,
      `ec2:CreateNetworkInterface on ${arn('security-group/sg-1')}`,
      `ec2:CreateNetworkInterface on ${arn('subnet/subnet-1')}`,
      `ec2:CreateNetworkInterfacePermission on ${arn('network-interface/*')}${only}`,
      `ec2:DeleteNetworkInterface on ${arn('network-interface/*')}${only}`,
      'ec2:DeleteNetworkInterfacePermission on *', 'ec2:DescribeDhcpOptions on *', 'ec2:DescribeNetworkInterfaces on *', 'ec2:DescribeSecurityGroups on *',
      'ec2:DescribeSubnets on *', 'ec2:DescribeVpcs on *',
    ]);
  });

  test('says nothing of networks and tags that are not set', () => {
    const request = container({});
    expect(request).not.toHaveProperty('NetworkConfig');
    expect(request).not.toHaveProperty('Tags');
  });

  const subnets = (count: number) => ({
    subnets: Array.from({ length: count }, (_, index) => ec2.Subnet.fromSubnetId(newStack(), 'Subnet', `subnet-${index}`)),
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(newStack(), 'Group', 'sg-1')],
  });
  const groups = (count: number) => ({
    subnets: [ec2.Subnet.fromSubnetId(newStack(), 'Subnet', 'subnet-1')],
    securityGroups: Array.from({ length: count }, (_, index) => ec2.SecurityGroup.fromSecurityGroupId(newStack(), 'Group', `sg-${index}`)),
  });
  const tags = (count: number) => ({ tags: Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v'])) });

  test.each<[string, ProcessorOptions, string]>([
    ['no subnet', subnets(0), 'SubnetsCount'],
    ['1 subnet', subnets(1), 'accepted'],
    ['16 subnets', subnets(16), 'accepted'],
    ['17 subnets', subnets(17), 'SubnetsCount'],
    ['no security group', groups(0), 'SecurityGroupIdsCount'],
    ['5 security groups', groups(5), 'accepted'],
    ['6 security groups', groups(6), 'SecurityGroupIdsCount'],
    ['subnets without security groups', { subnets: subnets(1).subnets }, 'NetworkIncomplete'],
    ['security groups without subnets', { securityGroups: subnets(1).securityGroups }, 'NetworkIncomplete'],
    ['50 tags', tags(50), 'accepted'],
    ['51 tags', tags(51), 'TagsCount'],
    ['a tag of AWS', { tags: { 'aws:name': 'x' } }, 'TagReserved'],
    ['a key of 128 characters', { tags: { ['k'.repeat(128)]: 'x' } }, 'accepted'],
    ['a key of 129 characters', { tags: { ['k'.repeat(129)]: 'x' } }, 'KeyLength'],
    ['a key with a question mark', { tags: { 'a?': 'x' } }, 'KeyPattern'],
    ['a value of 256 characters', { tags: { a: 'x'.repeat(256) } }, 'accepted'],
    ['a value of 257 characters', { tags: { a: 'x'.repeat(257) } }, 'ValueLength'],
  ])('with %s', (_, options, outcome) => {
    expect(refusal(() => container(options))).toContain(outcome);
  });

  test('can upload while it runs, and write to buckets of yours beside the results of the run', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Lake', { encryptionKey: new kms.Key(stack, 'LakeKey') });
    const request = container({
      uploadMode: UploadMode.CONTINUOUS,
      outputs: [
        ProcessingOutput.toBucket(bucket, 'clean/', { name: 'clean' }),
        ProcessingOutput.toBucket(bucket, 'rejected/', { name: 'rejected', localPath: '/opt/ml/processing/bad', uploadMode: UploadMode.CONTINUOUS }),
      ],
    }, { stack, outputs: ['train'] });
    const [train, clean, rejected] = request.ProcessingOutputConfig.Outputs;
    expect(train).toEqual({ OutputName: 'train', S3Output: { S3Uri: 's3://results/runs/train', LocalPath: '/opt/ml/processing/output/train', S3UploadMode: 'Continuous' } });
    expect(clean).toMatchObject({ OutputName: 'clean', S3Output: { LocalPath: '/opt/ml/processing/output/clean', S3UploadMode: 'EndOfJob' } });
    expect(rejected).toMatchObject({ OutputName: 'rejected', S3Output: { LocalPath: '/opt/ml/processing/bad', S3UploadMode: 'Continuous' } });
    expect(refusedOf(request)).toEqual([]);
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    expect(permissionsOf(stack)).toEqual([
      `kms:Decrypt on ${key}`, `kms:DescribeKey on ${key}`, `kms:Encrypt on ${key}`, `kms:GenerateDataKey on ${key}`,
      ...['AbortMultipartUpload', 'PutObject'].flatMap((action) => ['clean', 'rejected'].map((prefix) => `s3:${action} on arn:aws:s3:::lake/${prefix}/*`)),
    ]);
  });

  test.each<[string, ProcessorOptions, string[], string]>([
    ['10 outputs of both kinds', { outputs: nine() }, ['train'], 'accepted'],
    ['11 outputs of both kinds', { outputs: nine() }, ['train', 'test'], 'OutputsCount'],
    ['two outputs of one name', { outputs: nine().slice(0, 1) }, ['o0'], 'ProcessingNameRepeated'],
    ['an output in a folder elsewhere', { outputs: [ProcessingOutput.toBucket(lake(), '', { name: 'a', localPath: '/data' })] }, [], 'ProcessingFolderOutside'],
    ['a folder of 257 characters', { outputs: [ProcessingOutput.toBucket(lake(), '', { name: 'a', localPath: `/opt/ml/processing/${'x'.repeat(238)}` })] }, [], 'LocalPathLength'],
    ['an output without a good name', { outputs: [ProcessingOutput.toBucket(lake(), '', { name: 'a b' })] }, [], 'ProcessingOutputName'],
  ])('with %s', (_, options, outputs, outcome) => {
    expect(refusal(() => container(options, { outputs }))).toContain(outcome);
  });
});

function lake(): s3.IBucket {
  return s3.Bucket.fromBucketName(newStack(), 'Lake', 'lake');
}

function nine(): ProcessingOutput[] {
  return Array.from({ length: 9 }, (_, index) => ProcessingOutput.toBucket(lake(), `o${index}/`, { name: `o${index}` }));
}

test('requirements without a network are warned of', () => {
  writeFileSync(join(folder, 'main.py'), 'pass');
  writeFileSync(join(folder, 'requirements.txt'), 'tqdm');
  const warned = (networkIsolation: boolean) => {
    const stack = newStack();
    requestOf(Processor.pytorch({ entryPoint: join(folder, 'main.py'), sourceDir: folder, networkIsolation }), { stack });
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('requirements.txt')).length;
  };
  expect([warned(false), warned(true)]).toEqual([0, 1]);
});
