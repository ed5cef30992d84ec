import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, Duration, RemovalPolicy, Size, Stack, Stage, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Conventions } from '../../lib/core';
import { handlerCode } from '../../lib/core/internal/handler-code';
import { HandlerFunction } from '../../lib/core/internal/handler-function';

const ROOT = join(__dirname, '..', '..');
const DESCRIPTION = 'Starts the pipeline at deployment.';

let stack: Stack;

beforeAll(() => {
  // The construct stages the bundle as it is; its content does not matter here, only that it was built.
  if (!existsSync(join(ROOT, 'dist', 'lambda', 'start-pipeline', 'index.mjs'))) {
    throw new Error("run 'node scripts/build-handlers.mjs' first");
  }
});
beforeEach(() => {
  stack = new Stack(new App(), 'S');
});

const make = (props: object = {}) => new HandlerFunction(stack, 'Start', { handler: 'start-pipeline', description: DESCRIPTION, ...props });
const template = () => Template.fromStack(stack);

/** Every statement of the function's own role. */
function statements(): any[] {
  return Object.values(template().findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

describe('the function', () => {
  test('runs the bundle with the least that the caller said', () => {
    make();
    template().hasResourceProperties('AWS::Lambda::Function', {
      Description: DESCRIPTION, Handler: 'index.handler', Runtime: 'nodejs24.x', Architectures: ['arm64'], Timeout: 60, MemorySize: 256,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('^StartLog') } },
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^StartDeadLettersQueue'), 'Arn'] } },
      Environment: Match.absent(), KmsKeyArn: Match.absent(), ReservedConcurrentExecutions: Match.absent(),
    });
    template().hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 });
  });

  test('takes every setting', () => {
    make({
      timeout: Duration.minutes(15), memorySize: Size.gibibytes(1), environment: { TOPIC_ARN: 'arn' }, logRetention: logs.RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN, maxEventAge: Duration.hours(1), reservedConcurrency: 2,
    });
    template().hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 900, MemorySize: 1024, Environment: { Variables: { TOPIC_ARN: 'arn' } }, ReservedConcurrentExecutions: 2,
    });
    template().hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Retain' });
    template().hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumEventAgeInSeconds: 3_600 });
  });

  test('that answers somebody who waits keeps no events: it has a log, a role and nothing else', () => {
    const handler = make({ synchronous: true, alarmTopic: new sns.Topic(stack, 'Topic') });
    template().hasResourceProperties('AWS::Lambda::Function', { DeadLetterConfig: Match.absent() });
    expect(Object.values(template().toJSON().Resources).map(({ Type }: any) => Type).sort()).toEqual([
      'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup', 'AWS::SNS::Topic',
    ]);
    expect(statements().flatMap(({ Action }) => Action)).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(() => handler.deadLetterQueue).toThrow('S/Start is called by somebody who waits for the answer, and keeps no events');
  });

  test('has the same code in two runs, so that it is not deployed again', () => {
    make();
    const first = template().findResources('AWS::Lambda::Function');
    stack = new Stack(new App(), 'S');
    make();
    expect(template().findResources('AWS::Lambda::Function')).toEqual(first);
  });

  test('fails with the command to run when the bundle is missing', () => {
    expect(() => handlerCode(stack, 'start-pipeline', ['/nowhere'])).toThrow(
      "HandlerNotBuilt  S\n  handler: the package holds no bundle of this handler, got 'start-pipeline'\n  Run 'npm run build' in the package's folder.",
    );
  });

  test('takes the bundle of the first folder that has one, and nothing beside it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    try {
      mkdirSync(join(folder, 'start-pipeline'));
      writeFileSync(join(folder, 'start-pipeline', 'index.mjs'), 'export const handler = 1;');
      const code = handlerCode(stack, 'start-pipeline', ['/nowhere', folder]) .bind(stack);
      const staged = join(Stage.of(stack)!.outdir, `asset.${code.s3Location!.objectKey.replace(/\.zip$/, '')}`);
      expect(readdirSync(staged)).toEqual(['index.mjs']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('what it leaves behind', () => {
  test('the log is kept for a month and goes with the stack', () => {
    make();
    template().hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30, KmsKeyId: Match.absent() }, DeletionPolicy: 'Delete' });
  });

  test('failed events are kept for 14 days, encrypted, and only TLS may reach them', () => {
    make();
    template().hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
    template().hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })] },
    });
  });

  test('one failed event raises an alarm, which tells the topic when there is one', () => {
    make({ alarmTopic: new sns.Topic(stack, 'Topic') });
    template().hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Statistic: 'Maximum', Period: 60,
      ComparisonOperator: 'GreaterThanThreshold', Threshold: 0, EvaluationPeriods: 1, TreatMissingData: 'notBreaching',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('^StartDeadLettersQueue'), 'QueueName'] } }],
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^Topic') }],
    });
  });

  test('the alarm is there without a topic', () => {
    make();
    template().hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent() });
  });
});

describe('its role', () => {
  test('may write its own log and its own dead letters, and nothing else', () => {
    make();
    expect(statements()).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [expect.stringMatching(/^StartLog/), 'Arn'] } },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^StartDeadLettersQueue/), 'Arn'] } },
    ]);
    template().hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent(), Path: '/sagemaker-lifecycle/' });
  });

  test('lies on the path of the conventions', () => {
    Conventions.apply(stack, { rolePath: '/ml/' });
    make();
    template().hasResourceProperties('AWS::IAM::Role', { Path: '/ml/' });
  });

  test('takes grants', () => {
    new sns.Topic(stack, 'Topic').grantPublish(make());
    expect(statements()).toContainEqual(expect.objectContaining({ Action: 'sns:Publish' }));
  });
});

describe('with a key', () => {
  test('environment, log and dead letters are encrypted with it, and the role may use it', () => {
    const key = new kms.Key(stack, 'Key');
    make({ encryptionKey: key, environment: { A: '1' } });
    const arn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    template().hasResourceProperties('AWS::Lambda::Function', { KmsKeyArn: arn });
    template().hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: arn });
    template().hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: arn });
    expect(statements()).toContainEqual({
      Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
    });
  });

  test('CloudWatch Logs may use it for logs of this account and region', () => {
    make({ encryptionKey: new kms.Key(stack, 'Key') });
    template().hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Match.anyValue() } },
        })]),
      },
    });
  });

  test('of another stack, that stack does not come to depend on this one', () => {
    const app = new App();
    const key = new kms.Key(new Stack(app, 'Keys'), 'Key');
    for (const name of ['A', 'B', 'C']) {
      new HandlerFunction(new Stack(app, name), 'Start', { handler: 'start-pipeline', description: DESCRIPTION, encryptionKey: key });
    }
    const keys = Template.fromStack(Stack.of(key));
    const [{ Properties }] = Object.values(keys.findResources('AWS::KMS::Key'));
    expect(Properties.KeyPolicy.Statement).toHaveLength(2);
    expect(Stack.of(key).dependencies).toEqual([]);
  });
});

test.each([false, true])('cdk-nag finds nothing, with a key: %s', (withKey) => {
  const app = new App();
  stack = new Stack(app, 'S');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  make({ encryptionKey: withKey ? new kms.Key(stack, 'Key', { enableKeyRotation: true }) : undefined });
  expect(() => app.synth()).not.toThrow();
});

test('cdk-nag would say so, were the role wider', () => {
  const app = new App();
  stack = new Stack(app, 'S');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  make().role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
  expect(() => app.synth()).toThrow(/AwsSolutions-IAM5/);
});
