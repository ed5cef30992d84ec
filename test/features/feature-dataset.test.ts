import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { Keep } from '../../lib/core/internal/job-site';
import { FeatureDataset, type FeatureDatasetOptions, FeatureGroup, OfflineStore } from '../../lib/features';
import { allowed, customers, newStack } from './support';

/** The CreateProcessingJob request of a data set, as a pipeline would render it. */
function rendered(stack: Stack, group: ReturnType<typeof customers>, options: Partial<FeatureDatasetOptions> = {}): any {
  const bucket = s3.Bucket.fromBucketName(stack, 'Raw', 'raw');
  const { collection } = FeatureDataset.of(group, { from: S3Source.fromBucket(bucket, 'daily/'), ...options })._plan();
  const role = new iam.Role(stack, 'JobRole', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  const site = { scope: stack, role, outputUri: (output: string) => `s3://out/${output}` };
  const outputs = collection!.outputs.map((name) => ({ name, keep: Keep.FOR_THE_RUN }));
  return stack.resolve(collection!.processor._render(site, collection!.inputs, outputs));
}

describe('a data set that goes through a group', () => {
  test('is collected by a step whose output holds the data', () => {
    const stack = newStack();
    const { collection, source } = FeatureDataset.of(customers(stack), { from: S3Source.fromUri('s3://raw/daily/') })._plan();
    expect(source).toBeUndefined();
    expect(collection).toMatchObject({ stepName: 'Ingest', outputs: ['dataset', 'rejected', 'manifest'], dataOutput: 'dataset' });
  });

  test('runs the library\'s script on the given records', () => {
    const stack = newStack();
    const request = rendered(stack, customers(stack));
    expect(request.AppSpecification.ContainerEntrypoint.at(-1)).toBe('ingest_records.py');
    expect(request.ProcessingInputs[0]).toMatchObject({ InputName: 'records', S3Input: { S3Uri: 's3://raw/daily/', LocalPath: '/opt/ml/processing/input/records' } });
    expect(request.ProcessingOutputConfig.Outputs.map((output: any) => output.S3Output.LocalPath)).toEqual([
      '/opt/ml/processing/output/dataset', '/opt/ml/processing/output/rejected', '/opt/ml/processing/output/manifest',
    ]);
  });

  test('has the defaults it promises', () => {
    const stack = newStack();
    const request = rendered(stack, customers(stack));
    expect(request.AppSpecification.ContainerArguments).toEqual([
      '--feature-group', { Ref: 'Customers6955EA0A' }, '--region', { Ref: 'AWS::Region' }, '--wait-minutes', '30', '--max-rejected-share', '0.05',
    ]);
    expect(request.StoppingCondition.MaxRuntimeInSeconds).toBe(90 * 60);
    expect(request.ProcessingResources.ClusterConfig.InstanceType).toBe('ml.m5.large');
  });

  test('takes every option', () => {
    const stack = newStack();
    const request = rendered(stack, customers(stack), {
      wait: Duration.seconds(90), maxRejectedShare: 0, maxRuntime: Duration.minutes(20), instanceType: 'ml.m5.4xlarge',
    });
    expect(request.AppSpecification.ContainerArguments.slice(4)).toEqual(['--wait-minutes', '1.5', '--max-rejected-share', '0']);
    expect(request.StoppingCondition.MaxRuntimeInSeconds).toBe(20 * 60);
    expect(request.ProcessingResources.ClusterConfig.InstanceType).toBe('ml.m5.4xlarge');
  });

  test('lets the job\'s role write to the group and read its offline prefix', () => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Lake', 'lake');
    rendered(stack, customers(stack, { offline: OfflineStore.glue({ bucket, prefix: 'features' }) }));
    const actions = allowed(stack).map((statement) => statement.actions.join());
    expect(actions).toContain('sagemaker:DescribeFeatureGroup,sagemaker:PutRecord');
    expect(JSON.stringify(allowed(stack).filter((statement) => statement.actions.join() === 's3:GetObject'))).toContain(':s3:::lake/features/*');
  });

  test('works with a group that exists', () => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Lake', 'lake');
    const group = FeatureGroup.fromFeatureGroupAttributes(stack, 'Theirs', { featureGroupName: 'buyers', offlineLocation: { bucket, prefix: 'features' } });
    expect(rendered(stack, group as FeatureGroup).AppSpecification.ContainerArguments[1]).toBe('buyers');
  });
});

describe('refusals', () => {
  const from = S3Source.fromUri('s3://raw/');

  test('fails for a group without offline store', () => {
    expect(() => FeatureDataset.of(customers(newStack(), { offline: OfflineStore.none() }), { from })).toThrow(/DatasetWithoutOfflineStore {2}Shop\/Customers/);
  });

  test.each<[string, Partial<FeatureDatasetOptions>, string]>([
    ['a share below nothing', { maxRejectedShare: -0.01 }, 'RejectedShareRange'],
    ['a share above all', { maxRejectedShare: 1.01 }, 'RejectedShareRange'],
    ['no wait at all', { wait: Duration.seconds(0) }, 'OfflineWaitRange'],
    ['a job that is stopped before its wait is over', { wait: Duration.minutes(10), maxRuntime: Duration.minutes(10) }, 'DatasetRuntimeTooShort'],
  ])('fails for %s', (_, options, code) => {
    expect(() => FeatureDataset.of(customers(newStack()), { from, ...options })).toThrow(code);
  });

  test.each<[string, Partial<FeatureDatasetOptions>]>([
    ['nothing rejected', { maxRejectedShare: 0 }],
    ['everything rejected', { maxRejectedShare: 1 }],
    ['a wait of a second', { wait: Duration.seconds(1) }],
    ['a job that outlives its wait', { wait: Duration.minutes(10), maxRuntime: Duration.minutes(11) }],
  ])('takes %s', (_, options) => {
    expect(() => FeatureDataset.of(customers(newStack()), { from, ...options })).not.toThrow();
  });
});
