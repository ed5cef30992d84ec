import * as s3 from 'aws-cdk-lib/aws-s3';
import { ContainerImage, S3Source, SourceCode } from '../../lib/core';
import { ProcessingInput } from '../../lib/data';
import { Condition, ConditionStep, ExecutionVariable, FailStep, PackageModelStep, RegisterModelStep, type Step, TrainingStep } from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { Trainer, TrainingImage } from '../../lib/training';
import { added, bare } from './role-lines';
import { script, work } from './support';

const IMAGE = ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/own:1');

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
