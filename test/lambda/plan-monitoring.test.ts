import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeEndpointCommand, DescribeEndpointConfigCommand, DescribeModelCommand, DescribeModelPackageCommand, DescribeProcessingJobCommand, SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-jest';
import { Captures } from '../../lambda/plan-monitoring/captures';
import { EndedJobs } from '../../lambda/plan-monitoring/ended-jobs';
import { Planner } from '../../lambda/plan-monitoring/plan';
import { ServedVersions } from '../../lambda/plan-monitoring/served-version';
import { coverOf, daysOf, hoursOf } from '../../lambda/plan-monitoring/window';
import type { CollectedExecution, MonitorInput } from '../../lib/core/contract';
import { expectRequestsTheApiTakes } from './support/api-model';
import { awsError, keptLog } from './support/invocation';
import { collectRequest, monitorInput, PACKAGE } from './support/monitoring';

const sagemaker = mockClient(SageMakerClient);
const s3 = mockClient(S3Client);
const { log, lines } = keptLog();
const BASELINE = 's3://models/income/run-7/baseline/';
const NOT_FOUND = awsError('ValidationException', 'Could not find endpoint "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/ml-income".');
const quality = (folder = BASELINE, constraints = `${folder}constraints.json`) => ({ ModelDataQuality: {
  Statistics: { ContentType: 'application/json', S3Uri: `${folder}statistics.json` }, Constraints: { ContentType: 'application/json', S3Uri: constraints },
} });

/** Hours in which something was captured, as the list of a day's folders tells them. */
function captured(...hours: string[]): void {
  s3.on(ListObjectsV2Command).callsFake(({ Prefix }: { Prefix: string }) => ({
    CommonPrefixes: hours.map((hour) => `captures/ml-income/AllTraffic/${hour}/`).filter((folder) => folder.startsWith(Prefix)).map((folder) => ({ Prefix: folder })),
  }));
}

beforeEach(() => {
  [sagemaker, s3].forEach((mock) => mock.reset());
  sagemaker.on(DescribeEndpointCommand).resolves({ EndpointName: 'ml-income', EndpointConfigName: 'ml-income-3' });
  sagemaker.on(DescribeEndpointConfigCommand).resolves({ ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'ml-income-v3' }] });
  sagemaker.on(DescribeModelCommand).resolves({ PrimaryContainer: { ModelPackageName: PACKAGE } });
  sagemaker.on(DescribeModelPackageCommand).resolves({ DriftCheckBaselines: quality() });
  captured('2026/11/25/10', '2026/11/25/12', '2026/11/25/14', '2026/11/25/15');
});
afterEach(() => {
  expectRequestsTheApiTakes(sagemaker, 'sagemaker');
  expectRequestsTheApiTakes(s3, 's3');
});
afterAll(() => [sagemaker, s3].forEach((mock) => mock.restore()));

const planner = () => new Planner(new ServedVersions(new SageMakerClient({})), new Captures(new S3Client({})), new EndedJobs(new SageMakerClient({})));
const plan = (input: Partial<MonitorInput> = {}, startTime = '2026-11-25T14:31:07.123Z') => planner().plan({ input: monitorInput(input), startTime }, log);
const jobOf = async (input: Partial<MonitorInput> = {}): Promise<any> => (await plan(input)).job;
const isAJobTheApiTakes = (job: any) =>
  expectRequestsTheApiTakes({ calls: () => [{ args: [{ constructor: { name: 'CreateProcessingJobCommand' }, input: job }] }] } as never, 'sagemaker');

describe('an analysis', () => {
  test('is named after its monitor and the minute it was due', async () => {
    const { next, analysis } = await plan();
    expect(next).toBe('ANALYSE');
    expect(analysis).toEqual({
      outcome: 'ANALYSED', analysisId: 'ml-income-data/2026-11-25T14:30:00Z', monitor: 'DataQuality', monitorName: 'ml-income-data', endpointName: 'ml-income',
      modelPackageArn: PACKAGE, windowStart: '2026-11-25T11:30:00Z', windowEnd: '2026-11-25T14:30:00Z',
      reportUri: 's3://reports/monitoring/ml-income-data/2026/11/25/14/30/', metricsByFeature: false,
    });
  });

  test.each([['without a schedule', undefined], ['with the input of a schedule', '<aws.scheduler.scheduled-time>']])('that was started by hand %s ends now', async (_, scheduledTime) => {
    const { analysis, job } = await plan({ scheduledTime });
    expect(analysis.windowEnd).toBe('2026-11-25T14:31:00Z');
    expect(job!.ProcessingJobName).toBe('ml-income-data-202611251431');
  });

  test('is the same however often it is planned', async () => {
    expect(await plan()).toEqual(await plan({}, '2026-11-25T14:59:59Z'));
  });
});

describe('its job', () => {
  test('is one that the API takes, and reads the hours of the window that hold captures', async () => {
    const job = await jobOf();
    isAJobTheApiTakes(job);
    expect(job.ProcessingJobName).toBe('ml-income-data-202611251430');
    expect(job.ProcessingInputs.map(({ InputName, S3Input }: any) => [InputName, S3Input.S3Uri, S3Input.LocalPath])).toEqual([
      ['code', 's3://assets/0123.tar.gz', '/opt/ml/processing/input/code'],
      ['baseline', BASELINE, '/opt/ml/processing/input/baseline'],
      ['captures-1', 's3://traffic/captures/ml-income/AllTraffic/2026/11/25/12/', '/opt/ml/processing/input/captures/2026/11/25/12'],
      ['captures-2', 's3://traffic/captures/ml-income/AllTraffic/2026/11/25/14/', '/opt/ml/processing/input/captures/2026/11/25/14'],
    ]);
    expect(job.ProcessingOutputConfig).toEqual({ Outputs: [{ OutputName: 'report', S3Output: {
      S3Uri: 's3://reports/monitoring/ml-income-data/2026/11/25/14/30', LocalPath: '/opt/ml/processing/output/report', S3UploadMode: 'EndOfJob',
    } }] });
    expect(job.NetworkConfig).toEqual({ EnableNetworkIsolation: true });
  });

  test('runs the analyzer with the window and the settings', async () => {
    const { AppSpecification: { ContainerEntrypoint, ContainerArguments }, Environment } = await jobOf();
    expect(ContainerEntrypoint).toEqual(['/bin/sh', '-c', 'cd /opt/ml/processing/input/code && tar -xzf *.gz && exec python3 "$0" "$@"', 'analyze_data_quality.py']);
    expect(ContainerArguments).toEqual([
      '--baseline', '/opt/ml/processing/input/baseline', '--captures', '/opt/ml/processing/input/captures', '--output', '/opt/ml/processing/output/report',
      '--window-start', '2026-11-25T11:30:00Z', '--window-end', '2026-11-25T14:30:00Z', '--threshold', '0.1', '--minimum-records', '100',
    ]);
    expect(Environment).toEqual({});
  });

  test('is told the names of columns in pieces that variables can hold', async () => {
    const columns = Array.from({ length: 60 }, (_, n) => `column "${n}" $HOME`);
    const job = await jobOf({ columns });
    isAJobTheApiTakes(job);
    expect(Object.values(job.Environment).join('')).toBe(columns.join(','));
    expect(job.AppSpecification.ContainerEntrypoint[2]).toMatch(/ "\$@" --columns "\$C0\$C1\$C2\$C3\$C4"$/);
  });

  test('has names for as many columns as a monitor may have', async () => {
    isAJobTheApiTakes(await jobOf({ columns: ['x'.repeat(30 * 256)] }));
  });

  test('uses keys and a network where there are some', async () => {
    const job = await jobOf({ job: {
      ...monitorInput().job, kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/a', volumeKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/b',
      subnets: ['subnet-1'], securityGroupIds: ['sg-1'],
    } });
    isAJobTheApiTakes(job);
    expect(job.ProcessingOutputConfig.KmsKeyId).toBe('arn:aws:kms:eu-west-1:123456789012:key/a');
    expect(job.ProcessingResources.ClusterConfig.VolumeKmsKeyId).toBe('arn:aws:kms:eu-west-1:123456789012:key/b');
    expect(job.NetworkConfig.VpcConfig).toEqual({ Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] });
  });

  test('has every member that the state machine names', async () => {
    const members = ['ProcessingJobName', 'RoleArn', 'AppSpecification', 'Environment', 'ProcessingInputs', 'ProcessingOutputConfig', 'ProcessingResources', 'StoppingCondition', 'NetworkConfig'];
    expect(Object.keys(await jobOf()).sort()).toEqual([...members].sort());
  });

  test('reads days where hours would be too many inputs', async () => {
    captured(...Array.from({ length: 24 }, (_, hour) => `2026/11/24/${String(hour).padStart(2, '0')}`), '2026/11/25/00');
    const job = await jobOf({ windowMinutes: 1440 });
    isAJobTheApiTakes(job);
    expect(job.ProcessingInputs.slice(2).map(({ S3Input }: any) => S3Input.S3Uri.slice(-12))).toEqual(['/2026/11/24/', '/2026/11/25/']);
    expect(job.ProcessingInputs.length).toBeLessThanOrEqual(10);
  });
});

describe('the window', () => {
  test('touches the hours and days it begins and ends in, and not the one that it ends at', () => {
    expect(hoursOf({ start: '2026-12-31T22:30:00Z', end: '2027-01-01T01:00:00Z' })).toEqual(['2026/12/31/22', '2026/12/31/23', '2027/01/01/00']);
    expect(daysOf({ start: '2026-12-31T22:30:00Z', end: '2027-01-01T01:00:00Z' })).toEqual(['2026/12/31', '2027/01/01']);
    expect(hoursOf({ start: '2026-11-25T14:30:00Z', end: '2026-11-25T15:00:00Z' })).toEqual(['2026/11/25/14']);
    expect(hoursOf({ start: '2026-11-25T14:30:00Z', end: '2026-11-25T15:01:00Z' })).toEqual(['2026/11/25/14', '2026/11/25/15']);
  });

  test.each([[8, '2026/11/25/07'], [9, '2026/11/25']])('of %i hours is covered up to %s', (hours, last) => {
    const found = Array.from({ length: hours }, (_, hour) => `2026/11/25/${String(hour).padStart(2, '0')}`);
    expect(coverOf(found, 8).at(-1)).toBe(last);
  });

  test('of a month is covered by its months', () => {
    expect(coverOf(hoursOf({ start: '2026-10-26T00:00:00Z', end: '2026-11-25T00:00:00Z' }), 8)).toEqual(['2026/10', '2026/11']);
  });

  test('is listed by day, page by page', async () => {
    s3.reset();
    s3.on(ListObjectsV2Command).resolvesOnce({ CommonPrefixes: [{ Prefix: 'captures/ml-income/AllTraffic/2026/11/25/12/' }], NextContinuationToken: 'more' })
      .resolves({ CommonPrefixes: [{ Prefix: 'captures/ml-income/AllTraffic/2026/11/25/13/' }] });
    expect((await jobOf()).ProcessingInputs).toHaveLength(4);
    expect(s3).toHaveReceivedCommandWith(ListObjectsV2Command, { Bucket: 'traffic', Prefix: 'captures/ml-income/AllTraffic/2026/11/25/', Delimiter: '/', ContinuationToken: 'more' });
  });
});

describe('the baseline', () => {
  test('is what drift is checked against before what was measured in training', async () => {
    sagemaker.on(DescribeModelPackageCommand).resolves({ DriftCheckBaselines: quality(), ModelMetrics: quality('s3://models/other/') });
    expect((await jobOf()).ProcessingInputs[1].S3Input.S3Uri).toBe(BASELINE);
  });

  test('is what was measured in training where nothing else is', async () => {
    sagemaker.on(DescribeModelPackageCommand).resolves({ ModelMetrics: quality('s3://models/other/') });
    expect((await jobOf()).ProcessingInputs[1].S3Input.S3Uri).toBe('s3://models/other/');
  });

  test('that the settings give stands in for that of the version', async () => {
    const { analysis, job } = await plan({ baselineS3Uri: 's3://baselines/income' });
    expect((job!.ProcessingInputs as any)[1].S3Input.S3Uri).toBe('s3://baselines/income');
    expect(analysis.modelPackageArn).toBe(PACKAGE);
  });

  test('of the second container counts where the first has none', async () => {
    sagemaker.on(DescribeModelCommand).resolves({ Containers: [{ Image: 'a' }, { ModelPackageName: PACKAGE }] });
    expect((await plan()).next).toBe('ANALYSE');
  });
});

describe('nothing to analyse', () => {
  test('is published as no records when nothing was captured', async () => {
    captured('2026/11/25/10', '2026/11/25/15');
    expect(await plan()).toEqual({ next: 'PUBLISH', analysis: expect.objectContaining({ outcome: 'NO_CAPTURES', modelPackageArn: PACKAGE }) });
  });

  test.each<[string, () => unknown, string]>([
    ['there is no endpoint', () => sagemaker.on(DescribeEndpointCommand).rejects(NOT_FOUND), "there is no endpoint 'ml-income'"],
    ['the endpoint is being replaced', () => sagemaker.on(DescribeEndpointConfigCommand).rejects(NOT_FOUND), "has no variant 'AllTraffic'"],
    ['the variant is another', () => sagemaker.on(DescribeEndpointConfigCommand).resolves({ ProductionVariants: [{ VariantName: 'Blue', ModelName: 'm' }] }), "has no variant 'AllTraffic'"],
    ['the model is gone', () => sagemaker.on(DescribeModelCommand).rejects(NOT_FOUND), 'was not made from a version'],
    ['the model is no version', () => sagemaker.on(DescribeModelCommand).resolves({ PrimaryContainer: { Image: 'a' } }), 'was not made from a version'],
    ['the version is gone', () => sagemaker.on(DescribeModelPackageCommand).rejects(awsError('ValidationException', 'ModelPackage does not exist')), 'no longer in the registry'],
    ['the version has no baseline', () => sagemaker.on(DescribeModelPackageCommand).resolves({ ModelMetrics: {} }), 'without statistics and constraints'],
    ['the version has half a baseline', () => sagemaker.on(DescribeModelPackageCommand).resolves({
      ModelMetrics: { ModelDataQuality: { Statistics: { ContentType: 'a', S3Uri: 's3://b/statistics.json' } } },
    }), 'without statistics and constraints'],
    ['its files lie apart', () => sagemaker.on(DescribeModelPackageCommand).resolves({ DriftCheckBaselines: quality(BASELINE, 's3://elsewhere/constraints.json') }), 'do not lie in one folder'],
    ['its files have other names', () => sagemaker.on(DescribeModelPackageCommand).resolves({ DriftCheckBaselines: quality(BASELINE, `${BASELINE}limits.json`) }), 'do not lie in one folder'],
  ])('is skipped with a reason when %s', async (_, prepare, reason) => {
    prepare();
    expect(await plan()).toEqual({ next: 'PUBLISH', analysis: expect.objectContaining({ outcome: 'SKIPPED', reason: expect.stringContaining(reason) }) });
    expect(lines.at(-1)).toMatchObject({ level: 'INFO', message: 'planned an analysis', outcome: 'SKIPPED' });
    expect(s3.calls()).toHaveLength(0);
  });
});

describe('an execution that Model Monitor has ended', () => {
  const JOB = 'arn:aws:sagemaker:eu-west-1:123456789012:processing-job/model-monitoring-202611251400-0a1b';
  const REPORT = 's3://reports/monitoring/ml-income-data/ml-income/ml-income-data/2026/11/25/14';
  const planEnded = (execution: Partial<CollectedExecution>) => planner().plan({
    input: { ...collectRequest(), execution: { status: 'Completed', scheduledTime: '2026-11-25T14:00:00.000Z', processingJobArn: JOB, ...execution } },
    startTime: '2026-11-25T14:47:00Z',
  }, log);
  const ANALYSIS = {
    outcome: 'ANALYSED', analysisId: 'ml-income-data/2026-11-25T14:00:00Z', monitor: 'DataQuality', monitorName: 'ml-income-data', endpointName: 'ml-income',
    modelPackageArn: PACKAGE, windowStart: '2026-11-25T13:00:00Z', windowEnd: '2026-11-25T14:00:00Z', reportUri: `${REPORT}/`, metricsByFeature: false,
  };

  beforeEach(() => {
    sagemaker.on(DescribeProcessingJobCommand).resolves({ ProcessingOutputConfig: { Outputs: [{
      OutputName: 'monitoring_output', S3Output: { S3Uri: REPORT, LocalPath: '/opt/ml/processing/output', S3UploadMode: 'EndOfJob' },
    }] } });
  });

  test.each([['Completed', false], ['CompletedWithViolations', true]] as const)('as %s is published, with the folder its job wrote to', async (status, violated) => {
    expect(await planEnded({ status })).toEqual({ next: 'PUBLISH', analysis: { ...ANALYSIS, serviceReport: { violated, minimumRecords: 100 } } });
    expect(sagemaker).toHaveReceivedCommandWith(DescribeProcessingJobCommand, { ProcessingJobName: 'model-monitoring-202611251400-0a1b' });
    expect(s3.calls()).toHaveLength(0);
  });

  test('is published even when its endpoint is gone since', async () => {
    sagemaker.on(DescribeEndpointCommand).rejects(NOT_FOUND);
    expect(await planEnded({ status: 'CompletedWithViolations' })).toMatchObject({ next: 'PUBLISH', analysis: { outcome: 'ANALYSED', modelPackageArn: undefined } });
  });

  test('because nothing was captured is no drift', async () => {
    expect(await planEnded({ status: 'Failed', failureReason: 'Job inputs had no data', processingJobArn: undefined })).toEqual({
      next: 'PUBLISH', analysis: { ...ANALYSIS, outcome: 'NO_CAPTURES', reportUri: 's3://reports/monitoring/ml-income-data/2026/11/25/14/00/' },
    });
  });

  test('because somebody stopped it is skipped', async () => {
    expect(await planEnded({ status: 'Stopped' })).toMatchObject({ next: 'PUBLISH', analysis: { outcome: 'SKIPPED', reason: 'the execution of Model Monitor was stopped' } });
  });

  test.each<[string, Partial<CollectedExecution>, string]>([
    ['that failed', { status: 'Failed', failureReason: 'AlgorithmError: out of memory' }, 'AlgorithmError: out of memory'],
    ['that failed without a word', { status: 'Failed' }, 'Model Monitor gives no reason'],
    ['that left no report', { processingJobArn: undefined }, 'the execution of Model Monitor left no report'],
  ])('%s fails the analysis, and the log says why', async (_, execution, reason) => {
    expect(await planEnded(execution)).toMatchObject({ next: 'FAIL', analysis: { reason } });
    expect(lines.at(-1)).toMatchObject({ message: 'planned an analysis', next: 'FAIL', reason });
  });

  test.each<[string, Partial<CollectedExecution>, string]>([
    ['no status', { status: 'Pending' as never }, 'no proper execution.status: "Pending"'],
    ['no time', { scheduledTime: 'then' }, 'words that are no time: "then"'],
    ['a job that is a number', { processingJobArn: 7 as never }, 'no proper execution.processingJobArn'],
  ])('with %s is refused', async (_, execution, message) => {
    await expect(planEnded(execution)).rejects.toThrow(message);
    expect(lines.at(-1)).toMatchObject({ level: 'ERROR', message: 'refused a malformed request' });
  });
});

describe('fails, so that the execution is tried again or kept', () => {
  const COMMANDS = [DescribeEndpointCommand, DescribeEndpointConfigCommand, DescribeModelCommand, DescribeModelPackageCommand];

  test.each(COMMANDS.flatMap((command) => ['ThrottlingException', 'AccessDeniedException', 'InternalFailure'].map((name) => [command.name, name, command] as const)))(
    'when %s answers %s, and changes nothing', async (_, name, command) => {
      sagemaker.on(command as never).rejects(awsError(name));
      await expect(plan()).rejects.toThrow('refused');
    });

  test('when captures cannot be listed', async () => {
    s3.on(ListObjectsV2Command).rejects(awsError('AccessDenied'));
    await expect(plan()).rejects.toThrow('refused');
  });

  test.each<[string, unknown, string]>([
    ['text', 'now', 'the request must be an object'],
    ['no settings', { startTime: '2026-11-25T14:31:07Z' }, 'input must be an object'],
    ['an unknown kind', { monitor: 'Mood' }, 'no proper monitor: "Mood"'],
    ['a name with a slash', { monitorName: 'a/b' }, 'no proper monitorName'],
    ['a name that leaves no room for the time', { monitorName: 'm'.repeat(51) }, 'no proper monitorName'],
    ['no endpoint', { endpointName: undefined }, 'no proper endpointName'],
    ['no variant', { variantName: '' }, 'no proper variantName'],
    ['captures that are no URI', { captureS3Uri: '/captures' }, 'no proper captureS3Uri'],
    ['reports that are no URI', { reportS3Uri: 's3://' }, 'no proper reportS3Uri'],
    ['a baseline that is no URI', { baselineS3Uri: 'baseline' }, 'no proper baselineS3Uri'],
    ['half a minute', { windowMinutes: 0.5 }, 'no proper windowMinutes: 0.5'],
    ['no minimum', { minimumRecords: 0 }, 'no proper minimumRecords: 0'],
    ['a threshold of zero', { driftThreshold: 0 }, 'no proper driftThreshold: 0'],
    ['a word for a boolean', { metricsByFeature: 'yes' }, 'no proper metricsByFeature'],
    ['columns without names', { columns: ['a', ''] }, 'no proper columns'],
    ['no job', { job: undefined }, 'job must be an object'],
    ['a job without a role', { job: { ...monitorInput().job, roleArn: '' } }, 'no proper job.roleArn'],
    ['a job without a disk', { job: { ...monitorInput().job, volumeSizeGb: 0 } }, 'no proper job.volumeSizeGb'],
    ['a job without an end', { job: { ...monitorInput().job, maxRuntimeSeconds: 1.5 } }, 'no proper job.maxRuntimeSeconds'],
    ['a time that is none', { scheduledTime: 'soon' }, 'words that are no time: "soon"'],
  ])('on %s, and keeps the request in the log', async (_, wrong, message) => {
    const request = typeof wrong === 'string' || 'startTime' in (wrong as object)
      ? wrong
      : { input: { ...monitorInput(), ...(wrong as object) }, startTime: '2026-11-25T14:31:07Z' };
    await expect(planner().plan(request, log)).rejects.toThrow(message);
    expect(lines.at(-1)).toMatchObject({ level: 'ERROR', message: 'refused a malformed request', event: JSON.parse(JSON.stringify(request)) });
    expect(sagemaker.calls()).toHaveLength(0);
  });

  test('for a kind that this version has no analyzer for', async () => {
    await expect(plan({ monitor: 'ModelBias' })).rejects.toThrow('no analyzer for ModelBias');
  });
});
