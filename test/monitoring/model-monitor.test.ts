import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { App, Duration, Size, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AnalysisSchedule, Baseline, type DataQualityMonitorProps, MonitoringEngine } from '../../lib/monitoring';
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

  test('a schedule runs it at a full hour', () => {
    const { MonitoringScheduleConfig, MonitoringScheduleName } = only(stack, 'AWS::SageMaker::MonitoringSchedule');
    expect(MonitoringScheduleName).toBe(monitor.monitorName);
    expect(MonitoringScheduleConfig).toMatchObject({ MonitoringType: 'DataQuality', ScheduleConfig: { ScheduleExpression: 'cron(0 3 ? * * *)' } });
    expect(JSON.stringify(MonitoringScheduleConfig.MonitoringJobDefinitionName)).toMatch(/Fn::Select.*Fn::Split.*MonitorJobDefinition/);
  });

  test('there is no runner, no alarm and no command', () => {
    expect(resources(stack, 'AWS::StepFunctions::StateMachine')).toEqual({});
    expect(resources(stack, 'AWS::CloudWatch::Alarm')).toEqual({});
    expect([monitor.alarm, monitor.runNowCommand]).toEqual([undefined, undefined]);
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
