import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Token } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source } from '../../lib/core';
import { ContainerExecution, ModelContainer, ModelStep, type ModelStepProps, Pipeline, RetryOn, RetryPolicy, TrainingStep } from '../../lib/pipeline';
import { Trainer, TrainingImage } from '../../lib/training';
import { problemsOf, refused } from './api-judge';
import { added } from './role-lines';
import { mistakesOf, newStack, pipelineOf, propertiesOf, refusal, stepOf } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const IMAGE = ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/own:1');
const artifact = S3Source.fromUri('s3://some-bucket/model.tar.gz');
const plain = ModelContainer.fromArtifact(IMAGE, artifact);
const named = (hostname: string) => ModelContainer.fromArtifact(IMAGE, artifact, { hostname });
const make = (props: Partial<ModelStepProps> = {}) => new ModelStep('Make', { containers: [plain], ...props });
const rendered = (props: Partial<ModelStepProps> = {}) => stepOf(pipelineOf(newStack({ env: ENV }), make(props)), 'Make').Arguments;
const verdict = (props: Partial<ModelStepProps>) => refusal(() => rendered(props));

describe('a model', () => {
  test('has one container without settings, and runs as the jobs do', () => {
    expect(rendered()).toEqual({
      PrimaryContainer: { Image: expect.stringContaining('/own:1'), ModelDataUrl: 's3://some-bucket/model.tar.gz' },
      ExecutionRoleArn: { 'Fn::GetAtt': [expect.stringContaining('TrainingJobRole'), 'Arn'] },
    });
  });

  test('with every option is one that the API takes', () => {
    const stack = newStack({ env: ENV });
    const pipeline = new Pipeline(stack, 'Training');
    const level = pipeline.addStringParameter('Level', { defaultValue: 'debug' });
    const train = new TrainingStep('Train', { trainer: Trainer.container(TrainingImage.fromImage(IMAGE)), channels: { train: S3Source.fromUri('s3://a/b') } });
    pipeline.addSteps(train, make({
      containers: [
        ModelContainer.fromArtifact(IMAGE, train.model, { hostname: 'first', environment: { LEVEL: level.valueAsString } }),
        ModelContainer.fromFolder(IMAGE, S3Source.fromUri('s3://some-bucket/files/'), { hostname: 'second' }),
        ModelContainer.fromImage(IMAGE, { hostname: 'third' }),
        ModelContainer.multiModel(IMAGE, S3Source.fromUri('s3://some-bucket/models/'), { hostname: 'fourth', cacheModels: false }),
        ModelContainer.fromModelPackage('arn:aws:sagemaker:eu-west-1:123456789012:model-package/income/1', { hostname: 'fifth' }),
      ],
      execution: ContainerExecution.DIRECT,
      subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')],
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Security', 'sg-1')],
      networkIsolation: true,
      overrides: { Tags: [{ Key: 'a', Value: 'b' }] },
      retry: [RetryPolicy.attempts(2, { on: [RetryOn.THROTTLING] })],
      displayName: 'The model', description: 'Five containers',
    }));
    expect(refused(pipeline)).toEqual([]);
    expect(problemsOf(pipeline)).toEqual([]);
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(stepOf(pipeline, 'Make')).toMatchSnapshot();
  });

  test('is known to other steps by its name and ARN', () => {
    expect(make().modelName._render()).toEqual({ Get: 'Steps.Make.ModelName' });
    expect(make().modelArn._render()).toEqual({ Get: 'Steps.Make.ModelArn' });
  });

  test('leaves it to the service whether models stay in memory', () => {
    const container = ModelContainer.multiModel(IMAGE, S3Source.fromUri('s3://some-bucket/models/'));
    expect(rendered({ containers: [container] }).PrimaryContainer).toEqual({ Image: expect.anything(), ModelDataUrl: 's3://some-bucket/models/', Mode: 'MultiModel' });
  });
});

describe('a model is refused', () => {
  const many = (count: number) => Array.from({ length: count }, () => plain);
  const networks = (subnets: number, groups: number) => ({
    subnets: Array.from({ length: subnets }, (_, n) => ec2.Subnet.fromSubnetId(newStack(), 'Subnet', `subnet-${n}`)),
    securityGroups: Array.from({ length: groups }, (_, n) => ec2.SecurityGroup.fromSecurityGroupId(newStack(), 'Group', `sg-${n}`)),
  });
  const environment = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`V${n}`, 'x']));
  const withEnvironment = (variables: Record<string, string>) => ({ containers: [ModelContainer.fromImage(IMAGE, { environment: variables })] });

  test.each<[string, Partial<ModelStepProps>, string]>([
    ['without containers', { containers: [] }, 'ContainersCount'],
    ['not with 15', { containers: many(15) }, 'accepted'],
    ['with 16', { containers: many(16) }, 'ContainersCount'],
    ['with some hostnames', { containers: [plain, named('a')] }, 'ContainerHostnames'],
    ['with one hostname twice', { containers: [named('a'), named('a')] }, 'ContainerHostnameRepeated'],
    ['for a hostname with a dot', { containers: [named('a.b')] }, 'ContainerHostname'],
    ['not for one of 63 letters', { containers: [named('a'.repeat(63))] }, 'accepted'],
    ['for one of 64', { containers: [named('a'.repeat(64))] }, 'ContainerHostname'],
    ['not for one that is known later', { containers: [named(Token.asString({ Ref: 'Host' }))] }, 'accepted'],
    ['for an order of one container', { execution: ContainerExecution.SERIAL }, 'ExecutionOfOne'],
    ['not for an order of two', { containers: many(2), execution: ContainerExecution.SERIAL }, 'accepted'],
    ['for a choice among containers without names', { containers: many(2), execution: ContainerExecution.DIRECT }, 'DirectHostnames'],
    ['not with 100 variables', withEnvironment(environment(100)), 'accepted'],
    ['with 101', withEnvironment(environment(101)), 'EnvironmentCount'],
    ['for a variable with a long value', withEnvironment({ A: 'x'.repeat(1025) }), 'EnvironmentValueLength'],
    ['for a variable with a bad name', withEnvironment({ '1A': 'x' }), 'EnvironmentName'],
    ['not in 16 subnets with 5 groups', networks(16, 5), 'accepted'],
    ['in 17 subnets', networks(17, 1), 'SubnetsCount'],
    ['with 6 groups', networks(1, 6), 'SecurityGroupIdsCount'],
    ['in subnets without groups', { subnets: networks(1, 0).subnets }, 'NetworkIncomplete'],
  ])('%s', (_, props, expected) => {
    expect(verdict(props)).toContain(expected);
  });
});

test('the pipeline may make models, and the role of the jobs may read image and artifact', () => {
  expect(added((stack) => [make({
    containers: [ModelContainer.fromArtifact(IMAGE, S3Source.fromObject(s3.Bucket.fromBucketName(stack, 'Models', 'models'), 'model.tar.gz'))],
  })])).toMatchSnapshot();
});

test('a model with a role of its own hands that over, and the role reads what steps made', () => {
  const stack = newStack({ env: ENV });
  const role = new iam.Role(stack, 'Serving', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  pipelineOf(stack, make({ role }));
  const policies = propertiesOf(stack, 'AWS::IAM::Policy');
  const own = policies.find(({ Roles }) => Roles[0].Ref.startsWith('Serving'))!;
  const passed = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).filter(({ Action }) => Action === 'iam:PassRole').flatMap(({ Resource }) => Resource);
  expect(JSON.stringify(passed)).toContain('Serving');
  const actions = own.PolicyDocument.Statement.flatMap(({ Action }: any) => Action);
  expect(actions).toEqual(expect.arrayContaining(['s3:GetObject', 's3:ListBucket', 'ecr:BatchGetImage']));
  expect(actions).not.toContain('s3:PutObject');
});
