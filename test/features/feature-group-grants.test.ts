import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Lazy, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { FeatureGroup, OfflineStore, type QueryGrantOptions } from '../../lib/features';
import { refusal } from '../support/reading';
import { allowed, customers, Match, newStack, Template } from './support';

const loaderIn = (stack: Stack) => new iam.User(stack, 'Loader');
const grantsTo = (stack: Stack) => allowed(stack).filter(({ actions }) => !actions.some((action) => /PutObject|GetBucketAcl|glue:/.test(action)));
const groupArn = (name: unknown) => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ...(name as unknown[])]],
});

describe('grants', () => {
  test('ingest is writing, also many at once, and seeing the definitions of this group', () => {
    const stack = newStack();
    customers(stack).grants.ingest(loaderIn(stack));
    expect(grantsTo(stack)).toEqual([
      {
        actions: ['sagemaker:BatchWriteRecord', 'sagemaker:DescribeFeatureGroup', 'sagemaker:PutRecord'],
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

describe('query', () => {
  const lake = (path: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::lake${path}`]] });
  const arn = (service: string, resource: string) => ({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${service}:`, { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, `:${resource}`]],
  });
  const CATALOGUED = OfflineStore.iceberg({ databaseName: 'shop', tableName: 'customers' });

  function granted(offline: OfflineStore, options?: QueryGrantOptions): Map<string, unknown[]> {
    const stack = newStack();
    customers(stack, { offline }).grants.query(loaderIn(stack), options);
    return new Map(Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy', { Properties: { Users: Match.anyValue() } }))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement).map((each: any) => [[each.Action].flat().join(), [each.Resource].flat()]));
  }

  test('is the workgroup, the table, the records and the definitions of this group', () => {
    const grants = granted(CATALOGUED);
    expect([...grants.keys()].sort()).toEqual([
      'athena:GetDataCatalog',
      'athena:GetQueryExecution,athena:GetQueryResults,athena:GetWorkGroup,athena:StartQueryExecution,athena:StopQueryExecution',
      'glue:BatchGetPartition,glue:GetDatabase,glue:GetPartition,glue:GetPartitions,glue:GetTable,glue:GetTables',
      'glue:GetDatabase',
      's3:GetObject',
      's3:ListBucket',
      'sagemaker:DescribeFeatureGroup',
    ]);
    expect(grants.get('glue:BatchGetPartition,glue:GetDatabase,glue:GetPartition,glue:GetPartitions,glue:GetTable,glue:GetTables')).toEqual([
      arn('glue', 'catalog'), arn('glue', 'database/shop'), arn('glue', 'table/shop/customers'),
    ]);
    expect(grants.get('athena:GetDataCatalog')).toEqual([arn('athena', 'datacatalog/AwsDataCatalog')]);
    expect([...grants.values()].flat()).toContainEqual(arn('athena', 'workgroup/primary'));
    expect([...grants.values()].flat()).not.toContain('*');
  });

  test('is any table of the database, and no other records, where the service names the table', () => {
    const grants = granted(OfflineStore.glue());
    expect([...grants.values()].flat()).toContainEqual(arn('glue', 'table/sagemaker_featurestore/*'));
    expect(JSON.stringify(grants.get('s3:GetObject'))).toContain('/shop-customers-9451faf3/*');
  });

  test('is another workgroup, and the place of its answers', () => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Lake', 'lake');
    const grants = granted(CATALOGUED, { workgroup: 'analysts', results: { bucket, prefix: 'answers' } });
    expect([...grants.values()].flat()).toContainEqual(arn('athena', 'workgroup/analysts'));
    expect([...grants.values()].flat()).not.toContainEqual(arn('athena', 'workgroup/primary'));
    expect(grants.get('s3:GetBucketLocation')).toEqual([lake('')]);
    expect(grants.get('s3:PutObject,s3:AbortMultipartUpload')).toEqual([lake('/answers/*')]);
  });

  test('comes with the key of the records', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    customers(stack, { encryptionKey }).grants.query(loaderIn(stack));
    expect(grantsTo(stack).map(({ actions }) => actions.join())).toContain('kms:Decrypt');
  });

  test('knows the table of a group that exists', () => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Lake', 'lake');
    const offlineLocation = { bucket, prefix: 'features', databaseName: 'shop', tableName: 'buyers' };
    FeatureGroup.fromFeatureGroupAttributes(stack, 'Theirs', { featureGroupName: 'buyers', offlineLocation }).grants.query(loaderIn(stack));
    expect(allowed(stack).flatMap(({ resources }) => resources)).toContainEqual(arn('glue', 'table/shop/buyers'));
  });

  test('is clean for cdk-nag', () => {
    const app = new App();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const stack = new Stack(app, 'Shop');
    const role = new iam.Role(stack, 'Analyst', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    customers(stack).grants.query(role, { results: { bucket: s3.Bucket.fromBucketName(stack, 'Lake', 'lake'), prefix: 'answers/' } });
    expect(() => app.synth()).not.toThrow();
  });

  test('fails for a store that is not there', () => {
    const stack = newStack();
    expect(() => customers(stack, { offline: OfflineStore.none() }).grants.query(loaderIn(stack))).toThrow(/OfflineStoreUnknown {2}Shop\/Customers\n {2}query/);
  });

  test.each([['', 'WorkGroupLength'], ['a'.repeat(129), 'WorkGroupLength'], ['a'.repeat(128), 'accepted'], [Lazy.string({ produce: () => '' }), 'accepted']])(
    'a workgroup called %p: %s', (workgroup, answer) => {
      const stack = newStack();
      const group = customers(stack);
      expect(refusal(() => group.grants.query(loaderIn(stack), { workgroup }))).toContain(answer);
    },
  );
});

describe('a group that exists', () => {
  test('by name can be written to', () => {
    const stack = newStack();
    FeatureGroup.fromFeatureGroupName(stack, 'Theirs', 'buyers').grants.ingest(loaderIn(stack));
    expect(grantsTo(stack)).toEqual([
      { actions: ['sagemaker:BatchWriteRecord', 'sagemaker:DescribeFeatureGroup', 'sagemaker:PutRecord'], resources: [groupArn([':feature-group/buyers'])], conditions: undefined },
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
  ['metricThrottledReads', 'ThrottledRequests', 'GetRecord', 'Sum'],
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
