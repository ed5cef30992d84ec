import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration, Size } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source } from '../../lib/core';
import { Processor } from '../../lib/data';
import { ApprovalStatus, RegisterModelStep, TrainingStep } from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { Trainer, TrainingImage } from '../../lib/training';
import { validateDefinition } from '../../rehearsal/pipelines/validate-definition';
import { refused } from './api-judge';
import { definitionOf, newStack, pipelineOf, script, wholePipeline, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };

test('every request of the whole pipeline is one that the API takes', () => {
  const pipeline = wholePipeline(newStack({ env: ENV }));
  expect(refused(pipeline)).toEqual([]);
  expect(validateDefinition(definitionOf(pipeline))).toEqual([]);
});

test('so is every request with every option', () => {
  const stack = newStack({ env: ENV });
  const pipeline = wholePipeline(stack, { encryptionKey: new Key(stack, 'Key') });
  const shape = pipeline.addStringParameter('Instance', { defaultValue: 'ml.m5.xlarge' });
  const copies = pipeline.addIntegerParameter('Copies', { defaultValue: 2 });
  const image = ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/own:1');
  const machine = {
    instanceType: shape.valueAsString, instanceCount: copies.valueAsNumber, volumeSize: Size.gibibytes(50), maxRuntime: Duration.minutes(10),
    environment: { LEVEL: 'debug', ROUND: `${copies}` },
  };
  pipeline.addSteps(
    work('Script', {
      processor: Processor.script(image, { entryPoint: script('prepare'), sourceDir: 'test/pipeline/fixtures', arguments: ['--rounds', copies.valueAsString], ...machine }),
      outputs: ['a', 'b'],
      modelOutputs: ['c'],
    }),
    work('Container', { processor: Processor.container(image, { entrypoint: ['/run'], arguments: ['x'], ...machine }), displayName: 'Own program', description: 'Runs it' }),
    new TrainingStep('Own', {
      trainer: Trainer.container(TrainingImage.fromImage(image), {
        hyperparameters: { depth: '3' }, metrics: [{ name: 'auc', regex: 'auc=([0-9.]+)' }], spot: { maxWait: Duration.hours(1) }, ...machine,
      }),
      channels: { train: S3Source.fromUri('s3://some-bucket/train') },
    }),
    new RegisterModelStep('Keep', {
      group: ModelPackageGroup.fromModelPackageGroupName(stack, 'Other', 'other'),
      model: S3Source.fromUri('s3://some-bucket/model.tar.gz'),
      image,
      environment: { SAGEMAKER_PROGRAM: 'inference.py' },
      approval: ApprovalStatus.APPROVED,
      contentTypes: ['text/csv'],
      responseTypes: ['application/json'],
      inferenceInstances: ['ml.c5.large'],
      modelDescription: 'A model',
      customerMetadata: { commit: 'abc' },
      dataQualityBaseline: { statistics: S3Source.fromUri('s3://some-bucket/statistics.json'), constraints: S3Source.fromUri('s3://some-bucket/constraints.json') },
    }),
  );
  expect(refused(pipeline)).toEqual([]);
  expect(validateDefinition(definitionOf(pipeline))).toEqual([]);
});

test('the check finds what the API refuses', () => {
  const wrong = Processor.sklearn({ entryPoint: script('prepare'), overrides: { Enviroment: {}, StoppingCondition: { MaxRuntimeInSeconds: 0 } } });
  expect(refused(pipelineOf(newStack({ env: ENV }), work('A', { processor: wrong })))).toHaveLength(2);
});
