import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { type Stack } from 'aws-cdk-lib/core';
import { FeatureGroup, OfflineStore } from '../../lib/features';
import { allowed, customers, newStack, Template } from './support';

const loaderIn = (stack: Stack) => new iam.User(stack, 'Loader');
const grantsTo = (stack: Stack) => allowed(stack).filter(({ actions }) => !actions.some((action) => /PutObject|GetBucketAcl|glue:/.test(action)));
const groupArn = (name: unknown) => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ...(name as unknown[])]],
});

describe('grants', () => {
  test('ingest is writing and seeing the definitions of this group', () => {
    const stack = newStack();
    customers(stack).grants.ingest(loaderIn(stack));
    expect(grantsTo(stack)).toEqual([
      {
        actions: ['sagemaker:DescribeFeatureGroup', 'sagemaker:PutRecord'],
        resources: [groupArn([':feature-group/', { Ref: 'Customers6955EA0A' }])],
        conditions: undefined,
      },
    ]);
  });

  test('read is looking up, with the key of the online store', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    customers(stack, { encryptionKey, offline: OfflineStore.none() }).grants.read(loaderIn(stack));
    expect(grantsTo(stack).map(({ actions }) => actions)).toEqual([
      ['kms:Decrypt'],
      ['sagemaker:BatchGetRecord', 'sagemaker:DescribeFeatureGroup', 'sagemaker:GetRecord'],
    ]);
  });

  test('readOffline is the prefix of the store and its key, nothing else in the bucket', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const bucket = s3.Bucket.fromBucketName(stack, 'Lake', 'lake');
    customers(stack, { offline: OfflineStore.glue({ bucket, prefix: 'features', encryptionKey }) }).grants.readOffline(loaderIn(stack));
    const lake = (path: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::lake${path}`]] });
    expect(grantsTo(stack)).toEqual(expect.arrayContaining([
      { actions: ['s3:GetObject'], resources: [lake('/features/*')], conditions: undefined },
      { actions: ['s3:ListBucket'], resources: [lake('')], conditions: { StringLike: { 's3:prefix': ['features/*'] } } },
      expect.objectContaining({ actions: ['kms:Decrypt'] }),
      expect.objectContaining({ actions: ['sagemaker:DescribeFeatureGroup'] }),
    ]));
  });

  test('a name with upper case is granted in lower case too, as SageMaker writes its ARNs', () => {
    const stack = newStack();
    customers(stack, { featureGroupName: 'Customers', offline: OfflineStore.none() }).grants.ingest(loaderIn(stack));
    expect(grantsTo(stack)[0].resources).toEqual([
      groupArn([':feature-group/', { Ref: 'Customers6955EA0A' }]),
      groupArn([':feature-group/customers']),
    ]);
  });

  test('fails to grant reading a store that is not there', () => {
    const stack = newStack();
    const group = customers(stack, { offline: OfflineStore.none() });
    expect(() => group.grants.readOffline(loaderIn(stack))).toThrow(/OfflineStoreUnknown {2}Shop\/Customers/);
  });
});

describe('a group that exists', () => {
  test('by name can be written to', () => {
    const stack = newStack();
    FeatureGroup.fromFeatureGroupName(stack, 'Theirs', 'buyers').grants.ingest(loaderIn(stack));
    expect(grantsTo(stack)).toEqual([
      { actions: ['sagemaker:DescribeFeatureGroup', 'sagemaker:PutRecord'], resources: [groupArn([':feature-group/buyers'])], conditions: undefined },
    ]);
    Template.fromStack(stack).resourceCountIs('AWS::SageMaker::FeatureGroup', 0);
  });

  test('by name does not know where its offline records lie', () => {
    const stack = newStack();
    const group = FeatureGroup.fromFeatureGroupName(stack, 'Theirs', 'buyers');
    expect(() => group.grants.readOffline(loaderIn(stack))).toThrow(/OfflineStoreUnknown[^]*fromFeatureGroupAttributes/);
  });

  test('by attributes can be read offline', () => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Lake', 'lake');
    FeatureGroup.fromFeatureGroupAttributes(stack, 'Theirs', { featureGroupName: 'buyers', offlineLocation: { bucket, prefix: 'features' } })
      .grants.readOffline(loaderIn(stack));
    expect(JSON.stringify(grantsTo(stack))).toContain(':s3:::lake/features/*');
  });

  test('fails for a name that no group can have', () => {
    expect(() => FeatureGroup.fromFeatureGroupName(newStack(), 'Theirs', 'no name')).toThrow(/FeatureGroupNameInvalid/);
  });
});

test.each([
  ['metricConsumedWriteRequestUnits', 'ConsumedWriteRequestsUnits', 'PutRecord', 'Sum'],
  ['metricConsumedReadRequestUnits', 'ConsumedReadRequestsUnits', 'GetRecord', 'Sum'],
  ['metricThrottledWrites', 'ThrottledRequests', 'PutRecord', 'Sum'],
  ['metricReadLatency', 'Latency', 'GetRecord', 'p99'],
] as const)('%s', (method, metricName, operation, statistic) => {
  const group = FeatureGroup.fromFeatureGroupName(newStack(), 'Theirs', 'buyers');
  expect(group[method]().toMetricConfig().metricStat).toMatchObject({
    namespace: 'AWS/SageMaker/FeatureStore',
    metricName,
    statistic,
    dimensions: [{ name: 'FeatureGroupName', value: 'buyers' }, { name: 'OperationName', value: operation }],
  });
  expect(group[method]({ statistic: 'Maximum' }).toMetricConfig().metricStat?.statistic).toBe('Maximum');
});
