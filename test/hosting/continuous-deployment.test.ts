import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { App, CfnParameter, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { readSettings } from '../../lambda/shared/endpoints/settings';
import { ContainerImage, Conventions } from '../../lib/core';
import { DataCapture, DeploymentStrategy, EndpointScaling, type ContinuousDeploymentProps } from '../../lib/hosting';
import { ModelPackageGroup } from '../../lib/registry';
import { ACCOUNT, IMAGE, REGION, SAGEMAKER, SETTINGS, bucketIn, endpointIn, groupIn, newStack, only, permissions, reconcilerIn, refusal, resources, settingsOf, text } from './support';

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = newStack(app);
});

const template = () => Template.fromStack(stack);
const make = (props: Partial<ContinuousDeploymentProps> = {}, id?: string) => endpointIn(stack, props, id);
const later = (value: number) => Lazy.number({ produce: () => value });
const LOG = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/sagemaker/Endpoints/income`;
/** What the containers may do with the least code. */
const LEAST = [
  'ecr:GetAuthorizationToken on *',
  `ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on arn:aws:ecr:${REGION}:${ACCOUNT}:repository/serving`,
  's3:GetObject on arn:aws:s3:::models/income/*',
  's3:ListBucket on arn:aws:s3:::models if {"StringLike":{"s3:prefix":["income/*"]}}',
  's3:AbortMultipartUpload s3:PutObject on arn:aws:s3:::captures/income/*',
  `logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents on ${LOG} ${LOG}:log-stream:*`,
  'cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":"/aws/sagemaker/Endpoints"}}',
  'cloudwatch:DescribeAlarms on <IncomeErrors.Arn> <IncomeLatency.Arn>',
];

describe('the least code', () => {
  test('makes a role, two alarms, a custom resource and what removes it, beside a reconciler that others share', () => {
    make();
    const own = () => Object.keys(template().toJSON().Resources).filter((id) => !/^(SageMakerEndpointReconciler|Topic|Group)/.test(id));
    expect(own().map((id) => id.slice(0, -8))).toEqual(['IncomeRole', 'IncomeRolePolicy', 'IncomeErrors', 'IncomeLatency', 'IncomeEndpoint', 'IncomeCleanUp']);
    const before = Object.keys(template().toJSON().Resources).length;
    stack = newStack(new App());
    make();
    make({ endpointName: 'churn' }, 'Churn');
    expect(Object.keys(template().toJSON().Resources)).toHaveLength(before + 6);
  });

  test('tells the reconciler all it has to know', () => {
    make();
    expect(settingsOf(stack)).toEqual({
      endpointName: 'income',
      modelPackageGroupName: 'income',
      executionRoleArn: expect.stringMatching(/^<IncomeRole\w+\.Arn>$/),
      variantName: 'AllTraffic',
      instanceType: 'ml.m5.large',
      instanceCount: 1,
      dataCapture: { destinationS3Uri: 's3://captures', percentage: 100, modes: ['Input', 'Output'] },
      deployment: {
        BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 300 }, TerminationWaitInSeconds: 120 },
        AutoRollbackConfiguration: { Alarms: [{ AlarmName: expect.stringMatching(/^<IncomeErrors/) }, { AlarmName: expect.stringMatching(/^<IncomeLatency/) }] },
      },
      sources: { images: [IMAGE], artifacts: ['s3://models/income/'] },
    });
  });

  test('gives the containers exactly what serving takes', () => {
    make();
    expect(permissions(stack, /^<IncomeRole/)).toEqual(LEAST);
    template().hasResourceProperties('AWS::IAM::Role', {
      Path: '/sagemaker-lifecycle/',
      AssumeRolePolicyDocument: { Statement: [{
        Action: 'sts:AssumeRole', Principal: { Service: 'sagemaker.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      }] },
    });
  });

  test('is understood by the handler that reads it', () => {
    make();
    expect(readSettings(JSON.stringify(settingsOf(stack)))).toEqual(settingsOf(stack));
  });
});

describe('every option reaches the settings', () => {
  const vpc = () => ({
    subnets: ['subnet-1', 'subnet-2'].map((id) => ec2.Subnet.fromSubnetId(stack, id, id)), securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'sg', 'sg-1')],
  });

  test.each<[string, () => Partial<ContinuousDeploymentProps>, object]>([
    ['the name', () => ({ endpointName: 'income-eu' }), { endpointName: 'income-eu' }],
    ['the group', () => ({ group: groupIn(stack, 'Churn') }), { modelPackageGroupName: 'Churn' }],
    ['the instances', () => ({ instanceType: 'ml.c5.xlarge', instanceCount: 3 }), { instanceType: 'ml.c5.xlarge', instanceCount: 3 }],
    ['the environment', () => ({ environment: { THRESHOLD: '0.5' } }), { environment: { THRESHOLD: '0.5' } }],
    ['the network', vpc, { vpc: { subnets: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] } }],
    ['the time to start', () => ({ startupTimeout: Duration.minutes(20) }), { startupTimeoutSeconds: 1_200 }],
    ['the share that is captured', () => ({ capture: DataCapture.sample(5) }), { dataCapture: { percentage: 5 } }],
    ['where captures go', () => ({ captures: { bucket: bucketIn(stack, 'traffic'), prefix: 'ml/in/' } }), { dataCapture: { destinationS3Uri: 's3://traffic/ml/in' } }],
    ['the strategy', () => ({ strategy: DeploymentStrategy.canary({ size: 20 }), instanceCount: 2 }), {
      deployment: { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'CANARY', CanarySize: { Type: 'CAPACITY_PERCENT', Value: 20 } } } },
    }],
    ['the scaling', () => ({ scaling: EndpointScaling.byInvocations({ minCapacity: 1, maxCapacity: 4, invocationsPerInstance: 700 }) }), {
      scaling: { minCapacity: 1, maxCapacity: 4, invocationsPerInstance: 700, scaleInCooldownSeconds: 300, scaleOutCooldownSeconds: 60 },
    }],
    [
      'the sources', () => ({
        images: [ContainerImage.fromUri(`${IMAGE}:1`), ContainerImage.fromUri(`${IMAGE}-b@sha256:${'0'.repeat(64)}`)], artifacts: { bucket: bucketIn(stack) },
      }),
      { sources: { images: [IMAGE, `${IMAGE}-b`], artifacts: ['s3://models/'] } },
    ],
    ['the key', () => ({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:${REGION}:${ACCOUNT}:key/k`) }), {
      volumeKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/k`, dataCapture: { kmsKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/k` },
    }],
  ])('%s', (_, props, settings) => {
    make(props());
    expect(settingsOf(stack)).toMatchObject(settings);
  });

  test('no capture means no settings of it, and no permission', () => {
    expect(make({ capture: DataCapture.none() }).capturePercentage).toBe(0);
    expect(settingsOf(stack)).not.toHaveProperty('dataCapture');
    expect(permissions(stack, /^<IncomeRole/)).toEqual(LEAST.filter((line) => !line.includes('captures')));
  });

  test('an instance that encrypts its own disks is given no key for them', () => {
    make({ instanceType: 'ml.g5.xlarge', encryptionKey: new kms.Key(stack, 'Key') });
    expect(settingsOf(stack)).not.toHaveProperty('volumeKeyArn');
    expect(settingsOf(stack).dataCapture!.kmsKeyArn).toMatch(/^<Key/);
    expect(permissions(stack, /ReconcileRole/).filter((line) => line.includes('kms:CreateGrant'))).toEqual([]);
  });

  test('what is known later passes the checks, and numbers stay numbers', () => {
    const parameter = (id: string, type = 'Number') => new CfnParameter(stack, id, { type });
    make({
      endpointName: parameter('Name', 'String').valueAsString, instanceCount: parameter('Count').valueAsNumber, instanceType: parameter('Type', 'String').valueAsString,
      capture: DataCapture.sample(parameter('Share').valueAsNumber), startupTimeout: Duration.seconds(parameter('Startup').valueAsNumber),
      strategy: DeploymentStrategy.canary({ wait: Duration.seconds(parameter('Wait').valueAsNumber) }),
    });
    const written = text(only(stack, SETTINGS).Properties.Settings);
    for (const part of [
      '"endpointName":"<Name>"', '"instanceType":"<Type>"', '"instanceCount":<Count>', '"percentage":<Share>', '"startupTimeoutSeconds":<Startup>', '"WaitIntervalInSeconds":<Wait>',
    ]) {
      expect(written).toContain(part);
    }
  });
});

describe('the role of the containers', () => {
  test('may use the key, and those of the buckets', () => {
    make({ encryptionKey: new kms.Key(stack, 'Key') });
    expect(permissions(stack, /^<IncomeRole/)).toEqual([...LEAST.slice(0, 5), 'kms:Decrypt kms:GenerateDataKey on <Key.Arn>', ...LEAST.slice(5)]);
  });

  test.each(['captures', 'captures/'])("writes captures where SageMaker puts them, whether the prefix is '%s' with a slash or not", (prefix) => {
    make({ captures: { bucket: bucketIn(stack, 'traffic'), prefix }, artifacts: { bucket: bucketIn(stack), prefix: prefix.replace('captures', 'models') } });
    expect(settingsOf(stack).dataCapture!.destinationS3Uri).toBe('s3://traffic/captures');
    expect(settingsOf(stack).sources.artifacts).toEqual(['s3://models/models/']);
    expect(permissions(stack, /^<IncomeRole/)).toEqual(expect.arrayContaining([
      's3:AbortMultipartUpload s3:PutObject on arn:aws:s3:::traffic/captures/income/*', 's3:GetObject on arn:aws:s3:::models/models/*',
    ]));
  });

  const DESCRIBING = 'ec2:DeleteNetworkInterfacePermission ec2:DescribeDhcpOptions ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets '
    + 'ec2:DescribeVpcs';

  test('may make interfaces in the subnets it is given, and in no others', () => {
    make({ subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')], securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')] });
    const arn = (resource: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:${resource}`;
    expect(permissions(stack, /^<IncomeRole/)).toEqual([
      `${DESCRIBING} ecr:GetAuthorizationToken on *`,
      ...LEAST.slice(1),
      `ec2:CreateNetworkInterface on ${arn('network-interface/*')} ${arn('subnet/subnet-1')} ${arn('security-group/sg-1')}`,
      `ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterface on ${arn('network-interface/*')} if {"ArnEquals":{"ec2:Subnet":["${arn('subnet/subnet-1')}"]}}`,
    ]);
  });
});

describe('the alarms', () => {
  const alarm = (id: string) => only(stack, 'AWS::CloudWatch::Alarm', new RegExp(`^Income${id}`)).Properties;
  const METRIC = {
    Namespace: 'AWS/SageMaker', Dimensions: [{ Name: 'EndpointName', Value: 'income' }, { Name: 'VariantName', Value: 'AllTraffic' }], Period: 60,
    EvaluationPeriods: 3, DatapointsToAlarm: 2, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching',
    AlarmActions: [{ Ref: expect.stringMatching(/^Topic/) }],
  };

  test('watch errors and latency, and tell the topic', () => {
    const { alarms } = make();
    expect(alarm('Errors')).toMatchObject({ ...METRIC, MetricName: 'Invocation5XXErrors', Statistic: 'Sum', Threshold: 0 });
    expect(alarm('Latency')).toMatchObject({ ...METRIC, MetricName: 'ModelLatency', Statistic: 'Average', Threshold: 10_000_000 });
    expect(alarms).toHaveLength(2);
  });

  test('are those that roll a deployment back', () => {
    const { alarms } = make();
    expect(settingsOf(stack).deployment).toHaveProperty(
      'AutoRollbackConfiguration.Alarms', alarms.map(({ alarmRef }) => ({ AlarmName: text(stack.resolve(alarmRef.alarmName)) })),
    );
  });

  test.each([[1, 1_000], [250, 250_000], [60_000, 60_000_000]])('compare with %d milliseconds in microseconds', (maxLatency, threshold) => {
    make({ maxLatency: Duration.millis(maxLatency) });
    expect(alarm('Latency').Threshold).toBe(threshold);
  });

  test.each([['none', Duration.millis(0)], ['one that is known later', Duration.millis(later(5))]])('fail for a latency of %s', (_, maxLatency) => {
    expect(refusal(() => make({ maxLatency }))).toContain('MaxLatencyRange  Shop/Income\n  maxLatency: must be known when the app runs, and at least a millisecond');
  });

  test('tell nobody without a topic, when a reconciler is given', () => {
    make({ topic: undefined, reconciler: reconcilerIn(stack) });
    expect(alarm('Errors')).not.toHaveProperty('AlarmActions');
  });

  test('count what the metrics show, which take options', () => {
    const endpoint = make();
    const latency = endpoint.metricModelLatency({ statistic: 'p99', period: Duration.minutes(5) });
    const shown = [endpoint.metricInvocations(), endpoint.metricInvocation5XXErrors(), latency];
    expect(shown.map(({ namespace, metricName, statistic, period, dimensions: d }) => [namespace, metricName, statistic, period.toSeconds(), d])).toEqual([
      ['AWS/SageMaker', 'Invocations', 'Sum', 60, { EndpointName: 'income', VariantName: 'AllTraffic' }],
      ['AWS/SageMaker', 'Invocation5XXErrors', 'Sum', 60, { EndpointName: 'income', VariantName: 'AllTraffic' }],
      ['AWS/SageMaker', 'ModelLatency', 'p99', 300, { EndpointName: 'income', VariantName: 'AllTraffic' }],
    ]);
  });
});

describe('schedules', () => {
  test('stop and start just this endpoint, and keep what could not be delivered', () => {
    const endpoint = make();
    endpoint.stopOn(events.Schedule.cron({ hour: '18', minute: '0' }));
    endpoint.startOn(events.Schedule.cron({ hour: '7', minute: '0' }));
    const all = Object.entries(resources(stack, 'AWS::Events::Rule'));
    const rules = all.filter(([id]) => id.startsWith('IncomeSchedule')).map(([, { Properties }]) => Properties);
    expect(rules.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual(['cron(0 18 * * ? *)', 'cron(0 7 * * ? *)']);
    expect(rules.map(({ Targets: [{ Input }] }) => JSON.parse(Input))).toEqual([{ order: 'stop', endpointName: 'income' }, { order: 'start', endpointName: 'income' }]);
    for (const { Targets } of rules) {
      expect(Targets[0]).toMatchObject({
        Arn: { 'Fn::GetAtt': [expect.stringMatching(/ReconcilerWakeFunction/), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/ReconcilerWakeDeadLettersQueue/), 'Arn'] } },
      });
    }
  });
});

describe('the custom resource', () => {
  test('comes after everything that works on the endpoint, so that it goes before it', () => {
    make({ group: new ModelPackageGroup(stack, 'Versions', { removalPolicy: RemovalPolicy.DESTROY }) });
    const { DependsOn, DeletionPolicy } = only(stack, SETTINGS);
    const needed = Object.keys(template().toJSON().Resources).filter((id) => /^(IncomeRole|IncomeCleanUp|SageMakerEndpointReconciler|Versions)/.test(id));
    expect([...DependsOn].sort()).toEqual(needed.sort());
    expect(DependsOn).toEqual(expect.arrayContaining([...Object.keys(resources(stack, 'Custom::SageMakerModelPackages')), expect.stringMatching(/^IncomeRolePolicy/)]));
    expect(DependsOn).toEqual(expect.arrayContaining(['Reconcile', 'Wake', 'Configure', 'Machine'].map((id) => expect.stringMatching(new RegExp(`${id}RolePolicy`)))));
    expect(DeletionPolicy).toBe('Delete');
  });

  test('waits for no more than its role where the reconciler is in another stack', () => {
    const platform = newStack(app, 'Platform');
    make({ endpointName: 'ml-income', group: groupIn(stack, 'ml-income'), reconciler: reconcilerIn(platform, { namePrefix: 'ml-' }) });
    app.synth();
    expect(only(stack, SETTINGS).DependsOn.map((id: string) => id.slice(0, -8)).sort()).toEqual(['Groupmlincome', 'IncomeRole', 'IncomeRolePolicy']);
    expect(stack.dependencies).toEqual([platform]);
    expect(platform.dependencies).toEqual([]);
  });
});

describe('the name', () => {
  test('is made from the place in the app, with the prefix of the surroundings, however deep that is', () => {
    Conventions.apply(stack, { namePrefix: 'a-prefix-of-24-character' });
    const { endpointName } = make({ endpointName: undefined, group: groupIn(stack, 'g') }, `Income${'AndSoOn'.repeat(20)}`);
    expect(endpointName).toMatch(/^a-prefix-of-24-character[a-z0-9](-?[a-z0-9])*$/);
    expect(endpointName.length).toBeLessThanOrEqual(50);
    expect(make({ endpointName: undefined }, `Income${'AndSoOn'.repeat(21)}`).endpointName).not.toBe(endpointName);
  });

  test.each([['no prefix', undefined], ['a prefix', 'ml-']])('has 50 characters at most with %s', (_, namePrefix) => {
    Conventions.apply(stack, { namePrefix });
    for (const id of ['I', 'Income', 'I'.repeat(43), 'I'.repeat(44), 'I'.repeat(45), 'I'.repeat(120)]) {
      expect(make({ endpointName: undefined }, id).endpointName).toMatch(/^(?!.{51})[a-z0-9](-?[a-z0-9])*$/);
    }
  });

  test.each(['a', 'a'.repeat(50), 'income-eu-1'])("may be '%s'", (endpointName) => {
    expect(refusal(() => make({ endpointName }))).toBe('accepted');
  });

  test.each(['', 'a'.repeat(51), 'Income', 'in_come', '-income', 'income-', 'in--come'])("fails for '%s'", (endpointName) => {
    expect(refusal(() => make({ endpointName }))).toMatch(/EndpointNameInvalid {2}Shop\/Income\n {2}endpointName: must be 1 to 50 lower-case letters, digits and single hyphens/);
  });
});

describe('an endpoint fails', () => {
  const subnets = (count: number) => Array.from({ length: count }, (_, n) => ec2.Subnet.fromSubnetId(stack, `Subnet${n}`, `subnet-${n}`));
  const securityGroups = (count: number) => Array.from({ length: count }, (_, n) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Sg${n}`, `sg-${n}`));
  const canary = DeploymentStrategy.canary();
  const scaling = (minCapacity: number) => EndpointScaling.byInvocations({ minCapacity, maxCapacity: 4, invocationsPerInstance: 10 });

  test.each<[string, () => Partial<ContinuousDeploymentProps>, RegExp]>([
    ['without an image', () => ({ images: [] }), /ImagesMissing {2}Shop\/Income\n {2}images: /],
    ['without instances', () => ({ instanceCount: 0 }), /InitialInstanceCountRange[^]*must be at least 1, got 0/],
    ['for an instance type that is none', () => ({ instanceType: 'm5.large' }), /InstanceTypeInvalid/],
    ['for 59 seconds to start', () => ({ startupTimeout: Duration.seconds(59) }), /ContainerStartupHealthCheckTimeoutInSecondsRange[^]*from 60 to 3600, got 59/],
    ['for 3,601 seconds to start', () => ({ startupTimeout: Duration.seconds(3_601) }), /ContainerStartupHealthCheckTimeoutInSecondsRange[^]*got 3601/],
    ['for a canary of one instance', () => ({ strategy: canary }), /StrategyNeedsInstances {2}Shop\/Income\n {2}strategy: 'canary' splits a fleet, and this one has 1 instance/],
    ['for a canary of a fleet that shrinks to one', () => ({ strategy: canary, instanceCount: 2, scaling: scaling(1) }), /StrategyNeedsInstances/],
    ['for subnets alone', () => ({ subnets: subnets(1) }), /VpcIncomplete[^]*securityGroups: subnets and security groups go together/],
    ['for security groups alone', () => ({ securityGroups: securityGroups(1) }), /VpcIncomplete[^]*subnets: subnets and security groups go together/],
    ['for 17 subnets', () => ({ subnets: subnets(17), securityGroups: securityGroups(1) }), /SubnetsCount[^]*from 1 to 16 entries, got 17/],
    ['for no subnet', () => ({ subnets: [], securityGroups: securityGroups(1) }), /SubnetsCount[^]*got 0/],
    ['for 6 security groups', () => ({ subnets: subnets(1), securityGroups: securityGroups(6) }), /SecurityGroupIdsCount[^]*from 1 to 5 entries, got 6/],
    ['without anybody to tell', () => ({ topic: undefined }), /ReconcilerTopicMissing {2}Shop\/Income\n {2}topic: nobody would be told/],
    [
      'for a group in another account',
      () => ({ group: ModelPackageGroup.fromModelPackageGroupArn(stack, 'There', `arn:aws:sagemaker:${REGION}:210987654321:model-package-group/income`) }),
      /GroupElsewhere {2}Shop\/Income\n {2}group: is in another account or region/,
    ],
    [
      'for a group in another region',
      () => ({ group: ModelPackageGroup.fromModelPackageGroupArn(stack, 'There', `arn:aws:sagemaker:us-east-1:${ACCOUNT}:model-package-group/income`) }), /GroupElsewhere/,
    ],
  ])('%s', (_, props, message) => {
    expect(refusal(() => make(props()))).toMatch(message);
  });

  test.each<[string, () => Partial<ContinuousDeploymentProps>]>([
    ['60 seconds to start', () => ({ startupTimeout: Duration.seconds(60) })],
    ['an hour to start', () => ({ startupTimeout: Duration.hours(1) })],
    ['a canary of two instances', () => ({ strategy: canary, instanceCount: 2 })],
    ['a canary of a fleet that is two at least', () => ({ strategy: canary, scaling: scaling(2) })],
    ['16 subnets and 5 security groups', () => ({ subnets: subnets(16), securityGroups: securityGroups(5) })],
    ['an instance type of next year', () => ({ instanceType: 'ml.m99.large' })],
    ['a group that is known later', () => ({ group: ModelPackageGroup.fromModelPackageGroupName(stack, 'Later', Lazy.string({ produce: () => 'income' })) })],
  ])('not for %s', (_, props) => {
    expect(refusal(() => make(props()))).toBe('accepted');
  });

  test('with all its mistakes at once', () => {
    expect(refusal(() => make({ endpointName: 'I', images: [], instanceCount: 0, subnets: subnets(1) }))).toMatch(
      /EndpointNameInvalid[^]*ImagesMissing[^]*InitialInstanceCountRange[^]*VpcIncomplete/,
    );
  });
});

describe('for others', () => {
  test('it says what monitors have to know', () => {
    const { endpointName, endpointArn, variantName, captures, artifacts, capturePercentage } = make();
    expect({ endpointName, variantName, capturePercentage, captured: captures.bucket.bucketName, kept: artifacts?.prefix }).toEqual({
      endpointName: 'income', variantName: 'AllTraffic', capturePercentage: 100, captured: 'captures', kept: 'income/',
    });
    expect(text(stack.resolve(endpointArn))).toBe(`${SAGEMAKER}:endpoint/income`);
  });

  test('it lets them ask the model and see how it is, and nothing else', () => {
    const endpoint = make();
    const client = new iam.Role(stack, 'Client', { assumedBy: new iam.AccountRootPrincipal() });
    endpoint.grants.invoke(client);
    endpoint.grants.describe(client);
    expect(permissions(stack, /^<Client/)).toEqual(['InvokeEndpoint', 'DescribeEndpoint'].map((action) => `sagemaker:${action} on ${SAGEMAKER}:endpoint/income`));
  });

  test('it works in a stack whose account and region are known later', () => {
    stack = new Stack(app, 'Anywhere');
    make();
    template().hasResourceProperties(SETTINGS, { Settings: Match.anyValue() });
    expect(permissions(stack, /^<IncomeRole/)).toContain('s3:GetObject on arn:aws:s3:::models/income/*');
  });
});
