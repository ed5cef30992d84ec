import { ListMonitoringExecutionsCommand, SageMakerClient, type MonitoringExecutionSummary } from '@aws-sdk/client-sagemaker';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { Collector } from '../../lambda/collect-monitoring/collect';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakeTime } from './support/fake-time';
import { awsError, keptLog } from './support/invocation';
import { collectRequest } from './support/monitoring';

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:monitors';
const sagemaker = mockClient(SageMakerClient);
const sfn = mockClient(SFNClient);
const { log, lines } = keptLog();
const time = new FakeTime();
/** Executions of the machine, as Step Functions keeps them: a name is taken once. */
const started = new Map<string, any>();

beforeEach(() => {
  [sagemaker, sfn].forEach((mock) => mock.reset());
  started.clear();
  sfn.on(StartExecutionCommand).callsFake(({ name, input }: { name: string; input: string }) => {
    if (started.has(name)) {
      throw awsError('ExecutionAlreadyExists', name);
    }
    started.set(name, JSON.parse(input));
    return { executionArn: name, startDate: new Date() };
  });
});
afterEach(() => {
  expectRequestsTheApiTakes(sagemaker, 'sagemaker');
  expectRequestsTheApiTakes(sfn, 'stepfunctions');
});
afterAll(() => [sagemaker, sfn].forEach((mock) => mock.restore()));

const execution = (hour: number, status: string, more: Partial<MonitoringExecutionSummary> = {}): MonitoringExecutionSummary => ({
  MonitoringScheduleName: 'ml-income-data', ScheduledTime: new Date(Date.UTC(2026, 10, 25, hour)), CreationTime: new Date(), LastModifiedTime: new Date(),
  MonitoringExecutionStatus: status as never, EndpointName: 'ml-income', ...more,
});
const executions = (...found: MonitoringExecutionSummary[]) => sagemaker.on(ListMonitoringExecutionsCommand).resolves({ MonitoringExecutionSummaries: found });
const collect = (event: unknown = collectRequest()) => new Collector(new SageMakerClient({}), new SFNClient({}), MACHINE, time).collect(event, log);

test('each execution that ended is handed over once, however often somebody looks', async () => {
  const job = 'arn:aws:sagemaker:eu-west-1:123456789012:processing-job/model-monitoring-1';
  executions(
    execution(11, 'Completed'), execution(12, 'CompletedWithViolations', { ProcessingJobArn: job }), execution(13, 'Failed', { FailureReason: 'Job inputs had no data' }),
    execution(14, 'Stopped'), execution(15, 'InProgress'), execution(16, 'Pending'), execution(17, 'Stopping'),
  );
  await collect();
  expect([...started.keys()]).toEqual(['11', '12', '13', '14'].map((hour) => `ml-income-data-20261125${hour}00`));
  expect(started.get('ml-income-data-202611251200')).toEqual({
    ...collectRequest(), execution: { status: 'CompletedWithViolations', scheduledTime: '2026-11-25T12:00:00.000Z', processingJobArn: job },
  });
  expect(started.get('ml-income-data-202611251300').execution).toMatchObject({ status: 'Failed', failureReason: 'Job inputs had no data' });
  await collect();
  expect(started.size).toBe(4);
  expect(lines.at(-1)).toMatchObject({ ended: 4, handed: [] });
});

test('one that ended in the meantime is found the next time', async () => {
  executions(execution(11, 'InProgress'));
  await collect();
  expect(started.size).toBe(0);
  executions(execution(11, 'Completed'));
  await collect();
  expect(started.size).toBe(1);
});

test('all pages of the last day are read', async () => {
  sagemaker.on(ListMonitoringExecutionsCommand).resolves({ MonitoringExecutionSummaries: [execution(12, 'Completed')] });
  sagemaker.on(ListMonitoringExecutionsCommand, { NextToken: undefined }).resolves({ MonitoringExecutionSummaries: [execution(11, 'Completed')], NextToken: 'more' });
  await collect();
  expect(started.size).toBe(2);
  expect(sagemaker.commandCalls(ListMonitoringExecutionsCommand)[0].args[0].input).toMatchObject({
    MonitoringScheduleName: 'ml-income-data', LastModifiedTimeAfter: new Date(time.now() - 24 * 3_600_000), SortOrder: 'Ascending',
  });
});

test('a schedule that is not there yet has none', async () => {
  sagemaker.on(ListMonitoringExecutionsCommand).rejects(awsError('ResourceNotFound', 'gone'));
  await collect();
  expect(started.size).toBe(0);
});

test('fails, so that it is tried again, when AWS refuses; what was handed over stays so', async () => {
  executions(execution(11, 'Completed'), execution(12, 'Completed'));
  sfn.on(StartExecutionCommand, { name: 'ml-income-data-202611251200' }).rejectsOnce(awsError('ThrottlingException', 'later'));
  await expect(collect()).rejects.toThrow('later');
  sagemaker.on(ListMonitoringExecutionsCommand).rejectsOnce(awsError('AccessDeniedException', 'no'));
  await expect(collect()).rejects.toThrow('no');
});

test.each<[string, unknown, string]>([
  ['nothing', null, 'the request must be an object'],
  ['an unknown kind', collectRequest({ monitor: 'Mood' as never }), 'no proper monitor'],
  ['no name', collectRequest({ monitorName: '' }), 'no proper monitorName'],
  ['no reports', collectRequest({ reportS3Uri: 'reports' }), 'no proper reportS3Uri'],
  ['no window', collectRequest({ windowMinutes: 0 }), 'no proper windowMinutes'],
])('fails on %s, and keeps the request in the log', async (_, event, message) => {
  await expect(collect(event)).rejects.toThrow(message);
  expect(lines.at(-1)).toMatchObject({ level: 'ERROR', message: 'refused a malformed request', event });
  expect(sagemaker.calls()).toHaveLength(0);
});
