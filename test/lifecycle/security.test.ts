import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { App, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import { MlPlatform } from '../../lib/lifecycle';
import { newStack, resources, statements, text, watched } from './support';

// What no emulator enforces: encryption, transport, trust and permissions, as the templates say it.
const ACCOUNT = '123456789012';
const platformStack = newStack();
const modelStack = newStack(platformStack.node.root as App, 'Model');
const platform = new MlPlatform(platformStack, 'Platform', { namePrefix: 'ml-', notify: ['team@example.com'] });
watched(modelStack, platform, { schedule: events.Schedule.expression('cron(0 6 ? * MON *)') });
const LOG_DELIVERY = 'logs:CreateLogDelivery,logs:DeleteLogDelivery,logs:DescribeLogGroups,logs:DescribeResourcePolicies,logs:GetLogDelivery,'
  + 'logs:ListLogDeliveries,logs:PutResourcePolicy,logs:UpdateLogDelivery';
const TRACING = 'xray:GetSamplingRules,xray:GetSamplingTargets,xray:PutTelemetryRecords,xray:PutTraceSegments';
const STACKS: [string, Stack][] = [['the platform', platformStack], ['a model', modelStack]];

const template = Template.fromStack(platformStack);
const [keyId] = Object.keys(resources(platformStack, 'AWS::KMS::Key'));
const KEY = { 'Fn::GetAtt': [keyId, 'Arn'] };
/** The platform's queue that a value names, in its own stack or from another one. */
const queueIn = (value: any) => Object.keys(resources(platformStack, 'AWS::SQS::Queue')).filter((id) => text(value).includes(id));
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

  test.each(STACKS)('may be used by whatever service %s makes send to the queues and the topic, which are encrypted with it', (_, stack) => {
    const senders = new Set([
      ...Object.values(resources(stack, 'AWS::Events::Rule')).flatMap(({ Properties }) => Properties.Targets)
        .flatMap(({ Arn, DeadLetterConfig }) => queueIn(DeadLetterConfig?.Arn ?? Arn).map(() => 'events.amazonaws.com')),
      ...Object.values(resources(stack, 'AWS::CloudWatch::Alarm')).flatMap(({ Properties }) => Properties.AlarmActions.map(() => 'cloudwatch.amazonaws.com')),
    ]);
    expect([...senders].sort()).toEqual(['cloudwatch.amazonaws.com', 'events.amazonaws.com']);
    senders.forEach((sender) => expect(byService(sender)).toContainEqual(expect.objectContaining({
      Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: ['*'], Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    })));
  });

  test('may be used by the role with which schedules leave what they could not start', () => {
    const [schedule, ...more] = Object.values(resources(modelStack, 'AWS::Scheduler::Schedule'));
    expect(more).toEqual([]);
    const { RoleArn, DeadLetterConfig } = schedule.Properties.Target;
    const [queue] = queueIn(DeadLetterConfig.Arn);
    expect(queue).toMatch(/^PlatformMonitorRunnerMachineDeadLetters/);
    expect(text(RoleArn)).toContain('PlatformMonitorRunnerSchedulerRole');
    const allowed = statements(platformStack, 'AWS::IAM::Policy', /^PlatformMonitorRunnerSchedulerRole/);
    expect(allowed.find(({ Action }) => Action.includes('sqs:SendMessage')).Resource.map(text)).toEqual([`<${queue}.Arn>`]);
    expect(allowed).toContainEqual({ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: [KEY] });
  });

  test('may be used by every function that publishes to the topic', () => {
    const roles = Object.values(resources(platformStack, 'AWS::Lambda::Function')).filter(({ Properties }) => Properties.Environment?.Variables.TOPIC_ARN)
      .map(({ Properties }) => Properties.Role['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, ''));
    expect(roles).toHaveLength(3);
    for (const role of roles) {
      const allowed = statements(platformStack, 'AWS::IAM::Policy', new RegExp(`^${role}`));
      expect(allowed.some(({ Action, Resource }) => Action.includes('sns:Publish') && /^<PlatformTopic[0-9A-F]{8}>$/.test(text(Resource[0])))).toBe(true);
      expect(allowed.some(({ Action, Condition }) => ['kms:Decrypt', 'kms:GenerateDataKey'].every((each) => Action.includes(each)) && !Condition)).toBe(true);
    }
  });

  test.each(STACKS)('is lent to SageMaker by %s for the disks of its instances, and to nobody else', (_, stack) => {
    const lending = statements(stack).filter(({ Action }) => Action.includes('kms:CreateGrant'));
    expect(lending.length).toBeGreaterThan(0);
    lending.forEach(({ Action, Condition }) => {
      expect(Action).toEqual(['kms:CreateGrant']);
      expect(String(Condition.Bool['kms:GrantIsForAWSResource'])).toBe('true');
    });
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

describe('tables and state machines', () => {
  test('tables are encrypted with the key, and can be restored', () => {
    template.resourceCountIs('AWS::DynamoDB::Table', 2);
    template.allResourcesProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test('executions are logged whole', () => {
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 2);
    template.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: Match.anyValue() } }] },
    });
  });

  test('executions that fail, time out or are stopped end in the queue of their machine', () => {
    for (const id of Object.keys(resources(platformStack, 'AWS::StepFunctions::StateMachine'))) {
      const rules = Object.entries(resources(platformStack, 'AWS::Events::Rule'))
        .filter(([, { Properties }]) => JSON.stringify(Properties.EventPattern?.detail?.stateMachineArn) === JSON.stringify([{ 'Fn::GetAtt': [id, 'Arn'] }]));
      expect(rules).toHaveLength(1);
      const [[ruleId, { Properties }]] = rules;
      expect(Properties.EventPattern.detail.status).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
      expect(Properties.State).toBe('ENABLED');
      const [queue] = queueIn(Properties.Targets[0].Arn);
      expect(queue).toMatch(new RegExp(`^${id.replace(/[0-9A-F]{8}$/, '')}DeadLetters`));
      expect(sendersTo(queue)).toEqual([{ service: 'events.amazonaws.com', condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [ruleId, 'Arn'] } } } }]);
    }
  });
});

describe('handlers', () => {
  test('have a dead-letter queue each, but for the one whose callers wait, a log that expires, and an encrypted environment', () => {
    const functions = Object.values(resources(platformStack, 'AWS::Lambda::Function')).map(({ Properties }) => Properties);
    expect(functions).toHaveLength(11);
    const kept = functions.filter(({ DeadLetterConfig }) => DeadLetterConfig !== undefined);
    expect(functions.filter((each) => !kept.includes(each)).map(({ Description }) => Description)).toEqual(['Shows runs of SageMaker pipelines side by side; changes nothing']);
    expect(new Set(kept.map(({ DeadLetterConfig }) => text(DeadLetterConfig.TargetArn))).size).toBe(10);
    expect(new Set(functions.map(({ LoggingConfig }) => text(LoggingConfig.LogGroup))).size).toBe(11);
    functions.forEach(({ KmsKeyArn }) => expect(KmsKeyArn).toEqual(KEY));
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30, KmsKeyId: KEY });
  });

  test('write to their own dead-letter queue and log alone', () => {
    for (const [id, { Properties }] of Object.entries(resources(platformStack, 'AWS::Lambda::Function'))) {
      const own = statements(platformStack, 'AWS::IAM::Policy', new RegExp(`^${id.replace(/Function.*$/, '')}`));
      const queues = own.filter(({ Action }) => Action.includes('sqs:SendMessage')).flatMap(({ Resource }) => Resource.map(text));
      const groups = own.filter(({ Action }) => Action.includes('logs:PutLogEvents')).flatMap(({ Resource }) => Resource.map(text));
      expect(queues).toEqual(Properties.DeadLetterConfig ? [text(Properties.DeadLetterConfig.TargetArn)] : []);
      expect(groups).toEqual([text(Properties.LoggingConfig.LogGroup).replace('>', '.Arn>')]);
    }
  });
});

test.each(STACKS)('every rule of %s keeps what it cannot deliver, in a queue that lets the rules of this account in', (_, stack) => {
  const targets = Object.values(resources(stack, 'AWS::Events::Rule')).flatMap(({ Properties }) => Properties.Targets);
  expect(targets.length).toBeGreaterThan(1);
  for (const { Arn, DeadLetterConfig } of targets) {
    // What tells of failed executions goes to the queue at once.
    const [queue, ...more] = queueIn(DeadLetterConfig?.Arn ?? Arn);
    expect(more).toEqual([]);
    expect(sendersTo(queue)).toContainEqual({ service: 'events.amazonaws.com', condition: expect.anything() });
  }
});

describe.each(STACKS)('the roles of %s', (_, stack) => {
  const roles = Object.values(resources(stack, 'AWS::IAM::Role')).map(({ Properties }) => Properties);
  const all = statements(stack);

  test("are on the platform's path", () => {
    expect(roles.length).toBeGreaterThan(0);
    expect(new Set(roles.map(({ Path }) => Path))).toEqual(new Set(['/ml/']));
  });

  test('may be assumed by services for this account only', () => {
    const trusts = roles.flatMap(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument.Statement);
    trusts.filter(({ Principal }) => Principal.Service !== 'lambda.amazonaws.com')
      .forEach(({ Condition }) => expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': ACCOUNT } }));
    expect(new Set(trusts.map(({ Principal }) => Principal.Service))).toEqual(
      new Set(stack === platformStack
        ? ['lambda.amazonaws.com', 'scheduler.amazonaws.com', 'states.amazonaws.com']
        : ['sagemaker.amazonaws.com', 'events.amazonaws.com']),
    );
  });

  test('have no managed policy and no action with a wildcard', () => {
    roles.forEach(({ ManagedPolicyArns }) => expect(ManagedPolicyArns).toBeUndefined());
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('FullAccess');
    expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('have no resource without bounds but for actions that know none', () => {
    const unbounded = all.filter(({ Resource }) => Resource.includes('*')).map(({ Action, Condition }) => [Action.join(), Object.keys(Condition?.StringEquals ?? {}).join()]);
    const known = new Set([
      'ecr:GetAuthorizationToken/', 'cloudwatch:PutMetricData/cloudwatch:namespace',
      ...(stack === platformStack ? [
        'cloudwatch:DescribeAlarms,sagemaker:ListDataQualityJobDefinitions,sagemaker:ListEndpointConfigs,sagemaker:ListModels/',
        `${LOG_DELIVERY},${TRACING}/`,
      ] : []),
    ]);
    expect(unbounded.map((each) => each.join('/')).filter((each) => !known.has(each))).toEqual([]);
  });

  test('pass roles to SageMaker and to nobody else', () => {
    const passing = all.filter(({ Action }) => Action.includes('iam:PassRole'));
    expect(passing).toHaveLength(stack === modelStack ? 1 : 2);
    passing.forEach(({ Action, Resource, Condition }) => {
      expect(Action).toEqual(['iam:PassRole']);
      expect(Resource.map(text)).toEqual([expect.stringMatching(stack === modelStack ? /^<IncomePipelineJobRole/ : `^arn:aws:iam::${ACCOUNT}:role/ml/\\*$`)]);
      expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } });
    });
  });
});

test('the roles that the platform passes are handed over by what serves and by what watches, alone', () => {
  const passing = Object.keys(resources(platformStack, 'AWS::IAM::Policy'))
    .filter((id) => statements(platformStack, 'AWS::IAM::Policy', new RegExp(`^${id}$`)).some(({ Action }) => Action.includes('iam:PassRole')));
  expect(passing.map((id) => id.replace(/Role(Policy)?[0-9A-F]{8}$/, '')).sort())
    .toEqual(['PlatformEndpointReconcilerReconcile', 'PlatformMonitorRunnerMachine']);
});

describe('a model', () => {
  const allowedTo = (role: string) => statements(modelStack, 'AWS::IAM::Policy', new RegExp(`^${role}`));
  const objects = (role: string, action: string) => allowedTo(role).filter(({ Action }) => Action.includes(action))
    .flatMap(({ Resource }) => Resource.map(text))
    .map((resource) => resource.replace(/^.*(?=>)>/, '').replace(/^arn:aws:s3:::cdk-.*$/, 'an asset'));

  test('that answers reads the artifacts of this model and writes its captures, and nothing else', () => {
    expect(objects('IncomeEndpointRole', 's3:GetObject')).toEqual(['/models/ml-income/*']);
    expect(objects('IncomeEndpointRole', 's3:PutObject')).toEqual(['/captures/ml-income/*']);
    expect(allowedTo('IncomeEndpointRole').flatMap(({ Action }) => Action).filter((action) => action.startsWith('sagemaker:'))).toEqual([]);
  });

  test('that is watched lets the analysis read captures, baseline and code, and write reports, and nothing else', () => {
    expect(objects('IncomeDataQualityJobRole', 's3:GetObject').sort()).toEqual(['/captures/ml-income/AllTraffic/*', '/models/ml-income/*', 'an asset']);
    expect(objects('IncomeDataQualityJobRole', 's3:PutObject')).toEqual(['/monitoring/ml-income-data/*']);
    expect(allowedTo('IncomeDataQualityJobRole').flatMap(({ Action }) => Action).filter((action) => action.startsWith('sagemaker:'))).toEqual([]);
  });
});

test('what is deleted with a platform that may go is protected as well', () => {
  const stack = newStack(new App());
  new MlPlatform(stack, 'Platform', { removalPolicy: RemovalPolicy.DESTROY });
  Template.fromStack(stack).allResourcesProperties('AWS::S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } });
  Object.values(resources(stack, 'AWS::S3::BucketPolicy')).forEach(({ Properties }) => expect(refusesPlainText(Properties.PolicyDocument, 's3:*')).toBe(true));
});

/** Services that a queue's policy lets send, each with what must hold. */
function sendersTo(queue: string): { service: string; condition: unknown }[] {
  return Object.values(resources(platformStack, 'AWS::SQS::QueuePolicy'))
    .filter(({ Properties }) => Properties.Queues.some(({ Ref }: { Ref: string }) => Ref === queue))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Effect, Action }: any) => Effect === 'Allow' && Action === 'sqs:SendMessage')
    .map(({ Principal, Condition }: any) => ({ service: Principal.Service, condition: Condition }));
}

function refusesPlainText(document: any, action: string): boolean {
  return document.Statement.some((statement: any) =>
    statement.Effect === 'Deny' && statement.Action === action && statement.Condition.Bool['aws:SecureTransport'] === 'false');
}
