import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, type CfnElement, Duration, Size, Stack, Tags, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ContainerImage, Conventions } from '../../lib/core';
import { ContinuousDeployment, EndpointReconciler, type IEndpointReconciler } from '../../lib/hosting';
import { AnalysisSchedule, Baseline, type DataQualityMonitor, type DataQualityMonitorProps, MonitoringEngine } from '../../lib/monitoring';
import { ModelPackageGroup } from '../../lib/registry';
import { errorsIn } from '../quality/cfn-lint';
import { bucketIn, endpointIn, monitorIn, newStack, only, permissions, refusal, resources, text } from './support';

const folder = mkdtempSync(join(tmpdir(), 'model-monitor-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ENGINE = MonitoringEngine.modelMonitor();
const modelMonitorIn = (stack: Stack, props: Partial<DataQualityMonitorProps> = {}, id = 'Monitor') =>
  monitorIn(stack, { engine: ENGINE, baseline: Baseline.fromS3(bucketIn(stack), 'baselines/income'), ...props }, id);

describe('with Model Monitor', () => {
  const stack = newStack();
  const monitor = modelMonitorIn(stack);

  test('a job definition without a name runs on the image of the service', () => {
    const definition = only(stack, 'AWS::SageMaker::DataQualityJobDefinition');
    expect(definition).toEqual({
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^MonitorJobRole/), 'Arn'] },
      DataQualityAppSpecification: { ImageUri: '468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer' },
      DataQualityBaselineConfig: {
        ConstraintsResource: { S3Uri: 's3://traffic/baselines/income/constraints.json' }, StatisticsResource: { S3Uri: 's3://traffic/baselines/income/statistics.json' },
      },
      DataQualityJobInput: { EndpointInput: { EndpointName: 'income', LocalPath: '/opt/ml/processing/input/endpoint' } },
      DataQualityJobOutputConfig: { MonitoringOutputs: [{ S3Output: {
        S3Uri: `s3://traffic/monitoring/${monitor.monitorName}`, LocalPath: '/opt/ml/processing/output', S3UploadMode: 'EndOfJob',
      } }] },
      JobResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 30 } },
      StoppingCondition: { MaxRuntimeInSeconds: 1800 },
    });
  });

  test('tags of outer scopes do not reach the definition, which they would replace, and reach the schedule', () => {
    const tagged = newStack();
    modelMonitorIn(tagged);
    Tags.of(tagged).add('team', 'fraud');
    expect(only(tagged, 'AWS::SageMaker::DataQualityJobDefinition')).not.toHaveProperty('Tags');
    expect(only(tagged, 'AWS::SageMaker::MonitoringSchedule').Tags).toEqual([{ Key: 'team', Value: 'fraud' }]);
  });

  test('a schedule runs it at a full hour', () => {
    const { MonitoringScheduleConfig, MonitoringScheduleName } = only(stack, 'AWS::SageMaker::MonitoringSchedule');
    expect(MonitoringScheduleName).toBe(monitor.monitorName);
    expect(MonitoringScheduleConfig).toMatchObject({ MonitoringType: 'DataQuality', ScheduleConfig: { ScheduleExpression: 'cron(0 3 ? * * *)' } });
    expect(JSON.stringify(MonitoringScheduleConfig.MonitoringJobDefinitionName)).toMatch(/Fn::Select.*Fn::Split.*MonitorJobDefinition/);
  });

  test('every quarter of an hour what it found is collected, and what could not be asked for is kept', () => {
    const { ScheduleExpression, Target } = only(stack, 'AWS::Scheduler::Schedule');
    expect(ScheduleExpression).toBe('rate(15 minutes)');
    expect(text(Target.Arn)).toMatch(/^<SageMakerMonitorRunnerCollect/);
    expect(text(Target.DeadLetterConfig.Arn)).toMatch(/^<SageMakerMonitorRunnerMachine/);
    expect(JSON.parse(text(Target.Input))).toEqual({
      monitor: 'DataQuality', monitorName: monitor.monitorName, endpointName: 'income', variantName: 'AllTraffic', reportS3Uri: 's3://traffic/monitoring',
      windowMinutes: 1440, minimumRecords: 100,
    });
    expect(permissions(stack, /SchedulerRole/)).toContain(`lambda:InvokeFunction ${text(Target.Arn)}`);
  });

  test('what it found ends in the same alarm and event as with the other engine', () => {
    const alarms = Object.values(resources(stack, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    expect(alarms).toContainEqual(expect.objectContaining({ MetricName: 'Violations', Namespace: 'cdk-sagemaker-lifecycle/Monitoring', Dimensions: [
      { Name: 'Endpoint', Value: 'income' }, { Name: 'Monitor', Value: monitor.monitorName },
    ] }));
    const other = newStack();
    const patternOf = (each: DataQualityMonitor) => each.onDrift('Drift', { target: { bind: () => ({ arn: 'arn:aws:sqs:eu-west-1:123456789012:q' }) } });
    const watching = newStack();
    patternOf(modelMonitorIn(watching, { monitorName: 'm' }));
    patternOf(monitorIn(other, { monitorName: 'm' }, 'Other'));
    const patterns = (each: Stack) => Object.entries(resources(each, 'AWS::Events::Rule')).filter(([id]) => id.includes('Drift')).map(([, rule]) => rule.Properties.EventPattern);
    expect(patterns(watching)).toEqual([{
      'source': ['cdk-sagemaker-lifecycle.monitoring'], 'detail-type': ['Model Drift Detected'], 'detail': { endpointName: ['income'], monitorName: ['m'] },
    }]);
    expect(patterns(watching)).toEqual(patterns(other));
  });

  test('the runner may ask for executions and jobs, and read the reports of the monitor', () => {
    expect(permissions(stack, /Collect/).filter((each) => /^(sagemaker|states)/.test(each))).toEqual([
      'sagemaker:ListMonitoringExecutions *', expect.stringMatching(/^states:StartExecution <SageMakerMonitorRunnerMachine/),
    ]);
    expect(permissions(stack, /PlanRole/)).toContain('sagemaker:DescribeProcessingJob arn:aws:sagemaker:eu-west-1:123456789012:processing-job/*');
    expect(permissions(stack, /PublishRole/)).toContain(`s3:GetObject arn:aws:s3:::traffic/monitoring/${monitor.monitorName}/*`);
    expect(permissions(stack, /MachineRole/).filter((each) => /^(sagemaker|iam):/.test(each))).toEqual([]);
  });

  test('nobody starts it by hand', () => {
    expect(monitor.runNowCommand).toBeUndefined();
    expect(refusal(() => monitor.grants.run(monitor.jobRole))).toContain('RunByScheduleOnly');
  });

  test('the drift of a feature is a metric of the service', () => {
    expect(monitor.metricFeatureDrift('age')).toMatchObject({
      namespace: 'aws/sagemaker/Endpoints/data-metrics', metricName: 'feature_baseline_drift_age', dimensions: { Endpoint: 'income', MonitoringSchedule: monitor.monitorName },
    });
  });

  test('the job may read captures and baseline, write reports and metrics, and look at the endpoint', () => {
    expect(permissions(stack, /JobRole/).filter((each) => /^(s3:GetObject|s3:PutObject|cloudwatch|sagemaker)/.test(each))).toEqual([
      'cloudwatch:PutMetricData * {"StringEquals":{"cloudwatch:namespace":"/aws/sagemaker/ProcessingJobs"}}',
      'cloudwatch:PutMetricData * {"StringEquals":{"cloudwatch:namespace":"aws/sagemaker/Endpoints/data-metrics"}}',
      's3:GetObject arn:aws:s3:::traffic/baselines/income/*',
      's3:GetObject arn:aws:s3:::traffic/captures/income/AllTraffic/*',
      `s3:PutObject arn:aws:s3:::traffic/monitoring/${monitor.monitorName}/*`,
      'sagemaker:DescribeEndpoint arn:aws:sagemaker:eu-west-1:123456789012:endpoint/income',
    ]);
  });
});

test('every option is handed over', () => {
  const stack = newStack();
  modelMonitorIn(stack, {
    schedule: AnalysisSchedule.hourly(), encryptionKey: new kms.Key(stack, 'Key'), monitorName: 'income-inputs',
    engine: MonitoringEngine.modelMonitor({ instanceType: 'ml.m5.xlarge', volumeSize: Size.gibibytes(20), maxRuntime: Duration.hours(1) }),
  });
  const { JobResources, StoppingCondition, DataQualityJobOutputConfig } = only(stack, 'AWS::SageMaker::DataQualityJobDefinition');
  expect(JobResources.ClusterConfig).toMatchObject({ InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 20 });
  expect([text(JobResources.ClusterConfig.VolumeKmsKeyId), text(DataQualityJobOutputConfig.KmsKeyId)]).toEqual(['<Key961B73FD.Arn>', '<Key961B73FD.Arn>']);
  expect(StoppingCondition.MaxRuntimeInSeconds).toBe(3600);
  expect(only(stack, 'AWS::SageMaker::MonitoringSchedule').MonitoringScheduleConfig.ScheduleConfig.ScheduleExpression).toBe('cron(0 * ? * * *)');
});

describe('on an endpoint that follows the registry', () => {
  const followed = (stack: Stack, reconciler?: IEndpointReconciler, endpointName = 'ml-income') => new ContinuousDeployment(stack, 'Endpoint', {
    endpointName, reconciler, group: ModelPackageGroup.fromModelPackageGroupName(stack, 'Group', 'ml-income'), artifacts: { bucket: bucketIn(stack), prefix: 'models/' },
    images: [ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/serving:1')], captures: { bucket: bucketIn(stack), prefix: 'captures' },
    topic: new sns.Topic(stack, 'Topic'),
  });
  const settingsIn = (stack: Stack) => JSON.parse(text(only(stack, 'Custom::SageMakerEndpointSettings').Settings));

  test('the reconciler gets the settings of what it makes with each version, and CloudFormation makes none of it', () => {
    const stack = newStack();
    const monitor = monitorIn(stack, { engine: ENGINE, endpoint: followed(stack), monitorName: 'ml-income-data', encryptionKey: new kms.Key(stack, 'Key') });
    expect(settingsIn(stack).monitors).toEqual([{
      monitor: 'DataQuality', monitorName: 'ml-income-data', scheduleExpression: 'cron(0 3 ? * * *)', reportS3Uri: 's3://traffic/monitoring/ml-income-data',
      reportKeyArn: '<Key961B73FD.Arn>', roleArn: text(stack.resolve(monitor.jobRole.roleArn)),
      imageUri: '468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer', instanceType: 'ml.m5.large', volumeSizeGb: 30,
      volumeKeyArn: '<Key961B73FD.Arn>', maxRuntimeSeconds: 1800,
    }]);
    expect([resources(stack, 'AWS::SageMaker::DataQualityJobDefinition'), resources(stack, 'AWS::SageMaker::MonitoringSchedule')]).toEqual([{}, {}]);
    expect(only(stack, 'AWS::Scheduler::Schedule').ScheduleExpression).toBe('rate(15 minutes)');
    const [settings] = Object.values(resources(stack, 'Custom::SageMakerEndpointSettings'));
    expect(settings.DependsOn).toContain(stack.getLogicalId(monitor.jobRole.node.defaultChild as CfnElement));
    // What removes the monitor goes after it.
    expect(settings.DependsOn).toContain(Object.keys(resources(stack, 'AWS::IAM::Policy')).find((id) => id.startsWith("MonitorCleanUp")));
  });

  test('the reconciler may do so for this monitor alone, and hand over the role of its jobs', () => {
    const stack = newStack();
    const monitor = monitorIn(stack, { engine: ENGINE, endpoint: followed(stack), monitorName: 'ML-income' });
    const arn = 'arn:aws:sagemaker:eu-west-1:123456789012';
    const may = permissions(stack, /ReconcileRole/);
    expect(may.filter((each) => /Monitoring|JobDefinition/.test(each))).toEqual([
      `sagemaker:CreateDataQualityJobDefinition ${arn}:data-quality-job-definition/ml-income-*`,
      `sagemaker:CreateMonitoringSchedule ${arn}:monitoring-schedule/ml-income`,
      `sagemaker:DeleteDataQualityJobDefinition ${arn}:data-quality-job-definition/ml-income-*`,
      `sagemaker:DeleteMonitoringSchedule ${arn}:monitoring-schedule/ml-income`,
      `sagemaker:DescribeMonitoringSchedule ${arn}:monitoring-schedule/ml-income`,
      'sagemaker:ListDataQualityJobDefinitions *',
      `sagemaker:UpdateMonitoringSchedule ${arn}:monitoring-schedule/ml-income`,
    ]);
    expect(may).toContain(`iam:PassRole ${text(stack.resolve(monitor.jobRole.roleArn))} {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}`);
  });

  test('one permission on the prefix serves all monitors of a reconciler with one', () => {
    const stack = newStack();
    Conventions.apply(stack, { namePrefix: 'ml-', rolePath: '/ml/' });
    const topic = new sns.Topic(stack, 'People');
    const endpoint = followed(stack, new EndpointReconciler(stack, 'Reconciler', { namePrefix: 'ml-', topic }));
    monitorIn(stack, { engine: ENGINE, endpoint, monitorName: 'ml-a' }, 'A');
    monitorIn(stack, { engine: ENGINE, endpoint, monitorName: 'ml-b' }, 'B');
    expect(settingsIn(stack).monitors.map(({ monitorName }: { monitorName: string }) => monitorName)).toEqual(['ml-a', 'ml-b']);
    expect(permissions(stack, /ReconcileRole/).filter((each) => /MonitoringSchedule|PassRole/.test(each))).toEqual([
      'iam:PassRole arn:aws:iam::123456789012:role/ml/* {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}',
      ...['Create', 'Delete', 'Describe', 'Update'].map((verb) => `sagemaker:${verb}MonitoringSchedule arn:aws:sagemaker:eu-west-1:123456789012:monitoring-schedule/ml-*`),
    ]);
    expect(refusal(() => monitorIn(stack, { engine: ENGINE, endpoint, monitorName: 'other' }, 'C'))).toContain("monitorName: must start with 'ml-'");
  });

  test('fails in another stack than the endpoint', () => {
    const app = new App();
    const endpoint = followed(newStack(app));
    expect(refusal(() => monitorIn(newStack(app, 'Other'), { engine: ENGINE, endpoint }))).toContain('MonitorElsewhere');
  });
});

describe('Model Monitor fails', () => {
  test.each<[string, Partial<DataQualityMonitorProps>, string]>([
    ['for baselines that come with versions', { baseline: Baseline.fromModelPackage() }, 'BaselineNotKnown'],
    ['every week', { schedule: AnalysisSchedule.weekly() }, 'ModelMonitorSchedule'],
    ['at other times', { schedule: AnalysisSchedule.cron('0 6,18 * * ? *', Duration.hours(12)) }, 'ModelMonitorSchedule'],
    ['for columns', { columns: ['age'] }, 'ModelMonitorOption'],
    ['for metrics by feature of the library', { metricsByFeature: true }, 'ModelMonitorOption'],
    ['when it should be off', { enabled: false }, 'ModelMonitorOption'],
    ['for an hourly job of more than an hour', {
      schedule: AnalysisSchedule.hourly(), engine: MonitoringEngine.modelMonitor({ maxRuntime: Duration.seconds(3601) }),
    }, 'MaxRuntimeInSecondsRange'],
    ['not for a daily one', { engine: MonitoringEngine.modelMonitor({ maxRuntime: Duration.seconds(3601) }) }, 'accepted'],
  ])('%s', (_, props, code) => {
    expect(refusal(() => modelMonitorIn(newStack(), props))).toContain(code);
  });

  test('in a region that has no image of it', () => {
    const stack = new Stack(new App(), 'Far', { env: { account: '123456789012', region: 'us-gov-west-1' } });
    expect(refusal(() => modelMonitorIn(stack))).toContain('ImageNotInRegion');
  });
});

test('cdk-nag finds nothing, and cfn-lint no error with either engine', () => {
  const app = new App({ outdir: folder });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = newStack(app);
  modelMonitorIn(stack);
  monitorIn(stack, { endpoint: endpointIn(stack, 'churn') }, 'Other');
  app.synth();
  const template = join(folder, 'lint.template.json');
  writeFileSync(template, JSON.stringify(Template.fromStack(stack).toJSON()));
  expect(errorsIn([template])).toEqual([]);
});
