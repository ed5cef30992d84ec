import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Conventions } from '../../lib/core';
import { HandlerFunction } from '../../lib/core/internal/handler-function';
import { Workflow, type WorkflowProps } from '../../lib/core/internal/workflow';

const ACCOUNT = '123456789012';

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'S', { env: { account: ACCOUNT, region: 'eu-west-1' } });
});

const template = () => Template.fromStack(stack);
const handlerIn = (id = 'Work', encryptionKey?: kms.IKey) => new HandlerFunction(stack, id, { handler: 'start-pipeline', description: 'Works.', encryptionKey });

function make(props: Partial<WorkflowProps> = {}, id = 'Machine'): Workflow {
  const [handler] = props.calls ?? [handlerIn(`${id}Work`, props.encryptionKey)];
  return new Workflow(stack, id, {
    definition: (integration) => ({
      StartAt: 'Work', States: { Work: { Type: 'Task', Resource: integration('lambda:invoke'), Parameters: { FunctionName: handler.function.functionArn }, End: true } },
    }),
    calls: [handler],
    purpose: 'do its work',
    failures: 'jobs that could not be done',
    ...props,
  });
}

/** The statements of the policies whose logical ids fit. */
function statements(type: string, id: RegExp): any[] {
  return Object.entries(template().findResources(type)).filter(([logicalId]) => id.test(logicalId))
    .flatMap(([, { Properties }]) => (Properties.PolicyDocument ?? Properties.KeyPolicy).Statement);
}

describe('the machine', () => {
  test('runs the definition with its log, data and traces', () => {
    make();
    template().hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      DefinitionString: { 'Fn::Join': ['', [
        '{"StartAt":"Work","States":{"Work":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"',
        { 'Fn::GetAtt': [Match.stringLikeRegexp('^MachineWorkFunction'), 'Arn'] },
        '"},"End":true}}}',
      ]] },
      LoggingConfiguration: {
        Level: 'ALL', IncludeExecutionData: true,
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^MachineLog'), 'Arn'] } } }],
      },
      TracingConfiguration: { Enabled: true },
    });
    template().hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
  });

  test('writes its integrations in the partition of the stack', () => {
    stack = new Stack(app, 'China', { env: { region: 'cn-north-1' } });
    make();
    template().hasResourceProperties('AWS::StepFunctions::StateMachine', {
      DefinitionString: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('"arn:aws-cn:states:::lambda:invoke"')])] },
    });
  });

  test('comes after its permissions, and goes before them', () => {
    make();
    template().hasResource('AWS::StepFunctions::StateMachine', {
      DependsOn: [Match.stringLikeRegexp('^MachineRolePolicy'), Match.stringLikeRegexp('^MachineRole[0-9A-F]{8}$')],
    });
  });

  test('keeps its log as it is told', () => {
    make({ logRetention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.RETAIN });
    template().hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Retain' });
  });

  test('may call just its functions, and what supports no resource', () => {
    const handlers = [handlerIn('A'), handlerIn('B')];
    make({ calls: handlers });
    expect(statements('AWS::IAM::Policy', /^MachineRole/)).toEqual([
      {
        Effect: 'Allow', Action: 'lambda:InvokeFunction',
        Resource: ['A', 'B'].map((id) => ({ 'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${id}Function`)), 'Arn'] })),
      },
      {
        Effect: 'Allow', Resource: '*',
        Action: [
          'logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies', 'logs:GetLogDelivery', 'logs:ListLogDeliveries',
          'logs:PutResourcePolicy', 'logs:UpdateLogDelivery', 'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments',
        ],
      },
    ]);
  });

  test('is assumed by Step Functions for this account alone, on the path of the surroundings', () => {
    Conventions.apply(stack, { rolePath: '/ml/' });
    make();
    template().hasResourceProperties('AWS::IAM::Role', {
      Path: '/ml/',
      Description: 'Lets a state machine do its work',
      AssumeRolePolicyDocument: { Statement: [{
        Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      }] },
    });
  });
});

describe('executions that failed', () => {
  test('are kept, however they ended', () => {
    make();
    template().hasResourceProperties('AWS::Events::Rule', {
      Description: 'Keeps jobs that could not be done',
      EventPattern: {
        'source': ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        'detail': { stateMachineArn: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Machine[0-9A-F]{8}$'), 'Arn'] }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      Targets: [{ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^MachineDeadLettersQueue'), 'Arn'] }, Id: Match.anyValue() }],
    });
  });

  test('may be left by that rule alone', () => {
    make();
    expect(statements('AWS::SQS::QueuePolicy', /^MachineDeadLetters/)).toContainEqual({
      Sid: 'AllowRuleForFailures', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^MachineDeadLettersQueue/), 'Arn'] },
      Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^MachineFailed/), 'Arn'] } } },
    });
  });

  test('raise an alarm that says what happened', () => {
    make({ alarmTopic: new sns.Topic(stack, 'Topic') });
    template().hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('^There are jobs that could not be done'), Threshold: 0, AlarmActions: [{ Ref: Match.stringLikeRegexp('^Topic') }],
    });
  });
});

describe('with a key', () => {
  test('log and queue are encrypted, and rules of this account may leave failures, however many machines there are', () => {
    const encryptionKey = new kms.Key(stack, 'Key');
    make({ encryptionKey });
    make({ encryptionKey }, 'Other');
    const KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    template().allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: KEY });
    template().allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: KEY });
    const sending = statements('AWS::KMS::Key', /^Key/).filter(({ Sid }) => Sid === 'AllowSendingByevents');
    expect(sending).toEqual([{
      Sid: 'AllowSendingByevents', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    }]);
  });

  test('of another stack, that stack does not come to depend on this one', () => {
    const keys = new Stack(app, 'Keys', { env: { account: ACCOUNT, region: 'eu-west-1' } });
    make({ encryptionKey: new kms.Key(keys, 'Key') });
    app.synth();
    expect(keys.dependencies).toEqual([]);
    expect(stack.dependencies).toEqual([keys]);
  });
});

test.each([false, true])('cdk-nag finds nothing, with a key: %s', (withKey) => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  make({ encryptionKey: withKey ? new kms.Key(stack, 'Key', { enableKeyRotation: true }) : undefined });
  expect(() => app.synth()).not.toThrow();
});
