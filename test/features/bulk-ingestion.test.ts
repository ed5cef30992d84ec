import * as s3 from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Duration } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { ProcessingInput, ScheduledProcessing } from '../../lib/data';
import { BulkIngestion, FeatureGroup } from '../../lib/features';
import { Pipeline, ProcessingStep } from '../../lib/pipeline';
import { refusal } from '../support/reading';
import { allowed, customers, newStack, Template } from './support';

const records = () => [ProcessingInput.fromSource(S3Source.fromUri('s3://raw/customers/'), { name: 'records' })];
const OUTPUTS = ['rejected', 'manifest'];

test('runs each night with the permissions that the group takes', () => {
  const stack = newStack();
  new ScheduledProcessing(stack, 'Nightly', {
    processor: BulkIngestion.into(customers(stack)), inputs: records(), outputs: OUTPUTS, schedule: ScheduleExpression.rate(Duration.days(1)),
  });
  const [schedule] = Object.values(Template.fromStack(stack).findResources('AWS::Scheduler::Schedule'));
  const request = JSON.stringify(schedule.Properties.Target.Input);
  expect(request).toContain('ingest_records.py');
  expect(request).toContain('/opt/ml/processing/input/records');
  expect(request).not.toContain('/opt/ml/processing/output/dataset');
  expect(allowed(stack).map(({ actions }) => actions.join())).toContain('sagemaker:DescribeFeatureGroup,sagemaker:PutRecord');
});

test('is a step of any pipeline', () => {
  const stack = newStack();
  const pipeline = new Pipeline(stack, 'Load');
  pipeline.addSteps(new ProcessingStep('Ingest', {
    processor: BulkIngestion.into(customers(stack), { wait: Duration.minutes(5), maxRejectedShare: 0 }), inputs: records(), outputs: OUTPUTS,
  }));
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::Pipeline'));
  expect(JSON.stringify(Properties.PipelineDefinition)).toMatch(/--wait-minutes\W+5\W.*--max-rejected-share\W+0\W/);
});

test.each([
  ['a group whose offline store is not known', 'DatasetWithoutOfflineStore', undefined, {}],
  ['a share of more than all', 'RejectedShareRange', 'lake', { maxRejectedShare: 1.1 }],
  ['less time than it waits', 'DatasetRuntimeTooShort', 'lake', { wait: Duration.minutes(10), maxRuntime: Duration.minutes(10) }],
])('fails with %s', (_, code, lake, options) => {
  const stack = newStack();
  const offlineLocation = lake === undefined ? undefined : { bucket: s3.Bucket.fromBucketName(stack, 'Lake', lake), prefix: 'features' };
  const group = FeatureGroup.fromFeatureGroupAttributes(stack, 'Theirs', { featureGroupName: 'buyers', offlineLocation });
  expect(refusal(() => BulkIngestion.into(group, options))).toContain(code);
});
