import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import { MlflowTracking } from '../../lib/core';
import { DeployVersions, MlPlatform, RunOnDeployment } from '../../lib/lifecycle';
import { Serving } from '../../lib/hosting';
import { Approval, Metric, PipelineExperiment } from '../../lib/pipeline';
import { readRequest } from '../../lambda/find-serving-version/request';
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
const metricOf = (step: string, Path = 'auc') => ({ 'Std:JsonGet': { PropertyFile: { Get: `Steps.${step}.PropertyFiles.evaluation` }, Path } });
const register = () => decision().Arguments.IfSteps.find(({ Type }: any) => Type === 'RegisterModel').Arguments;

test('a model may be recorded in MLflow and in an experiment', () => {
  const arn = 'arn:aws:sagemaker:eu-west-1:123456789012:mlflow-app/app-ABC';
  income(stack, platform, { mlflow: MlflowTracking.fromArn(arn), experiment: PipelineExperiment.forPipeline() });
  expect(steps().filter(({ Name }) => /^(Prepare|Train|Evaluate)$/.test(Name)).map(({ Arguments }) => Arguments.Environment.MLFLOW_TRACKING_URI)).toEqual([arn, arn, arn]);
  expect(definition(stack).PipelineExperimentConfig).toEqual({ ExperimentName: { Get: 'Execution.PipelineName' }, TrialName: { Get: 'Execution.PipelineExecutionId' } });
});

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
    expect(steps().map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
      'Prepare Processing', 'Train Training', 'Evaluate Processing',
      'ServingVersion Lambda', 'EvaluateServing Processing', 'GoodEnough Condition',
    ]);
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
    ['approved without people', Approval.none(), 'Approved'],
    ['pending for people', Approval.manual(), 'PendingManualApproval'],
  ])('is registered as %s', (_, approval, status) => {
    income(stack, platform, { approval });
    expect(register().ModelApprovalStatus).toBe(status);
  });

  test('approves itself by its metrics and those of the version that serves', () => {
    income(stack, platform, { approval: Approval.automatic(Metric.of('auc').atLeast(0.9), Metric.of('auc').atLeastServing()) });
    const decided = decision().Arguments.IfSteps.find(({ Name }: any) => Name === 'Register');
    expect(decided.Arguments.Conditions.map(({ RightValue }: any) => RightValue)).toEqual([0.9, metricOf('EvaluateServing')]);
    expect([decided.Arguments.IfSteps, decided.Arguments.ElseSteps].map(([{ Arguments }]: any) => Arguments.ModelApprovalStatus)).toEqual(['Approved', 'PendingManualApproval']);
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

  test('does not run at deployment when that is not wanted, and its runs are stopped before it goes all the same, by the platform', () => {
    income(stack, platform, { runOnDeployment: RunOnDeployment.NEVER, schedule: events.Schedule.expression('cron(0 6 ? * MON *)') });
    const [[id, { Properties, DependsOn }]] = Object.entries(resources(stack, 'Custom::SageMakerPipelineRun'));
    expect(Properties).toEqual({ ServiceToken: { 'Fn::GetAtt': [expect.stringMatching(/^PlatformPipelineStarter/), 'Arn'] }, PipelineName: 'ml-income' });
    expect(DependsOn).toContain(Object.keys(resources(stack, 'AWS::SageMaker::Pipeline'))[0]);
    const schedules = Object.values(resources(stack, 'AWS::Events::Rule')).filter(({ Properties: rule }) => rule.ScheduleExpression === 'cron(0 6 ? * MON *)');
    expect(schedules.map((rule) => rule.DependsOn)).toEqual([[id]]);
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

describe('the comparison with the version that serves', () => {
  const step = (name: string) => steps().find(({ Name }) => Name === name);
  const inputs = (name: string): Record<string, unknown> =>
    Object.fromEntries(step(name).Arguments.ProcessingInputs.map(({ InputName, S3Input }: any) => [InputName, S3Input.S3Uri]));

  test('finds that version by the endpoint, and takes none from elsewhere', () => {
    income(stack, platform);
    const { Arguments, FunctionArn } = step('ServingVersion');
    expect(FunctionArn).toMatch(/^<PlatformServingVersionsHandlerFunction/);
    const [bucket] = /^s3:\/\/[^/]+/.exec(Arguments.artifacts)!;
    expect(Arguments).toEqual({
      endpointName: 'ml-income', modelPackageGroupName: 'ml-income', artifacts: `${bucket}/models/ml-income/`, candidate: { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' },
    });
    expect(readRequest({ ...Arguments, candidate: `${bucket}/models/ml-income/run/Train/model.tar.gz` }).endpointName).toBe('ml-income');
  });

  test('measures it with the same job on the same rows as the new one', () => {
    income(stack, platform);
    const { model, ...others } = inputs('EvaluateServing');
    const { model: candidate, ...same } = inputs('Evaluate');
    expect(others).toEqual(same);
    expect(Object.keys(same)).toContain('test');
    expect(model).toEqual({ Get: "Steps.ServingVersion.OutputParameters['modelDataUrl']" });
    expect(candidate).toEqual({ Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' });
    const withoutPlaces = ({ ProcessingInputs: _inputs, ProcessingOutputConfig: _outputs, ...job }: any) => job;
    expect(withoutPlaces(step('EvaluateServing').Arguments)).toEqual(withoutPlaces(step('Evaluate').Arguments));
  });

  test('is over before anything is registered, and goes with the version', () => {
    income(stack, platform);
    expect(decision().DependsOn).toEqual(['EvaluateServing']);
    expect(register().CustomerMetadataProperties.servingModelPackage).toEqual({ Get: "Steps.ServingVersion.OutputParameters['modelPackageArn']" });
    expect(JSON.stringify(register().CustomerMetadataProperties.servingMetrics)).toContain('Steps.EvaluateServing.');
  });

  test('may be a bar, and the reason of a failure', () => {
    income(stack, platform, { accept: [Metric.of('auc').atLeastServing(), Metric.of('loss').atMostServing()] });
    expect(decision().Arguments.Conditions).toEqual([
      { Type: 'GreaterThanOrEqualTo', LeftValue: metricOf('Evaluate'), RightValue: metricOf('EvaluateServing') },
      { Type: 'LessThanOrEqualTo', LeftValue: metricOf('Evaluate', 'loss'), RightValue: metricOf('EvaluateServing', 'loss') },
    ]);
    const { Values } = decision().Arguments.ElseSteps[0].Arguments.ErrorMessage['Std:Join'];
    expect(Values.slice(0, 4)).toEqual([
      'The model was not registered: auc was ', metricOf('Evaluate'), ' and must be at least that of the version that serves, ', metricOf('EvaluateServing'),
    ]);
  });

  test('goes by the newest approved version where there is no endpoint', () => {
    income(stack, platform, { deploy: DeployVersions.NEVER });
    expect(step('ServingVersion').Arguments.endpointName).toBeUndefined();
  });

  test('can be left out', () => {
    income(stack, platform, { compareWithServing: false });
    expect(steps().map(({ Name }) => Name)).toEqual(['Prepare', 'Train', 'Evaluate', 'GoodEnough']);
    expect([decision().DependsOn, register().CustomerMetadataProperties]).toEqual([undefined, undefined]);
    expect(Object.values(resources(stack, 'AWS::IAM::Policy')).filter((policy) => JSON.stringify(policy).includes('lambda:InvokeFunction') && policy.Properties.PolicyName.includes('IncomePipeline'))).toEqual([]);
  });

  test.each([
    ['accept', { accept: [Metric.of('auc').atLeastServing()] }],
    ['approval', { approval: Approval.automatic(Metric.of('auc').atMostServing()) }],
  ])('fails when it is left out and %s asks for it', (_, props) => {
    expect(() => income(stack, platform, { ...props, compareWithServing: false })).toThrow(/ServingComparisonMissing[^]*Metric.of\('auc'\)[^]*'compareWithServing'/);
  });

  test('adds no resource to the model', () => {
    const count = (compareWithServing: boolean) => {
      const other = newStack();
      const shared = new MlPlatform(other, 'Platform', { namePrefix: 'ml-' });
      income(other, shared, { compareWithServing });
      return Object.keys(resources(other)).length;
    };
    expect(count(true)).toBe(count(false));
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
