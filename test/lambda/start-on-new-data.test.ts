import fc from 'fast-check';
import { Executions } from '../../lambda/shared/executions';
import { NewData } from '../../lambda/start-on-new-data/new-data';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakePipelines, type FakeRun } from './support/fake-pipelines';
import { Killed } from './support/fake-sagemaker';
import { FakeTime } from './support/fake-time';
import { awsError, keptLog } from './support/invocation';

const MINUTE = 60_000;
let pipelines: FakePipelines;
let time: FakeTime;
let lines: Record<string, unknown>[];

beforeEach(() => {
  pipelines = new FakePipelines();
  time = new FakeTime();
  pipelines.now = () => time.now();
  pipelines.pipeline('income');
});
afterEach(() => {
  expectRequestsTheApiTakes(pipelines.mock, 'sagemaker');
  pipelines.mock.restore();
});

let ids = 0;
/** The message of an object that landed now, or was there some minutes ago. */
function landed(minutesAgo = 0, more: object = {}) {
  const object = {
    pipelineName: 'income', watch: '0123456789', place: 's3://lake/raw/', gatherSeconds: 300,
    // Events of EventBridge tell whole seconds.
    landedAt: new Date(Math.floor((time.now() - minutesAgo * MINUTE) / 1_000) * 1_000).toISOString(), ...more,
  };
  return { messageId: `m-${++ids}`, body: JSON.stringify(object) };
}

/** Delivers messages once; the ones that have to come again. */
async function deliver(messages: { messageId: string; body: string }[], remainingMs = MINUTE) {
  const kept = keptLog();
  lines = kept.lines;
  pipelines.restart();
  const starter = new NewData(new Executions(pipelines.client), time);
  const { batchItemFailures } = await starter.handle({ Records: messages } as never, time.now() + remainingMs, kept.log);
  return messages.filter(({ messageId }) => batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === messageId));
}

const runs = (name = 'income'): FakeRun[] => pipelines.pipelines.get(name)!;
const end = (status = 'Succeeded') => runs().forEach((run) => { run.status = status; });

test('objects start one run together, and are done with when the list shows it', async () => {
  const waiting = await deliver([landed(6), landed(5), landed(5)]);
  expect(runs()).toMatchObject([{ status: 'Executing', displayName: expect.stringMatching(/^data-0123456789-[0-9a-f]{12}$/) }]);
  expect(waiting).toHaveLength(3);
  time.pass(7 * MINUTE);
  expect(await deliver(waiting)).toEqual([]);
  expect(runs()).toHaveLength(1);
});

test('the run gets the parameters and says where the data landed', async () => {
  await deliver([landed(6, { parameters: { rows: '5', Input: 's3://lake/raw/' } })]);
  expect(pipelines.requests('StartPipelineExecution')).toEqual([expect.objectContaining({
    PipelineName: 'income', PipelineExecutionDescription: 'Started by new data in s3://lake/raw/',
    PipelineParameters: [{ Name: 'Input', Value: 's3://lake/raw/' }, { Name: 'rows', Value: '5' }],
  })]);
});

test.each([[4.9, 0], [5.1, 1]])('an object of %s minutes ago starts %s runs while data is gathered for five', async (minutesAgo, count) => {
  expect(await deliver([landed(minutesAgo)])).toHaveLength(1);
  expect(runs()).toHaveLength(count);
});

test('gathering ends for all with the first object', async () => {
  await deliver([landed(61, { gatherSeconds: 3_600 }), landed(1, { gatherSeconds: 3_600 })]);
  expect(runs()).toHaveLength(1);
});

test.each(['Executing', 'Stopping'])('waits while a run of whomever is %s, and starts when it has ended', async (status) => {
  pipelines.looksUntilStopped = 99;
  pipelines.pipeline('income', status);
  const waiting = await deliver([landed(6)]);
  expect([waiting.length, runs().length]).toEqual([1, 1]);
  expect(lines.at(-1)).toMatchObject({ message: 'waiting: a run is going on', pipeline: 'income', place: 's3://lake/raw/' });
  end();
  await deliver(waiting);
  expect(runs()).toHaveLength(2);
});

test('an object that lands while its run goes on leads to the next run', async () => {
  const first = await deliver([landed(6)]);
  time.pass(MINUTE);
  const late = landed();
  time.pass(6 * MINUTE);
  expect(await deliver([...first, late])).toEqual([late]);
  end();
  expect(await deliver([late])).toEqual([late]);
  expect(runs()).toHaveLength(2);
  time.pass(7 * MINUTE);
  expect(await deliver([late])).toEqual([]);
});

test.each([[9, 1], [11, 0]])('an object that landed %s seconds before a run started comes again: %s', async (seconds, count) => {
  await deliver([landed(6)]);
  const before = landed(seconds / 60);
  expect(await deliver([before])).toHaveLength(count);
});

test('a run that somebody else started does not count: it may read something else', async () => {
  pipelines.pipelines.set('income', [{ arn: 'arn:aws:sagemaker:us-east-1:123456789012:pipeline/income/execution/deploy', displayName: 'deploy-1', status: 'Succeeded', startedAt: time.now() }]);
  expect(await deliver([landed(6)])).toHaveLength(1);
  expect(runs()).toHaveLength(2);
});

test('a run that failed has the objects all the same: it is not repeated', async () => {
  const waiting = await deliver([landed(6)]);
  end('Failed');
  expect(await deliver(waiting)).toEqual([]);
  expect(runs()).toHaveLength(1);
});

test('a pipeline that was deleted and made again gets its first run on another day', async () => {
  const message = landed(6);
  await deliver([message]);
  pipelines.pipeline('income');
  time.pass(24 * 60 * MINUTE);
  await deliver([message]);
  expect(runs()).toHaveLength(1);
});

test('deliveries that meet start the same run', async () => {
  const [one, other] = [[landed(6)], [landed(6)]];
  await Promise.all([deliver(one), deliver(other)]);
  expect(runs()).toHaveLength(1);
  expect(new Set(pipelines.requests('StartPipelineExecution').map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(1);
});

test('places and pipelines of one batch do not hold each other up', async () => {
  pipelines.pipeline('churn', 'Executing');
  const batch = [landed(6), landed(6, { pipelineName: 'churn' }), landed(6, { watch: 'aaaaaaaaaa' })];
  await deliver(batch);
  expect([runs().length, runs('churn').length]).toEqual([1, 1]);
});

test.each([
  ['when SageMaker refuses', () => { pipelines.fault = (operation) => { if (operation === 'StartPipelineExecution') { throw awsError('AccessDeniedException'); } }; }, 'AccessDenied'],
  ['when the pipeline is not there', () => { pipelines.pipelines.delete('income'); }, 'does not exist'],
])('fails %s, after others were served', async (_, given, said) => {
  pipelines.pipeline('churn');
  given();
  await expect(deliver([landed(6), landed(6, { pipelineName: 'churn' })])).rejects.toThrow();
  expect(JSON.stringify(lines)).toContain(said);
  expect(lines.some(({ pipeline }) => pipeline === 'churn')).toBe(true);
});

test.each([
  ['no JSON', 'x'], ['no object', '[]'], ['a pipeline with a slash', { pipelineName: 'a/b' }], ['a watch of another form', { watch: 'x' }], ['no place', { place: '' }],
  ['a time that is none', { landedAt: 'soon' }], ['a gathering of words', { gatherSeconds: 'five' }], ['parameters that are no texts', { parameters: { a: 1 } }],
])('fails for a message with %s, and serves the others', async (_, malformed) => {
  const message = typeof malformed === 'string' ? { messageId: 'bad', body: malformed } : landed(6, malformed);
  await expect(deliver([message, landed(6)])).rejects.toThrow(/MalformedEvent|must be/);
  expect(runs()).toHaveLength(1);
});

test('without time left nothing is looked at, and everything comes again', async () => {
  const message = landed(6);
  expect(await deliver([message], 10_000)).toEqual([message]);
  expect(pipelines.mock.calls()).toHaveLength(0);
});

test('whatever is killed, delivered twice or late: every object is followed by a run, and one burst by one', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.record({ at: fc.integer({ min: 0, max: 90 }), copies: fc.integer({ min: 1, max: 2 }) }), { minLength: 1, maxLength: 8 }),
    fc.array(fc.boolean(), { maxLength: 12 }), fc.integer({ min: 1, max: 40 }),
    async (objects, kills, runMinutes) => {
      pipelines.mock.restore();
      pipelines = new FakePipelines();
      pipelines.now = () => time.now();
      pipelines.pipeline('income');
      const begin = time.now();
      const deaths = [...kills];
      let queue: { due: number; message: { messageId: string; body: string } }[] = [];
      const dueIn = (minutes: number) => time.now() + minutes * MINUTE;
      for (let minute = 0; minute < 400 && (minute <= 90 || queue.length > 0); minute++) {
        objects.filter(({ at }) => at === minute).forEach(({ copies }) => {
          const message = landed();
          Array.from({ length: copies }).forEach(() => queue.push({ due: dueIn(5), message: { ...message, messageId: `m-${++ids}` } }));
        });
        runs().filter(({ startedAt, status }) => status === 'Executing' && time.now() - startedAt! >= runMinutes * MINUTE).forEach((run) => { run.status = 'Succeeded'; });
        const batch = queue.filter(({ due }) => due <= time.now()).map(({ message }) => message);
        if (batch.length > 0) {
          const dies = deaths.shift() ?? false;
          pipelines.fault = (operation, moment) => { if (dies && operation === 'StartPipelineExecution' && moment === 'after') { throw new Killed('killed'); } };
          const again = await deliver(batch).catch(() => batch);
          queue = queue.flatMap((each) => !batch.includes(each.message) ? [each] : again.includes(each.message) ? [{ ...each, due: dueIn(7) }] : []);
        }
        time.pass(MINUTE);
      }
      expect(queue).toEqual([]);
      const starts = runs().map(({ startedAt }) => (startedAt! - begin) / MINUTE);
      const last = Math.max(...objects.map(({ at }) => at));
      expect(Math.max(...starts)).toBeGreaterThan(last);
      // A burst that is no longer than what is gathered leads to one run; never are there more runs than objects, nor two at once.
      const first = Math.min(...objects.map(({ at }) => at));
      expect(starts.length).toBeLessThanOrEqual(last - first < 5 ? 1 : objects.length);
      const sorted = [...starts].sort((a, b) => a - b);
      expect(sorted.every((start, n) => n === 0 || start - sorted[n - 1] >= runMinutes)).toBe(true);
    },
  ), { numRuns: 60 });
});
