import {
  CreateDataQualityJobDefinitionCommand, CreateMonitoringScheduleCommand, DeleteDataQualityJobDefinitionCommand, DeleteEndpointCommand,
  DeleteMonitoringScheduleCommand, DescribeProcessingJobCommand,
  DescribeDataQualityJobDefinitionCommand, DescribeMonitoringScheduleCommand, ListDataQualityJobDefinitionsCommand, ListMonitoringExecutionsCommand,
  ListMonitoringSchedulesCommand, StartMonitoringScheduleCommand, StopMonitoringScheduleCommand, UpdateMonitoringScheduleCommand,
} from '@aws-sdk/client-sagemaker';
import { EndpointName, MULTIPLIER, ServingStage } from './serving-stage';
import { eventually, type Stage } from './stage';

let serving: ServingStage;
let stage: Stage;
beforeEach(async () => {
  serving = await ServingStage.open();
  ({ stage } = serving);
});
afterEach(() => serving.close());

/** An endpoint in service, which captures unless a test says otherwise. */
async function serve(EnableCapture = true): Promise<void> {
  await serving.model('double', { 'factor.json': '2', 'code/inference.py': MULTIPLIER });
  await serving.config('double', { DataCaptureConfig: {
    EnableCapture, InitialSamplingPercentage: 100, DestinationS3Uri: 's3://ml/captures', CaptureOptions: [{ CaptureMode: 'Input' }],
  } });
  await serving.createEndpoint('double');
  await serving.settled('InService');
}

const JobDefinitionName = 'Income-quality';
const MonitoringScheduleName = 'Income-hourly';
const createDefinition = () => stage.sagemaker.send(new CreateDataQualityJobDefinitionCommand({
  JobDefinitionName,
  DataQualityAppSpecification: { ImageUri: '156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer' },
  DataQualityJobInput: { EndpointInput: { EndpointName, LocalPath: '/opt/ml/processing/input' } },
  DataQualityJobOutputConfig: { MonitoringOutputs: [{ S3Output: { S3Uri: 's3://ml/reports', LocalPath: '/opt/ml/processing/output' } }] },
  JobResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 20 } },
  RoleArn: 'arn:aws:iam::000000000000:role/ml/monitor',
}));
const schedule = (ScheduleExpression: string) => ({
  MonitoringScheduleName,
  MonitoringScheduleConfig: { ScheduleConfig: { ScheduleExpression }, MonitoringJobDefinitionName: JobDefinitionName, MonitoringType: 'DataQuality' as const },
});
const describe_ = () => stage.sagemaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName }));
const inStatus = (status: string) => eventually(describe_, (found) => found.MonitoringScheduleStatus === status);

test('a definition and its schedule are made, changed, stopped, started and deleted', async () => {
  await serve();
  const { JobDefinitionArn } = await createDefinition();
  expect(JobDefinitionArn).toBe('arn:aws:sagemaker:us-east-1:000000000000:data-quality-job-definition/income-quality');
  expect(await stage.sagemaker.send(new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName })))
    .toMatchObject({ JobDefinitionArn, DataQualityJobInput: { EndpointInput: { EndpointName } } });
  expect((await stage.sagemaker.send(new ListDataQualityJobDefinitionsCommand({ EndpointName }))).JobDefinitionSummaries)
    .toMatchObject([{ MonitoringJobDefinitionName: JobDefinitionName, MonitoringJobDefinitionArn: JobDefinitionArn, EndpointName }]);

  await stage.sagemaker.send(new CreateMonitoringScheduleCommand(schedule('cron(0 * ? * * *)')));
  expect(await inStatus('Scheduled')).toMatchObject({ EndpointName, MonitoringType: 'DataQuality' });
  await stage.sagemaker.send(new UpdateMonitoringScheduleCommand(schedule('cron(0 0 ? * * *)')));
  expect((await inStatus('Scheduled')).MonitoringScheduleConfig?.ScheduleConfig?.ScheduleExpression).toBe('cron(0 0 ? * * *)');
  await stage.sagemaker.send(new StopMonitoringScheduleCommand({ MonitoringScheduleName }));
  expect((await stage.sagemaker.send(new ListMonitoringSchedulesCommand({ StatusEquals: 'Stopped', MonitoringTypeEquals: 'DataQuality' }))).MonitoringScheduleSummaries)
    .toMatchObject([{ MonitoringScheduleName, MonitoringJobDefinitionName: JobDefinitionName }]);
  await stage.sagemaker.send(new StartMonitoringScheduleCommand({ MonitoringScheduleName }));
  await inStatus('Scheduled');
  expect((await stage.sagemaker.send(new ListMonitoringExecutionsCommand({ MonitoringScheduleName }))).MonitoringExecutionSummaries).toEqual([]);

  await stage.sagemaker.send(new DeleteMonitoringScheduleCommand({ MonitoringScheduleName }));
  await stage.sagemaker.send(new DeleteDataQualityJobDefinitionCommand({ JobDefinitionName }));
  expect(stage.standIn.state().resources.filter(({ kind }) => /Monitoring|JobDefinition/.test(kind))).toEqual([]);
  const told = () => stage.aws.details('SageMaker Monitoring Schedule State Change').map((detail) => detail.MonitoringScheduleStatus);
  await eventually(told, (statuses) => statuses.join() === 'Pending,Scheduled,Pending,Scheduled,Stopped,Scheduled');
});

test('fails on a schedule without its definition', async () => {
  await expect(stage.sagemaker.send(new CreateMonitoringScheduleCommand(schedule('cron(0 * ? * * *)'))))
    .rejects.toMatchObject({ name: 'ResourceNotFound', message: expect.stringContaining(JobDefinitionName) });
  await expect(stage.sagemaker.send(new CreateMonitoringScheduleCommand({ MonitoringScheduleName, MonitoringScheduleConfig: {} })))
    .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('Exactly one of') });
});

test.each([
  ['an endpoint that is not there', () => Promise.resolve(), 'Could not find endpoint'],
  ['an endpoint that captures nothing', () => serve(false), 'Data capture is not enabled'],
])('fails on a definition for %s', async (_, given, message) => {
  await given();
  await expect(createDefinition()).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) });
});

test('an endpoint that is monitored, a schedule that is pending and a definition that is used stay as they are', async () => {
  await serve();
  await createDefinition();
  await stage.sagemaker.send(new CreateMonitoringScheduleCommand(schedule('cron(0 * ? * * *)')));
  stage.standIn.settings.stepMs = 60_000;
  await eventually(describe_, (found) => found.MonitoringScheduleStatus === 'Scheduled');
  await stage.sagemaker.send(new UpdateMonitoringScheduleCommand(schedule('cron(0 0 ? * * *)')));
  for (const command of [new UpdateMonitoringScheduleCommand(schedule('cron(0 1 ? * * *)')), new DeleteMonitoringScheduleCommand({ MonitoringScheduleName })]) {
    await expect(stage.sagemaker.send(command as never)).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('in status Pending') });
  }
  await expect(stage.sagemaker.send(new DeleteDataQualityJobDefinitionCommand({ JobDefinitionName }))).rejects.toThrow('is used by monitoring schedule');
  await expect(stage.sagemaker.send(new DeleteEndpointCommand({ EndpointName }))).rejects.toThrow('watches it');
});

test('a scene ends executions over the network; lists tell them by time and status, and their files lie where the job says', async () => {
  await serve();
  await createDefinition();
  await stage.sagemaker.send(new CreateMonitoringScheduleCommand(schedule('cron(0 * ? * * *)')));
  await inStatus('Scheduled');
  const end = (ended: object) => fetch(`${stage.url}/_rehearsal/monitoring`, { method: 'POST', body: JSON.stringify({ MonitoringScheduleName, ...ended }) });
  const violation = { feature_name: 'age', constraint_check_type: 'data_type_check', description: 'text' };
  expect((await end({ ScheduledTime: Date.UTC(2026, 10, 25, 14) / 1000, violations: [violation], records: 120 })).status).toBe(200);
  await end({ ScheduledTime: Date.UTC(2026, 10, 25, 15) / 1000, violations: [] });
  await end({ ScheduledTime: Date.UTC(2026, 10, 25, 16) / 1000, FailureReason: 'Job inputs had no data' });
  expect((await end({ MonitoringScheduleName: 'other', ScheduledTime: 1 })).status).toBe(400);
  const list = async (more: object = {}) => (await stage.sagemaker.send(new ListMonitoringExecutionsCommand({
    MonitoringScheduleName, SortBy: 'ScheduledTime', SortOrder: 'Ascending', ...more,
  }))).MonitoringExecutionSummaries!;
  const all = await list({ LastModifiedTimeAfter: new Date(Date.now() - 60_000) });
  expect(all.map(({ MonitoringExecutionStatus }) => MonitoringExecutionStatus)).toEqual(['CompletedWithViolations', 'Completed', 'Failed']);
  expect(await list({ LastModifiedTimeAfter: new Date(Date.now() + 60_000) })).toEqual([]);
  expect(await list({ StatusEquals: 'Failed' })).toMatchObject([{ FailureReason: 'Job inputs had no data', ScheduledTime: new Date(Date.UTC(2026, 10, 25, 16)) }]);
  const ProcessingJobName = all[0].ProcessingJobArn!.split('/').pop();
  const { ProcessingOutputConfig } = await stage.sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName }));
  const folder = ProcessingOutputConfig!.Outputs![0].S3Output!.S3Uri!;
  expect(folder).toBe(`s3://ml/reports/${EndpointName}/${MonitoringScheduleName}/2026/11/25/14`);
  const file = (name: string) => JSON.parse(stage.aws.objects.get(`${folder.slice('s3://'.length)}/${name}`)!.toString());
  expect([file('constraint_violations.json'), file('statistics.json').dataset]).toEqual([{ violations: [violation] }, { item_count: 120 }]);
});
