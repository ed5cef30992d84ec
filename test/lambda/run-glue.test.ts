import { Callbacks } from '../../lambda/run-glue/callbacks';
import { Crawls } from '../../lambda/run-glue/crawls';
import { GlueRunner } from '../../lambda/run-glue/glue-runner';
import { JobRuns } from '../../lambda/run-glue/job-runs';
import { hashOf } from '../../lambda/shared/tokens';
import { GLUE_RUN_MARK, type GlueRunAnswer } from '../../lib/core/contract';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakeCallbacks } from './support/fake-callbacks';
import { FakeGlue } from './support/fake-glue';
import { FakeTime } from './support/fake-time';
import { awsError, keptLog } from './support/invocation';

const EXECUTION = 'arn:aws:sagemaker:eu-west-1:123456789012:pipeline/ml-income/execution/abcdefghijkl';
const TOKEN = 'AbCdEfGh12';
const MINUTE = 60_000;
let time: FakeTime;
let glue: FakeGlue;
let callbacks: FakeCallbacks;
let step: ReturnType<FakeCallbacks['waiting']>;
let kept: ReturnType<typeof keptLog>;
let startTime: string;
let before: object;

beforeEach(() => {
  time = new FakeTime();
  glue = new FakeGlue(time);
  callbacks = new FakeCallbacks();
  step = callbacks.waiting(EXECUTION, TOKEN);
  kept = keptLog();
  startTime = new Date(time.now()).toISOString();
  before = { token: TOKEN, pipelineExecutionArn: EXECUTION };
  time.pass(1_000);
});
afterEach(() => {
  expectRequestsTheApiTakes(glue.mock, 'glue');
  expectRequestsTheApiTakes(callbacks.mock, 'sagemaker');
  glue.restore();
  callbacks.restore();
});

/** One look of the state machine. */
async function look(inputs: unknown): Promise<GlueRunAnswer> {
  const runner = new GlueRunner(new Callbacks(callbacks.client), new JobRuns(glue.client), new Crawls(glue.client), time);
  const answer = await runner.advance({ callback: { token: TOKEN, pipelineExecutionArn: EXECUTION, arguments: inputs }, startTime, before }, kept.log);
  before = answer;
  return answer;
}
const commands = (mock: any) => mock.calls().map((call: any) => call.args[0].constructor.name.replace(/Command$/, ''));

describe('a job', () => {
  const JOB = { jobName: 'clean', jobArguments: { '--input': 's3://lake/raw/' } };
  beforeEach(() => glue.jobs.set('clean', {}));

  test('is started once, with its arguments and a mark that is not the token, and looked at until it ends', async () => {
    expect(await look(JOB)).toEqual({ next: 'WAIT', waitSeconds: 15, jobRunId: 'jr_1' });
    expect(glue.runs[0].Arguments).toEqual({ '--input': 's3://lake/raw/', [GLUE_RUN_MARK]: hashOf(EXECUTION, TOKEN) });
    expect(await look(JOB)).toEqual({ next: 'WAIT', waitSeconds: 15, jobRunId: 'jr_1' });
    expect(step.status).toBe('Executing');
    glue.end(glue.runs[0], 'SUCCEEDED');
    expect(await look(JOB)).toEqual({ next: 'DONE', waitSeconds: 0 });
    expect(step).toMatchObject({ status: 'Succeeded', outputs: { jobRunId: 'jr_1', executionSeconds: '90' } });
    expect(glue.runs).toHaveLength(1);
  });

  test.each([[1, 15], [5 * 60, 15], [20 * 60, 60], [6 * 3600, 300], [3 * 86_400, 300]])('is looked at after %d s again in %d s', async (seconds, wait) => {
    time.pass((seconds - 1) * 1_000);
    expect((await look(JOB)).waitSeconds).toBe(wait);
  });

  test('can be looked at for a week within the history of one execution', () => {
    let looks = 0;
    for (let elapsed = 0; elapsed < 7 * 86_400; looks++) {
      elapsed += Math.min(300, Math.max(15, elapsed / 20));
    }
    expect(looks * 9).toBeLessThan(20_000);
  });

  test('takes numbers and truth values as texts, and needs no arguments', async () => {
    await look({ jobName: 'clean', jobArguments: { '--rows': 3, '--fast': true } });
    expect(glue.runs[0].Arguments).toMatchObject({ '--rows': '3', '--fast': 'true' });
  });

  test('needs no arguments', async () => {
    await look({ jobName: 'clean' });
    expect(Object.keys(glue.runs[0].Arguments!)).toEqual([GLUE_RUN_MARK]);
  });

  test('is not started again by who comes after a function that died, other runs of the job notwithstanding', async () => {
    glue.pageSize = 2;
    await look(JOB);
    for (let others = 0; others < 5; others++) {
      glue.run('clean', { [GLUE_RUN_MARK]: 'another' });
    }
    before = {};
    expect(await look(JOB)).toMatchObject({ jobRunId: 'jr_1' });
    expect(glue.runs).toHaveLength(6);
  });

  test('is not started again while Glue does not list its run yet', async () => {
    glue.lists = false;
    await look(JOB);
    expect(await look(JOB)).toMatchObject({ next: 'WAIT', jobRunId: 'jr_1' });
    expect(kept.lines.at(-1)).toMatchObject({ why: 'Glue does not list the run yet' });
    expect(glue.runs).toHaveLength(1);
  });

  test('whose history is long is not read further back than the step', async () => {
    glue.pageSize = 1;
    for (let n = 0; n < 5; n++) {
      glue.run('clean');
    }
    time.pass(11 * MINUTE);
    startTime = new Date(time.now()).toISOString();
    await look(JOB);
    expect(commands(glue.mock)).toEqual(['GetJobRuns', 'StartJobRun', 'GetJobRuns', 'GetJobRuns']);
  });

  test('that two functions started at once runs once: the later run is stopped', async () => {
    await look(JOB);
    time.pass(100);
    glue.run('clean', glue.runs[0].Arguments);
    expect(await look(JOB)).toMatchObject({ jobRunId: 'jr_1' });
    expect(glue.runs.map(({ Id, JobRunState }) => [Id, JobRunState])).toEqual([['jr_2', 'STOPPED'], ['jr_1', 'RUNNING']]);
  });

  test('waits for its turn where it runs as often as it may', async () => {
    glue.jobs.set('clean', { mostAtOnce: 0 });
    expect(await look(JOB)).toEqual({ next: 'WAIT', waitSeconds: 15 });
    expect(kept.lines.at(-1)).toMatchObject({ why: expect.stringContaining('ConcurrentRunsExceededException') });
    glue.jobs.set('clean', { mostAtOnce: 1 });
    expect(await look(JOB)).toMatchObject({ jobRunId: 'jr_1' });
  });

  test.each(['FAILED', 'ERROR', 'TIMEOUT', 'STOPPED', 'EXPIRED'] as const)('that is %s fails the step with the reason', async (state) => {
    await look(JOB);
    glue.end(glue.runs[0], state, { ErrorMessage: 'no such column' });
    expect(await look(JOB)).toEqual({ next: 'DONE', waitSeconds: 0 });
    expect(step).toMatchObject({ status: 'Failed', reason: `run jr_1 of Glue job 'clean' is ${state}: no such column` });
  });

  test.each(['STARTING', 'RUNNING', 'STOPPING', 'WAITING'] as const)('that is %s goes on', async (state) => {
    await look(JOB);
    Object.assign(glue.runs[0], { JobRunState: state });
    expect(await look(JOB)).toMatchObject({ next: 'WAIT' });
  });

  test('gives a reason as long as the service takes', async () => {
    await look(JOB);
    glue.end(glue.runs[0], 'FAILED', { ErrorMessage: 'x'.repeat(300) });
    await look(JOB);
    expect(step.reason).toHaveLength(256);
    expect(step.reason).toMatch(/x\.\.\.$/);
  });

  test('that Glue tries again is waited for, and its next attempt counts', async () => {
    glue.jobs.set('clean', { maxRetries: 1 });
    await look(JOB);
    glue.end(glue.runs[0], 'FAILED');
    expect(await look(JOB)).toMatchObject({ next: 'WAIT', jobRunId: 'jr_1' });
    glue.tryAgain(glue.runs[0]);
    expect(await look(JOB)).toMatchObject({ next: 'WAIT', jobRunId: 'jr_1_attempt_1' });
    glue.end(glue.runs[0], 'SUCCEEDED');
    await look(JOB);
    expect(step.outputs).toMatchObject({ jobRunId: 'jr_1_attempt_1' });
  });

  test('fails the step after the last attempt, and where none comes within five minutes', async () => {
    glue.jobs.set('clean', { maxRetries: 1 });
    await look(JOB);
    glue.end(glue.runs[0], 'FAILED');
    time.pass(5 * MINUTE - 1);
    expect(await look(JOB)).toMatchObject({ next: 'WAIT' });
    time.pass(1);
    expect(await look(JOB)).toMatchObject({ next: 'DONE' });
    expect(step).toMatchObject({ status: 'Failed', reason: "run jr_1 of Glue job 'clean' is FAILED: Glue says no reason" });
  });

  test('that does not exist fails the step', async () => {
    await look({ jobName: 'gone' });
    expect(step).toMatchObject({ status: 'Failed', reason: "Glue has no job 'gone'" });
  });

  test('whose start is refused for good fails the step', async () => {
    const jobs = new JobRuns({ send: (command: any) => (command.constructor.name === 'StartJobRunCommand'
      ? Promise.reject(awsError('InvalidInputException', 'Timeout')) : glue.direct.send(command)) } as never);
    const job = { jobName: 'clean', mark: 'm', notBeforeMs: time.now() };
    expect(await jobs.advance(job, time.now())).toEqual({ state: 'FAILED', reason: 'InvalidInputException: Timeout' });
  });

  test('is told as it is when Glue refuses in another way', async () => {
    const jobs = new JobRuns({ send: () => Promise.reject(awsError('AccessDeniedException', 'not authorized')) } as never);
    await expect(jobs.advance({ jobName: 'clean', mark: 'm', notBeforeMs: 0 }, 0)).rejects.toThrow('not authorized');
  });
});

describe('a crawler', () => {
  const CRAWLER = { crawlerName: 'lake' };
  let crawls: any[];
  beforeEach(() => {
    crawls = [];
    glue.crawlers.set('lake', crawls);
  });

  test('is started once and looked at until its crawl ends', async () => {
    expect(await look(CRAWLER)).toEqual({ next: 'WAIT', waitSeconds: 15 });
    before = {};
    await look(CRAWLER);
    expect(commands(glue.mock)).toEqual(['ListCrawls', 'StartCrawler', 'ListCrawls']);
    crawls[0].State = 'COMPLETED';
    expect(await look(CRAWLER)).toEqual({ next: 'DONE', waitSeconds: 0 });
    expect(step).toMatchObject({ status: 'Succeeded', outputs: { crawlId: 'crawl-1' } });
  });

  test('that works on an older crawl is started when that has ended', async () => {
    startTime = new Date(time.now() + 1_000).toISOString();
    glue.crawl('lake');
    time.pass(2_000);
    await look(CRAWLER);
    expect(kept.lines.at(-1)).toMatchObject({ why: expect.stringContaining('CrawlerRunningException') });
    crawls[0].State = 'FAILED';
    await look(CRAWLER);
    expect(crawls).toHaveLength(2);
    crawls[0].State = 'COMPLETED';
    await look(CRAWLER);
    expect(step).toMatchObject({ status: 'Succeeded', outputs: { crawlId: 'crawl-2' } });
  });

  test('that somebody else started after the step asked is not started again', async () => {
    glue.crawl('lake');
    await look(CRAWLER);
    expect(crawls).toHaveLength(1);
    crawls[0].State = 'COMPLETED';
    await look(CRAWLER);
    expect(step.outputs).toEqual({ crawlId: 'crawl-1' });
  });

  test('is not started again where Glue tells whole seconds', async () => {
    startTime = new Date(Math.floor(time.now() / 1_000) * 1_000 + 900).toISOString();
    await look(CRAWLER);
    crawls[0].StartTime = new Date(Math.floor(Date.parse(startTime) / 1_000) * 1_000);
    crawls[0].State = 'COMPLETED';
    await look(CRAWLER);
    expect(step.outputs).toEqual({ crawlId: 'crawl-1' });
  });

  test('counts by its first crawl since the step asked, on whatever page', async () => {
    glue.pageSize = 1;
    for (const State of ['COMPLETED', 'COMPLETED', 'FAILED']) {
      glue.crawl('lake');
      crawls[0].State = State;
      time.pass(1_000);
    }
    startTime = new Date(crawls[1].StartTime).toISOString();
    await look(CRAWLER);
    expect(step.outputs).toEqual({ crawlId: 'crawl-2' });
  });

  test.each(['FAILED', 'STOPPED'])('whose crawl is %s fails the step', async (State) => {
    await look(CRAWLER);
    Object.assign(crawls[0], { State, ErrorMessage: 'no access' });
    await look(CRAWLER);
    expect(step).toMatchObject({ status: 'Failed', reason: `crawl crawl-1 of crawler 'lake' is ${State}: no access` });
  });

  test('that does not exist fails the step', async () => {
    await look({ crawlerName: 'gone' });
    expect(step).toMatchObject({ status: 'Failed', reason: 'EntityNotFoundException: Crawler gone does not exist' });
  });
});

describe('a run of the pipeline', () => {
  const JOB = { jobName: 'clean' };
  beforeEach(() => glue.jobs.set('clean', {}));

  test('that is being stopped has its job stopped, and its answer', async () => {
    await look(JOB);
    callbacks.executions.set(EXECUTION, 'Stopping');
    expect(await look(JOB)).toEqual({ next: 'DONE', waitSeconds: 0 });
    expect(glue.runs[0].JobRunState).toBe('STOPPED');
    expect(step).toMatchObject({ status: 'Failed', reason: 'the run of the pipeline is being stopped' });
  });

  test.each(['Stopped', 'Failed', 'Succeeded', undefined])('that is %s has its job stopped, and no answer', async (status) => {
    await look(JOB);
    callbacks.executions.delete(EXECUTION);
    [status].filter((each) => each !== undefined).forEach((each) => callbacks.executions.set(EXECUTION, each));
    expect(await look(JOB)).toEqual({ next: 'DONE', waitSeconds: 0 });
    expect(glue.runs[0].JobRunState).toBe('STOPPED');
    expect(step.answers).toBe(0);
  });

  test('that was stopped before anything began starts nothing, whatever the message says', async () => {
    callbacks.executions.set(EXECUTION, 'Stopping');
    await look(undefined);
    expect(commands(glue.mock)).toEqual([]);
    expect(step.status).toBe('Failed');
  });

  test('whose job has ended when it is stopped stops nothing', async () => {
    await look(JOB);
    glue.end(glue.runs[0], 'SUCCEEDED');
    callbacks.executions.set(EXECUTION, 'Stopping');
    await look(JOB);
    expect(commands(glue.mock)).not.toContain('BatchStopJobRun');
  });

  test('whose step was answered by somebody else is left alone', async () => {
    callbacks.pageSize = 1;
    callbacks.steps.set(EXECUTION, [{ token: 'other00000', status: 'Executing', answers: 0 }, step]);
    await look(JOB);
    step.status = 'Failed';
    glue.end(glue.runs[0], 'SUCCEEDED');
    expect(await look(JOB)).toEqual({ next: 'DONE', waitSeconds: 0 });
    expect(step.answers).toBe(0);
  });

  test('that knows nothing of the step is left alone', async () => {
    await look(JOB);
    glue.end(glue.runs[0], 'SUCCEEDED');
    step.status = 'Failed';
    callbacks.steps.set('elsewhere', [step]);
    callbacks.steps.set(EXECUTION, []);
    expect(await look(JOB)).toEqual({ next: 'DONE', waitSeconds: 0 });
  });

  test('whose answer is refused while the step waits throws, so that the state machine asks again', async () => {
    const refusing = { send: (command: any) => (command.constructor.name === 'SendPipelineExecutionStepSuccessCommand'
      ? Promise.reject(awsError('AccessDeniedException', 'not authorized')) : callbacks.direct.send(command)) };
    await expect(new Callbacks(refusing as never).succeed({ token: TOKEN, pipelineExecutionArn: EXECUTION }, {})).rejects.toThrow('not authorized');
  });
});

describe('a request', () => {
  test.each([
    ['nothing', undefined, 'neither a job nor a crawler'], ['neither', {}, 'neither a job nor a crawler'], ['an empty name', { jobName: '' }, 'neither a job nor a crawler'],
    ['arguments that are no texts', { jobName: 'clean', jobArguments: { '--a': {} } }, 'must be texts by their names'],
    ['arguments that are none', { jobName: 'clean', jobArguments: null }, 'must be texts by their names'],
  ])('with %s fails the step', async (_, inputs, reason) => {
    expect(await look(inputs)).toEqual({ next: 'DONE', waitSeconds: 0 });
    expect(step).toMatchObject({ status: 'Failed', reason: expect.stringContaining(reason) });
    expect(commands(glue.mock)).toEqual([]);
  });

  test.each([
    [undefined, 'callback'], [{ callback: { token: 'a' } }, 'callback'], [{ callback: { token: 'a', pipelineExecutionArn: 'b' }, startTime: 'noon' }, 'startTime'],
  ])('as %j is refused', async (event, member) => {
    const runner = new GlueRunner(new Callbacks(callbacks.client), new JobRuns(glue.client), new Crawls(glue.client), time);
    await expect(runner.advance(event, kept.log)).rejects.toMatchObject({ name: 'MalformedEventError', message: expect.stringContaining(member) });
    expect(kept.lines).toEqual([expect.objectContaining({ level: 'ERROR', message: 'refused a malformed request' })]);
  });
});
