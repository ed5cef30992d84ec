import fc from 'fast-check';
import { customResourceHandler } from '../../lambda/shared/custom-resource';
import { Executions } from '../../lambda/shared/executions';
import { PipelineRun } from '../../lambda/start-pipeline/pipeline-run';
import { AnswerBox } from './support/answer-box';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakePipelines } from './support/fake-pipelines';
import { Killed } from './support/fake-sagemaker';
import { FakeTime } from './support/fake-time';
import { awsError, invocation, keptLog } from './support/invocation';

let box: AnswerBox;
let pipelines: FakePipelines;
let time: FakeTime;

beforeAll(async () => {
  box = await AnswerBox.open();
});
afterAll(() => box.close());
beforeEach(() => {
  box.received.length = 0;
  pipelines = new FakePipelines();
  time = new FakeTime();
});
afterEach(() => {
  expectRequestsTheApiTakes(pipelines.mock, 'sagemaker');
  pipelines.mock.restore();
});

const STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/income/5d0e6a10';

function request(RequestType: 'Create' | 'Update' | 'Delete', properties: object = { RunHash: 'one' }, extra: object = {}) {
  return {
    RequestType,
    ResponseURL: box.url,
    StackId: STACK,
    RequestId: '11111111-1111-4111-8111-111111111111',
    LogicalResourceId: 'Run',
    ResourceType: 'Custom::SageMakerPipelineRun',
    ...(RequestType !== 'Create' && { PhysicalResourceId: 'training' }),
    ...(RequestType === 'Update' && { OldResourceProperties: { PipelineName: 'training', RunHash: 'one' } }),
    ResourceProperties: { ServiceToken: 'arn', PipelineName: 'training', ...properties },
    ...extra,
  };
}

/** Lets the handler do one request and returns what CloudFormation was told. */
async function answerTo(event: object, remainingMs?: number) {
  const handler = customResourceHandler(new PipelineRun(new Executions(pipelines.client), time), keptLog().makeLog, time);
  pipelines.restart();
  await handler(event, invocation(remainingMs));
  return box.answers.at(-1);
}

const started = () => pipelines.requests('StartPipelineExecution');
const stopped = () => pipelines.requests('StopPipelineExecution').map(({ PipelineExecutionArn }) => PipelineExecutionArn);

describe('when the resource is made', () => {
  test('starts one run and reports its ARN under the name of the pipeline', async () => {
    const runs = pipelines.pipeline('training');
    const answer = await answerTo(request('Create', { RunHash: 'one', Parameters: { Rounds: '10', Depth: '3' } }));
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'training', Data: { PipelineExecutionArn: runs[0].arn } });
    expect(started()).toEqual([{
      PipelineName: 'training',
      ClientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/),
      PipelineExecutionDisplayName: expect.stringMatching(/^deploy-[0-9a-f]{12}$/),
      PipelineExecutionDescription: 'Started by stack income: first deployment',
      PipelineParameters: [{ Name: 'Depth', Value: '3' }, { Name: 'Rounds', Value: '10' }],
    }]);
  });

  test('starts nothing without a run hash', async () => {
    pipelines.pipeline('training');
    const answer = await answerTo(request('Create', {}));
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { PipelineExecutionArn: '' } });
    expect(started()).toEqual([]);
  });

  test('starts no second run when the request is delivered again', async () => {
    pipelines.pipeline('training');
    const first = await answerTo(request('Create'));
    const second = await answerTo(request('Create'));
    expect(second).toEqual(first);
    expect(started()).toHaveLength(1);
  });

  test('sends the same token again when the list does not show the run yet', async () => {
    const runs = pipelines.pipeline('training');
    const first = await answerTo(request('Create'));
    pipelines.pipelines.set('training', []);
    const second = await answerTo(request('Create', undefined, { RequestId: 'another' }));
    expect(new Set(started().map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(1);
    expect(second.Data).toEqual(first.Data);
    expect(runs).toHaveLength(1);
  });

  test('finds its earlier run on a later page of the list', async () => {
    const runs = pipelines.pipeline('training');
    const first = await answerTo(request('Create'));
    runs.unshift(...Array.from({ length: 5 }, (_, n) => ({ arn: `${runs[0].arn}${n}`, displayName: undefined, status: 'Succeeded' })));
    pipelines.pageSize = 2;
    expect((await answerTo(request('Create'))).Data).toEqual(first.Data);
    expect(started()).toHaveLength(1);
  });

  test.each([
    ['the role cannot be assumed yet', awsError('ValidationException', 'SageMaker is unable to assume the role arn:aws:iam::1:role/x')],
    ['the handler may not start yet', awsError('AccessDeniedException', 'not authorized')],
    ['another change is in progress', awsError('ConflictException')],
  ])('tries again for a while when %s', async (_, error) => {
    pipelines.pipeline('training');
    let left = 3;
    pipelines.fault = (operation, moment) => {
      if (operation === 'StartPipelineExecution' && moment === 'before' && left-- > 0) {
        throw error;
      }
    };
    expect(await answerTo(request('Create'))).toMatchObject({ Status: 'SUCCESS' });
    expect(time.sleeps).toHaveLength(3);
  });

  test('fails with the reason when permission never comes', async () => {
    pipelines.pipeline('training');
    pipelines.fault = () => {
      throw awsError('AccessDeniedException', 'no permission to list');
    };
    const answer = await answerTo(request('Create'));
    expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'training', Reason: expect.stringContaining('AccessDeniedException: no permission to list') });
    expect(time.slept).toBeGreaterThan(30_000);
    expect(time.slept).toBeLessThanOrEqual(60_000);
  });

  test('fails at once when there is no such pipeline', async () => {
    const answer = await answerTo(request('Create'));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining("Pipeline 'training' does not exist") });
    expect(time.sleeps).toEqual([]);
  });

  test.each([
    ['a missing pipeline name', { PipelineName: undefined, RunHash: 'one' }, 'PipelineName must be the name of a pipeline'],
    ['an empty run hash', { RunHash: '' }, 'RunHash must be a text'],
    ['a parameter that is no text', { RunHash: 'one', Parameters: { Rounds: { deep: 1 } } }, "parameter 'Rounds' must be a text"],
    ['a parameter that is too long', { RunHash: 'one', Parameters: { Rounds: 'x'.repeat(1025) } }, 'at most 1024 characters'],
    ['a parameter with an odd name', { RunHash: 'one', Parameters: { 'a b': 'x' } }, "'a b' cannot be the name"],
    ['parameters in a list', { RunHash: 'one', Parameters: ['x'] }, 'Parameters must be an object'],
    ['too many parameters', { RunHash: 'one', Parameters: Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`P${n}`, 'x'])) }, 'can hold 200 values, got 201'],
  ])('fails on %s without calling AWS', async (_, properties, reason) => {
    const answer = await answerTo(request('Create', properties));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(reason) });
    expect(pipelines.mock.calls()).toHaveLength(0);
  });
});

describe('when the resource is updated', () => {
  test('starts a run for a new hash', async () => {
    const runs = pipelines.pipeline('training');
    const first = await answerTo(request('Create'));
    const second = await answerTo(request('Update', { RunHash: 'two' }));
    expect(runs).toHaveLength(2);
    expect(second.Data.PipelineExecutionArn).not.toBe(first.Data.PipelineExecutionArn);
    expect(started()[1].PipelineExecutionDescription).toContain('definition, code, data or settings changed');
  });

  test('starts nothing for the same hash and reports the same run', async () => {
    pipelines.pipeline('training');
    const first = await answerTo(request('Create'));
    const second = await answerTo(request('Update', { RunHash: 'one', Parameters: { Rounds: '11' } }));
    expect(second.Data).toEqual(first.Data);
    expect(started()).toHaveLength(1);
  });

  test('starts nothing when a failed deployment rolls back to the hash before', async () => {
    const runs = pipelines.pipeline('training');
    const first = await answerTo(request('Create'));
    await answerTo(request('Update', { RunHash: 'two' }));
    const back = await answerTo(request('Update', { RunHash: 'one' }, { OldResourceProperties: { PipelineName: 'training', RunHash: 'two' } }));
    expect(back.Data).toEqual(first.Data);
    expect(runs).toHaveLength(2);
  });

  describe('and goes back to what ran before', () => {
    const change = (from: string, to: string) => request('Update', { RunHash: to }, { OldResourceProperties: { PipelineName: 'training', RunHash: from } });
    const ended = (status: string) => pipelines.pipelines.get('training')!.filter((run) => run.status === 'Executing').forEach((run) => { run.status = status; });

    test('starts a run again once the run between has succeeded, every time', async () => {
      const runs = pipelines.pipeline('training');
      await answerTo(request('Create'));
      const between: string[] = [];
      for (const [from, to] of [['one', 'two'], ['two', 'one'], ['one', 'two'], ['two', 'one']]) {
        ended('Succeeded');
        between.push((await answerTo(change(from, to))).Data.PipelineExecutionArn);
      }
      expect(runs.map(({ arn }) => arn).reverse().slice(1)).toEqual(between);
      expect(new Set(started().map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(5);
      const [first, , again] = runs.map(({ displayName }) => displayName!).reverse();
      expect(again).toMatch(new RegExp(`^${first}-[0-9a-f]{6}$`));
    });

    test.each(['Failed', 'Stopped', 'Executing', 'Stopping'])('starts nothing when the run between is %s: no version has come of it', async (status) => {
      pipelines.pipeline('training');
      const first = await answerTo(request('Create'));
      await answerTo(change('one', 'two'));
      ended(status);
      expect((await answerTo(change('two', 'one'))).Data).toEqual(first.Data);
      expect(started()).toHaveLength(2);
    });

    test('starts nothing when nothing was run between', async () => {
      pipelines.pipeline('training');
      const first = await answerTo(request('Create'));
      ended('Succeeded');
      expect((await answerTo(change('two', 'one'))).Data).toEqual(first.Data);
      expect(started()).toHaveLength(1);
    });

    test('finds the run again that it started again, whenever it is asked', async () => {
      pipelines.pipeline('training');
      await answerTo(request('Create'));
      await answerTo(change('one', 'two'));
      ended('Succeeded');
      const again = await answerTo(change('two', 'one'));
      expect((await answerTo(change('two', 'one'))).Data).toEqual(again.Data);
      ended('Succeeded');
      expect((await answerTo(change('one', 'one'))).Data).toEqual(again.Data);
      expect(started()).toHaveLength(3);
    });
  });

  test('takes another identity with another pipeline, so that the old one is cleaned up', async () => {
    pipelines.pipeline('training');
    pipelines.pipeline('renamed');
    await answerTo(request('Create'));
    const answer = await answerTo(request('Update', { PipelineName: 'renamed', RunHash: 'one' }));
    expect(answer).toMatchObject({ PhysicalResourceId: 'renamed', Data: { PipelineExecutionArn: expect.stringContaining(':pipeline/renamed/') } });
    expect(started().map(({ PipelineName }) => PipelineName)).toEqual(['training', 'renamed']);
  });

  test('keeps the identity when it fails', async () => {
    const answer = await answerTo(request('Update', { PipelineName: 'not a name!' }));
    expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'training' });
  });
});

describe('when the resource is deleted', () => {
  test('stops every unfinished run on every page and waits until none is left', async () => {
    const runs = pipelines.pipeline('training', 'Executing', 'Succeeded', 'Stopping', 'Executing', 'Failed');
    pipelines.pageSize = 2;
    pipelines.looksUntilStopped = 4;
    const [first, , , second] = runs;
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'training' });
    expect(stopped()).toEqual([first.arn, second.arn]);
    expect(runs.map(({ status }) => status)).toEqual(['Stopped', 'Succeeded', 'Stopped', 'Stopped', 'Failed']);
  });

  test('stops a run that a schedule starts while it waits', async () => {
    const runs = pipelines.pipeline('training', 'Executing');
    pipelines.fault = (operation, moment, call) => {
      if (operation === 'ListPipelineExecutions' && moment === 'before' && call === 3) {
        runs.unshift({ arn: `${runs[0].arn}late`, displayName: undefined, status: 'Executing' });
      }
    };
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS' });
    expect(runs.map(({ status }) => status)).toEqual(['Stopped', 'Stopped']);
  });

  test('has nothing to do when the pipeline is gone', async () => {
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS' });
  });

  test('has nothing to do for a resource that never named a pipeline', async () => {
    const { PhysicalResourceId } = await answerTo(request('Create', { PipelineName: 7 }));
    expect(await answerTo(request('Delete', { PipelineName: 7 }, { PhysicalResourceId }))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId });
    expect(pipelines.mock.calls()).toHaveLength(0);
  });

  test('goes on when a run ends before it can be stopped', async () => {
    const [run] = pipelines.pipeline('training', 'Executing');
    pipelines.fault = (operation, moment) => {
      if (operation === 'StopPipelineExecution' && moment === 'before') {
        run.status = 'Succeeded';
        throw awsError('ConflictException');
      }
    };
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS' });
  });

  test('fails with the names of the runs when they do not stop in time', async () => {
    const [run] = pipelines.pipeline('training', 'Executing');
    pipelines.looksUntilStopped = Infinity;
    const answer = await answerTo(request('Delete'), 300_000);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(`${run.arn} (Stopping)`) });
    expect(answer.Reason).toContain('then delete the stack again');
    expect(time.slept).toBeLessThan(260_000);
    expect(time.sleeps.every((ms) => ms <= 15_000)).toBe(true);
  });

  test('fails when the runs cannot be listed', async () => {
    pipelines.pipeline('training', 'Executing');
    pipelines.fault = () => {
      throw awsError('AccessDeniedException');
    };
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('AccessDeniedException') });
  });
});

describe('when the function dies between any two calls', () => {
  /** The pipelines after the request was done once, undisturbed. */
  async function afterCleanRun(statuses: string[], event: object): Promise<unknown> {
    fresh(statuses);
    await answerTo(event);
    return [...pipelines.pipelines];
  }

  function fresh(statuses: string[]): void {
    pipelines.mock.restore();
    pipelines = new FakePipelines();
    pipelines.pipeline('training', ...statuses);
  }

  test.each([
    ['creation', [] as string[], () => request('Create'), 4],
    ['an update', ['Succeeded'], () => request('Update', { RunHash: 'two' }), 4],
    ['deletion', ['Executing', 'Executing'], () => request('Delete'), 8],
  ])('a second delivery of %s ends as one undisturbed delivery does', async (_, statuses, event, leastPoints) => {
    const expected = await afterCleanRun(statuses, event());
    let points = 0;
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1, killed = true; killed; call++) {
        fresh(statuses);
        killed = false;
        pipelines.fault = (_operation, at, number) => {
          if (at === moment && number === call && !killed) {
            killed = true;
            throw new Killed(`killed ${moment} call ${call}`);
          }
        };
        await answerTo(event());
        pipelines.fault = () => undefined;
        expect(await answerTo(event())).toMatchObject({ Status: 'SUCCESS' });
        expect([...pipelines.pipelines]).toEqual(expected);
        points += killed ? 1 : 0;
      }
    }
    expect(points).toBeGreaterThanOrEqual(leastPoints);
  });
});

test('whatever is deployed in whatever order, the newest run is one of what is deployed, when runs succeed', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('one', 'two', 'three'), { minLength: 1, maxLength: 8 }), async (hashes) => {
    pipelines.mock.restore();
    pipelines = new FakePipelines();
    const runs = pipelines.pipeline('training');
    const names = new Map<string, string>();
    let previous: string | undefined;
    for (const hash of hashes) {
      const properties = { OldResourceProperties: { PipelineName: 'training', RunHash: previous } };
      expect(await answerTo(request(previous ? 'Update' : 'Create', { RunHash: hash }, properties))).toMatchObject({ Status: 'SUCCESS' });
      runs.forEach((run) => { run.status = 'Succeeded'; });
      const name = runs[0].displayName!.slice(0, 'deploy-'.length + 12);
      expect(names.get(hash) ?? name).toBe(name);
      names.set(hash, name);
      previous = hash;
    }
    expect(new Set(names.values()).size).toBe(names.size);
    expect(runs).toHaveLength(hashes.filter((hash, index) => hash !== hashes[index - 1]).length);
  }), { numRuns: 60 });
});

test('any sequence of deployments, deliveries and deaths starts one run for each hash, while none ends', async () => {
  const delivery = fc.record({ hash: fc.constantFrom('one', 'two', 'three'), dieAt: fc.option(fc.nat(3)), after: fc.boolean() });
  await fc.assert(fc.asyncProperty(fc.array(delivery, { minLength: 1, maxLength: 8 }), async (deliveries) => {
    pipelines.mock.restore();
    pipelines = new FakePipelines();
    const runs = pipelines.pipeline('training');
    let previous: string | undefined;
    for (const { hash, dieAt, after } of deliveries) {
      pipelines.fault = (_, moment, call) => {
        if (call === dieAt && (moment === 'after') === after) {
          throw new Killed('killed');
        }
      };
      const event = request(previous ? 'Update' : 'Create', { RunHash: hash }, { OldResourceProperties: { PipelineName: 'training', RunHash: previous } });
      const answer = await answerTo(event);
      if (answer.Status === 'FAILED') {
        pipelines.fault = () => undefined;
        expect(await answerTo(event)).toMatchObject({ Status: 'SUCCESS' });
      }
      previous = hash;
    }
    expect(runs).toHaveLength(new Set(deliveries.map(({ hash }) => hash)).size);
  }), { numRuns: 60 });
});
