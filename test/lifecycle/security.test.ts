import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { App, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import { MlPlatform } from '../../lib/lifecycle';
import { income, newStack, resources, statements, text } from './support';

// What no emulator enforces: encryption, transport, trust and permissions, as the templates say it.
const ACCOUNT = '123456789012';
const platformStack = newStack();
const modelStack = newStack(platformStack.node.root as App, 'Model');
const platform = new MlPlatform(platformStack, 'Platform', { namePrefix: 'ml-', notify: ['team@example.com'] });
income(modelStack, platform, { schedule: events.Schedule.expression('cron(0 6 ? * MON *)') });
const STACKS: [string, Stack][] = [['the platform', platformStack], ['a model', modelStack]];

const template = Template.fromStack(platformStack);
const [keyId] = Object.keys(resources(platformStack, 'AWS::KMS::Key'));
const KEY = { 'Fn::GetAtt': [keyId, 'Arn'] };
const byService = (service: string) => statements(platformStack, 'AWS::KMS::Key').filter(({ Principal }) => Principal.Service === service);

describe('the key', () => {
  test('is rotated', () => {
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  test.each(['events', 'cloudwatch', 'sns'])('may be used by %s for this account', (service) => {
    expect(byService(`${service}.amazonaws.com`)).toContainEqual(expect.objectContaining({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    }));
  });

  test('may be used by rules that publish to topics of this account, which name no source', () => {
    const [{ Condition }] = byService('events.amazonaws.com').filter(({ Sid }) => Sid === 'AllowRulesToSendToTopics');
    expect(text(Condition.ArnLike['kms:EncryptionContext:aws:sns:topicArn'])).toBe(`arn:aws:sns:eu-west-1:${ACCOUNT}:*`);
  });

  test('may be used for log groups of this account', () => {
    const [{ Condition }] = byService('logs.eu-west-1.amazonaws.com');
    expect(text(Condition.ArnLike['kms:EncryptionContext:aws:logs:arn'])).toBe(`arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:*`);
  });

  test('may be used by no service without a condition', () => {
    const open = statements(platformStack, 'AWS::KMS::Key').filter(({ Principal, Condition }) => Principal.Service && !Condition);
    expect(open).toEqual([]);
  });
});

describe('buckets', () => {
  test('are private, versioned and owned by this account', () => {
    template.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  test('for data and artifacts are encrypted with the key, through a bucket key, and log who reads them', () => {
    const kept = Object.entries(resources(platformStack, 'AWS::S3::Bucket')).filter(([id]) => !id.startsWith('PlatformAccessLogs'));
    expect(kept).toHaveLength(2);
    for (const [, { Properties }] of kept) {
      expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration).toEqual([
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { KMSMasterKeyID: KEY, SSEAlgorithm: 'aws:kms' } },
      ]);
      expect(Properties.LoggingConfiguration.DestinationBucketName).toEqual({ Ref: expect.stringMatching(/^PlatformAccessLogs/) });
    }
  });

  test('for access logs are encrypted with the key of S3, the only one that log delivery can use', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      LoggingConfiguration: Match.absent(),
    });
  });

  test('refuse what does not come over TLS', () => {
    const policies = Object.values(resources(platformStack, 'AWS::S3::BucketPolicy'));
    expect(policies).toHaveLength(3);
    policies.forEach(({ Properties }) => expect(refusesPlainText(Properties.PolicyDocument, 's3:*')).toBe(true));
  });
});

describe('the topic', () => {
  test('is encrypted and TLS only', () => {
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: KEY });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', { PolicyDocument: { Statement: Match.arrayWith([
      Match.objectLike({ Effect: 'Deny', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ]) } });
  });

  test('lets the alarms of this account in', () => {
    const [{ Action, Condition }] = statements(platformStack, 'AWS::SNS::TopicPolicy').filter(({ Principal }) => Principal.Service === 'cloudwatch.amazonaws.com');
    expect([Action, Condition]).toEqual([['sns:Publish'], { StringEquals: { 'aws:SourceAccount': ACCOUNT } }]);
  });
});

describe('queues', () => {
  test('are encrypted, TLS only, and keep messages for two weeks', () => {
    template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: KEY, MessageRetentionPeriod: 1_209_600 });
    const policies = Object.values(resources(platformStack, 'AWS::SQS::QueuePolicy'));
    expect(policies.flatMap(({ Properties }) => Properties.Queues)).toHaveLength(Object.keys(resources(platformStack, 'AWS::SQS::Queue')).length);
    policies.forEach(({ Properties }) => expect(refusesPlainText(Properties.PolicyDocument, 'sqs:*')).toBe(true));
  });

  test('for undelivered events let any rule of this account in', () => {
    expect(statements(platformStack, 'AWS::SQS::QueuePolicy', /Undelivered/)).toContainEqual(expect.objectContaining({
      Effect: 'Allow', Action: ['sqs:SendMessage'], Principal: { Service: 'events.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    }));
  });

  test('each have an alarm that tells the topic of the first message', () => {
    const alarms = Object.values(resources(platformStack, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    const watched = alarms.map(({ Dimensions }) => Dimensions[0].Value['Fn::GetAtt'][0]).sort();
    expect(watched).toEqual(Object.keys(resources(platformStack, 'AWS::SQS::Queue')).sort());
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' });
      expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^PlatformTopic/) }]);
    }
  });
});

describe('handlers', () => {
  test('have a dead-letter queue each, a log that expires, and an encrypted environment', () => {
    const functions = Object.values(resources(platformStack, 'AWS::Lambda::Function')).map(({ Properties }) => Properties);
    expect(functions).toHaveLength(3);
    expect(new Set(functions.map(({ DeadLetterConfig }) => text(DeadLetterConfig.TargetArn))).size).toBe(3);
    expect(new Set(functions.map(({ LoggingConfig }) => text(LoggingConfig.LogGroup))).size).toBe(3);
    functions.forEach(({ KmsKeyArn }) => expect(KmsKeyArn).toEqual(KEY));
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30, KmsKeyId: KEY });
  });

  test('write to their own dead-letter queue and log alone', () => {
    for (const [id, { Properties }] of Object.entries(resources(platformStack, 'AWS::Lambda::Function'))) {
      const own = statements(platformStack, 'AWS::IAM::Policy', new RegExp(`^${id.replace(/Function.*$/, '')}`));
      const queues = own.filter(({ Action }) => Action.includes('sqs:SendMessage')).flatMap(({ Resource }) => Resource.map(text));
      const groups = own.filter(({ Action }) => Action.includes('logs:PutLogEvents')).flatMap(({ Resource }) => Resource.map(text));
      expect(queues).toEqual([text(Properties.DeadLetterConfig.TargetArn)]);
      expect(groups).toEqual([text(Properties.LoggingConfig.LogGroup).replace('>', '.Arn>')]);
    }
  });
});

test.each(STACKS)('every rule of %s keeps what it cannot deliver', (_, stack) => {
  const targets = Object.values(resources(stack, 'AWS::Events::Rule')).flatMap(({ Properties }) => Properties.Targets);
  expect(targets.length).toBeGreaterThan(0);
  targets.forEach(({ DeadLetterConfig }) => expect(text(DeadLetterConfig.Arn)).toContain('Undelivered'));
});

describe.each(STACKS)('the roles of %s', (_, stack) => {
  const roles = Object.values(resources(stack, 'AWS::IAM::Role')).map(({ Properties }) => Properties);
  const all = statements(stack);

  test("are on the platform's path", () => {
    expect(roles.length).toBeGreaterThan(0);
    expect(new Set(roles.map(({ Path }) => Path))).toEqual(new Set(['/ml/']));
  });

  test('may be assumed by SageMaker and EventBridge for this account only', () => {
    const trusts = roles.flatMap(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument.Statement);
    trusts.filter(({ Principal }) => Principal.Service !== 'lambda.amazonaws.com')
      .forEach(({ Condition }) => expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': ACCOUNT } }));
    expect(new Set(trusts.map(({ Principal }) => Principal.Service))).toEqual(
      new Set(stack === platformStack ? ['lambda.amazonaws.com'] : ['sagemaker.amazonaws.com', 'events.amazonaws.com']),
    );
  });

  test('have no managed policy and no action with a wildcard', () => {
    roles.forEach(({ ManagedPolicyArns }) => expect(ManagedPolicyArns).toBeUndefined());
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('FullAccess');
    expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('have no resource without bounds but for two actions that know none', () => {
    const unbounded = all.filter(({ Resource }) => Resource.includes('*')).map(({ Action, Condition }) => [Action.join(), Object.keys(Condition?.StringEquals ?? {}).join()]);
    const known = new Set(['ecr:GetAuthorizationToken/', 'cloudwatch:PutMetricData/cloudwatch:namespace']);
    expect(unbounded.map((each) => each.join('/')).filter((each) => !known.has(each))).toEqual([]);
  });

  test('pass roles to SageMaker and to nobody else', () => {
    const passing = all.filter(({ Action }) => Action.includes('iam:PassRole'));
    expect(passing).toHaveLength(stack === modelStack ? 1 : 0);
    passing.forEach(({ Action, Resource, Condition }) => {
      expect(Action).toEqual(['iam:PassRole']);
      expect(Resource.map(text)).toEqual([expect.stringMatching(/^<IncomePipelineJobRole/)]);
      expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } });
    });
  });
});

test('what is deleted with a platform that may go is protected as well', () => {
  const stack = newStack(new App());
  new MlPlatform(stack, 'Platform', { removalPolicy: RemovalPolicy.DESTROY });
  Template.fromStack(stack).allResourcesProperties('AWS::S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } });
  Object.values(resources(stack, 'AWS::S3::BucketPolicy')).forEach(({ Properties }) => expect(refusesPlainText(Properties.PolicyDocument, 's3:*')).toBe(true));
});

function refusesPlainText(document: any, action: string): boolean {
  return document.Statement.some((statement: any) =>
    statement.Effect === 'Deny' && statement.Action === action && statement.Condition.Bool['aws:SecureTransport'] === 'false');
}
