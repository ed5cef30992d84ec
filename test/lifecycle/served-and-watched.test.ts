import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { type App, Duration, type Stack } from 'aws-cdk-lib/core';
import { Feature, FeatureGroup } from '../../lib/features';
import { DataCapture, DeploymentStrategy, EndpointScaling, type RealTimeOptions, Serving } from '../../lib/hosting';
import { DeployVersions, MlPlatform } from '../../lib/lifecycle';
import { AnalysisSchedule, Baseline, type DataQualityOptions, Monitor, MonitoringEngine } from '../../lib/monitoring';
import { definition, income, newStack, resources, statements, text, watched } from './support';

const INFERENCE = 'examples/income/model/inference.py';
let stack: Stack;
let platform: MlPlatform;

beforeEach(() => {
  stack = newStack();
  platform = new MlPlatform(stack, 'Platform', { namePrefix: 'ml-' });
});

const template = () => Template.fromStack(stack);
const realTime = (options: Partial<RealTimeOptions> = {}) => ({ serve: Serving.realTime({ entryPoint: INFERENCE, ...options }) });
const dataQuality = (options: DataQualityOptions = {}) => ({ monitors: [Monitor.dataQuality(options)] });
const only = (type: string) => {
  const [found, ...more] = Object.values(resources(stack, type));
  expect(more).toEqual([]);
  return found.Properties;
};
const endpointSettings = () => JSON.parse(text(only('Custom::SageMakerEndpointSettings').Settings));
const analysis = () => JSON.parse(text(only('AWS::Scheduler::Schedule').Target.Input));
const steps = () => definition(stack).Steps as any[];
const step = (name: string) => steps().find(({ Name }) => Name === name);
const registered = () => step('GoodEnough').Arguments.IfSteps.find(({ Type }: any) => Type === 'RegisterModel').Arguments;
/** Resources of the stack that are the model's, not the platform's. */
const ofModel = () => Object.entries(resources(stack)).filter(([id]) => id.startsWith('Income')).map(([, { Type }]) => Type);

describe('a model is served', () => {
  test('unless told otherwise, on an endpoint with the name of pipeline and registry', () => {
    const { endpoint, monitors, pipeline } = income(stack, platform);
    expect(endpoint?.endpointName).toBe(pipeline.pipelineName);
    expect(monitors).toEqual([]);
    expect(endpointSettings()).toMatchObject({ endpointName: 'ml-income', modelPackageGroupName: 'ml-income', instanceType: 'ml.m5.large', instanceCount: 1, variantName: 'AllTraffic' });
    expect(text(only('Custom::SageMakerEndpointSettings').ServiceToken)).toMatch(/^<PlatformEndpointReconcilerConfigureFunction/);
  });

  test('from its own artifacts and the image that trained it, and from nowhere else', () => {
    income(stack, platform);
    expect(endpointSettings().sources).toEqual({
      images: [expect.stringMatching(/\/sagemaker-scikit-learn$/)], artifacts: [expect.stringMatching(/^s3:\/\/<PlatformArtifacts[0-9A-F]{8}>\/models\/ml-income\/$/)],
    });
  });

  test("with captures in the platform's place and disks encrypted with its key", () => {
    income(stack, platform);
    const [key] = Object.keys(resources(stack, 'AWS::KMS::Key'));
    expect(endpointSettings()).toMatchObject({
      volumeKeyArn: `<${key}.Arn>`,
      dataCapture: { percentage: 100, kmsKeyArn: `<${key}.Arn>`, destinationS3Uri: expect.stringMatching(/^s3:\/\/<PlatformArtifacts[0-9A-F]{8}>\/captures$/) },
    });
  });

  test("with alarms that tell the platform's topic", () => {
    income(stack, platform);
    const alarms = Object.entries(resources(stack, 'AWS::CloudWatch::Alarm')).filter(([id]) => id.startsWith('IncomeEndpoint'));
    expect(alarms.map(([, { Properties }]) => Properties.MetricName).sort()).toEqual(['Invocation5XXErrors', 'ModelLatency']);
    alarms.forEach(([, { Properties }]) => expect(Properties.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^PlatformTopic/) }]));
  });

  test('as its serving says', () => {
    income(stack, platform, realTime({
      instanceType: 'ml.c5.xlarge', instanceCount: 4, strategy: DeploymentStrategy.canary({ size: 25 }), capture: DataCapture.sample(10),
      scaling: EndpointScaling.byInvocations({ minCapacity: 4, maxCapacity: 8, invocationsPerInstance: 700 }), startupTimeout: Duration.minutes(5),
    }));
    const { deployment, ...settings } = endpointSettings();
    expect(settings).toMatchObject({ instanceType: 'ml.c5.xlarge', instanceCount: 4, dataCapture: { percentage: 10 }, scaling: { maxCapacity: 8 }, startupTimeoutSeconds: 300 });
    expect(deployment.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type).toBe('CANARY');
    expect(deployment.AutoRollbackConfiguration.Alarms).toHaveLength(2);
  });

  test('with the environment that the version brings: a new one does not reach an old model', () => {
    income(stack, platform, realTime({ environment: { LEVEL: 'debug' } }));
    expect(endpointSettings()).not.toHaveProperty('environment');
    expect(registered().InferenceSpecification.Containers[0].Environment).toMatchObject({ LEVEL: 'debug' });
  });

  test('without captures when it takes none', () => {
    income(stack, platform, realTime({ capture: DataCapture.none() }));
    expect(endpointSettings()).not.toHaveProperty('dataCapture');
    expect(statements(stack, 'AWS::IAM::Policy', /^IncomeEndpointRole/).flatMap(({ Action }) => Action)).not.toContain('s3:PutObject');
  });

  test('until its stack goes: role, registry and reconciler stay as long as the endpoint', () => {
    income(stack, platform);
    const [{ DependsOn }] = Object.values(resources(stack, 'Custom::SageMakerEndpointSettings'));
    expect(DependsOn).toEqual(expect.arrayContaining([
      expect.stringMatching(/^IncomeEndpointRole/), expect.stringMatching(/^IncomeRegistry/), expect.stringMatching(/^PlatformEndpointReconciler/),
    ]));
  });

  test('at certain hours, in a stack that its platform knows nothing of', () => {
    const own = newStack(stack.node.root as App, 'Own');
    const { endpoint } = income(own, platform);
    endpoint!.stopOn(events.Schedule.expression('cron(0 18 ? * MON-FRI *)'));
    endpoint!.startOn(events.Schedule.expression('cron(0 7 ? * MON-FRI *)'));
    const orders = Object.values(resources(own, 'AWS::Events::Rule')).map(({ Properties }) => [Properties.ScheduleExpression, JSON.parse(Properties.Targets[0].Input)]);
    expect(orders).toEqual([
      ['cron(0 18 ? * MON-FRI *)', { order: 'stop', endpointName: 'ml-income' }], ['cron(0 7 ? * MON-FRI *)', { order: 'start', endpointName: 'ml-income' }],
    ]);
    expect(own.dependencies).toEqual([stack]);
    expect(stack.dependencies).toEqual([]);
  });

  test('never, when that is wanted: the registry is the end', () => {
    const { endpoint, monitors } = income(stack, platform, { deploy: DeployVersions.NEVER });
    expect([endpoint, monitors]).toEqual([undefined, []]);
    expect(ofModel().sort()).toEqual([
      'AWS::IAM::Policy', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::Role', 'AWS::SageMaker::ModelPackageGroup', 'AWS::SageMaker::Pipeline', 'Custom::SageMakerPipelineRun',
    ]);
  });
});

describe('a model whose requests are enriched', () => {
  const enrich = (scope: Stack) => ({
    columns: [Feature.integral('age'), Feature.string('city')],
    lookUps: [{ group: FeatureGroup.fromFeatureGroupName(scope, 'People', 'people'), on: 'person_id', features: ['age'] }],
  });

  test('is asked through a function that looks features up, with the key and the log of the platform', () => {
    const { enrichment, endpoint } = income(stack, platform, { enrich: enrich(stack) });
    expect([enrichment?.endpointName, endpoint?.endpointName]).toEqual(['ml-income', 'ml-income']);
    const [asking] = Object.values(resources(stack, 'AWS::Lambda::Function')).filter(({ Properties }) => Properties.Environment?.Variables.LOOK_UPS);
    expect(asking.Properties).toMatchObject({
      KmsKeyArn: expect.anything(),
      Environment: { Variables: { ENDPOINT_NAME: 'ml-income', COLUMNS: '[["age","I",0],["city","S",-1]]', LOOK_UPS: '[{"group":"people","on":"person_id"}]' } },
    });
    expect(ofModel().filter((type) => type === 'AWS::Logs::LogGroup')).toHaveLength(1);
  });

  test('in a stack that its platform knows nothing of', () => {
    const shop = newStack(stack.node.root as App, 'Shop');
    income(shop, platform, { enrich: enrich(shop) });
    expect(stack.dependencies).toEqual([]);
    expect(statements(shop, 'AWS::IAM::Policy', /^IncomeEnrichment/).flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(['sagemaker:BatchGetRecord', 'sagemaker:InvokeEndpoint']),
    );
  });

  test('has no such function unless it is wanted', () => {
    expect(income(stack, platform).enrichment).toBeUndefined();
  });

  test('fails without an endpoint to ask', () => {
    expect(() => income(stack, platform, { enrich: enrich(stack), deploy: DeployVersions.NEVER })).toThrow(/EnrichmentWithoutEndpoint[^]*enrich: has no endpoint to ask/);
  });
});

describe('a model that nobody watches', () => {
  test('makes no baseline, and its versions refer to none', () => {
    income(stack, platform);
    expect(step('Baseline')).toBeUndefined();
    expect(Object.keys(registered().ModelMetrics)).toEqual(['ModelQuality']);
    expect(registered()).not.toHaveProperty('DriftCheckBaselines');
  });

  test('is not trained anew for drift', () => {
    income(stack, platform);
    template().resourcePropertiesCountIs('AWS::Events::Rule', { EventPattern: { 'detail-type': ['Model Drift Detected'] } }, 0);
    template().resourceCountIs('AWS::Scheduler::Schedule', 0);
  });
});

describe('a model that is watched', () => {
  test('describes the data it is trained on, without what requests do not hold', () => {
    watched(stack, platform, { packaging: { instanceType: 'ml.t3.large', maxRuntime: Duration.minutes(20) } });
    const { AppSpecification, ProcessingInputs, ProcessingOutputConfig, ProcessingResources, StoppingCondition } = step('Baseline').Arguments;
    expect(AppSpecification.ContainerArguments).toEqual(['--ignore', 'person_id', '--target', 'income_over_50k']);
    expect(AppSpecification.ImageUri).toContain('sagemaker-scikit-learn');
    expect(JSON.stringify(AppSpecification)).toContain('suggest_baseline.py');
    const [data] = ProcessingInputs.filter(({ InputName }: any) => InputName === 'data');
    expect(data.S3Input).toMatchObject({ LocalPath: '/opt/ml/processing/input/data', S3Uri: { Get: "Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri" } });
    const [output, ...more] = ProcessingOutputConfig.Outputs;
    expect(more).toEqual([]);
    expect(output).toMatchObject({ OutputName: 'baseline', S3Output: { LocalPath: '/opt/ml/processing/output/baseline' } });
    expect([ProcessingResources.ClusterConfig.InstanceType, StoppingCondition.MaxRuntimeInSeconds]).toEqual(['ml.t3.large', 1200]);
  });

  test('takes machines from the packaging, and no arguments', () => {
    watched(stack, platform, { monitors: [Monitor.dataQuality()], packaging: { arguments: ['--x'] } });
    expect(step('Baseline').Arguments.AppSpecification).not.toHaveProperty('ContainerArguments');
  });

  test.each([
    ['nothing', {}, undefined],
    ['the target alone', { target: 'y' }, ['--target', 'y']],
    ['several columns', { ignore: ['a', 'b'] }, ['--ignore', 'a,b']],
  ])('leaves out %s', (_, options, expected) => {
    income(stack, platform, dataQuality(options));
    expect(step('Baseline').Arguments.AppSpecification.ContainerArguments).toEqual(expected);
  });

  test("keeps the baseline with its models, where the endpoint's versions may bring it from and where it does not expire", () => {
    watched(stack, platform);
    const uri = JSON.stringify(step('Baseline').Arguments.ProcessingOutputConfig.Outputs[0].S3Output.S3Uri);
    expect(uri).toMatch(/\/models\/ml-income\//);
    expect(JSON.stringify(step('Prepare').Arguments.ProcessingOutputConfig.Outputs)).not.toContain('/models/');
  });

  test('registers each version with the baseline, for people and for monitors', () => {
    watched(stack, platform);
    const file = (name: string) => ({
      ContentType: 'application/json',
      S3Uri: { 'Std:Join': { On: '', Values: [{ Get: "Steps.Baseline.ProcessingOutputConfig.Outputs['baseline'].S3Output.S3Uri" }, `/${name}`] } },
    });
    const baseline = { ModelDataQuality: { Statistics: file('statistics.json'), Constraints: file('constraints.json') } };
    expect(registered().DriftCheckBaselines).toEqual(baseline);
    expect(registered().ModelMetrics).toEqual({ ...baseline, ModelQuality: { Statistics: expect.objectContaining({ ContentType: 'application/json' }) } });
  });

  test("is looked at by the platform's runner, which compares with what the served version brings", () => {
    const { monitors } = watched(stack, platform);
    expect(monitors.map(({ monitorName, endpointName }) => [monitorName, endpointName])).toEqual([['ml-income-data', 'ml-income']]);
    const { Target } = only('AWS::Scheduler::Schedule');
    expect(text(Target.Arn)).toMatch(/^<PlatformMonitorRunnerMachine/);
    expect(text(Target.RoleArn)).toMatch(/^<PlatformMonitorRunnerSchedulerRole/);
    expect(analysis()).toMatchObject({
      monitor: 'DataQuality', monitorName: 'ml-income-data', endpointName: 'ml-income', variantName: 'AllTraffic', windowMinutes: 1440,
      captureS3Uri: expect.stringMatching(/\/captures$/), reportS3Uri: expect.stringMatching(/\/monitoring$/),
    });
    expect(analysis()).not.toHaveProperty('baselineS3Uri');
  });

  test("tells the platform's topic of drift, and is trained anew once a day at most", () => {
    watched(stack, platform);
    template().hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Violations', AlarmActions: [{ Ref: Match.stringLikeRegexp('^PlatformTopic') }],
      Dimensions: [{ Name: 'Endpoint', Value: 'ml-income' }, { Name: 'Monitor', Value: 'ml-income-data' }],
    });
    const [rule] = Object.entries(resources(stack, 'AWS::Events::Rule')).filter(([id]) => id.startsWith('IncomeDriftRetraining')).map(([, { Properties }]) => Properties);
    expect(rule.EventPattern).toEqual({
      'source': ['cdk-sagemaker-lifecycle.monitoring'], 'detail-type': ['Model Drift Detected'],
      'detail': { endpointName: ['ml-income'], monitorName: ['ml-income-data'] },
    });
    const [target] = rule.Targets;
    expect(text(target.Arn)).toMatch(/^<PlatformRetrainerHandlerFunction/);
    expect(text(target.DeadLetterConfig.Arn)).toMatch(/^<PlatformUndeliveredQueue/);
    expect(text(target.InputTransformer.InputTemplate)).toMatch(/"pipelineName":"ml-income","coolDownSeconds":86400,/);
  });

  test('waits longer between two retrainings when that is wanted', () => {
    watched(stack, platform, { retrainingCoolDown: Duration.days(7) });
    const [rule] = Object.entries(resources(stack, 'AWS::Events::Rule')).filter(([id]) => id.startsWith('IncomeDriftRetraining')).map(([, { Properties }]) => Properties);
    expect(text(rule.Targets[0].InputTransformer.InputTemplate)).toContain('"coolDownSeconds":604800');
  });

  test('is looked at as the monitor says', () => {
    income(stack, platform, dataQuality({
      schedule: AnalysisSchedule.hourly({ minute: 5 }), window: Duration.hours(6), minimumRecords: 500, threshold: 0.2, metricsByFeature: true,
      engine: MonitoringEngine.processing({ instanceType: 'ml.c5.xlarge' }),
    }));
    expect(only('AWS::Scheduler::Schedule').ScheduleExpression).toBe('cron(5 * * * ? *)');
    expect(analysis()).toMatchObject({ windowMinutes: 360, minimumRecords: 500, driftThreshold: 0.2, metricsByFeature: true, job: { instanceType: 'ml.c5.xlarge' } });
  });

  test('may be compared with a baseline that is given: then no run makes one', () => {
    income(stack, platform, dataQuality({ baseline: Baseline.fromS3(s3.Bucket.fromBucketName(stack, 'Given', 'given'), 'baseline') }));
    expect(step('Baseline')).toBeUndefined();
    expect(registered()).not.toHaveProperty('DriftCheckBaselines');
    expect(analysis().baselineS3Uri).toBe('s3://given/baseline');
  });

  test.each([
    ['with the fewest settings', {}, 12],
    ['and watched', dataQuality(), 17],
    ['and watched, and trained on a schedule', { ...dataQuality(), schedule: events.Schedule.expression('cron(0 6 ? * MON *)') }, 20],
  ])('adds no more than twenty resources %s', (_, props, count) => {
    income(stack, platform, props);
    expect(ofModel()).toHaveLength(count);
    expect(count).toBeLessThanOrEqual(20);
  });
});

describe('mistakes', () => {
  test('fails for a monitor without an endpoint, and says what to leave out', () => {
    expect(() => watched(stack, platform, { deploy: DeployVersions.NEVER })).toThrow(
      /MonitorWithoutEndpoint {2}Team\/Income\n {2}monitors: have no endpoint to look at\n {2}Leave 'deploy' out, or the monitors\.$/,
    );
  });

  test.each([
    ['a monitor with an endpoint', { ...dataQuality(), deploy: DeployVersions.WHEN_APPROVED }],
    ['no monitor without an endpoint', { monitors: [], deploy: DeployVersions.NEVER }],
    ['no monitor without captures', { monitors: [], ...realTime({ capture: DataCapture.none() }) }],
    ['a monitor with the least of captures', { ...dataQuality(), ...realTime({ capture: DataCapture.sample(1) }) }],
  ])('%s is taken', (_, props) => {
    expect(() => income(stack, platform, props)).not.toThrow();
  });

  test('fails for a monitor without captures', () => {
    expect(() => watched(stack, platform, realTime({ capture: DataCapture.none() }))).toThrow(
      /MonitorWithoutCapture {2}Team\/Income\n {2}monitors: need captured traffic, and the endpoint captures none\n {2}Use DataCapture\.all\(\)/,
    );
  });

  test('leaves a monitor of Model Monitor to the reconciler, with the baseline of each version, and retrains on its drift', () => {
    income(stack, platform, dataQuality({ engine: MonitoringEngine.modelMonitor() }));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SageMaker::MonitoringSchedule', 0);
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(15 minutes)' });
    const [{ Properties }] = Object.values(template.findResources('Custom::SageMakerEndpointSettings'));
    expect(JSON.stringify(Properties.Settings)).toMatch(/\\"monitors\\":\[\{.*-income-data/);
    template.hasResourceProperties('AWS::Events::Rule', { EventPattern: { 'source': ['cdk-sagemaker-lifecycle.monitoring'], 'detail-type': ['Model Drift Detected'] } });
  });

  test('fails for two monitors of a kind', () => {
    expect(() => income(stack, platform, { monitors: [Monitor.dataQuality(), Monitor.dataQuality({ target: 'y' })] })).toThrow(
      /MonitorRepeated {2}Team\/Income\n {2}monitors: must have one monitor of a kind, got 'data'/,
    );
  });

  test.each([['one of 256 characters', ['a'.repeat(256)]], ['several', ['a', 'b c']], ['none', []]])('ignores %s', (_, ignore) => {
    expect(() => Monitor.dataQuality({ ignore })).not.toThrow();
  });

  test.each([
    ['an empty column', ['a', ''], /IgnoredColumnName\n {2}ignore: names must not be empty, .*, got ''/],
    ['a column with a comma', ['a,b'], /IgnoredColumnName/],
    ['a column with a space at its end', ['a '], /IgnoredColumnName/],
    ['more than fits', ['a'.repeat(128), 'b'.repeat(128)], /IgnoredColumnsLength\n {2}ignore: must have/],
  ])('fails to ignore %s', (_, ignore, message) => {
    expect(() => Monitor.dataQuality({ ignore })).toThrow(message);
  });

  describe('a name beside a long prefix', () => {
    const prefix = `${'p'.repeat(23)}-`;
    const named = (length: number, props = {}) => income(stack, new MlPlatform(stack, 'Long', { namePrefix: prefix }), { modelName: 'm'.repeat(length), ...props });

    test.each([
      ['an endpoint', 26, {}],
      ['an endpoint and its monitor', 21, dataQuality()],
      ['neither', 32, { deploy: DeployVersions.NEVER }],
    ])('has room for %s', (_, length, props) => {
      expect(() => named(length, props)).not.toThrow();
    });

    test.each([
      ['an endpoint', 27, {}, 26],
      ['an endpoint and its monitor', 22, dataQuality(), 21],
    ])('fails where there is none for %s', (_, length, props, room) => {
      expect(() => named(length, props)).toThrow(new RegExp(`ModelNameLength {2}Team/Income\\n {2}modelName: may have ${room} characters beside the platform's prefix '${prefix}'`));
    });
  });

  test('are all told at once', () => {
    expect(() => watched(stack, platform, { modelName: 'X', accept: [], deploy: DeployVersions.NEVER, ...realTime({ capture: DataCapture.none() }) })).toThrow(
      /ModelNameInvalid[^]*MonitorWithoutEndpoint[^]*MonitorWithoutCapture[^]*AcceptanceMissing/,
    );
  });
});
