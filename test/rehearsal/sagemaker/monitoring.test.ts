import {
  CreateDataQualityJobDefinitionCommand, CreateMonitoringScheduleCommand, DeleteDataQualityJobDefinitionCommand, DeleteMonitoringScheduleCommand,
  DescribeDataQualityJobDefinitionCommand, DescribeMonitoringScheduleCommand, ListDataQualityJobDefinitionsCommand, ListMonitoringExecutionsCommand,
  ListMonitoringSchedulesCommand, StartMonitoringScheduleCommand, StopMonitoringScheduleCommand, UpdateMonitoringScheduleCommand,
} from '@aws-sdk/client-sagemaker';
import { Stage, eventually } from './stage';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

const JobDefinitionName = 'Income-quality';
const MonitoringScheduleName = 'Income-hourly';
const createDefinition = () => stage.sagemaker.send(new CreateDataQualityJobDefinitionCommand({
  JobDefinitionName,
  DataQualityAppSpecification: { ImageUri: '156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer' },
  DataQualityJobInput: { EndpointInput: { EndpointName: 'income', LocalPath: '/opt/ml/processing/input' } },
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
  const { JobDefinitionArn } = await createDefinition();
  expect(JobDefinitionArn).toBe('arn:aws:sagemaker:us-east-1:000000000000:data-quality-job-definition/income-quality');
  expect(await stage.sagemaker.send(new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName })))
    .toMatchObject({ JobDefinitionArn, DataQualityJobInput: { EndpointInput: { EndpointName: 'income' } } });
  expect((await stage.sagemaker.send(new ListDataQualityJobDefinitionsCommand({ EndpointName: 'income' }))).JobDefinitionSummaries)
    .toMatchObject([{ MonitoringJobDefinitionName: JobDefinitionName, MonitoringJobDefinitionArn: JobDefinitionArn, EndpointName: 'income' }]);

  await stage.sagemaker.send(new CreateMonitoringScheduleCommand(schedule('cron(0 * ? * * *)')));
  expect(await inStatus('Scheduled')).toMatchObject({ EndpointName: 'income', MonitoringType: 'DataQuality' });
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
  expect(stage.standIn.state().resources).toEqual([]);
  const told = () => stage.aws.details('SageMaker Monitoring Schedule State Change').map((detail) => detail.MonitoringScheduleStatus);
  await eventually(told, (statuses) => statuses.join() === 'Pending,Scheduled,Pending,Scheduled,Stopped,Scheduled');
});

test('fails on a schedule without its definition', async () => {
  await expect(stage.sagemaker.send(new CreateMonitoringScheduleCommand(schedule('cron(0 * ? * * *)'))))
    .rejects.toMatchObject({ name: 'ResourceNotFound', message: expect.stringContaining(JobDefinitionName) });
  await expect(stage.sagemaker.send(new CreateMonitoringScheduleCommand({ MonitoringScheduleName, MonitoringScheduleConfig: {} })))
    .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('Exactly one of') });
});
