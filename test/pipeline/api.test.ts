import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration, Size } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source } from '../../lib/core';
import { Processor } from '../../lib/data';
import { ApprovalStatus, type Pipeline, RegisterModelStep, TrainingStep } from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { Trainer, TrainingImage } from '../../lib/training';
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import { validateDefinition } from '../../rehearsal/pipelines/validate-definition';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { allSteps, definitionOf, newStack, pipelineOf, script, wholePipeline, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const ARNS: [string, string][] = [
  ['Key', 'arn:aws:kms:eu-west-1:123456789012:key/1'],
  ['Group', 'arn:aws:sagemaker:eu-west-1:123456789012:model-package-group/income'],
  ['Role', 'arn:aws:iam::123456789012:role/sagemaker-lifecycle/job'],
];
const model = ServiceModel.load(botocoreData(), 'sagemaker');

/** The call behind each type of step, and the name that the service fills in. */
const CALLS: Record<string, { operation: string; filledIn: Record<string, string> }> = {
  Processing: { operation: 'CreateProcessingJob', filledIn: { ProcessingJobName: 'pipelines-abc-Step-xyz' } },
  Training: { operation: 'CreateTrainingJob', filledIn: { TrainingJobName: 'pipelines-abc-Step-xyz' } },
  RegisterModel: { operation: 'CreateModelPackage', filledIn: {} },
};

/** What the service would refuse of the requests that a pipeline makes. */
function refused(pipeline: Pipeline): string[] {
  const definition = definitionOf(pipeline);
  const defaults = Object.fromEntries(definition.Parameters.map((each: any) => [each.Name, each.DefaultValue]));
  return allSteps(definition.Steps).filter(({ Type }) => CALLS[Type]).flatMap(({ Name, Type, Arguments }) => {
    const { operation, filledIn } = CALLS[Type];
    return model.validateInput(operation, { ...filledIn, ...(sample(Arguments, defaults) as object) }).map((problem) => `${Name}: ${problem}`);
  });
}

/** Values of the right shape in place of what is known later. */
function sample(value: unknown, parameters: Record<string, unknown>): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => sample(each, parameters));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[name, operand] = [], ...others] = Object.entries(value);
  switch (others.length === 0 ? name : undefined) {
    case 'Get': return referred(operand, parameters);
    case 'Std:Join': return operand.Values.map((each: unknown) => sample(each, parameters)).join(operand.On);
    case 'Std:JsonGet': return 0.9;
    case 'Ref': return operand === 'AWS::Partition' ? 'aws' : 'some-bucket';
    case 'Fn::GetAtt': return ARNS.find(([part]) => operand[0].includes(part))![1];
    case 'Fn::Join': return operand[1].map((each: unknown) => sample(each, parameters)).join(operand[0]);
    case 'Fn::Sub': return operand.replace(/\$\{[^}]*\}/g, 'x');
    default: return Object.fromEntries(Object.entries(value).map(([member, each]) => [member, sample(each, parameters)]));
  }
}

function referred(path: string, parameters: Record<string, unknown>): unknown {
  if (path.startsWith('Parameters.')) {
    return parameters[path.slice('Parameters.'.length)];
  }
  return /S3Uri$|S3ModelArtifacts$/.test(path) ? 's3://some-bucket/some/key' : 'value';
}

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
