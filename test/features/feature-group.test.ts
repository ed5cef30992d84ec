import { Annotations } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Duration, Lazy, RemovalPolicy, Stack, Tags, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Feature, type FeatureGroupProps, Features, OfflineStore, OnlineStore, Throughput } from '../../lib/features';
import { allowed, CUSTOMER_FEATURES, customers, groupProperties, Match, newStack, Template } from './support';

function refusal(props: Partial<FeatureGroupProps>): string {
  try {
    customers(newStack(), props);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

const many = (count: number) => Features.of([
  Feature.string('customer_id'),
  Feature.string('updated_at'),
  ...Array.from({ length: count - 2 }, (_, index) => Feature.integral(`f${index}`)),
]);

describe('least code', () => {
  test('makes a group with both stores, a bucket and a role', () => {
    const stack = newStack();
    customers(stack);
    const template = Template.fromStack(stack).toJSON();
    delete template.Parameters;
    delete template.Rules;
    expect(template).toMatchSnapshot();
  });

  test('is kept when the stack goes, unless its first deployment fails: its name would stand in the way of the next', () => {
    const stack = newStack();
    customers(stack);
    for (const type of ['AWS::SageMaker::FeatureGroup', 'AWS::S3::Bucket']) {
      Template.fromStack(stack).hasResource(type, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    }
  });

  test('has a role that refuses another account, and not a service that names none', () => {
    const stack = newStack();
    customers(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({
        Principal: { Service: 'sagemaker.amazonaws.com' }, Condition: { StringEqualsIfExists: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      })] },
    });
  });

  test('is clean for cdk-nag', () => {
    const app = new App();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    customers(new Stack(app, 'Shop'));
    expect(() => app.synth()).not.toThrow();
  });

  test('does not hide wildcards that are added to the role later', () => {
    const app = new App();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const group = customers(new Stack(app, 'Shop'));
    group.role!.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    expect(() => app.synth()).toThrow();
  });
});

describe('options', () => {
  test('every option of the group reaches the template', () => {
    const stack = newStack();
    customers(stack, {
      featureGroupName: 'customers-v2',
      description: 'Who buys',
      online: OnlineStore.standard({ timeToLive: Duration.days(30) }),
      offline: OfflineStore.iceberg(),
      throughput: Throughput.provisioned({ readUnits: 10, writeUnits: 20 }),
      tags: { team: 'growth' },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::SageMaker::FeatureGroup', { DeletionPolicy: 'Delete' });
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
    expect(groupProperties(stack)).toMatchObject({
      FeatureGroupName: 'customers-v2',
      Description: 'Who buys',
      OnlineStoreConfig: { EnableOnlineStore: true, StorageType: 'Standard', TtlDuration: { Unit: 'Days', Value: 30 } },
      OfflineStoreConfig: { TableFormat: 'Iceberg' },
      ThroughputConfig: { ThroughputMode: 'Provisioned', ProvisionedReadCapacityUnits: 10, ProvisionedWriteCapacityUnits: 20 },
      Tags: [{ Key: 'team', Value: 'growth' }],
    });
  });

  test('a key encrypts both stores and the bucket, and the role may use it', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    customers(stack, { encryptionKey });
    const arn = stack.resolve(encryptionKey.keyArn);
    expect(groupProperties(stack)).toMatchObject({
      OnlineStoreConfig: { SecurityConfig: { KmsKeyId: arn } },
      OfflineStoreConfig: { S3StorageConfig: { KmsKeyId: arn } },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: arn } }] },
    });
    expect(allowed(stack)).toContainEqual({ actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'], resources: [arn], conditions: undefined });
  });

  test('a store\'s own key goes before the group\'s', () => {
    const stack = newStack();
    const [both, online, offline] = ['Both', 'Online', 'Offline'].map((id) => new kms.Key(stack, id));
    const group = customers(stack, {
      encryptionKey: both,
      online: OnlineStore.standard({ encryptionKey: online }),
      offline: OfflineStore.glue({ encryptionKey: offline }),
    });
    expect(group.onlineEncryptionKey).toBe(online);
    expect(group.offlineLocation?.encryptionKey).toBe(offline);
  });

  test('the key of a given bucket encrypts the offline store', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    const bucket = new s3.Bucket(stack, 'Lake', { encryptionKey: key });
    expect(customers(stack, { offline: OfflineStore.glue({ bucket }) }).offlineLocation?.encryptionKey).toBe(key);
  });

  test('in a given bucket, exactly the prefix may be written', () => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Lake', 'lake');
    customers(stack, { offline: OfflineStore.glue({ bucket, prefix: 'features/customers' }) });
    Template.fromStack(stack).resourceCountIs('AWS::S3::Bucket', 0);
    expect(groupProperties(stack).OfflineStoreConfig.S3StorageConfig).toEqual({ S3Uri: 's3://lake/features/customers' });
    expect(allowed(stack).filter(({ actions }) => actions[0].startsWith('s3:'))).toEqual([
      { actions: ['s3:GetObject', 's3:PutObject', 's3:PutObjectAcl'], resources: [inBucket(':s3:::lake/features/customers/*')], conditions: undefined },
      { actions: ['s3:GetBucketAcl'], resources: [inBucket(':s3:::lake')], conditions: undefined },
    ]);
  });

  test('catalogue names are the user\'s, and the role may touch that table alone', () => {
    const stack = newStack();
    customers(stack, { featureGroupName: 'big-customers', offline: OfflineStore.glue({ databaseName: 'shop' }) });
    expect(groupProperties(stack).OfflineStoreConfig.DataCatalogConfig).toEqual({ Catalog: 'AwsDataCatalog', Database: 'shop', TableName: 'big_customers' });
    expect(JSON.stringify(allowed(stack))).toContain(':table/shop/big_customers"');
  });

  test('a table name alone stays in the database of the service', () => {
    const stack = newStack();
    customers(stack, { offline: OfflineStore.glue({ tableName: 'buyers' }) });
    expect(groupProperties(stack).OfflineStoreConfig.DataCatalogConfig).toEqual({ Catalog: 'AwsDataCatalog', Database: 'sagemaker_featurestore', TableName: 'buyers' });
  });

  test('a given role gets what the store takes', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    customers(stack, { role });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 1);
    expect(groupProperties(stack).RoleArn).toEqual(stack.resolve(role.roleArn));
    expect(allowed(stack).map(({ actions }) => actions[0])).toEqual(['s3:GetObject', 's3:GetBucketAcl', 'glue:GetTable']);
  });

  test('a group without offline store needs neither bucket nor role', () => {
    const stack = newStack();
    customers(stack, { offline: OfflineStore.none() });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.hasResourceProperties('AWS::SageMaker::FeatureGroup', { OfflineStoreConfig: Match.absent(), RoleArn: Match.absent() });
  });

  test('a group without online store has none in the template', () => {
    const stack = newStack();
    customers(stack, { online: OnlineStore.none(), throughput: Throughput.provisioned({ readUnits: 0, writeUnits: 5 }) });
    expect(groupProperties(stack).OnlineStoreConfig).toBeUndefined();
    expect(groupProperties(stack).ThroughputConfig).toEqual({ ThroughputMode: 'Provisioned', ProvisionedWriteCapacityUnits: 5 });
  });

  test('an in-memory store goes without offline store by itself', () => {
    const stack = newStack();
    customers(stack, { online: OnlineStore.inMemory() });
    expect(groupProperties(stack).OnlineStoreConfig).toEqual({ EnableOnlineStore: true, StorageType: 'InMemory' });
    expect(groupProperties(stack).OfflineStoreConfig).toBeUndefined();
  });

  test.each([
    [Duration.seconds(1), { Unit: 'Seconds', Value: 1 }],
    [Duration.seconds(90), { Unit: 'Seconds', Value: 90 }],
    [Duration.minutes(90), { Unit: 'Minutes', Value: 90 }],
    [Duration.hours(48), { Unit: 'Days', Value: 2 }],
    [Duration.hours(49), { Unit: 'Hours', Value: 49 }],
  ])('time to live of %s', (timeToLive, rendered) => {
    const stack = newStack();
    customers(stack, { online: OnlineStore.standard({ timeToLive }) });
    expect(groupProperties(stack).OnlineStoreConfig.TtlDuration).toEqual(rendered);
  });
});

describe('refusals', () => {
  test.each<[string, Partial<FeatureGroupProps>, string]>([
    ['no feature', { features: Features.of([]) }, 'FeatureDefinitionsCount'],
    ['2,501 features', { features: many(2501) }, 'FeatureDefinitionsCount'],
    ['an identifier that is no feature', { recordIdentifier: 'id' }, 'FeatureAbsent'],
    ['an event time that is no feature', { eventTime: 'at' }, 'FeatureAbsent'],
    ['an Integral event time', { eventTime: 'age' }, 'EventTimeType'],
    ['a feature given twice', { features: Features.of([Feature.string('customer_id'), Feature.string('updated_at'), Feature.string('updated_at')]) }, 'FeatureRepeated'],
    ['names that differ in case only', { features: Features.of([Feature.string('customer_id'), Feature.string('updated_at'), Feature.string('Updated_At')]) }, 'FeatureRepeated'],
    ['no store', { online: OnlineStore.none(), offline: OfflineStore.none() }, 'FeatureGroupWithoutStore'],
    ['offline beside in-memory', { online: OnlineStore.inMemory(), offline: OfflineStore.glue() }, 'InMemoryOffline'],
    ['provisioned in-memory', { online: OnlineStore.inMemory(), throughput: Throughput.provisioned({ readUnits: 1, writeUnits: 1 }) }, 'InMemoryThroughput'],
    ['reads offline', { online: OnlineStore.none(), throughput: Throughput.provisioned({ readUnits: 1, writeUnits: 1 }) }, 'OfflineReadUnits'],
    ['negative capacity', { throughput: Throughput.provisioned({ readUnits: 0, writeUnits: -1 }) }, 'ProvisionedCapacityUnitsRange'],
    ['too much capacity', { throughput: Throughput.provisioned({ readUnits: 10_000_001, writeUnits: 0 }) }, 'ProvisionedCapacityUnitsRange'],
    ['a time to live of nothing', { online: OnlineStore.standard({ timeToLive: Duration.seconds(0) }) }, 'TimeToLiveRange'],
    ['a time to live of half a second', { online: OnlineStore.standard({ timeToLive: Duration.millis(500) }) }, 'TimeToLiveUnit'],
    ['a name with a space', { featureGroupName: 'my customers' }, 'FeatureGroupNameInvalid'],
    ['a name of 65 characters', { featureGroupName: 'a'.repeat(65) }, 'FeatureGroupNameInvalid'],
    ['a description of 129 characters', { description: 'a'.repeat(129) }, 'DescriptionLength'],
    ['a prefix with a slash at the end', { offline: OfflineStore.glue({ prefix: 'features/' }) }, 'OfflinePrefixInvalid'],
    ['an empty prefix', { offline: OfflineStore.glue({ prefix: '' }) }, 'OfflinePrefixInvalid'],
    ['an empty table name', { offline: OfflineStore.glue({ tableName: '' }) }, 'CatalogNameLength'],
  ])('fails for %s', (_, props, code) => {
    expect(refusal(props)).toContain(`${code}  Shop/Customers`);
  });

  test.each<[string, Partial<FeatureGroupProps>]>([
    ['2,500 features', { features: many(2500) }],
    ['a Fractional event time', { features: CUSTOMER_FEATURES.with(Feature.fractional('updated_at')) }],
    ['a name of 64 characters', { featureGroupName: 'a'.repeat(64) }],
    ['a description of 128 characters', { description: 'a'.repeat(128) }],
    ['the most capacity', { throughput: Throughput.provisioned({ readUnits: 10_000_000, writeUnits: 0 }) }],
    ['on-demand in-memory', { online: OnlineStore.inMemory(), throughput: Throughput.onDemand() }],
    ['a prefix of several folders', { offline: OfflineStore.glue({ prefix: 'a/b/c' }) }],
  ])('takes %s', (_, props) => {
    expect(refusal(props)).toBe('accepted');
  });

  test('several mistakes are told at once', () => {
    const message = refusal({ recordIdentifier: 'id', eventTime: 'age', featureGroupName: '-' });
    ['FeatureGroupNameInvalid', 'FeatureAbsent', 'EventTimeType'].forEach((code) => expect(message).toContain(code));
  });

  test('tokens are not looked into', () => {
    const token = (value: string) => Lazy.string({ produce: () => value });
    const stack = newStack();
    customers(stack, {
      featureGroupName: token('no name'),
      description: token('x'.repeat(200)),
      recordIdentifier: token('elsewhere'),
      eventTime: token('elsewhere'),
      features: Features.of([Feature.string(token('no name'))]),
      online: OnlineStore.standard({ timeToLive: Duration.hours(Lazy.number({ produce: () => 7 })) }),
      offline: OfflineStore.glue({ prefix: token('p/') }),
      throughput: Throughput.provisioned({ readUnits: Lazy.number({ produce: () => 3 }), writeUnits: Lazy.number({ produce: () => 4 }) }),
    });
    expect(groupProperties(stack).OnlineStoreConfig.TtlDuration).toEqual({ Unit: 'Hours', Value: 7 });
  });

  test('warns of a Fractional identifier and of one that is the event time', () => {
    const stack = newStack();
    customers(stack, { recordIdentifier: 'updated_at', features: CUSTOMER_FEATURES.with(Feature.fractional('updated_at')) });
    const warnings = Annotations.fromStack(stack);
    warnings.hasWarning('/Shop/Customers', Match.stringLikeRegexp('fractionalRecordIdentifier'));
    warnings.hasWarning('/Shop/Customers', Match.stringLikeRegexp('recordIdentifierIsEventTime'));
  });

  test('warns of nothing in an ordinary group', () => {
    const stack = newStack();
    customers(stack);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('never replaced by a tag', () => {
  test('tags of outer scopes reach bucket and role, and not the group', () => {
    const stack = newStack();
    Tags.of(stack).add('cost-centre', '42');
    customers(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', { Tags: Match.arrayWith([{ Key: 'cost-centre', Value: '42' }]) });
    expect(groupProperties(stack).Tags).toBeUndefined();
  });

  test('the group\'s own tags are written without those of outer scopes', () => {
    const stack = newStack();
    Tags.of(stack).add('cost-centre', '42');
    customers(stack, { tags: { owner: 'growth' } });
    expect(groupProperties(stack).Tags).toEqual([{ Key: 'owner', Value: 'growth' }]);
  });
});

function inBucket(path: string): unknown {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, path]] };
}

describe('retention', () => {
  const lake = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Lake', 'lake');

  test('lets the group\'s own bucket delete old files of the group', () => {
    const stack = newStack();
    customers(stack, { featureGroupName: 'customers', offline: OfflineStore.glue({ retention: Duration.days(400) }) });
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Prefix: 'customers/', ExpirationInDays: 400, Status: 'Enabled' })]) },
    });
  });

  test.each<[string, (stack: Stack) => OfflineStore, string]>([
    ['an Iceberg table', () => OfflineStore.iceberg({ retention: Duration.days(1) }), 'would delete files that the Iceberg table still names'],
    ['a bucket that was given', (stack) => OfflineStore.glue({ bucket: lake(stack), retention: Duration.days(1) }), 'Add a lifecycle rule for the prefix to that bucket'],
    ['no time at all', () => OfflineStore.glue({ retention: Duration.days(0) }), 'OfflineRetentionRange'],
    ['a day and a half', () => OfflineStore.glue({ retention: Duration.hours(36) }), 'OfflineRetentionUnit'],
    ['one day', () => OfflineStore.glue({ retention: Duration.days(1) }), 'accepted'],
    ['days known at deployment', () => OfflineStore.glue({ retention: Duration.days(Lazy.number({ produce: () => 3 })) }), 'accepted'],
  ])('of %s: %p %s', (_, offline, answer) => {
    const stack = newStack();
    let message = 'accepted';
    try {
      customers(stack, { offline: offline(stack) });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(answer);
  });
});
