import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, Duration, Lazy, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { orderOf } from '../../lambda/wake-endpoints/order-of-event';
import { Conventions } from '../../lib/core';
import { EndpointReconciler, EndpointScaling, type ContinuousDeploymentProps, type EndpointReconcilerProps } from '../../lib/hosting';
import { ACCOUNT, REGION, SAGEMAKER, SETTINGS, endpointIn, groupIn, newStack, only, permissions, reconcilerIn, refusal, resources, text, topicIn } from './support';

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = newStack(app);
});

const template = () => Template.fromStack(stack);
const scaling = EndpointScaling.byInvocations({ minCapacity: 1, maxCapacity: 4, invocationsPerInstance: 700 });
/** An endpoint that a reconciler with the prefix 'ml-' may serve. */
const served = (scope: Stack, reconciler: EndpointReconciler, props: Partial<ContinuousDeploymentProps> = {}, id?: string) =>
  endpointIn(scope, { endpointName: 'ml-income', group: groupIn(scope, 'ml-income'), reconciler, ...props }, id);
/** What the reconciling function of a platform may do before there is any endpoint. */
function alone(props: (scope: Stack) => Partial<EndpointReconcilerProps> = () => ({})): string[] {
  const empty = newStack();
  reconcilerIn(empty, { namePrefix: 'ml-', ...props(empty) });
  return permissions(empty, /ReconcileRole/);
}

const own = (handler: string) => [
  `logs:CreateLogStream logs:PutLogEvents on <Reconciler${handler}Log.Arn>`, `sqs:SendMessage on <Reconciler${handler}DeadLettersQueue.Arn>`,
];
const PASSED = 'if {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}';
const RECORDS = '<ReconcilerRecords.Arn>';

/** What the reconciling function may do with the registry and with endpoints that are wanted. */
const reconciling = (endpoint: string, made: string, group: string, versions: string) => [
  `sagemaker:CreateEndpoint sagemaker:UpdateEndpoint on ${SAGEMAKER}:endpoint/${endpoint} ${SAGEMAKER}:endpoint-config/${made}`,
  `sagemaker:CreateEndpointConfig on ${SAGEMAKER}:endpoint-config/${made}`,
  `sagemaker:ListModelPackages on ${SAGEMAKER}:model-package-group/${group} ${SAGEMAKER}:model-package/${versions}`,
  `sagemaker:DescribeModelPackage on ${SAGEMAKER}:model-package/${versions}`,
  `sagemaker:CreateModel on ${SAGEMAKER}:model/${made} ${SAGEMAKER}:model-package/${versions}`,
];
const TARGETS = `on arn:aws:application-autoscaling:${REGION}:${ACCOUNT}:scalable-target/* if {"StringEquals":{"application-autoscaling:service-namespace":"sagemaker"}}`;
const alarms = (endpoint: string) => `on arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:TargetTracking-endpoint/${endpoint}`;
/** What it may do with those that are to be removed, and with what earlier settings may have given them. */
const removing = (endpoint: string, made: string, ofAlarms: string) => [
  `sagemaker:DeleteEndpoint sagemaker:DescribeEndpoint on ${SAGEMAKER}:endpoint/${endpoint}`,
  `sagemaker:DeleteEndpointConfig on ${SAGEMAKER}:endpoint-config/${made}`,
  `sagemaker:DeleteModel on ${SAGEMAKER}:model/${made}`,
  'cloudwatch:DescribeAlarms sagemaker:ListEndpointConfigs sagemaker:ListModels on *',
  `application-autoscaling:DeregisterScalableTarget ${TARGETS}`,
  `cloudwatch:DeleteAlarms ${alarms(ofAlarms)}`,
];

describe('without a prefix', () => {
  test('the reconciling function may touch just its endpoint, and hand over just its role', () => {
    endpointIn(stack, { reconciler: reconcilerIn(stack) });
    expect(permissions(stack, /ReconcileRole/)).toEqual([
      ...own('Reconcile'), `dynamodb:UpdateItem on ${RECORDS}`, 'sns:Publish on <Topic>',
      ...reconciling('income', 'income-*', 'income', 'income/*'),
      `iam:PassRole on <IncomeRole.Arn> ${PASSED}`, ...removing('income', 'income-*', 'income/*'),
    ]);
  });

  test('one of two endpoints leaves the stack, and takes what removes it along as the last', () => {
    const templateOf = (names: readonly string[]) => {
      const of = newStack(new App());
      const reconciler = reconcilerIn(of);
      names.forEach((name) => endpointIn(of, { reconciler, endpointName: name, group: groupIn(of, name) }, name));
      return { of, resources: Template.fromStack(of).toJSON().Resources as Record<string, any> };
    };
    const [both, one] = [['income', 'churn'], ['churn']].map(templateOf);
    const left = Object.keys(both.resources).filter((id) => !(id in one.resources));
    const [policy] = left.filter((id) => id.startsWith('incomeCleanUp'));
    const [settings] = left.filter((id) => both.resources[id].Type === SETTINGS);
    expect(both.resources[settings].DependsOn).toContain(policy);
    const role = both.resources[policy].Properties.Roles;
    // What it is a policy of stays, and none of its other policies would still let it remove the endpoint.
    expect(Object.keys(one.resources)).toContain(role[0].Ref);
    expect(permissions(one.of, /ReconcileRole/).join()).not.toContain('income');
    expect([both.resources[policy].Properties.PolicyDocument.Statement].flat().flatMap(({ Action }) => Action)).toEqual(expect.arrayContaining([
      'sagemaker:DeleteEndpoint', 'sagemaker:DescribeEndpoint', 'sagemaker:DeleteEndpointConfig', 'sagemaker:DeleteModel', 'sagemaker:ListModels',
    ]));
  });

  test('two endpoints widen its statements', () => {
    const reconciler = reconcilerIn(stack);
    endpointIn(stack, { reconciler });
    endpointIn(stack, { reconciler, endpointName: 'churn', group: groupIn(stack, 'churn') }, 'Churn');
    expect(permissions(stack, /ReconcileRole/)).toEqual(expect.arrayContaining([
      `sagemaker:CreateEndpointConfig on ${SAGEMAKER}:endpoint-config/income-* ${SAGEMAKER}:endpoint-config/churn-*`,
      `iam:PassRole on <IncomeRole.Arn> <ChurnRole.Arn> ${PASSED}`,
    ]));
  });

  test('scaling takes what Application Auto Scaling does in its name', () => {
    endpointIn(stack, { reconciler: reconcilerIn(stack), scaling });
    expect(permissions(stack, /ReconcileRole/)).toEqual(expect.arrayContaining([
      `application-autoscaling:PutScalingPolicy application-autoscaling:RegisterScalableTarget ${TARGETS}`,
      `sagemaker:DescribeEndpoint sagemaker:UpdateEndpointWeightsAndCapacities on ${SAGEMAKER}:endpoint/income`,
      `sagemaker:CreateEndpointConfig sagemaker:DescribeEndpointConfig on ${SAGEMAKER}:endpoint-config/income-*`,
      `cloudwatch:PutMetricAlarm ${alarms('income/*')}`,
      'cloudwatch:DescribeAlarms on *',
      `iam:CreateServiceLinkedRole on arn:aws:iam::${ACCOUNT}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/`
      + 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
    ]));
  });

  test('the others may wake it, and read and write records', () => {
    endpointIn(stack, { reconciler: reconcilerIn(stack) });
    const start = 'states:StartExecution on <ReconcilerMachine.Arn>';
    expect(permissions(stack, /WakeRole/)).toEqual([...own('Wake'), `dynamodb:GetItem dynamodb:Scan dynamodb:UpdateItem on ${RECORDS}`, start]);
    expect(permissions(stack, /ConfigureRole/)).toEqual([...own('Configure'), `dynamodb:UpdateItem on ${RECORDS}`, start]);
  });

  test('it hears of all versions and endpoints of the account', () => {
    reconcilerIn(stack);
    expect(patterns()).toEqual([
      { 'source': ['aws.sagemaker'], 'detail-type': ['SageMaker Model Package State Change'] },
      { 'source': ['aws.sagemaker'], 'detail-type': ['SageMaker Endpoint State Change'] },
    ]);
  });

  test('fails for an endpoint of another stack, whose role it could not know', () => {
    const reconciler = reconcilerIn(newStack(app, 'Platform'));
    expect(refusal(() => endpointIn(stack, { reconciler }))).toContain("ReconcilerElsewhere  Shop/Income\n  reconciler: serves endpoints of its own stack 'Platform' alone");
  });
});

describe('with a prefix', () => {
  test('permission is given once, however many endpoints in however many stacks, without knowing them', () => {
    const reconciler = reconcilerIn(stack, { namePrefix: 'ml-' });
    const models = newStack(app, 'Models');
    served(models, reconciler);
    served(models, reconciler, { endpointName: 'ml-churn', group: groupIn(models, 'ml-churn') }, 'Churn');
    app.synth();
    const given = permissions(stack, /ReconcileRole/);
    expect(given).toEqual([
      ...own('Reconcile'), `dynamodb:UpdateItem on ${RECORDS}`, 'sns:Publish on <Topic>',
      ...reconciling('ml-*', 'ml-*', 'ml-*', 'ml-*').map((line) => line.replace('CreateEndpointConfig', 'CreateEndpointConfig sagemaker:DeleteEndpointConfig')),
      ...removing('ml-*', 'ml-*', 'ml-*').filter((line) => !line.includes('DeleteEndpointConfig')).map((line) => line.replace('ListEndpointConfigs', 'ListDataQualityJobDefinitions sagemaker:ListEndpointConfigs')),
      `sagemaker:DeleteDataQualityJobDefinition on ${SAGEMAKER}:data-quality-job-definition/ml-*`,
      `sagemaker:DeleteMonitoringSchedule sagemaker:DescribeMonitoringSchedule on ${SAGEMAKER}:monitoring-schedule/ml-*`,
      `iam:PassRole on arn:aws:iam::${ACCOUNT}:role/sagemaker-lifecycle/* ${PASSED}`,
    ]);
    expect(given).toEqual(alone());
    expect(models.dependencies).toEqual([stack]);
    expect(stack.dependencies).toEqual([]);
    expect(Object.keys(resources(models, SETTINGS))).toHaveLength(2);
    expect(resources(models, 'AWS::Lambda::Function')).toEqual({});
  });

  test('scaling is allowed on the prefix, once an endpoint scales; taking it off always is, for endpoints that scaled before', () => {
    const reconciler = reconcilerIn(stack, { namePrefix: 'ml-' });
    expect(alone().filter((line) => line.includes('autoscaling'))).toEqual([`application-autoscaling:DeregisterScalableTarget ${TARGETS}`]);
    served(newStack(app, 'Models'), reconciler, { scaling });
    expect(permissions(stack, /ReconcileRole/)).toEqual(expect.arrayContaining([
      `cloudwatch:DeleteAlarms cloudwatch:PutMetricAlarm ${alarms('ml-*')}`,
      `sagemaker:DeleteEndpoint sagemaker:DescribeEndpoint sagemaker:UpdateEndpointWeightsAndCapacities on ${SAGEMAKER}:endpoint/ml-*`,
    ]));
  });

  test('it hears of just what has the prefix', () => {
    reconcilerIn(stack, { namePrefix: 'ml-' });
    expect(patterns().map(({ detail }) => detail)).toEqual([{ ModelPackageGroupName: [{ prefix: 'ml-' }] }, { EndpointName: [{ prefix: 'ml-' }] }]);
  });

  test.each<[string, Partial<ContinuousDeploymentProps>, string]>([
    ['an endpoint', { endpointName: 'income' }, "ReconcilerPrefixDiffers  Shop/Income\n  endpointName: must start with 'ml-'"],
    ['a group', {}, "ReconcilerPrefixDiffers  Shop/Income\n  group: must start with 'ml-'"],
  ])('fails for %s with another name', (what, props, message) => {
    const reconciler = reconcilerIn(stack, { namePrefix: 'ml-' });
    expect(refusal(() => served(stack, reconciler, { ...props, ...(what === 'a group' && { group: groupIn(stack, 'income') }) }))).toContain(message);
  });

  test('takes a name that is known later', () => {
    const reconciler = reconcilerIn(stack, { namePrefix: 'ml-' });
    expect(refusal(() => served(stack, reconciler, { endpointName: Lazy.string({ produce: () => 'ml-x' }) }))).toBe('accepted');
  });

  test('fails when it is empty, which would be every endpoint of the account', () => {
    expect(refusal(() => reconcilerIn(stack, { namePrefix: '' }))).toContain(
      'ReconcilerPrefixEmpty  Shop/Reconciler\n  namePrefix: would let the function replace and delete every endpoint of the account',
    );
  });

  test('fails where roles have no path of their own: it could hand over every role of the account', () => {
    Conventions.apply(stack, { rolePath: '/' });
    expect(refusal(() => reconcilerIn(stack, { namePrefix: 'ml-' }))).toContain('ReconcilerRolePathWide  Shop/Reconciler\n  namePrefix: ');
    expect(refusal(() => reconcilerIn(stack, {}, 'Narrow'))).toBe('accepted');
  });

  test('fails for an endpoint whose role lies on another path, and takes one further down', () => {
    const reconciler = reconcilerIn(stack, { namePrefix: 'ml-' });
    const [models, below] = ['Models', 'Below'].map((id) => newStack(app, id));
    Conventions.apply(models, { rolePath: '/ml/' });
    Conventions.apply(below, { rolePath: '/sagemaker-lifecycle/team/' });
    expect(refusal(() => served(models, reconciler))).toContain(
      "ReconcilerRolePathDiffers  Models/Income\n  reconciler: hands over roles on the path '/sagemaker-lifecycle/' alone, got '/ml/'",
    );
    expect(refusal(() => served(below, reconciler, { endpointName: 'ml-below' }))).toBe('accepted');
  });
});

describe('a key', () => {
  const lent = (of = stack) => permissions(of, /ReconcileRole/).filter((line) => /kms:(CreateGrant|DescribeKey kms:Gen)/.test(line));
  const grant = (key: string) => `kms:CreateGrant on ${key} if {"Bool":{"kms:GrantIsForAWSResource":"true"}}`;

  test('encrypts all that is kept; the functions may use it for the table alone, and SageMaker is lent it for volumes', () => {
    const key = new kms.Key(stack, 'Key');
    endpointIn(stack, { reconciler: reconcilerIn(stack, { encryptionKey: key }), encryptionKey: key });
    const KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    template().hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY } });
    template().allResourcesProperties('AWS::Lambda::Function', { KmsKeyArn: KEY });
    template().allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: KEY });
    template().allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: KEY });
    const inTable = 'kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:ReEncryptFrom kms:ReEncryptTo on <Key.Arn> '
      + `if {"StringEquals":{"kms:ViaService":"dynamodb.${REGION}.amazonaws.com"}}`;
    expect(permissions(stack, /WakeRole/).filter((line) => line.startsWith('kms:'))).toEqual(['kms:Decrypt kms:GenerateDataKey on <Key.Arn>', inTable]);
    expect(permissions(stack, /ConfigureRole/).filter((line) => line.startsWith('kms:'))).toEqual(['kms:Decrypt kms:GenerateDataKey on <Key.Arn>', inTable]);
    expect(permissions(stack, /ReconcileRole/).filter((line) => line.startsWith('kms:'))).toEqual([
      'kms:Decrypt kms:DescribeKey kms:GenerateDataKey on <Key.Arn>', inTable, grant('<Key.Arn>'),
    ]);
  });

  test('of an endpoint is lent, be the reconciler\'s what it may', () => {
    const reconciler = reconcilerIn(stack, { encryptionKey: new kms.Key(stack, 'Key') });
    endpointIn(stack, { reconciler, encryptionKey: new kms.Key(stack, 'Other') });
    expect(lent()).toEqual([grant('<Other.Arn>')]);
  });

  test('of the platform is lent once, for all endpoints', () => {
    const key = new kms.Key(stack, 'Key');
    const reconciler = reconcilerIn(stack, { encryptionKey: key, namePrefix: 'ml-' });
    served(newStack(app, 'Models'), reconciler, { encryptionKey: key });
    expect(permissions(stack, /ReconcileRole/)).toEqual(alone((scope) => ({ encryptionKey: new kms.Key(scope, 'Key') })));
    expect(permissions(stack, /ReconcileRole/)).toContain(grant('<Key.Arn>'));
  });

  test("fails when it is made in the endpoint's stack and the reconciler is in another one", () => {
    const reconciler = reconcilerIn(stack, { namePrefix: 'ml-' });
    const models = newStack(app, 'Models');
    expect(refusal(() => served(models, reconciler, { encryptionKey: new kms.Key(models, 'Key') }))).toContain('VolumeKeyElsewhere  Models/Income\n  encryptionKey: ');
  });

  test('may exist, or be made in a third stack', () => {
    const reconciler = reconcilerIn(stack, { namePrefix: 'ml-' });
    const models = newStack(app, 'Models');
    served(models, reconciler, { encryptionKey: kms.Key.fromKeyArn(models, 'Known', `arn:aws:kms:${REGION}:${ACCOUNT}:key/k`) });
    served(models, reconciler, { endpointName: 'ml-other', encryptionKey: new kms.Key(newStack(app, 'Keys'), 'Key') }, 'Other');
    expect(() => app.synth()).not.toThrow();
    expect(lent()).toEqual([expect.stringMatching(/^kms:CreateGrant on arn:aws:kms:\S+:key\/k <Keys:ExportsOutput\S+> if/)]);
  });

  test('of the topic may be used to tell people', () => {
    const topic = new sns.Topic(stack, 'Told', { masterKey: new kms.Key(stack, 'TopicKey') });
    reconcilerIn(stack, { topic });
    expect(permissions(stack, /ReconcileRole/)).toEqual(expect.arrayContaining(['sns:Publish on <Told>', 'kms:Decrypt kms:GenerateDataKey on <TopicKey.Arn>']));
  });
});

describe('what wakes it', () => {
  test('is called by rules of this account alone, and keeps what they could not deliver', () => {
    reconcilerIn(stack);
    const rules = `arn:aws:events:${REGION}:${ACCOUNT}:rule/*`;
    expect(Object.values(resources(stack, 'AWS::Lambda::Permission')).map(({ Properties }) => [Properties.Principal, text(Properties.SourceArn)])).toEqual([
      ['events.amazonaws.com', rules],
    ]);
    expect(only(stack, 'AWS::SQS::QueuePolicy', /Wake/).Properties.PolicyDocument.Statement).toContainEqual({
      Sid: 'AllowRules', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: expect.anything(),
      Condition: { ArnLike: { 'aws:SourceArn': rules } },
    });
    for (const { Properties } of Object.values(resources(stack, 'AWS::Events::Rule')).filter(({ Properties: { Targets } }) => JSON.stringify(Targets).includes('WakeFunction'))) {
      expect(Properties.Targets[0].DeadLetterConfig.Arn['Fn::GetAtt'][0]).toMatch(/^ReconcilerWakeDeadLettersQueue/);
    }
  });

  test.each([[undefined, 'rate(15 minutes)'], [Duration.hours(1), 'rate(1 hour)']])('is a timer too (%#)', (interval, schedule) => {
    reconcilerIn(stack, { interval });
    const { ScheduleExpression, Targets: [{ Input }] } = only(stack, 'AWS::Events::Rule', /Timer/).Properties;
    expect(ScheduleExpression).toBe(schedule);
    expect(orderOf(JSON.parse(Input))).toEqual({ order: 'reconcile', endpointName: undefined });
  });

  test('is a function that people may give orders to, and whose name others can be told', () => {
    const { orders, table } = reconcilerIn(stack);
    expect(text(stack.resolve(orders.functionName))).toMatch(/^<ReconcilerWakeFunction/);
    expect(text(stack.resolve(table.tableRef.tableName))).toMatch(/^<ReconcilerRecords/);
    expect(['pause', 'resume', 'stop', 'start'].map((order) => orderOf({ order, endpointName: 'income' }).order)).toEqual(['pause', 'resume', 'stop', 'start']);
  });

  test('knows the table and the machine, and the reconciling function the topic', () => {
    reconcilerIn(stack);
    const environment = (id: RegExp) => Object.fromEntries(
      Object.entries(only(stack, 'AWS::Lambda::Function', id).Properties.Environment.Variables).map(([name, value]) => [name, text(value).replace(/[0-9A-F]{8}>/, '>')]),
    );
    const others = { TABLE_NAME: '<ReconcilerRecords>', STATE_MACHINE_ARN: '<ReconcilerMachine.Arn>'.replace('.Arn', '') };
    expect(environment(/Reconcile[A-Z]/)).toEqual({ TABLE_NAME: '<ReconcilerRecords>', TOPIC_ARN: '<Topic>' });
    expect(Object.keys(environment(/Wake/))).toEqual(Object.keys(others));
    expect(environment(/Wake/)).toEqual(environment(/Configure/));
  });
});

describe('the machine', () => {
  test('calls the function until there is no more to do, and bears what passes', () => {
    reconcilerIn(stack);
    const definition = JSON.parse(text(only(stack, 'AWS::StepFunctions::StateMachine').Properties.DefinitionString));
    expect(definition).toMatchObject({ StartAt: 'Reconcile', TimeoutSeconds: 72_000 });
    const { Reconcile, IsThereMoreToDo, Wait, Done } = definition.States;
    expect(Object.keys(definition.States)).toEqual(['Reconcile', 'IsThereMoreToDo', 'Wait', 'Done']);
    expect(Reconcile).toMatchObject({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: {
        FunctionName: expect.stringMatching(/^<ReconcilerReconcileFunction\w+\.Arn>$/),
        Payload: { 'endpointName.$': '$.endpointName', 'execution.$': '$$.Execution.Id' },
      },
      ResultSelector: { 'next.$': '$.Payload.next', 'seconds.$': '$.Payload.seconds' },
      ResultPath: '$.answer',
      Next: 'IsThereMoreToDo',
    });
    expect(Reconcile.Retry).toEqual([
      { ErrorEquals: ['MalformedEventError'], MaxAttempts: 0 },
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, BackoffRate: 2, MaxDelaySeconds: 120, MaxAttempts: 8, JitterStrategy: 'FULL' },
    ]);
    expect(IsThereMoreToDo).toEqual({ Type: 'Choice', Choices: [{ Variable: '$.answer.next', StringEquals: 'WAIT', Next: 'Wait' }], Default: 'Done' });
    expect(Wait).toEqual({ Type: 'Wait', SecondsPath: '$.answer.seconds', Next: 'Reconcile' });
    expect(Done).toEqual({ Type: 'Succeed' });
  });

  test('may call just the reconciling function', () => {
    reconcilerIn(stack);
    expect(permissions(stack, /MachineRole/)).toEqual(['lambda:InvokeFunction on <ReconcilerReconcileFunction.Arn>', expect.stringMatching(/^logs:\S+ .* on \*$/)]);
  });
});

describe('what it leaves behind', () => {
  test.each([
    [undefined, 'Delete'], [RemovalPolicy.DESTROY, 'Delete'], [RemovalPolicy.RETAIN, 'Retain'],
  ])('with the removal policy %s the records: %s', (removalPolicy, DeletionPolicy) => {
    reconcilerIn(stack, { removalPolicy });
    template().hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy,
      Properties: {
        KeySchema: [{ AttributeName: 'endpointName', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST', SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }, TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
  });

  test('logs for as long as it is told, and alarms for what failed', () => {
    reconcilerIn(stack, { logRetention: logs.RetentionDays.ONE_YEAR, alarmTopic: topicIn(stack) });
    template().allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
    template().resourceCountIs('AWS::CloudWatch::Alarm', 4);
    template().allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('^Topic') }] });
  });
});

describe('shared in a stack', () => {
  test('it tells the topic of its endpoints of failures too', () => {
    endpointIn(stack);
    template().allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('^Topic') }] });
  });

  test('there is one for endpoints with the same topic and key, and none for others', () => {
    const key = new kms.Key(stack, 'Key');
    endpointIn(stack, { encryptionKey: key });
    expect(refusal(() => endpointIn(stack, { endpointName: 'b', encryptionKey: key }, 'B'))).toBe('accepted');
    expect(refusal(() => endpointIn(stack, { endpointName: 'c' }, 'C'))).toContain('SharedReconcilerDiffers  Shop/C\n  reconciler: Shop/SageMakerEndpointReconciler');
    expect(refusal(() => endpointIn(stack, { endpointName: 'd', encryptionKey: key, topic: new sns.Topic(stack, 'Others') }, 'D'))).toContain('SharedReconcilerDiffers');
  });

  test('it fails for two endpoints of one name, which would fight for it', () => {
    endpointIn(stack);
    expect(refusal(() => endpointIn(stack, {}, 'Again'))).toContain("EndpointNameTaken  Shop/Again\n  endpointName: is the name of another endpoint of the same reconciler, got 'income'");
  });
});

test('it fails without a topic, and takes that of the alarms for one', () => {
  expect(refusal(() => reconcilerIn(stack, { topic: undefined }))).toContain('ReconcilerTopicMissing  Shop/Reconciler\n  topic: nobody would be told');
  reconcilerIn(stack, { topic: undefined, alarmTopic: topicIn(stack) }, 'Told');
  expect(permissions(stack, /ReconcileRole/)).toContain('sns:Publish on <Topic>');
});

test.each([false, true])('cdk-nag finds nothing, with a key: %s', (withKey) => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const encryptionKey = withKey ? new kms.Key(stack, 'Key', { enableKeyRotation: true }) : undefined;
  endpointIn(stack, { encryptionKey, scaling });
  const reconciler = new EndpointReconciler(stack, 'Platform', { topic: topicIn(stack), namePrefix: 'ml-', encryptionKey });
  served(newStack(app, 'Models'), reconciler, { encryptionKey, scaling });
  expect(() => app.synth()).not.toThrow();
});

function patterns(): any[] {
  return Object.entries(resources(stack, 'AWS::Events::Rule')).filter(([id]) => /(Version|Endpoint)Changed/.test(id)).map(([, { Properties }]) => Properties.EventPattern);
}
