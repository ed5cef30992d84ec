import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { SageMakerStartPipelineExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Duration } from 'aws-cdk-lib/core';
import { Pipeline } from '../../lib/pipeline';
import { newStack, propertiesOf, work } from './support';

test("a schedule of EventBridge Scheduler starts a pipeline with parameters, through the CDK's own target", () => {
  const stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
  const pipeline = new Pipeline(stack, 'Training', { pipelineName: 'income' });
  pipeline.addStringParameter('Month');
  pipeline.addSteps(work('A'));
  new scheduler.Schedule(stack, 'Monthly', {
    schedule: scheduler.ScheduleExpression.rate(Duration.days(30)),
    target: new SageMakerStartPipelineExecution(pipeline, { pipelineParameterList: [{ name: 'Month', value: 'May' }] }),
  });
  expect(propertiesOf(stack, 'AWS::Scheduler::Schedule')[0].Target).toMatchObject({ SageMakerPipelineParameters: { PipelineParameterList: [{ Name: 'Month', Value: 'May' }] } });
  expect(JSON.stringify(propertiesOf(stack, 'AWS::IAM::Policy'))).toContain('"sagemaker:StartPipelineExecution"');
});
