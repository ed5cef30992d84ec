import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { type IPipeline, Pipeline, PipelineGrants } from '../../lib/pipeline';
import { newStack, pipelineOf, propertiesOf, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const ARN = 'arn:aws:sagemaker:eu-west-1:123456789012:pipeline/income';
const RUNS = `${ARN}/execution/*`;

describe('events', () => {
  test.each<[string, (pipeline: IPipeline, options: events.OnEventOptions) => events.Rule, string[] | undefined]>([
    ['of every change', (pipeline, options) => pipeline.onStatusChange('Tell', options), undefined],
    ['of failed and stopped runs', (pipeline, options) => pipeline.onFailed('Tell', options), ['Failed', 'FAILED', 'Stopped', 'STOPPED', 'CompletedWithFailures', 'COMPLETED_WITH_FAILURES']],
    ['of runs that succeeded', (pipeline, options) => pipeline.onSucceeded('Tell', options), ['Succeeded', 'SUCCEEDED']],
  ])('%s reach a target', (_, on, statuses) => {
    const stack = newStack({ env: ENV });
    on(Pipeline.fromPipelineName(stack, 'Imported', 'Income'), { target: new targets.SnsTopic(new sns.Topic(stack, 'Topic')), description: 'Tells us' });
    expect(propertiesOf(stack, 'AWS::Events::Rule')[0]).toMatchObject({
      Description: 'Tells us',
      Targets: [{}],
      EventPattern: {
        source: ['aws.sagemaker'],
        'detail-type': ['SageMaker Model Building Pipeline Execution Status Change'],
        detail: { pipelineArn: [ARN], ...(statuses && { currentPipelineExecutionStatus: statuses }) },
      },
    });
  });

  test('may be narrowed, and get targets later', () => {
    const stack = newStack();
    const rule = pipelineOf(stack, work('A')).onSucceeded('Tell', { eventPattern: { account: ['123456789012'] } });
    rule.addTarget(new targets.SnsTopic(new sns.Topic(stack, 'Topic')));
    expect(propertiesOf(stack, 'AWS::Events::Rule')[0]).toMatchObject({ EventPattern: { account: ['123456789012'], source: ['aws.sagemaker'] }, Targets: [{}] });
  });
});

describe('grants', () => {
  const granted = (grant: (grants: PipelineGrants, grantee: iam.IGrantable) => iam.Grant) => {
    const stack = newStack({ env: ENV });
    const role = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
    grant(PipelineGrants.fromPipeline(Pipeline.fromPipelineName(stack, 'Imported', 'Income')), role).assertSuccess();
    return propertiesOf(stack, 'AWS::IAM::Policy')[0].PolicyDocument.Statement as unknown;
  };

  test('let somebody start runs', () => {
    expect(granted((grants, role) => grants.start(role))).toEqual([{ Action: 'sagemaker:StartPipelineExecution', Effect: 'Allow', Resource: ARN }]);
  });

  test('let somebody stop runs', () => {
    expect(granted((grants, role) => grants.stop(role))).toEqual([{ Action: 'sagemaker:StopPipelineExecution', Effect: 'Allow', Resource: RUNS }]);
  });

  test('let somebody look', () => {
    expect(granted((grants, role) => grants.read(role))).toEqual([{
      Action: [
        'sagemaker:DescribePipeline', 'sagemaker:ListPipelineExecutions', 'sagemaker:DescribePipelineExecution', 'sagemaker:DescribePipelineDefinitionForExecution',
        'sagemaker:ListPipelineExecutionSteps', 'sagemaker:ListPipelineParametersForExecution',
      ],
      Effect: 'Allow',
      Resource: [ARN, RUNS],
    }]);
  });

  test('go by the name that aws-cdk-lib gives them, too', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    pipelineOf(stack, work('A')).grantStartPipelineExecution(role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Action: 'sagemaker:StartPipelineExecution' }] } });
  });
});

describe('metrics', () => {
  const imported = Pipeline.fromPipelineName(newStack(), 'Imported', 'Income');
  const common = { namespace: 'AWS/Sagemaker/ModelBuildingPipeline', dimensions: { PipelineName: 'Income' } };

  test.each([
    [imported.metricExecutionFailed(), { metricName: 'ExecutionFailed', statistic: 'Sum' }],
    [imported.metricExecutionSucceeded(), { metricName: 'ExecutionSucceeded', statistic: 'Sum' }],
    [imported.metricExecutionDuration(), { metricName: 'ExecutionDuration', statistic: 'Maximum' }],
    [imported.metric('ExecutionStarted', { statistic: 'n', period: Duration.hours(1) }), { metricName: 'ExecutionStarted', period: Duration.hours(1) }],
  ])('%s', (metric, expected) => {
    expect(metric).toMatchObject({ ...common, ...expected });
  });

  test('make alarms', () => {
    const stack = newStack();
    pipelineOf(stack, work('A')).metricExecutionFailed().createAlarm(stack, 'Failed', { threshold: 1, evaluationPeriods: 1 });
    expect(propertiesOf(stack, 'AWS::CloudWatch::Alarm')[0]).toMatchObject({ MetricName: 'ExecutionFailed', Dimensions: [{ Name: 'PipelineName' }] });
  });
});
