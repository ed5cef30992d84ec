import { Readable } from 'node:stream';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-jest';
import { Publisher } from '../../lambda/publish-monitoring/publish';
import { UnreadableSummaryError } from '../../lambda/publish-monitoring/json-files';
import { ServiceReports } from '../../lambda/publish-monitoring/service-reports';
import { Summaries } from '../../lambda/publish-monitoring/summaries';
import type { Analysis, AnalysisSummary, DriftDetail, DriftViolation } from '../../lib/core/contract';
import { expectRequestsTheApiTakes } from './support/api-model';
import { Killed } from './support/fake-sagemaker';
import { awsError, keptLog } from './support/invocation';
import { analysis, PACKAGE, summary } from './support/monitoring';

const s3 = mockClient(S3Client);
const cloudwatch = mockClient(CloudWatchClient);
const eventBridge = mockClient(EventBridgeClient);
const { log, lines } = keptLog();

beforeEach(() => {
  [s3, cloudwatch, eventBridge].forEach((mock) => mock.reset());
  cloudwatch.on(PutMetricDataCommand).resolves({});
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] });
  found({});
});
afterEach(() => {
  expectRequestsTheApiTakes(s3, 's3');
  expectRequestsTheApiTakes(cloudwatch, 'cloudwatch');
  expectRequestsTheApiTakes(eventBridge, 'events');
});
afterAll(() => [s3, cloudwatch, eventBridge].forEach((mock) => mock.restore()));

function written(text: string, size = text.length): void {
  const body = Object.assign(Readable.from([text]), { transformToString: () => Promise.resolve(text) });
  s3.on(GetObjectCommand).resolves({ Body: body as never, ContentLength: size });
}

function found(more: Partial<AnalysisSummary>): void {
  written(JSON.stringify(summary(more)));
}

const violation = (n: number, more: Partial<DriftViolation> = {}): DriftViolation =>
  ({ feature: `f${n}`, check: 'baseline_drift_check', description: `drifted by ${n / 100}`, drift: n / 100, ...more });
const publishEvent = (event: unknown) =>
  new Publisher(new Summaries(new S3Client({})), new ServiceReports(new S3Client({})), new CloudWatchClient({}), new EventBridgeClient({})).publish(event, log);
const publish = (more: Partial<Analysis> = {}) => publishEvent({ analysis: analysis(more) });
const metrics = () => cloudwatch.commandCalls(PutMetricDataCommand).flatMap((call) => call.args[0].input.MetricData!)
  .map(({ MetricName, Value, Dimensions }) => [MetricName, Value, Dimensions!.map((each) => each.Value).join(' ')]);
const drifts = (): DriftDetail[] => eventBridge.commandCalls(PutEventsCommand).flatMap((call) => call.args[0].input.Entries!)
  .map(({ Detail }) => JSON.parse(Detail!));

describe('an analysis without a violation', () => {
  test('is three metrics and no event', async () => {
    await publish();
    expect(s3).toHaveReceivedCommandWith(GetObjectCommand, { Bucket: 'reports', Key: 'monitoring/ml-income-data/2026/11/25/14/30/summary.json' });
    expect(cloudwatch).toHaveReceivedCommandWith(PutMetricDataCommand, { Namespace: 'cdk-sagemaker-lifecycle/Monitoring' });
    expect(metrics()).toEqual([
      ['Records', 500, 'ml-income ml-income-data'], ['Violations', 0, 'ml-income ml-income-data'], ['WorstDrift', 0.02, 'ml-income ml-income-data'],
    ]);
    expect(drifts()).toEqual([]);
  });

  test('measures each feature where that is wanted', async () => {
    await publish({ metricsByFeature: true });
    expect(metrics().slice(3)).toEqual([['FeatureDrift', 0.02, 'ml-income ml-income-data age'], ['FeatureDrift', 0.01, 'ml-income ml-income-data hours-per-week']]);
  });

  test('measures thousands of features, a thousand at a time, whatever their names', async () => {
    found({ driftByFeature: Object.fromEntries([':colon', '', 'größe', 'x'.repeat(2_000), ...Array.from({ length: 2_000 }, (_, n) => `f${n}`)].map((name) => [name, 0.01])) });
    await publish({ metricsByFeature: true });
    expect(cloudwatch.commandCalls(PutMetricDataCommand).map((call) => call.args[0].input.MetricData!.length)).toEqual([1_000, 1_000, 7]);
    expect(metrics().slice(3, 6).map(([, , dimensions]) => String(dimensions).split(' ').at(-1))).toEqual(['_:colon', '_', 'gr??e']);
  });
});

describe('an analysis with violations', () => {
  test('is one event that says what, where and how much', async () => {
    found({ violationCount: 2, worstDrift: 0.4, worstFeature: 'f40', violations: [violation(40), { feature: 'age', check: 'data_type_check', description: 'not a number' }] });
    await publish();
    expect(metrics()).toContainEqual(['Violations', 2, 'ml-income ml-income-data']);
    expect(eventBridge).toHaveReceivedCommandWith(PutEventsCommand, { Entries: [expect.objectContaining({ Source: 'cdk-sagemaker-lifecycle.monitoring', DetailType: 'Model Drift Detected' })] });
    expect(drifts()).toEqual([{
      version: '1', monitor: 'DataQuality', monitorName: 'ml-income-data', endpointName: 'ml-income', modelPackageArn: PACKAGE,
      analysisId: 'ml-income-data/2026-11-25T14:30:00Z', windowStart: '2026-11-25T11:30:00Z', windowEnd: '2026-11-25T14:30:00Z',
      records: 500, violationCount: 2, worstDrift: 0.4, worstFeature: 'f40',
      violations: [{ feature: 'age', check: 'data_type_check', description: 'not a number' }, { feature: 'f40', check: 'baseline_drift_check', description: 'drifted by 0.4', drift: 0.4 }],
      reportUri: 's3://reports/monitoring/ml-income-data/2026/11/25/14/30/',
    }]);
  });

  test('tells the twenty worst', async () => {
    found({ violationCount: 50, violations: Array.from({ length: 50 }, (_, n) => violation(n)) });
    await publish();
    expect(drifts()[0].violations.map(({ drift }) => drift)).toEqual(Array.from({ length: 20 }, (_, n) => (49 - n) / 100));
    expect(drifts()[0].violationCount).toBe(50);
  });

  test('fits an event, however long its texts are', async () => {
    const text = '\u0001"é'.repeat(10_000);
    const violations = Array.from({ length: 30 }, (_, n) => violation(n, { feature: text, description: text, check: text }));
    found({ violationCount: 30, worstFeature: text, violations });
    await publish();
    const [entry] = eventBridge.commandCalls(PutEventsCommand)[0].args[0].input.Entries!;
    expect(Buffer.byteLength(JSON.stringify(entry))).toBeLessThan(256 * 1024);
  });
});

describe('no verdict', () => {
  test('with too few records: no violation, no distance, no event', async () => {
    found({ tooFew: true, records: 7, violationCount: 3, worstDrift: 0.9, violations: [violation(90)] });
    await publish({ metricsByFeature: true });
    expect(metrics()).toEqual([['Records', 7, 'ml-income ml-income-data'], ['Violations', 0, 'ml-income ml-income-data']]);
    expect(drifts()).toEqual([]);
  });

  test('with no captures: no records, and no report is read', async () => {
    await publish({ outcome: 'NO_CAPTURES' });
    expect(metrics()).toEqual([['Records', 0, 'ml-income ml-income-data'], ['Violations', 0, 'ml-income ml-income-data']]);
    expect(s3.calls()).toHaveLength(0);
  });

  test('when it was skipped: that is counted, and logged with its reason', async () => {
    await publish({ outcome: 'SKIPPED', reason: 'there is no endpoint', modelPackageArn: undefined });
    expect(metrics()).toEqual([['MonitoringSkipped', 1, 'ml-income ml-income-data']]);
    expect(lines.at(-1)).toMatchObject({ level: 'WARN', message: 'skipped the analysis', reason: 'there is no endpoint', monitor: 'ml-income-data' });
  });
});

describe('a report of Model Monitor', () => {
  const REPORT = 'monitoring/ml-income-data/ml-income/ml-income-data/2026/11/25/14';
  const found_ = (name: string, check: string, description: string) => ({ feature_name: name, constraint_check_type: check, description });
  const files = (violations: unknown, records: unknown = 500) => {
    s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => {
      const content = Key.endsWith('statistics.json') ? { version: 0, dataset: { item_count: records }, features: [] } : violations;
      if (content === undefined) {
        throw awsError('NoSuchKey', 'gone');
      }
      const text = JSON.stringify(content);
      return { Body: Object.assign(Readable.from([text]), { transformToString: () => Promise.resolve(text) }), ContentLength: text.length };
    });
  };
  const publishReport = (violated: boolean, minimumRecords = 100) =>
    publish({ reportUri: `s3://reports/${REPORT}/`, serviceReport: { violated, minimumRecords } });

  test('with violations is the same metrics and the same event as of the library\'s own analyzer', async () => {
    files({ violations: [
      found_('age', 'baseline_drift_check', 'Baseline drift distance: 0.36 exceeds threshold: 0.1'),
      found_('hours', 'baseline_drift_check', 'Numerical drift distance 4.1E-1 is above 0.1'),
      found_('city', 'completeness_check', 'Completeness 0.2 is below 1.0'),
    ] });
    await publishReport(true);
    expect(s3).toHaveReceivedCommandWith(GetObjectCommand, { Bucket: 'reports', Key: `${REPORT}/constraint_violations.json` });
    expect(metrics()).toEqual([
      ['Records', 500, 'ml-income ml-income-data'], ['Violations', 3, 'ml-income ml-income-data'], ['WorstDrift', 0.41, 'ml-income ml-income-data'],
    ]);
    expect(drifts()).toEqual([{
      version: '1', monitor: 'DataQuality', monitorName: 'ml-income-data', endpointName: 'ml-income', modelPackageArn: PACKAGE,
      analysisId: 'ml-income-data/2026-11-25T14:30:00Z', windowStart: '2026-11-25T11:30:00Z', windowEnd: '2026-11-25T14:30:00Z',
      records: 500, violationCount: 3, worstDrift: 0.41, worstFeature: 'hours',
      violations: [
        { feature: 'city', check: 'completeness_check', description: 'Completeness 0.2 is below 1.0' },
        { feature: 'hours', check: 'baseline_drift_check', description: 'Numerical drift distance 4.1E-1 is above 0.1', drift: 0.41 },
        { feature: 'age', check: 'baseline_drift_check', description: 'Baseline drift distance: 0.36 exceeds threshold: 0.1', drift: 0.36 },
      ],
      reportUri: `s3://reports/${REPORT}/`,
    }]);
  });

  test('makes up no distance where its words tell none', async () => {
    files({ violations: [found_('age', 'baseline_drift_check', 'it drifted')] });
    await publishReport(true);
    expect(metrics().map(([name]) => name)).toEqual(['Records', 'Violations']);
    expect(drifts()).toMatchObject([{ violationCount: 1, worstDrift: 0, worstFeature: 'age' }]);
  });

  test.each([['an empty list', { violations: [] }], ['no list', undefined]])('without violations, with %s, is no event', async (_, violations) => {
    files(violations);
    await publishReport(false);
    expect(metrics()).toEqual([['Records', 500, 'ml-income ml-income-data'], ['Violations', 0, 'ml-income ml-income-data']]);
    expect(drifts()).toEqual([]);
  });

  test('of too few records is no drift', async () => {
    files({ violations: [found_('age', 'data_type_check', 'text')] }, 99);
    await publishReport(true);
    expect(metrics()).toEqual([['Records', 99, 'ml-income ml-income-data'], ['Violations', 0, 'ml-income ml-income-data']]);
    expect(drifts()).toEqual([]);
  });

  test.each<[string, unknown, unknown, string]>([
    ['violations are said to be and none is listed', { violations: [] }, 500, 'constraint_violations.json has no proper list of violations'],
    ['an entry says nothing', { violations: [{ feature_name: 'age' }] }, 500, 'has no proper list of violations'],
    ['it is no object', 7, 500, 'has no proper list of violations'],
    ['nobody counted', { violations: [] }, '500', 'statistics.json has no proper dataset.item_count'],
    ['the list is gone', undefined, 500, 'gone'],
  ])('fails, and tells nothing, when %s', async (_, violations, records, message) => {
    files(violations, records);
    await expect(publishReport(true)).rejects.toThrow(message);
    expect([...cloudwatch.calls(), ...eventBridge.calls()]).toHaveLength(0);
  });
});

describe('fails, so that the execution is tried again or kept', () => {
  test.each<[string, string, string]>([
    ['no JSON', 'all is well', 'is not JSON'],
    ['no object', '7', 'has no proper records'],
    ['nothing', 'null', 'has no proper records'],
    ['text for a number', JSON.stringify({ ...summary(), records: '500' }), 'has no proper records'],
    ['no verdict', JSON.stringify({ ...summary(), tooFew: undefined }), 'has no proper tooFew'],
    ['half a violation', JSON.stringify({ ...summary(), violationCount: 0.5 }), 'has no proper violationCount'],
    ['no distance', JSON.stringify({ ...summary(), worstDrift: null }), 'has no proper worstDrift'],
    ['a feature without distance', JSON.stringify({ ...summary(), driftByFeature: { age: null } }), 'has no proper driftByFeature'],
    ['a violation without words', JSON.stringify({ ...summary(), violations: [{ feature: 'age', check: 'x' }] }), 'has no proper violations'],
  ])('on a summary that is %s, and tells nothing', async (_, text, message) => {
    written(text);
    const failed = publish();
    await expect(failed).rejects.toThrow(UnreadableSummaryError);
    await expect(failed).rejects.toThrow(message);
    expect([...cloudwatch.calls(), ...eventBridge.calls()]).toHaveLength(0);
  });

  test('on a summary that is empty or huge', async () => {
    written('', 0);
    await expect(publish()).rejects.toThrow('summary.json has 0 bytes');
    written('{}', 16 * 1024 * 1024 + 1);
    await expect(publish()).rejects.toThrow('has 16777217 bytes');
  });

  test('when the report is gone', async () => {
    s3.on(GetObjectCommand).rejects(awsError('NoSuchKey', 'gone'));
    await expect(publish()).rejects.toThrow('gone');
    expect(cloudwatch.calls()).toHaveLength(0);
  });

  test('when EventBridge takes the call and not the event', async () => {
    found({ violationCount: 1, violations: [violation(40)] });
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'later' }] });
    await expect(publish()).rejects.toThrow('EventBridge did not take the drift event: InternalFailure: later');
  });

  test.each<[string, unknown, string]>([
    ['nothing', null, 'no proper analysisId'], ['no analysis', {}, 'no proper analysisId'],
    ['no endpoint', { analysis: analysis({ endpointName: '' }) }, 'no proper endpointName'],
    ['an unknown outcome', { analysis: analysis({ outcome: 'GOOD' as never }) }, 'no proper outcome'],
    ['an unknown kind', { analysis: analysis({ monitor: 'Mood' as never }) }, 'no proper monitor'],
    ['a report that is no folder', { analysis: analysis({ reportUri: 's3://reports/x' }) }, 'no proper reportUri'],
    ['half of what Model Monitor did', { analysis: analysis({ serviceReport: { violated: true } as never }) }, 'no proper serviceReport'],
  ])('on %s, and keeps the request in the log', async (_, event, message) => {
    await expect(publishEvent(event)).rejects.toThrow(message);
    expect(lines.at(-1)).toMatchObject({ level: 'ERROR', message: 'refused a malformed request', event });
  });
});

describe('wherever it dies, a second try', () => {
  const faults = [1, 2, 3].flatMap((call) => (['before', 'after'] as const).map((moment) => [moment, call] as const));

  /** A client whose call with that number, among all clients that share the count, ends the function. */
  function dying<Client extends { send(command: never): unknown }>(client: Client, count: { left: number }, moment: 'before' | 'after'): Client {
    return { send: async (command: never) => {
      const isLast = --count.left === 0;
      if (isLast && moment === 'before') {
        throw new Killed();
      }
      const answer = await client.send(command);
      if (isLast) {
        throw new Killed();
      }
      return answer;
    } } as never;
  }

  test.each(faults)('%s call %i tells the same drift', async (moment, call) => {
    found({ violationCount: 1, worstDrift: 0.4, violations: [violation(40)] });
    await publish();
    const [wanted, wantedMetrics] = [drifts(), metrics()];
    [cloudwatch, eventBridge].forEach((each) => each.resetHistory());

    const count = { left: call };
    const mortal = new Publisher(
      new Summaries(dying(new S3Client({}), count, moment)), new ServiceReports(new S3Client({})),
      dying(new CloudWatchClient({}), count, moment), dying(new EventBridgeClient({}), count, moment),
    );
    await expect(mortal.publish({ analysis: analysis() }, log)).rejects.toThrow(Killed);
    await publish();
    const distinct = (all: unknown[]) => [...new Set(all.map((each) => JSON.stringify(each)))];
    expect(distinct(drifts())).toEqual(distinct(wanted));
    expect(distinct(metrics())).toEqual(distinct(wantedMetrics));
    expect(drifts()).toHaveLength(moment === 'after' && call === 3 ? 2 : 1);
  });
});
