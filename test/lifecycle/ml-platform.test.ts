import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { App, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Conventions } from '../../lib/core';
import { MlPlatform, type MlPlatformProps } from '../../lib/lifecycle';
import { income, newStack, resources, statements, text } from './support';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

const make = (props: MlPlatformProps = {}) => new MlPlatform(stack, 'Platform', props);
const template = () => Template.fromStack(stack);
const removalOf = (type: string) => Object.values(resources(stack, type)).map(({ DeletionPolicy }) => DeletionPolicy);

describe('a platform without settings', () => {
  test('has a key, two buckets and their access logs, a topic, a dashboard, two machines, eleven handlers, and a watched queue for whatever those failed at that nobody waits for', () => {
    make();
    const counts: Record<string, number> = {};
    Object.values(resources(stack)).forEach(({ Type }) => (counts[Type] = (counts[Type] ?? 0) + 1));
    expect(counts).toEqual({
      'AWS::KMS::Key': 1, 'AWS::S3::Bucket': 3, 'AWS::S3::BucketPolicy': 3, 'AWS::SNS::Topic': 1, 'AWS::SNS::TopicPolicy': 1,
      'AWS::SQS::Queue': 13, 'AWS::SQS::QueuePolicy': 13, 'AWS::CloudWatch::Alarm': 13, 'AWS::CloudWatch::Dashboard': 1, 'AWS::Logs::LogGroup': 13, 'AWS::IAM::Role': 14, 'AWS::IAM::Policy': 14,
      'AWS::Lambda::Function': 11, 'AWS::Lambda::EventInvokeConfig': 10, 'AWS::Lambda::Permission': 4, 'AWS::Events::Rule': 7,
      'AWS::StepFunctions::StateMachine': 2, 'AWS::DynamoDB::Table': 2,
    });
  });

  test('keeps the notes of retrainings; records of endpoints go, because the next deployment and the registry tell them again', () => {
    make();
    expect(Object.entries(resources(stack, 'AWS::DynamoDB::Table')).map(([id, { DeletionPolicy }]) => [id.replace(/[0-9A-F]{8}$/, ''), DeletionPolicy])).toEqual([
      ['PlatformEndpointReconcilerRecords', 'Delete'], ['PlatformRetrainerTable', 'RetainExceptOnCreate'],
    ]);
  });

  test('offers what models share: places for captures and reports, and what serves, watches and retrains', () => {
    const { artifactBucket, captures, reports, reconciler, monitorRunner, retrainer } = make();
    expect([captures, reports]).toEqual([{ bucket: artifactBucket, prefix: 'captures/' }, { bucket: artifactBucket, prefix: 'monitoring/' }]);
    expect([reconciler, monitorRunner, retrainer].map(({ node }) => node.path)).toEqual(
      ['Team/Platform/EndpointReconciler', 'Team/Platform/MonitorRunner', 'Team/Platform/Retrainer'],
    );
  });

  test('tells its topic how deployments ended and that a retraining started', () => {
    make();
    const told = Object.entries(resources(stack, 'AWS::Lambda::Function')).filter(([, { Properties }]) => Properties.Environment?.Variables.TOPIC_ARN)
      .map(([id, { Properties }]) => [id.replace(/Function[0-9A-F]{8}$/, ''), text(Properties.Environment.Variables.TOPIC_ARN)]);
    expect(told.map(([id]) => id).sort()).toEqual(['PlatformEndpointReconcilerReconcile', 'PlatformNoticesHandler', 'PlatformRetrainerHandler']);
    expect(new Set(told.map(([, topic]) => topic))).toEqual(new Set([expect.stringMatching(/^<PlatformTopic[0-9A-F]{8}>$/)]));
  });

  test('keeps data, key and logs when it goes, unless its first deployment fails', () => {
    make();
    for (const type of ['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::Logs::LogGroup']) {
      expect(new Set(removalOf(type))).toEqual(new Set(['RetainExceptOnCreate']));
    }
  });

  test('tells nobody, and says so', () => {
    make();
    template().resourceCountIs('AWS::SNS::Subscription', 0);
    Annotations.fromStack(stack).hasWarning('/Team/Platform', Match.stringLikeRegexp('notify: nobody is told .*nobodyNotified'));
  });

  test('needs no feature flag of the app', () => {
    const bare = new Stack(new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': false } }), 'Old');
    expect(() => new MlPlatform(bare, 'Platform')).not.toThrow();
    expect(bare.node.tryGetContext('@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy')).toBe(false);
  });

  test('names things by its place in the app', () => {
    const { namePrefix, rolePath } = make();
    expect(namePrefix).toMatch(/^ml-[0-9a-f]{6}-$/);
    expect(rolePath).toBe(`/${namePrefix.slice(0, -1)}/`);
    expect(new MlPlatform(stack, 'Other').namePrefix).not.toBe(namePrefix);
  });

  test('deletes intermediate results and captures after 90 days, models and reports never', () => {
    make();
    const rules = Object.values(resources(stack, 'AWS::S3::Bucket')).flatMap(({ Properties }) => Properties.LifecycleConfiguration.Rules);
    expect(rules.filter(({ Prefix }) => Prefix).map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays])).toEqual([['runs/', 90], ['captures/', 90]]);
  });
});

describe('a platform with every setting', () => {
  test('tells each address once', () => {
    make({ notify: ['a@example.com', 'b@example.com', 'a@example.com'] });
    const endpoints = Object.values(resources(stack, 'AWS::SNS::Subscription')).map(({ Properties }) => [Properties.Protocol, Properties.Endpoint]);
    expect(endpoints).toEqual([['email', 'a@example.com'], ['email', 'b@example.com']]);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('notify'));
  });

  test('takes a prefix, a retention of logs and an expiration of results', () => {
    const platform = make({ namePrefix: 'credit-', logRetention: logs.RetentionDays.ONE_YEAR, runExpiration: Duration.days(7) });
    expect([platform.namePrefix, platform.rolePath]).toEqual(['credit-', '/credit/']);
    expect(Conventions.of(platform)).toMatchObject({ namePrefix: 'credit-', rolePath: '/credit/' });
    template().allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
    for (const Prefix of ['runs/', 'captures/']) {
      template().hasResourceProperties('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Prefix, ExpirationInDays: 7 })]) } });
    }
  });

  test('goes whole when it may: buckets are emptied, the key waits a week', () => {
    make({ removalPolicy: RemovalPolicy.DESTROY });
    for (const type of ['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::Logs::LogGroup', 'AWS::DynamoDB::Table']) {
      expect(new Set(removalOf(type))).toEqual(new Set(['Delete']));
    }
    template().resourceCountIs('Custom::S3AutoDeleteObjects', 3);
    template().hasResourceProperties('AWS::KMS::Key', { PendingWindowInDays: 7 });
  });

  test('takes a key of the app, and lets the services use it', () => {
    make({ encryptionKey: new kms.Key(stack, 'Key') });
    template().resourceCountIs('AWS::KMS::Key', 1);
    const senders = statements(stack, 'AWS::KMS::Key').map(({ Principal }) => Principal.Service).filter(Boolean);
    expect(senders.sort()).toEqual(['cloudwatch.amazonaws.com', 'events.amazonaws.com', 'events.amazonaws.com', 'logs.eu-west-1.amazonaws.com', 'sns.amazonaws.com']);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('encryptionKey'));
  });

  test('warns of a key whose policy it cannot change', () => {
    make({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/11111111-1111-4111-8111-111111111111') });
    Annotations.fromStack(stack).hasWarning('/Team/Platform', Match.stringLikeRegexp('encryptionKey: .*cloudwatch.amazonaws.com'));
    template().resourceCountIs('AWS::KMS::Key', 0);
  });

  test('shows every alarm', () => {
    const { alarms } = make();
    expect(alarms).toHaveLength(13);
    template().resourceCountIs('AWS::CloudWatch::Alarm', 13);
  });
});

describe('mistakes', () => {
  test.each(['a-', 'ml-', 'a-b-', `${'a'.repeat(23)}-`])("the prefix '%s' is taken", (namePrefix) => {
    expect(make({ namePrefix }).namePrefix).toBe(namePrefix);
  });

  test.each(['', '-', 'ml', 'ML-', 'ml--', '-ml-', 'm_l-', `${'a'.repeat(24)}-`, Lazy.string({ produce: () => 'ml-' })])("fails for the prefix '%s'", (namePrefix) => {
    expect(() => make({ namePrefix })).toThrow(/NamePrefixInvalid {2}Team\/Platform\n {2}namePrefix: /);
  });

  test.each(['team@example.com', 'a.b+c@x.example.org', Lazy.string({ produce: () => 'x' })])("the address '%s' is taken", (address) => {
    expect(() => make({ notify: [address] })).not.toThrow();
  });

  test.each(['team', 'team@example', '@example.com', 'a b@example.com', 'a@example.com,b@example.com', '["a@example.com"]', 'Ann <a@example.com>', ''])("fails for the address '%s'", (address) => {
    expect(() => make({ notify: [address] })).toThrow(/EmailInvalid {2}Team\/Platform\n {2}notify: is not an e-mail address/);
  });

  test.each([Duration.days(1), Duration.hours(48), Duration.days(3650)])('results may expire after %s', (runExpiration) => {
    expect(() => make({ runExpiration })).not.toThrow();
  });

  test.each([Duration.days(0), Duration.hours(36), Duration.minutes(5)])('fails for results that expire after %s', (runExpiration) => {
    expect(() => make({ runExpiration })).toThrow(/RunExpirationInvalid[^]*Duration.days/);
  });

  test('are all told at once', () => {
    expect(() => make({ namePrefix: 'ML', notify: ['x', 'y'], runExpiration: Duration.days(0) })).toThrow(/namePrefix[^]*got 'x'[^]*got 'y'[^]*runExpiration/);
  });

  test('fails for two models with one name, and names both', () => {
    const platform = make();
    income(stack, platform);
    expect(() => income(stack, platform, { modelName: 'income' }, 'Second')).toThrow(
      /ModelNameTaken {2}Team\/Second\n {2}modelName: Team\/Income has the same name on this platform, got 'income'/,
    );
  });
});
