import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Stack } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source, SourceCode } from '../../lib/core';
import { ProcessingInput } from '../../lib/data';
import { Condition, ConditionStep, ExecutionVariable, FailStep, PackageModelStep, RegisterModelStep, type Step, TrainingStep } from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { Trainer, TrainingImage } from '../../lib/training';
import { newStack, pipelineOf, propertiesOf, script, withoutHashes, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const IMAGE = ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/own:1');

/** What both roles may do: a line for each action on each resource, however the statements are put together. */
function permissions(make: (stack: Stack) => Step[]): { pipeline: string[]; jobs: string[] } {
  const stack = newStack({ env: ENV });
  pipelineOf(stack, ...make(stack));
  const policies = propertiesOf(stack, 'AWS::IAM::Policy');
  const linesOf = (role: string) => policies
    .filter(({ Roles }) => Roles[0].Ref.replace(/[0-9A-F]{8}$/, '') === role)
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(lines) as string[]);
  const sorted = (role: string) => [...new Set(withoutHashes(linesOf(role)))].sort();
  return { pipeline: sorted('TrainingRole'), jobs: sorted('TrainingJobRole') };
}

function lines({ Action, Resource, Condition: condition }: Record<string, any>): string[] {
  return [Action].flat().flatMap((action) => [Resource].flat().flatMap((resource) =>
    conditions(condition).map((only) => `${action} on ${written(resource)}${only}`)));
}

/** A condition with several values stands for one of them at a time. */
function conditions(condition: Record<string, Record<string, unknown>> | undefined): string[] {
  const [[operator, keys] = [], ...others] = Object.entries(condition ?? {});
  if (operator === undefined || keys === undefined) {
    return [''];
  }
  const [[key, values], ...otherKeys] = Object.entries(keys);
  expect([others, otherKeys]).toEqual([[], []]);
  return [values].flat().map((value) => ` if ${key} ${operator} ${value}`);
}

function written(resource: any): string {
  if (typeof resource === 'string') {
    return resource;
  }
  const [[name, operand]] = Object.entries<any>(resource);
  return name === 'Fn::Join' ? operand[1].map(written).join('') : name === 'Fn::Sub' ? operand : `<${[operand].flat()[0].replace(/[0-9A-F]{8}$/, '')}>`;
}

const bare = permissions(() => [new FailStep('Bare', { message: 'over' })]);
/** What a step adds. */
function added(make: (stack: Stack) => Step[]): { pipeline: string[]; jobs: string[] } {
  const all = permissions(make);
  return { pipeline: all.pipeline.filter((each) => !bare.pipeline.includes(each)), jobs: all.jobs.filter((each) => !bare.jobs.includes(each)) };
}

test('a pipeline hands over one role and reads models; jobs read and write results', () => {
  expect(bare).toMatchSnapshot();
});

test('a processing step runs processing jobs, and the job reads its inputs, script and image', () => {
  expect(added((stack) => [work('A', {
    inputs: [ProcessingInput.fromS3(s3.Bucket.fromBucketName(stack, 'Raw', 'raw-data'), 'raw/')], outputs: ['train'], metrics: 'm.json',
  })])).toMatchSnapshot();
});

test('a training step runs training jobs, and the job reads its channels and image', () => {
  expect(added((stack) => [new TrainingStep('A', {
    trainer: Trainer.container(TrainingImage.fromImage(IMAGE)),
    channels: { train: S3Source.fromObject(s3.Bucket.fromBucketName(stack, 'Raw', 'raw-data'), 'train.csv') },
  })])).toMatchSnapshot();
});

test('a register step writes to one group and reads one image, and no job is involved', () => {
  const found = added((stack) => [new RegisterModelStep('A', {
    group: ModelPackageGroup.fromModelPackageGroupName(stack, 'Group', 'income'), model: S3Source.fromUri('s3://a/b'), image: IMAGE,
  })]);
  expect(found).toMatchSnapshot();
  expect(found.jobs).toEqual([]);
});

test('a register step names the versions of a group where the group lives', () => {
  const { pipeline } = added((stack) => [new RegisterModelStep('A', {
    group: ModelPackageGroup.fromModelPackageGroupArn(stack, 'Group', 'arn:aws:sagemaker:us-east-1:210987654321:model-package-group/income'),
    model: S3Source.fromUri('s3://a/b'),
    image: ContainerImage.fromUri('own:1'),
  })]);
  expect(pipeline).toContain('sagemaker:CreateModelPackage on arn:aws:sagemaker:us-east-1:210987654321:model-package/income/*');
});

test('a package step runs a processing job that reads the code', () => {
  expect(added(() => [new PackageModelStep('A', {
    model: S3Source.fromUri('s3://a/model.tar.gz'), inferenceCode: SourceCode.fromScript(script('inference')),
  })])).toMatchSnapshot();
});

test('conditions and ends take no permission', () => {
  const fork = new ConditionStep('Fork', { conditions: [Condition.equalTo(ExecutionVariable.PIPELINE_NAME, 'x')], otherwise: [new FailStep('End', { message: 'over' })] });
  expect(added(() => [fork])).toEqual({ pipeline: [], jobs: [] });
});

test('a step in a branch takes the same permissions as one outside', () => {
  const fork = (...steps: Step[]) => new ConditionStep('Fork', { conditions: [Condition.equalTo(ExecutionVariable.PIPELINE_NAME, 'x')], ifTrue: steps });
  expect(added(() => [fork(work('A'))])).toEqual(added(() => [work('A')]));
});
