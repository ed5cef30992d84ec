import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import {
  CreateModelPackageCommand, CreateModelPackageGroupCommand, DescribeDataQualityJobDefinitionCommand, DescribeMonitoringScheduleCommand,
} from '@aws-sdk/client-sagemaker';
import { Collector } from '../../../lambda/collect-monitoring/collect';
import { Captures } from '../../../lambda/plan-monitoring/captures';
import { EndedJobs } from '../../../lambda/plan-monitoring/ended-jobs';
import { Planner } from '../../../lambda/plan-monitoring/plan';
import { ServedVersions } from '../../../lambda/plan-monitoring/served-version';
import { Publisher } from '../../../lambda/publish-monitoring/publish';
import { ServiceReports } from '../../../lambda/publish-monitoring/service-reports';
import { Summaries } from '../../../lambda/publish-monitoring/summaries';
import { readRequest as readDrift } from '../../../lambda/retrain-on-drift/request';
import type { CollectRequest, EndpointSettings } from '../../../lib/core/contract';
import { AnswerBox } from '../../lambda/support/answer-box';
import { EndpointWorld } from '../../lambda/support/endpoint-world';
import { awsError, keptLog } from '../../lambda/support/invocation';
import { ENVIRONMENT, IMAGE, MULTIPLIER, ServingStage, tarball } from './serving-stage';

const GROUP = 'income';
const MONITOR = 'income-data';
const SETTINGS: Partial<EndpointSettings> = {
  variantName: 'AllTraffic', instanceCount: 1, deployment: undefined,
  executionRoleArn: 'arn:aws:iam::000000000000:role/ml/serving',
  dataCapture: { destinationS3Uri: 's3://ml/captures', percentage: 100, modes: ['Input', 'Output'] },
  sources: { images: [IMAGE.replace(/:[^:]*$/, '')], artifacts: ['s3://ml/'] },
  monitors: [{
    monitor: 'DataQuality', monitorName: MONITOR, scheduleExpression: 'cron(0 * ? * * *)', reportS3Uri: `s3://ml/monitoring/${MONITOR}`,
    roleArn: 'arn:aws:iam::000000000000:role/ml/monitor', imageUri: '156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer',
    instanceType: 'ml.m5.large', volumeSizeGb: 30, maxRuntimeSeconds: 1800,
  }],
};
const REQUEST: CollectRequest = {
  monitor: 'DataQuality', monitorName: MONITOR, endpointName: GROUP, variantName: 'AllTraffic', reportS3Uri: 's3://ml/monitoring', windowMinutes: 60, minimumRecords: 100,
};

let serving: ServingStage;
let world: EndpointWorld;
let box: AnswerBox;
beforeEach(async () => {
  [serving, box] = [await ServingStage.open(), await AnswerBox.open()];
  world = new EndpointWorld(GROUP);
});
afterEach(async () => {
  await box.close();
  await serving.close();
});

/** Registers an approved version that brings an artifact and a baseline. */
async function register(version: number): Promise<string> {
  const { stage } = serving;
  stage.aws.objects.set(`ml/${version}/model.tar.gz`, await tarball({ 'factor.json': String(version), 'code/inference.py': MULTIPLIER }));
  const file = (name: string) => ({ ContentType: 'application/json', S3Uri: `s3://ml/${version}/baseline/${name}.json` });
  const { ModelPackageArn } = await stage.sagemaker.send(new CreateModelPackageCommand({
    ModelPackageGroupName: GROUP, ModelApprovalStatus: 'Approved',
    InferenceSpecification: {
      Containers: [{ Image: IMAGE, ModelDataUrl: `s3://ml/${version}/model.tar.gz`, Environment: ENVIRONMENT }],
      SupportedContentTypes: ['text/csv'], SupportedResponseMIMETypes: ['application/json'],
    },
    DriftCheckBaselines: { ModelDataQuality: { Statistics: file('statistics'), Constraints: file('constraints') } },
  }));
  return ModelPackageArn!;
}

/** Runs an execution of the reconciler to its end, against the stand-in. */
async function reconcile(): Promise<void> {
  const reconciler = world.reconciler({
    sagemaker: serving.stage.sagemaker, dynamodb: world.table.direct, sns: world.topic.direct, autoscaling: world.scaling.direct,
  });
  const execution = world.nextExecution();
  while ((await reconciler.handle({ endpointName: GROUP, execution }, keptLog().log)).next === 'WAIT') {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function baselineInUse(): Promise<string> {
  const { sagemaker } = serving.stage;
  const { MonitoringScheduleConfig } = await sagemaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: MONITOR }));
  const { DataQualityBaselineConfig } = await sagemaker.send(new DescribeDataQualityJobDefinitionCommand({
    JobDefinitionName: MonitoringScheduleConfig!.MonitoringJobDefinitionName,
  }));
  return DataQualityBaselineConfig!.ConstraintsResource!.S3Uri!;
}

const monitors = () => serving.stage.standIn.state().resources.filter(({ kind }) => /MonitoringSchedule|JobDefinition/.test(kind)).map(({ kind }) => kind).sort();

test('an endpoint that follows the registry is watched with each version\'s baseline; what is found is one drift event, and nothing is left', async () => {
  const { stage } = serving;
  await stage.sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: GROUP }));
  await register(1);
  await world.configure(SETTINGS);
  await reconcile();
  expect(await baselineInUse()).toBe('s3://ml/1/baseline/constraints.json');
  const second = await register(2);
  await reconcile();
  expect(await baselineInUse()).toBe('s3://ml/2/baseline/constraints.json');
  expect(monitors()).toEqual(['DataQualityJobDefinition', 'MonitoringSchedule']);

  const due = Date.UTC(2026, 10, 25, 14) / 1000;
  await stage.standIn.endMonitoring({ MonitoringScheduleName: MONITOR, ScheduledTime: due - 3_600, violations: [], records: 500 });
  await stage.standIn.endMonitoring({ MonitoringScheduleName: MONITOR, ScheduledTime: due, records: 500, violations: [
    { feature_name: 'age', constraint_check_type: 'baseline_drift_check', description: 'Baseline drift distance: 0.36 exceeds threshold: 0.1' },
  ] });
  const metrics = await publishWhatEnded();
  expect(metrics).toEqual([['Records', 500], ['Violations', 0], ['Records', 500], ['Violations', 1], ['WorstDrift', 0.36]]);
  expect(await publishWhatEnded()).toEqual([]);
  const drifts = stage.aws.details('Model Drift Detected');
  expect(drifts).toEqual([expect.objectContaining({
    version: '1', monitorName: MONITOR, endpointName: GROUP, modelPackageArn: second, analysisId: `${MONITOR}/2026-11-25T14:00:00Z`, windowStart: '2026-11-25T13:00:00Z',
    violationCount: 1, worstDrift: 0.36, worstFeature: 'age', reportUri: `s3://ml/monitoring/${MONITOR}/${GROUP}/${MONITOR}/2026/11/25/14/`,
  })]);
  const retraining = { pipelineName: 'income', coolDownSeconds: 0, event: { id: '1', time: '2026-11-25T14:20:00Z', detail: drifts[0] } };
  expect(readDrift(retraining)).toBe(retraining);

  await world.records.wish(GROUP, { deletion: {
    ResponseURL: box.url, StackId: 'arn:aws:cloudformation:us-east-1:000000000000:stack/s/1', RequestId: '1', LogicalResourceId: 'L', PhysicalResourceId: GROUP,
  } });
  await reconcile();
  expect(box.answers).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(stage.standIn.state().resources.filter(({ kind, history }) => !history && !kind.startsWith('ModelPackage'))).toEqual([]);
  expect(stage.standIn.requests().refused.map(({ operation }) => operation)).not.toContain('DeleteEndpoint');
});

const taken = new Set<string>();

/** Collects as the schedule does, and does with each execution what the state machine does; tells the metrics. */
async function publishWhatEnded(): Promise<unknown[]> {
  const { stage } = serving;
  const { log } = keptLog();
  const connection = { endpoint: (stage.standIn as any).s3.config.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const started: unknown[] = [];
  const sfn = { send: ({ input: { name, input } }: { input: { name: string; input: string } }) => {
    if (taken.has(name)) {
      return Promise.reject(awsError('ExecutionAlreadyExists'));
    }
    taken.add(name);
    started.push(JSON.parse(input));
    return Promise.resolve({});
  } };
  const metrics: unknown[] = [];
  const cloudwatch = { send: ({ input }: any) => Promise.resolve(input.MetricData.forEach(({ MetricName, Value }: any) => metrics.push([MetricName, Value]))) };
  const s3 = new S3Client({ ...connection, forcePathStyle: true });
  await new Collector(stage.sagemaker, sfn as never, 'arn:aws:states:us-east-1:000000000000:stateMachine:monitors').collect(REQUEST, log);
  const planner = new Planner(new ServedVersions(stage.sagemaker), new Captures(s3), new EndedJobs(stage.sagemaker));
  const publisher = new Publisher(new Summaries(s3), new ServiceReports(s3), cloudwatch as never as CloudWatchClient, new EventBridgeClient(connection));
  for (const input of started) {
    const { next, analysis } = await planner.plan({ input, startTime: new Date().toISOString() }, log);
    expect(next).toBe('PUBLISH');
    await publisher.publish({ analysis }, log);
  }
  s3.destroy();
  return metrics;
}
