import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { App, CfnParameter, Duration, Lazy, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readRequest } from '../../lambda/retrain-on-drift/request';
import { DriftRetraining, type DriftRetrainingProps, Retrainer, type RetrainerProps } from '../../lib/monitoring';
import { Pipeline } from '../../lib/pipeline';
import { drift } from '../lambda/support/retraining-world';
import { resources, statements, text } from '../lifecycle/support';
import { pipelineOf, work } from '../pipeline/support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const ARN = 'arn:aws:sagemaker:eu-west-1:123456789012:pipeline';

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Shop', { env: ENV });
});

const template = () => Template.fromStack(stack);
const pipeline = (name = 'income', scope = stack) => Pipeline.fromPipelineName(scope, name, name);
const retrain = (props: Partial<DriftRetrainingProps> = {}, id = 'Retraining', scope = stack) =>
  new DriftRetraining(scope, id, { pipeline: props.pipeline ?? pipeline('income', scope), endpointName: 'income', ...props });
const rules = (of = stack) => Object.values(resources(of, 'AWS::Events::Rule')).map(({ Properties }) => Properties);
const patternOf = (props: Partial<DriftRetrainingProps>) => {
  retrain(props);
  return rules()[0].EventPattern;
};

/** What the function's role may do apart from its log, as `action on resource if condition`. */
function permissions(of = stack): string[] {
  return statements(of, 'AWS::IAM::Policy', /HandlerRole/).filter(({ Action }) => !Action.join().startsWith('logs:')).map(({ Action, Resource, Condition }) => {
    const condition = Condition ? ` if ${JSON.stringify(Condition)}` : '';
    return `${[...Action].sort().join(' ')} on ${Resource.map(text).join(' ')}${condition}`.replace(/[0-9A-F]{8}(?=[.>])/g, '');
  });
}

describe('a retraining', () => {
  test('takes a pipeline and an endpoint, and makes a rule, and a function and a table that others share', () => {
    retrain();
    retrain({ pipeline: pipeline('churn'), endpointName: 'churn' }, 'Other');
    template().resourceCountIs('AWS::Events::Rule', 2);
    template().resourceCountIs('AWS::Lambda::Function', 1);
    template().resourceCountIs('AWS::DynamoDB::Table', 1);
    template().resourceCountIs('AWS::Lambda::Permission', 2);
  });

  test('is deleted before the runs of its pipeline are stopped, so that no drift starts another one', () => {
    const own = pipelineOf(stack, work('A'));
    retrain({ pipeline: own });
    own.stopOnDeletion();
    const [stop] = Object.keys(resources(stack, 'Custom::SageMakerPipelineRun'));
    expect(Object.values(resources(stack, 'AWS::Events::Rule')).map(({ DependsOn }: any) => DependsOn)).toEqual([[stop]]);
  });

  test('sends the handler what it reads, with a day of cool-down', () => {
    retrain();
    const { InputPathsMap, InputTemplate } = rules()[0].Targets[0].InputTransformer;
    expect(InputPathsMap).toEqual({ id: '$.id', time: '$.time', detail: '$.detail' });
    expect(InputTemplate).toBe('{"pipelineName":"income","coolDownSeconds":86400,"event":{"id":<id>,"time":<time>,"detail":<detail>}}');
  });

  test('sends a request that the handler understands, once EventBridge filled it in', () => {
    retrain({ coolDown: Duration.hours(6), parameters: { Rounds: '300' } });
    const { detail } = drift('a-1').event;
    const filled = rules()[0].Targets[0].InputTransformer.InputTemplate
      .replace('<id>', '"e-1"').replace('<time>', '"2026-11-23T10:00:00Z"').replace('<detail>', JSON.stringify(detail));
    expect(readRequest(JSON.parse(filled))).toEqual({
      pipelineName: 'income', coolDownSeconds: 21_600, parameters: { Rounds: '300' }, event: { id: 'e-1', time: '2026-11-23T10:00:00Z', detail },
    });
  });

  test.each<[string, Partial<DriftRetrainingProps>, object]>([
    ['an endpoint', {}, { endpointName: ['income'] }],
    ['a monitor', { endpointName: undefined, monitors: [{ endpointName: 'income', monitorName: 'income-data' }] }, { endpointName: ['income'], monitorName: ['income-data'] }],
    [
      'two monitors of an endpoint',
      { endpointName: undefined, monitors: [{ endpointName: 'income', monitorName: 'data' }, { endpointName: 'income', monitorName: 'bias' }] },
      { endpointName: ['income'], monitorName: ['data', 'bias'] },
    ],
    ['endpoints', { monitors: [{ endpointName: 'other' }, { endpointName: 'income' }] }, { endpointName: ['other', 'income'] }],
    ['an endpoint and one of its monitors', { monitors: [{ endpointName: 'income', monitorName: 'data' }] }, { endpointName: ['income'] }],
    [
      'monitors of two endpoints',
      { endpointName: undefined, monitors: [{ endpointName: 'a', monitorName: 'data' }, { endpointName: 'b', monitorName: 'bias' }] },
      { $or: [{ endpointName: ['a'], monitorName: ['data'] }, { endpointName: ['b'], monitorName: ['bias'] }] },
    ],
    [
      'an endpoint and a monitor of another',
      { monitors: [{ endpointName: 'b', monitorName: 'bias' }] },
      { $or: [{ endpointName: ['income'] }, { endpointName: ['b'], monitorName: ['bias'] }] },
    ],
  ])('hears of the drift of %s and of nothing else', (_, props, detail) => {
    expect(patternOf(props)).toEqual({ 'source': ['cdk-sagemaker-lifecycle.monitoring'], 'detail-type': ['Model Drift Detected'], detail });
  });

  test('keeps drifts that could not be delivered', () => {
    retrain();
    const queue = rules()[0].Targets[0].DeadLetterConfig.Arn['Fn::GetAtt'][0];
    expect(resources(stack, 'AWS::SQS::Queue')).toHaveProperty(queue);
    expect(statements(stack, 'AWS::SQS::QueuePolicy')).toContainEqual(expect.objectContaining({
      Effect: 'Allow', Action: ['sqs:SendMessage'], Principal: { Service: 'events.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ENV.account } },
    }));
  });

  test('checks its parameters against those of a pipeline of this app', () => {
    const own = pipelineOf(stack, work('A'));
    own.addIntegerParameter('Rounds');
    retrain({ pipeline: own });
    expect(own.node.validate()).toEqual([expect.stringMatching(/ParameterWithoutValue[^]*Rounds/)]);
    const given = new Pipeline(stack, 'Given');
    given.addSteps(work('B'));
    given.addIntegerParameter('Rounds');
    retrain({ pipeline: given, parameters: { Rounds: 'many' } }, 'Other');
    expect(given.node.validate()).toEqual([expect.stringMatching(/ParameterValueType/)]);
  });
});

describe('the cool-down', () => {
  const seconds = (coolDown: Duration) => {
    retrain({ coolDown });
    return rules()[0].Targets[0].InputTransformer.InputTemplate;
  };

  test.each([
    ['none', Duration.seconds(0), 0],
    ['a second', Duration.millis(1_000), 1],
    ['30 days', Duration.days(30), 2_592_000],
  ])('may be %s', (_, coolDown, expected) => {
    expect(seconds(coolDown)).toContain(`"coolDownSeconds":${expected},`);
  });

  test('may be known only at deployment', () => {
    expect(JSON.stringify(seconds(Duration.seconds(new CfnParameter(stack, 'CoolDown', { type: 'Number' }).valueAsNumber)))).toContain('{"Ref":"CoolDown"}');
  });

  test.each([
    ['half a second', Duration.millis(500)],
    ['a second more than 30 days', Duration.seconds(2_592_001)],
  ])('fails for %s', (_, coolDown) => {
    expect(() => retrain({ coolDown })).toThrow(/CoolDownRange {2}Shop\/Retraining\n {2}coolDown: must be from none to 30 days, in whole seconds/);
  });
});

describe('a retraining fails', () => {
  test.each([[{ monitors: undefined }], [{ monitors: [] }]])('without an endpoint and a monitor (%j)', (props) => {
    expect(() => retrain({ endpointName: undefined, ...props })).toThrow(/DriftSourceMissing/);
  });

  test('for a name that no endpoint has, and takes one that is known later', () => {
    expect(() => retrain({ endpointName: 'in come' })).toThrow(/EndpointNameInvalid {2}Shop\/Retraining/);
    expect(() => retrain({ endpointName: Lazy.string({ produce: () => 'in come' }), pipeline: pipeline('other') }, 'Later')).not.toThrow();
  });

  test('for a pipeline in another account or region', () => {
    const there = Pipeline.fromPipelineArn(stack, 'There', 'arn:aws:sagemaker:us-east-1:123456789012:pipeline/income');
    expect(() => retrain({ pipeline: there })).toThrow(/RetrainingElsewhere/);
    const theirs = Pipeline.fromPipelineArn(stack, 'Theirs', 'arn:aws:sagemaker:eu-west-1:210987654321:pipeline/income');
    expect(() => retrain({ pipeline: theirs }, 'Other')).toThrow(/RetrainingElsewhere/);
    const anywhere = new Stack(app, 'Anywhere');
    expect(() => retrain({}, 'Retraining', anywhere)).not.toThrow();
  });

  const parameters = (count: number, length: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`P${100 + n}`, 'x'.repeat(length)]));

  test.each([
    ['201 parameters', parameters(201, 1), 'PipelineParametersCount'],
    ['more text than EventBridge takes', parameters(7, 1_000), 'RetrainingParametersSize'],
  ])('for %s', (_, given, code) => {
    expect(() => retrain({ parameters: given })).toThrow(code);
  });

  test.each([
    ['200 parameters', parameters(200, 10)],
    ['as much text as EventBridge takes', parameters(6, 1_000)],
    ['text that is known later', Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`P${n}`, Lazy.string({ produce: () => 'x' })]))],
  ])('not for %s', (_, given) => {
    expect(() => retrain({ parameters: given })).not.toThrow();
  });

  test('for a pipeline whose name the permission does not cover, and for an empty prefix', () => {
    const retrainer = new Retrainer(stack, 'Retrainer', { pipelineNamePrefix: 'ml-' });
    expect(() => retrain({ retrainer })).toThrow(/RetrainerPrefixDiffers {2}Shop\/income[^]*must start with 'ml-'/);
    expect(() => new Retrainer(stack, 'Empty', { pipelineNamePrefix: '' })).toThrow(/RetrainerPrefixEmpty/);
  });
});

describe('a retrainer', () => {
  const make = (props: RetrainerProps = {}) => new Retrainer(stack, 'Retrainer', props);
  const noted = (names: string) => `dynamodb:GetItem dynamodb:PutItem on <SageMakerRetrainerTable.Arn> if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["retraining#${names}"]}}`;

  test('may start just its pipelines, and touch just their items', () => {
    retrain();
    retrain({ pipeline: pipeline('Churn') }, 'Other');
    expect(permissions()).toEqual([
      'sqs:SendMessage on <SageMakerRetrainerHandlerDeadLettersQueue.Arn>',
      `sagemaker:ListPipelineExecutions sagemaker:StartPipelineExecution on ${ARN}/income ${ARN}/churn`,
      noted('income'),
      noted('Churn'),
    ]);
  });

  test('is called by just its rules', () => {
    retrain();
    template().allResourcesProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^RetrainingRule'), 'Arn'] },
    });
  });

  test('gets one permission on a prefix, however many pipelines in however many stacks, without knowing them', () => {
    const retrainer = make({ pipelineNamePrefix: 'ml-' });
    const other = new Stack(app, 'Other', { env: ENV });
    retrain({ pipeline: pipeline('ml-a', other), retrainer }, 'A', other);
    retrain({ pipeline: pipeline('ml-b', other), retrainer }, 'B', other);
    app.synth();
    expect(permissions()).toEqual([
      'sqs:SendMessage on <RetrainerHandlerDeadLettersQueue.Arn>',
      `sagemaker:ListPipelineExecutions sagemaker:StartPipelineExecution on ${ARN}/ml-*`,
      noted('ml-*').replace('SageMakerRetrainerTable', 'RetrainerTable'),
    ]);
    expect(Object.values(resources(stack, 'AWS::Lambda::Permission')).map(({ Properties }) => text(Properties.SourceArn)))
      .toEqual(['arn:aws:events:eu-west-1:123456789012:rule/*']);
    expect(Object.values(resources(other)).map(({ Type }) => Type)).toEqual(['AWS::Events::Rule', 'AWS::Events::Rule']);
    expect(other.dependencies).toEqual([stack]);
    expect(stack.dependencies).toEqual([]);
  });

  test('makes a table that is billed by request, can be restored, and goes with it', () => {
    make();
    template().hasResource('AWS::DynamoDB::Table', {
      Properties: {
        KeySchema: [{ AttributeName: 'endpointName', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: false,
        SSESpecification: Match.absent(),
      },
      DeletionPolicy: 'Delete',
    });
    template().hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 60, Environment: { Variables: { TABLE_NAME: { Ref: Match.stringLikeRegexp('^RetrainerTable') }, TOPIC_ARN: Match.absent() } },
    });
  });

  test.each([
    [RemovalPolicy.RETAIN, 'Retain', true],
    [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, 'RetainExceptOnCreate', false],
    [RemovalPolicy.DESTROY, 'Delete', false],
  ])('keeps its table as it is told: %s', (removalPolicy, DeletionPolicy, DeletionProtectionEnabled) => {
    make({ removalPolicy });
    template().hasResource('AWS::DynamoDB::Table', { DeletionPolicy, Properties: { DeletionProtectionEnabled } });
    template().hasResource('AWS::Logs::LogGroup', { DeletionPolicy });
  });

  test('encrypts all it keeps with a key, which rules may leave events with', () => {
    make({ encryptionKey: new kms.Key(stack, 'Key') });
    const KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    template().hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY } });
    template().hasResourceProperties('AWS::Lambda::Function', { KmsKeyArn: KEY });
    template().hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Principal: { Service: 'events.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ENV.account } },
    })]) } });
    expect(permissions().filter((line) => line.startsWith('kms:'))).toEqual([
      'kms:Decrypt kms:GenerateDataKey on <Key.Arn>',
      'kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:ReEncryptFrom kms:ReEncryptTo on <Key.Arn> '
      + 'if {"StringEquals":{"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com"}}',
    ]);
  });

  test('uses a table, a topic and a queue that it is given', () => {
    const table = dynamodb.Table.fromTableName(stack, 'Records', 'records');
    const topic = new sns.Topic(stack, 'Topic', { masterKey: kms.Key.fromKeyArn(stack, 'TopicKey', 'arn:aws:kms:eu-west-1:123456789012:key/k') });
    const deadLetterQueue = sqs.Queue.fromQueueArn(stack, 'Undelivered', 'arn:aws:sqs:eu-west-1:123456789012:undelivered');
    retrain({ retrainer: make({ table, topic, deadLetterQueue }) });
    template().resourceCountIs('AWS::DynamoDB::Table', 0);
    template().hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TABLE_NAME: 'records', TOPIC_ARN: { Ref: Match.stringLikeRegexp('^Topic') } } } });
    expect(rules()[0].Targets[0].DeadLetterConfig).toEqual({ Arn: 'arn:aws:sqs:eu-west-1:123456789012:undelivered' });
    expect(permissions()).toEqual(expect.arrayContaining([
      'sns:Publish on <Topic>',
      'kms:Decrypt kms:GenerateDataKey on arn:aws:kms:eu-west-1:123456789012:key/k',
      'dynamodb:GetItem dynamodb:PutItem on arn:aws:dynamodb:eu-west-1:123456789012:table/records '
      + 'if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["retraining#income"]}}',
    ]));
  });
});

test('cdk-nag finds nothing, with a prefix and without', () => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  retrain();
  const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
  const topic = new sns.Topic(stack, 'Topic', { masterKey: encryptionKey, enforceSSL: true });
  const retrainer = new Retrainer(stack, 'Retrainer', { pipelineNamePrefix: 'ml-', encryptionKey, topic, removalPolicy: RemovalPolicy.RETAIN });
  retrain({ pipeline: pipeline('ml-income'), retrainer }, 'Other');
  expect(() => app.synth()).not.toThrow();
});
