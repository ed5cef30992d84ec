import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Conventions } from '../../lib/core';
import { MonitoredEndpoint } from '../../lib/hosting';
import { MonitorRunner, type MonitorRunnerProps } from '../../lib/monitoring';
import { bucketIn, endpointIn, monitorIn, newStack, only, permissions, refusal, resources, text } from './support';

/** A runner of a platform, and the stack of a model that uses it. */
function platform(props: Partial<MonitorRunnerProps> = {}) {
  const app = new App();
  const shared = newStack(app, 'Platform');
  Conventions.apply(shared, { rolePath: '/ml/' });
  const key = new kms.Key(shared, 'Key', { enableKeyRotation: true });
  const bucket = new s3.Bucket(shared, 'Bucket', { encryptionKey: key, enforceSSL: true, serverAccessLogsPrefix: 'logs/' });
  const runner = new MonitorRunner(shared, 'Runner', {
    namePrefix: 'ml-', captures: { bucket, prefix: 'captures/' }, reports: { bucket, prefix: 'monitoring/' }, encryptionKey: key, ...props,
  });
  const model = newStack(app, 'Model');
  Conventions.apply(model, { rolePath: '/ml/', namePrefix: 'ml-' });
  const endpoint = (endpointName = 'ml-income', prefix = 'captures/') =>
    MonitoredEndpoint.fromAttributes({ endpointName, captures: { bucket, prefix }, artifacts: { bucket, prefix: 'models/ml-income/' } });
  return { app, shared, model, key, bucket, runner, endpoint };
}

const jobs = (stack: Stack, role: RegExp) => permissions(stack, role).filter((each) => /^(sagemaker|iam|s3|kms:CreateGrant)/.test(each));
const SAGEMAKER = 'arn:aws:sagemaker:eu-west-1:123456789012';

describe('without a runner of its own', () => {
  test('the monitors of a stack share one, which may serve just these', () => {
    const stack = newStack();
    monitorIn(stack, { monitorName: 'one' }, 'One');
    monitorIn(stack, { monitorName: 'two', endpoint: endpointIn(stack, 'churn') }, 'Two');
    expect(Object.keys(resources(stack, 'AWS::StepFunctions::StateMachine'))).toHaveLength(1);
    expect(jobs(stack, /PlanRole/)).toEqual([
      's3:ListBucket arn:aws:s3:::traffic {"StringLike":{"s3:prefix":["captures/churn/*"]}}',
      's3:ListBucket arn:aws:s3:::traffic {"StringLike":{"s3:prefix":["captures/income/*"]}}',
      `sagemaker:DescribeEndpoint ${SAGEMAKER}:endpoint/churn`,
      `sagemaker:DescribeEndpoint ${SAGEMAKER}:endpoint/income`,
      `sagemaker:DescribeEndpointConfig ${SAGEMAKER}:endpoint-config/*`,
      `sagemaker:DescribeModel ${SAGEMAKER}:model/*`,
      `sagemaker:DescribeModelPackage ${SAGEMAKER}:model-package/*`,
    ]);
    expect(jobs(stack, /MachineRole/)).toEqual([
      ...['OneJobRole', 'TwoJobRole'].map((role) => expect.stringMatching(new RegExp(`^iam:PassRole <${role}.*"iam:PassedToService":"sagemaker.amazonaws.com"`))),
      ...['AddTags', 'CreateProcessingJob', 'DescribeProcessingJob', 'ListTags', 'StopProcessingJob']
        .flatMap((action) => ['one', 'two'].map((name) => `sagemaker:${action} ${SAGEMAKER}:processing-job/${name}-*`)),
    ]);
    expect(jobs(stack, /PublishRole/).filter((each) => each.startsWith('s3:GetObject'))).toEqual([
      's3:GetObject arn:aws:s3:::traffic/monitoring/one/*', 's3:GetObject arn:aws:s3:::traffic/monitoring/two/*',
    ]);
  });
});

describe('a runner with a prefix', () => {
  test('gets one permission on it, however many monitors it serves', () => {
    const alone = platform();
    const { shared, model, runner, endpoint } = platform();
    monitorIn(model, { endpoint: endpoint(), runner }, 'One');
    monitorIn(model, { endpoint: endpoint('ml-churn'), runner }, 'Two');
    expect(permissions(shared, /Role/)).toEqual(permissions(alone.shared, /Role/));
    expect(jobs(shared, /PlanRole/)).toEqual([
      's3:ListBucket <Bucket83908E77.Arn> {"StringLike":{"s3:prefix":["captures/*"]}}',
      `sagemaker:DescribeEndpoint ${SAGEMAKER}:endpoint/ml-*`,
      `sagemaker:DescribeEndpointConfig ${SAGEMAKER}:endpoint-config/ml-*`,
      `sagemaker:DescribeModel ${SAGEMAKER}:model/ml-*`,
      `sagemaker:DescribeModelPackage ${SAGEMAKER}:model-package/ml-*`,
    ]);
    expect(jobs(shared, /MachineRole/)).toEqual([
      'iam:PassRole arn:aws:iam::123456789012:role/ml/* {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}',
      'kms:CreateGrant <Key961B73FD.Arn> {"Bool":{"kms:GrantIsForAWSResource":true}}',
      ...['AddTags', 'CreateProcessingJob', 'DescribeProcessingJob', 'ListTags', 'StopProcessingJob'].map((action) => `sagemaker:${action} ${SAGEMAKER}:processing-job/ml-*`),
    ]);
  });

  test('serves monitors of other stacks without knowing them', () => {
    const { app, shared, model, runner, endpoint } = platform();
    monitorIn(model, { endpoint: endpoint(), runner });
    app.synth();
    expect(model.dependencies).toEqual([shared]);
    expect(shared.dependencies).toEqual([]);
  });

  test.each<[string, (made: ReturnType<typeof platform>) => Parameters<typeof monitorIn>[1], string]>([
    ['a monitor with another name', () => ({ monitorName: 'income-data' }), 'RunnerPrefixDiffers'],
    ['an endpoint with another name', ({ endpoint }) => ({ endpoint: endpoint('income') }), 'RunnerPrefixDiffers'],
    ['captures elsewhere', ({ endpoint }) => ({ endpoint: endpoint('ml-income', 'elsewhere/') }), 'RunnerCapturesDiffer'],
    ['captures in another bucket', ({ model }) => ({
      endpoint: MonitoredEndpoint.fromAttributes({ endpointName: 'ml-income', captures: { bucket: bucketIn(model), prefix: 'captures/' }, artifacts: { bucket: bucketIn(model) } }),
    }), 'RunnerCapturesDiffer'],
    ['reports elsewhere', ({ bucket }) => ({ reports: { bucket, prefix: 'reports' } }), 'RunnerReportsDiffer'],
    ['another key', ({ model }) => ({ encryptionKey: new kms.Key(model, 'Other') }), 'RunnerKeyDiffers'],
    ['reports deeper in its place', ({ bucket }) => ({ reports: { bucket, prefix: 'monitoring/inputs' } }), 'accepted'],
  ])('and %s: %s', (_, props, code) => {
    const made = platform();
    const { model, runner, endpoint } = made;
    expect(refusal(() => monitorIn(model, { endpoint: endpoint(), runner, ...props(made) }))).toContain(code);
  });

  test('fails for a monitor whose roles lie on another path', () => {
    const { model, runner, endpoint } = platform();
    Conventions.apply(model, { rolePath: '/other/' });
    expect(refusal(() => monitorIn(model, { endpoint: endpoint(), runner }))).toContain('RunnerRolePathDiffers');
  });

  test.each<[string, Partial<MonitorRunnerProps>, string]>([
    ['an empty prefix', { namePrefix: '' }, 'RunnerPrefixEmpty'],
    ['no place of captures', { captures: undefined }, 'RunnerPlacesMissing'],
    ['no place of reports', { reports: undefined }, 'RunnerPlacesMissing'],
    ['places and no prefix', { namePrefix: undefined }, 'RunnerPlacesUnused'],
  ])('fails for %s', (_, props, code) => {
    expect(refusal(() => platform(props))).toContain(code);
  });

  test('fails where roles have no path of their own', () => {
    const stack = newStack();
    Conventions.apply(stack, { rolePath: '/' });
    const place = { bucket: bucketIn(stack) };
    expect(refusal(() => new MonitorRunner(stack, 'Runner', { namePrefix: 'ml-', captures: place, reports: place }))).toContain('RunnerRolePathWide');
  });
});

describe('an analysis that fails', () => {
  const { shared } = platform();

  test('is kept, encrypted, for any way of failing', () => {
    const [rule] = Object.values(resources(shared, 'AWS::Events::Rule')).map(({ Properties }) => Properties);
    expect(rule.EventPattern).toMatchObject({ 'source': ['aws.states'], 'detail': { status: ['FAILED', 'TIMED_OUT', 'ABORTED'] } });
    expect(text(rule.EventPattern.detail.stateMachineArn[0])).toMatch(/^<RunnerMachine/);
    expect(text(rule.Targets[0].Arn)).toContain('RunnerMachineDeadLettersQueue');
    Template.fromStack(shared).hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({
      Principal: { Service: 'events.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    })]) } });
  });

  test('or was never started is told by an alarm', () => {
    const made = newStack();
    new MonitorRunner(made, 'Runner', { alarmTopic: new sns.Topic(made, 'Topic') });
    const alarms = Object.values(resources(made, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    expect(alarms).toHaveLength(3);
    alarms.forEach(({ AlarmActions }) => expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Topic/) }]));
  });
});

describe('the roles', () => {
  const { shared } = platform();

  test('of schedules may start this machine and send what they could not start', () => {
    expect(permissions(shared, /SchedulerRole/)).toEqual([
      'kms:Decrypt <Key961B73FD.Arn>', 'kms:GenerateDataKey <Key961B73FD.Arn>',
      expect.stringMatching(/^sqs:SendMessage <RunnerMachineDeadLettersQueue/), expect.stringMatching(/^states:StartExecution <RunnerMachine\w+\.Arn>$/),
    ]);
  });

  test('of the publisher may write its namespace and its event alone', () => {
    expect(permissions(shared, /PublishRole/).filter((each) => /^(cloudwatch|events):/.test(each))).toEqual([
      'cloudwatch:PutMetricData * {"StringEquals":{"cloudwatch:namespace":"cdk-sagemaker-lifecycle/Monitoring"}}',
      'events:PutEvents arn:aws:events:eu-west-1:123456789012:event-bus/default '
      + '{"StringEquals":{"events:source":"cdk-sagemaker-lifecycle.monitoring","events:detail-type":"Model Drift Detected"}}',
    ]);
  });

  test('are assumed by services for this account alone', () => {
    const trusts = Object.values(resources(shared, 'AWS::IAM::Role')).flatMap(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement)
      .filter(({ Principal }) => Principal.Service !== 'lambda.amazonaws.com');
    expect(trusts.map(({ Principal }) => Principal.Service).sort()).toEqual(['scheduler.amazonaws.com', 'states.amazonaws.com']);
    trusts.forEach(({ Condition }) => expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': '123456789012' } }));
  });
});

describe('the state machine', () => {
  const stack = newStack();
  new MonitorRunner(stack, 'Runner');
  const properties = only(stack, 'AWS::StepFunctions::StateMachine');
  const definition = JSON.parse(text(properties.DefinitionString));
  const states: [string, any][] = Object.entries(definition.States);
  const nextOf = (state: any): string[] =>
    [state.Next, state.Default, ...[...state.Choices ?? [], ...state.Catch ?? []].map(({ Next }: any) => Next)].filter(Boolean);

  test('logs everything and traces', () => {
    expect(properties).toMatchObject({
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true }, TracingConfiguration: { Enabled: true }, StateMachineType: 'STANDARD',
    });
  });

  test('leads to states that are there, reaches each of them, and ends', () => {
    const reached = new Set([definition.StartAt]);
    for (const name of reached) {
      nextOf(definition.States[name]).forEach((next) => reached.add(next));
    }
    expect([...reached].sort()).toEqual(Object.keys(definition.States).sort());
    states.forEach(([name, state]) => expect([name, nextOf(state).length > 0 || state.End === true || state.Type === 'Fail']).toEqual([name, true]));
  });

  test('tries every task again, busy ones after random waits', () => {
    const tasks = states.filter(([, { Type }]) => Type === 'Task');
    expect(tasks.map(([name]) => name)).toEqual(['Plan', 'Analyse', 'LookAtJob', 'Publish']);
    tasks.forEach(([, { Retry }]) => expect(Retry.at(-1)).toMatchObject({ JitterStrategy: 'FULL', BackoffRate: 2 }));
  });

  test('tries neither a malformed request nor an unreadable summary again', () => {
    for (const name of ['Plan', 'Publish']) {
      expect(definition.States[name].Retry[0]).toEqual({ ErrorEquals: ['MalformedEventError', 'UnreadableSummaryError'], MaxAttempts: 0 });
    }
  });

  test('uses tasks of its partition', () => {
    expect(states.flatMap(([, { Resource }]) => Resource ?? [])).toEqual([
      'arn:aws:states:::lambda:invoke', 'arn:aws:states:::sagemaker:createProcessingJob.sync', 'arn:aws:states:::aws-sdk:sagemaker:describeProcessingJob',
      'arn:aws:states:::lambda:invoke',
    ]);
  });

  test('publishes after a job of another execution has ended well, and fails after one that has not', () => {
    const { Choices, Default } = definition.States.HasJobEnded;
    const after = (status: string) =>
      Choices.find(({ Or, StringEquals }: any) => (Or ?? [{ StringEquals }]).some((each: any) => each.StringEquals === status))?.Next ?? Default;
    expect(['Completed', 'InProgress', 'Stopping', 'Failed', 'Stopped'].map(after)).toEqual(['Publish', 'WaitForJob', 'WaitForJob', 'JobFailed', 'JobFailed']);
    expect(definition.States.JobRefused).toMatchObject({ Type: 'Fail', CausePath: '$.refusal.Cause' });
  });
});

test('cdk-nag finds nothing', () => {
  const { app, model, runner, endpoint } = platform();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  monitorIn(model, { endpoint: endpoint(), runner });
  expect(() => app.synth()).not.toThrow();
});
