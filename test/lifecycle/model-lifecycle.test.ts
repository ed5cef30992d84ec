import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import { MlPlatform, RunOnDeployment } from '../../lib/lifecycle';
import { Serving } from '../../lib/hosting';
import { ApprovalStatus, Metric } from '../../lib/pipeline';
import { definition, income, newStack, resources, text } from './support';

let stack: Stack;
let platform: MlPlatform;

beforeEach(() => {
  stack = newStack();
  platform = new MlPlatform(stack, 'Platform', { namePrefix: 'ml-' });
});

const template = () => Template.fromStack(stack);
const steps = () => definition(stack).Steps as any[];
const decision = () => steps().find(({ Type }) => Type === 'Condition');
const register = () => decision().Arguments.IfSteps.find(({ Type }: any) => Type === 'RegisterModel').Arguments;

describe('a model with the fewest settings', () => {
  test('has a pipeline and a registry of one name, and a run at deployment', () => {
    const { modelName, pipeline, modelPackageGroup } = income(stack, platform);
    expect([modelName, pipeline.pipelineName, modelPackageGroup.modelPackageGroupName]).toEqual(['income', 'ml-income', 'ml-income']);
    template().hasResourceProperties('AWS::SageMaker::Pipeline', { PipelineName: 'ml-income', PipelineDescription: "Prepares, trains, evaluates and registers the model 'income'" });
    template().hasResource('AWS::SageMaker::ModelPackageGroup', { DeletionPolicy: 'RetainExceptOnCreate' });
    template().hasResourceProperties('Custom::SageMakerPipelineRun', { PipelineName: 'ml-income', RunHash: Match.stringLikeRegexp('^[0-9a-f]{64}$') });
    template().resourcePropertiesCountIs('AWS::Events::Rule', { Targets: Match.arrayWith([Match.objectLike({ RoleArn: Match.anyValue() })]) }, 0);
  });

  test('prepares, trains, evaluates, and then registers or fails', () => {
    income(stack, platform);
    expect(steps().map(({ Name, Type }) => `${Name} ${Type}`)).toEqual(['Prepare Processing', 'Train Training', 'Evaluate Processing', 'GoodEnough Condition']);
    expect(decision().Arguments.IfSteps.map(({ Name, Type }: any) => `${Name} ${Type}`)).toEqual(['Package Processing', 'Register RegisterModel']);
    expect(decision().Arguments.ElseSteps.map(({ Name, Type }: any) => `${Name} ${Type}`)).toEqual(['TooWeak Fail']);
  });

  test('reads the data where it was uploaded, with no step before', () => {
    income(stack, platform);
    const inputs = steps()[0].Arguments.ProcessingInputs.map(({ InputName, S3Input }: any) => [InputName, S3Input.LocalPath]);
    expect(inputs).toContainEqual(['data', '/opt/ml/processing/input/data']);
    expect(JSON.stringify(steps()[0].Arguments.ProcessingInputs)).toMatch(/[0-9a-f]{64}\.csv/);
  });

  test('gives the trainer training and validation data, and keeps the test data for the evaluation', () => {
    income(stack, platform);
    const [, train, evaluate] = steps();
    expect(train.Arguments.InputDataConfig.map(({ ChannelName }: any) => ChannelName).sort()).toEqual(['train', 'validation']);
    expect(JSON.stringify(train)).not.toContain("Outputs['test']");
    expect(evaluate.Arguments.ProcessingInputs.map(({ InputName }: any) => InputName)).toEqual(expect.arrayContaining(['model', 'test']));
    expect(JSON.stringify(evaluate)).toContain("Outputs['test']");
  });

  test('registers the packaged model with its metrics and waits for people', () => {
    income(stack, platform);
    const { InferenceSpecification, ModelApprovalStatus, ModelMetrics } = register();
    expect(ModelApprovalStatus).toBe('PendingManualApproval');
    expect(JSON.stringify(InferenceSpecification.Containers[0].ModelDataUrl)).toContain('Steps.Package.');
    expect(InferenceSpecification.Containers[0].Environment).toMatchObject({ SAGEMAKER_PROGRAM: 'inference.py' });
    expect(InferenceSpecification.SupportedRealtimeInferenceInstanceTypes).toEqual(['ml.m5.large']);
    expect(JSON.stringify(ModelMetrics)).toContain('evaluation.json');
  });

  test("writes to the platform's bucket with the platform's key", () => {
    const { pipeline } = income(stack, platform);
    expect(pipeline.artifacts).toBe(platform.artifactBucket);
    const [key] = Object.keys(resources(stack, 'AWS::KMS::Key'));
    expect(steps()[0].Arguments.ProcessingResources.ClusterConfig.VolumeKmsKeyId).toBe(`<${key}.Arn>`);
  });
});

describe('a model with other settings', () => {
  test('must reach every bar, and says what it missed', () => {
    income(stack, platform, { accept: [Metric.of('auc').atLeast(0.9), Metric.of('loss').atMost(0.3)] });
    expect(decision().Arguments.Conditions.map(({ Type, RightValue }: any) => [Type, RightValue])).toEqual([['GreaterThanOrEqualTo', 0.9], ['LessThanOrEqualTo', 0.3]]);
    const message = JSON.stringify(decision().Arguments.ElseSteps[0].Arguments.ErrorMessage);
    expect(message).toContain('and must be at least 0.9; loss was ');
    expect(message).toContain('and must be at most 0.3.');
  });

  test.each([
    [ApprovalStatus.APPROVED, 'Approved'],
    [ApprovalStatus.REJECTED, 'Rejected'],
  ])('is registered as %s', (approval, status) => {
    income(stack, platform, { approval });
    expect(register().ModelApprovalStatus).toBe(status);
  });

  test('is packaged by another machine', () => {
    income(stack, platform, { packaging: { instanceType: 'ml.t3.large', maxRuntime: Duration.minutes(20) } });
    const { Arguments } = decision().Arguments.IfSteps.find(({ Name }: any) => Name === 'Package');
    expect([Arguments.ProcessingResources.ClusterConfig.InstanceType, Arguments.StoppingCondition.MaxRuntimeInSeconds]).toEqual(['ml.t3.large', 1200]);
  });

  test('serves with another instance and environment', () => {
    income(stack, platform, { serve: Serving.realTime({ entryPoint: 'examples/income/model/inference.py', instanceType: 'ml.c5.xlarge', environment: { A: 'b' } }) });
    expect(register().InferenceSpecification).toMatchObject({
      Containers: [expect.objectContaining({ Environment: expect.objectContaining({ A: 'b' }) })],
      SupportedRealtimeInferenceInstanceTypes: ['ml.c5.xlarge'],
    });
  });

  test('is trained on a schedule, and a start that fails is kept', () => {
    income(stack, platform, { schedule: events.Schedule.expression('cron(0 6 ? * MON *)') });
    template().hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'cron(0 6 ? * MON *)',
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^PlatformUndelivered'), 'Arn'] } } })],
    });
  });

  test('does not run at deployment when that is not wanted', () => {
    income(stack, platform, { runOnDeployment: RunOnDeployment.NEVER });
    template().resourceCountIs('Custom::SageMakerPipelineRun', 0);
  });

  test('runs again exactly when something changed', () => {
    const hash = (props = {}) => {
      const other = newStack();
      income(other, new MlPlatform(other, 'Platform', { namePrefix: 'ml-' }), props);
      return Object.values(resources(other, 'Custom::SageMakerPipelineRun'))[0].Properties.RunHash;
    };
    expect(hash()).toBe(hash());
    expect(hash({ accept: [Metric.of('auc').atLeast(0.86)] })).not.toBe(hash());
    expect(hash({ schedule: events.Schedule.expression('cron(0 6 ? * MON *)') })).toBe(hash());
  });

  test('goes with a platform that may go: runs are stopped, versions deleted, then the pipeline and the registry', () => {
    const going = newStack();
    income(going, new MlPlatform(going, 'Platform', { removalPolicy: RemovalPolicy.DESTROY }));
    const all = Template.fromStack(going);
    const [pipeline] = Object.keys(resources(going, 'AWS::SageMaker::Pipeline'));
    const [group] = Object.keys(resources(going, 'AWS::SageMaker::ModelPackageGroup'));
    all.hasResource('Custom::SageMakerPipelineRun', { DependsOn: Match.arrayWith([pipeline]) });
    all.hasResource('Custom::SageMakerModelPackages', { DependsOn: [group] });
    all.hasResource('AWS::SageMaker::ModelPackageGroup', { DeletionPolicy: 'Delete' });
    const services = Object.values(resources(going)).filter(({ Type }) => Type.startsWith('Custom::SageMaker')).map(({ Properties }) => text(Properties.ServiceToken));
    expect(services).toEqual(expect.arrayContaining([expect.stringMatching(/^<PlatformPipelineStarter/), expect.stringMatching(/^<PlatformModelPackageCleaner/)]));
  });
});

describe('the name of a model', () => {
  test.each([['Income', 'income'], ['Income2', 'income2'], ['Credit Risk', 'credit-risk'], ['_x_', 'x']])("comes from the id '%s' as '%s'", (id, name) => {
    expect(income(stack, platform, {}, id).modelName).toBe(name);
  });

  test.each(['a', 'a-1', 'a'.repeat(32)])("may be '%s'", (modelName) => {
    expect(income(stack, platform, { modelName }).pipeline.pipelineName).toBe(`ml-${modelName}`);
  });

  test.each(['', 'Income', 'a_b', 'a--b', '-a', 'a-', 'a'.repeat(33), 'a-'.repeat(16) + 'a'])("fails as '%s'", (modelName) => {
    expect(() => income(stack, platform, { modelName })).toThrow(/ModelNameInvalid {2}Team\/Income\n {2}modelName: /);
  });

  test('fails when the id has nothing to make it from', () => {
    expect(() => income(stack, platform, {}, '__')).toThrow(/ModelNameInvalid[^]*Set 'modelName'/);
  });
});

test('fails without a rule of acceptance, and tells of a wrong name too', () => {
  expect(() => income(stack, platform, { accept: [], modelName: 'X' })).toThrow(/ModelNameInvalid[^]*AcceptanceMissing[^]*atLeast\(0.85\)/);
});

test('fails for a script that is not there, with its path', () => {
  expect(() => income(stack, platform, { serve: Serving.realTime({ entryPoint: 'nowhere/inference.py' }) })).toThrow(/FileMissing[^]*nowhere\/inference.py/);
});
