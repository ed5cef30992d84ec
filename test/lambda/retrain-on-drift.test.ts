import fc from 'fast-check';
import { MalformedEventError } from '../../lambda/shared/errors';
import { OutOfTimeError } from '../../lambda/shared/time';
import { Killed } from './support/fake-sagemaker';
import { awsError } from './support/invocation';
import { drift, RetrainingWorld } from './support/retraining-world';

const HOUR = 3_600_000;

let world: RetrainingWorld;

beforeEach(() => {
  world = new RetrainingWorld();
});
afterEach(() => world.close());

/** Puts another world in the place of the last, whose requests are checked first. */
function fresh(...statuses: string[]): RetrainingWorld {
  world.close();
  world = new RetrainingWorld(true, ...statuses);
  return world;
}

const started = () => world.pipelines.requests('StartPipelineExecution');
const messages = () => world.lines.map(({ message }) => message);

describe('a drift', () => {
  test('starts the pipeline once, with a token and a name that come from pipeline and analysis', async () => {
    await world.deliver(drift('a-1', { parameters: { Rounds: '10', Depth: '3' } }));
    expect(started()).toEqual([{
      PipelineName: 'income',
      ClientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/),
      PipelineExecutionDisplayName: expect.stringMatching(/^drift-[0-9a-f]{12}$/),
      PipelineExecutionDescription: 'Started by drift: monitor income-data found 2 violations on endpoint income, worst in age',
      PipelineParameters: [{ Name: 'Depth', Value: '3' }, { Name: 'Rounds', Value: '10' }],
    }]);
    const [{ ClientRequestToken, PipelineExecutionDisplayName }] = started();
    expect(PipelineExecutionDisplayName).toBe(`drift-${ClientRequestToken.slice(0, 12)}`);
  });

  test('is noted with its run', async () => {
    const at = new Date(world.time.now()).toISOString();
    await world.deliver(drift('a-1'));
    expect(world.record).toEqual({
      endpointName: 'retraining#income',
      version: '2',
      lastStarted: { analysisId: 'a-1', execution: world.runs[0].arn, at },
      decided: [{ analysisId: 'a-1', outcome: 'STARTED' }],
    });
  });

  test('starts nothing more when its event comes again, whatever happened since', async () => {
    await world.deliver(drift('a-1'));
    await world.deliver(drift('a-1'));
    world.endRuns();
    world.time.pass(48 * HOUR);
    await world.deliver(drift('a-1'));
    expect(world.retrainings).toHaveLength(1);
    expect(started()).toHaveLength(1);
    expect(world.notices).toHaveLength(1);
    expect(messages().at(-1)).toBe('this drift was decided on before');
  });

  test('starts nothing more when it was forgotten, and does not end the cool-down of a later one', async () => {
    await world.deliver(drift('old', { coolDownSeconds: 0 }));
    for (let n = 0; n < 201; n++) {
      world.endRuns();
      world.time.pass(HOUR);
      await world.deliver(drift(`a-${n}`, { coolDownSeconds: 0 }));
    }
    world.endRuns();
    const { lastStarted, decided } = world.record;
    expect(decided).toHaveLength(200);
    await world.deliver(drift('old', { coolDownSeconds: 0 }));
    expect(world.retrainings).toHaveLength(202);
    expect(world.record.lastStarted).toEqual(lastStarted);
  });

  test('fails when there is no such pipeline, and is tried again', async () => {
    world.pipelines.pipelines.clear();
    await expect(world.deliver(drift('a-1'))).rejects.toThrow("Pipeline 'income' does not exist");
    expect(world.record.open.request.event.detail.analysisId).toBe('a-1');
    world.pipelines.pipelines.set('income', world.runs);
    world.time.pass(60_000);
    await world.deliver(drift('a-1'));
    expect(world.retrainings).toHaveLength(1);
    expect(world.record.open).toBeUndefined();
  });

  test('fails when the pipeline cannot be started', async () => {
    world.pipelines.fault = (operation) => {
      if (operation === 'StartPipelineExecution') {
        throw awsError('AccessDeniedException', 'not authorized');
      }
    };
    await expect(world.deliver(drift('a-1'))).rejects.toThrow('not authorized');
    expect(world.notices).toEqual([]);
  });

  test('goes on when somebody else writes the record in between', async () => {
    let written = false;
    world.pipelines.fault = (operation, moment) => {
      if (operation === 'PutItem' && moment === 'before' && !written) {
        written = true;
        throw awsError('ConditionalCheckFailedException');
      }
    };
    await world.deliver(drift('a-1'));
    expect(world.retrainings).toHaveLength(1);
  });
});

describe('a drift that is refused', () => {
  test.each([
    ['a second before the cool-down ends', HOUR - 1_000, 1],
    ['as the cool-down ends', HOUR, 2],
  ])('or not: %s', async (_, ms, runs) => {
    await world.deliver(drift('a-1'));
    world.endRuns();
    world.time.pass(ms);
    await world.deliver(drift('a-2'));
    expect(world.retrainings).toHaveLength(runs);
  });

  test('because of the cool-down is noted and logged, is no error, and tells nobody', async () => {
    await world.deliver(drift('a-1'));
    world.endRuns();
    world.time.pass(60_000);
    await world.deliver(drift('a-2'));
    expect(world.record).toMatchObject({
      lastStarted: { analysisId: 'a-1' },
      lastRefused: { analysisId: 'a-2', reason: 'COOLING_DOWN', at: new Date(world.time.now()).toISOString() },
      decided: [{ analysisId: 'a-2', outcome: 'COOLING_DOWN' }, { analysisId: 'a-1', outcome: 'STARTED' }],
    });
    expect(world.lines.at(-1)).toMatchObject({ level: 'INFO', message: expect.stringContaining('too young'), pipeline: 'income', analysis: 'a-2', monitor: 'income-data' });
    expect(world.notices).toHaveLength(1);
  });

  test.each(['Executing', 'Stopping'])('because a run that somebody else started is %s is noted and logged as well', async (status) => {
    fresh('Succeeded', status);
    await world.deliver(drift('a-1'));
    expect(started()).toEqual([]);
    expect(world.record).toMatchObject({ lastRefused: { analysisId: 'a-1', reason: 'RUN_GOING_ON' }, decided: [{ outcome: 'RUN_GOING_ON' }] });
    expect(world.record.lastStarted).toBeUndefined();
    expect(world.lines.at(-1)).toMatchObject({ message: 'no retraining: a run is going on', runs: [world.runs[1].arn] });
    expect(world.notices).toEqual([]);
  });

  test.each(['Succeeded', 'Failed', 'Stopped'])('is not one whose pipeline has a run that %s', async (status) => {
    fresh(status);
    await world.deliver(drift('a-1'));
    expect(world.retrainings).toHaveLength(1);
  });

  test('because of a run on a later page of the list stays refused', async () => {
    fresh('Succeeded', 'Succeeded', 'Succeeded', 'Executing');
    world.pipelines.pageSize = 2;
    await world.deliver(drift('a-1'));
    world.endRuns();
    await world.deliver(drift('a-1'));
    expect(started()).toEqual([]);
    expect(world.record.decided).toEqual([{ analysisId: 'a-1', outcome: 'RUN_GOING_ON' }]);
  });

  test('does not begin a cool-down: the next one starts the pipeline', async () => {
    fresh('Executing');
    await world.deliver(drift('a-1'));
    world.endRuns();
    await world.deliver(drift('a-2'));
    expect(world.retrainings).toHaveLength(1);
  });
});

describe('people', () => {
  test('are told which monitor found what, and where the report and the run are', async () => {
    await world.deliver(drift('a-1'));
    const [{ arn, displayName }] = world.runs;
    expect(world.notices).toEqual([{
      TopicArn: 'arn:aws:sns:eu-west-1:123456789012:notices',
      Subject: 'Pipeline income retrains: drift of age on income',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'retraining-started' } },
      Message: `Monitor income-data (DataQuality) found drift on endpoint income, and pipeline income was started.

Worst feature: age, 0.4123 from the baseline
Violations: 2 in 1200 records, 2026-11-23T09:00:00Z to 2026-11-23T10:00:00Z
  age, baseline_drift_check: Distance 0.41 is above 0.1
  hours, completeness_check: 3 % are missing

Version that served: arn:aws:sagemaker:eu-west-1:123456789012:model-package/income/3
Report: https://us-east-1.console.aws.amazon.com/s3/buckets/reports?region=us-east-1&prefix=income%2F2026-11-23T10%2F

Run ${displayName}: ${arn}
Open SageMaker Studio, Pipelines, income: https://us-east-1.console.aws.amazon.com/sagemaker/home?region=us-east-1
`,
    }]);
  });

  test('are told without what the monitor does not know, and no more than they can read', async () => {
    const violations = Array.from({ length: 20 }, (_, n) => ({ feature: `f${n}`, check: 'baseline_drift_check', description: 'x'.repeat(5_000) }));
    await world.deliver(drift('a-1', { detail: { worstFeature: undefined, modelPackageArn: undefined, violations, reportUri: 'nowhere' } }));
    const [{ Subject, Message }] = world.notices;
    expect(Subject).toBe('Pipeline income retrains: drift on income');
    expect(Message).toContain('  and 10 more in the report');
    expect(Message).toContain('Report: nowhere');
    expect(Message).not.toMatch(/undefined|Worst feature|Version that served/);
    expect(Message.length).toBeLessThan(10_000);
  });

  test('are told nothing where there is no topic, and the run starts all the same', async () => {
    world.close();
    world = new RetrainingWorld(false);
    await world.deliver(drift('a-1'));
    expect(world.retrainings).toHaveLength(1);
    expect(world.record.open).toBeUndefined();
    expect(world.notices).toEqual([]);
  });

  describe('and a topic that takes no message', () => {
    const closeTopic = () => {
      world.pipelines.fault = (operation) => {
        if (operation === 'Publish') {
          throw awsError('NotFoundException', 'Topic does not exist');
        }
      };
    };

    test('fails the delivery, which tells them when it comes again', async () => {
      closeTopic();
      await expect(world.deliver(drift('a-1'))).rejects.toThrow('Topic does not exist');
      expect(await world.deliverAsLambda(drift('a-1'))).toBe(2);
      expect(world.retrainings).toHaveLength(1);
      expect(world.record.open).toBeUndefined();
    });

    test('does not hold up the drifts after it', async () => {
      closeTopic();
      await expect(world.deliver(drift('a-1'))).rejects.toThrow('Topic does not exist');
      world.endRuns();
      world.time.pass(2 * HOUR);
      await expect(world.deliver(drift('a-2'))).rejects.toThrow('Topic does not exist');
      expect(world.retrainings).toHaveLength(2);
      expect(world.record.decided).toEqual([{ analysisId: 'a-1', outcome: 'STARTED' }]);
      expect(world.lines).toContainEqual(expect.objectContaining({ level: 'ERROR', message: 'people were not told of the retraining', analysis: 'a-1' }));
    });
  });
});

describe('a malformed event', () => {
  const { event, ...rest } = drift('a-1');
  const withDetail = (detail: object) => ({ ...rest, event: { ...event, detail: { ...event.detail, ...detail } } });

  test.each<[string, unknown, string]>([
    ['that is no object', 'drift', 'pipelineName must be the name of a pipeline, got nothing'],
    ['that is nothing', null, 'event.detail.analysisId must be a text'],
    ['without a pipeline', { ...rest, event, pipelineName: '' }, 'pipelineName must be the name of a pipeline, got ""'],
    ['with a name that no pipeline has', { ...rest, event, pipelineName: 'in come' }, 'got "in come"'],
    ['with a cool-down below zero', { ...rest, event, coolDownSeconds: -1 }, 'coolDownSeconds must be a whole number of seconds, got -1'],
    ['with a cool-down of half a second', { ...rest, event, coolDownSeconds: 0.5 }, 'coolDownSeconds'],
    ['with a cool-down in words', { ...rest, event, coolDownSeconds: '60' }, 'got "60"'],
    ['with parameters that are no texts', { ...rest, event, parameters: { Rounds: 3 } }, 'parameters must be an object of texts'],
    ['without an id', { ...rest, event: { ...event, id: '' } }, 'event.id must be a text'],
    ['of another version', withDetail({ version: '2' }), `event.detail.version must be '1', got "2"`],
    ['without an analysis', withDetail({ analysisId: '' }), 'event.detail.analysisId must be a text'],
    ['with a count in words', withDetail({ records: 'many' }), 'event.detail.records must be a number'],
    ['with a worst feature that is no text', withDetail({ worstFeature: 3 }), 'event.detail.worstFeature must be a text'],
    ['with violations that are none', withDetail({ violations: [{ feature: 'age' }] }), 'event.detail.violations must be a list of violations'],
  ])('%s is refused, kept in the log, and changes nothing', async (_, malformed, reason) => {
    const delivery = world.deliver(malformed);
    await expect(delivery).rejects.toThrow(MalformedEventError);
    await expect(delivery).rejects.toThrow(reason);
    expect(world.lines.at(-1)).toMatchObject({ level: 'ERROR', message: 'refused a malformed event', event: malformed });
    expect(world.dynamodb.calls()).toHaveLength(0);
    expect(world.pipelines.mock.calls()).toHaveLength(0);
  });

  test('of any other kind is refused in the same way', async () => {
    await fc.assert(fc.asyncProperty(fc.jsonValue(), async (value) => {
      await expect(world.deliver(value)).rejects.toThrow(MalformedEventError);
    }));
  });

  test('is not one that has members from later versions of the schema', async () => {
    await world.deliver({ ...withDetail({ newer: { member: 1 } }), also: true });
    expect(world.retrainings).toHaveLength(1);
  });
});

describe('when the function dies between any two calls', () => {
  test.each([
    ['a drift that starts a run', [] as string[], 6, 1],
    ['a drift during a run', ['Executing'], 4, 0],
  ])('another delivery of %s ends as one undisturbed delivery does', async (_, statuses, calls, runs) => {
    let points = 0;
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1; call <= calls; call++) {
        fresh(...statuses);
        let killedAt = '';
        world.pipelines.fault = (operation, at, number) => {
          if (at === moment && number === call) {
            killedAt = operation;
            throw new Killed(`killed ${moment} call ${call}`);
          }
        };
        expect(await world.deliverAsLambda(drift('a-1'))).toBe(2);
        await world.deliver(drift('a-1'));
        points += killedAt ? 1 : 0;
        expect(world.retrainings).toHaveLength(runs);
        expect(new Set(started().map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(runs);
        expect(world.record.open).toBeUndefined();
        expect(world.record.decided).toEqual([{ analysisId: 'a-1', outcome: runs === 1 ? 'STARTED' : 'RUN_GOING_ON' }]);
        // Nobody can know whether a message went out that nobody lived to note: it is sent again rather than never.
        const unknowable = (killedAt === 'Publish' && moment === 'after') || (killedAt === 'PutItem' && moment === 'before' && call === calls);
        expect(world.notices.length - (killedAt === 'Publish' && moment === 'before' ? 1 : 0)).toBe(runs === 0 ? 0 : unknowable ? 2 : 1);
      }
    }
    expect(points).toBe(2 * calls);
  });

  test('the undisturbed delivery makes just these calls', async () => {
    const order: string[] = [];
    world.pipelines.fault = (operation, moment) => {
      if (moment === 'before') {
        order.push(operation);
      }
    };
    await world.deliver(drift('a-1'));
    expect(order).toEqual(['GetItem', 'PutItem', 'ListPipelineExecutions', 'StartPipelineExecution', 'Publish', 'PutItem']);
  });

  test('the next drift finishes what was left, and is then judged by it', async () => {
    world.pipelines.fault = (operation, moment) => {
      if (operation === 'StartPipelineExecution' && moment === 'after') {
        throw new Killed('killed');
      }
    };
    await expect(world.deliver(drift('a-1'))).rejects.toThrow(Killed);
    world.pipelines.fault = () => undefined;
    world.endRuns();
    const startedAt = new Date(world.time.now()).toISOString();
    world.time.pass(0.5 * HOUR);
    await world.deliver(drift('a-2'));
    expect(world.retrainings).toHaveLength(1);
    expect(world.notices).toHaveLength(1);
    expect(world.record).toMatchObject({
      lastStarted: { analysisId: 'a-1', execution: world.runs[0].arn, at: startedAt },
      lastRefused: { analysisId: 'a-2', reason: 'COOLING_DOWN' },
    });
    expect(world.lines).toContainEqual(expect.objectContaining({ level: 'WARN', left: 'a-1', analysis: 'a-2' }));
  });

  test('a delivery that comes too soon waits for the one at work, then asks to come again', async () => {
    world.pipelines.fault = (operation) => {
      if (operation === 'ListPipelineExecutions') {
        throw new Killed('killed');
      }
    };
    await expect(world.deliver(drift('a-1'))).rejects.toThrow(Killed);
    world.pipelines.fault = () => undefined;
    const before = world.time.now();
    await expect(world.deliver(drift('a-1'))).rejects.toThrow(OutOfTimeError);
    expect(world.time.now() - before).toBeLessThanOrEqual(20_000);
    expect(started()).toEqual([]);
    world.time.pass(60_000);
    await world.deliver(drift('a-1'));
    expect(world.retrainings).toHaveLength(1);
  });
});

describe('whatever is delivered', () => {
  const step = fc.record({
    analysis: fc.constantFrom('a', 'b', 'c', 'd'),
    coolDownSeconds: fc.constantFrom(0, 3_600),
    dieAt: fc.option(fc.integer({ min: 1, max: 8 })),
    after: fc.boolean(),
    minutes: fc.constantFrom(0, 1, 30, 90),
    then: fc.constantFrom('nothing', 'runs end', 'somebody starts a run'),
  });

  test('in any order, with duplicates and deaths, starts one run a drift at most, none in a cool-down and none beside another run', async () => {
    let starts = 0;
    let refusals = 0;
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      fresh();
      let others = 0;
      for (const { analysis, coolDownSeconds, dieAt, after, minutes, then } of steps) {
        const before = world.retrainings;
        const wasRunning = world.runs.some(({ status }) => status === 'Executing');
        const last = before.at(-1);
        world.pipelines.fault = (_, moment, call) => {
          if (call === dieAt && (moment === 'after') === after) {
            throw new Killed('killed');
          }
        };
        await world.deliverAsLambda(drift(analysis, { coolDownSeconds }));
        const [fresh1, ...more] = world.retrainings.slice(before.length);
        expect(more).toEqual([]);
        if (fresh1) {
          expect(wasRunning).toBe(false);
          expect(fresh1.startedAt! - (last?.startedAt ?? -Infinity)).toBeGreaterThanOrEqual(coolDownSeconds * 1_000);
        }
        expect(world.record.open).toBeUndefined();
        world.time.pass(minutes * 60_000);
        if (then === 'runs end') {
          world.endRuns();
        } else if (then === 'somebody starts a run' && !world.runs.some(({ status }) => status === 'Executing')) {
          world.runs.unshift({ arn: `arn:aws:sagemaker:us-east-1:123456789012:pipeline/income/execution/other${++others}`, displayName: undefined, status: 'Executing' });
        }
      }
      const names = world.retrainings.map(({ displayName }) => displayName);
      expect(new Set(names).size).toBe(names.length);
      expect(world.record.decided.filter(({ outcome }: any) => outcome === 'STARTED')).toHaveLength(names.length);
      starts += names.length;
      refusals += world.record.decided.length - names.length;
    }), { numRuns: 200 });
    expect(starts).toBeGreaterThan(100);
    expect(refusals).toBeGreaterThan(100);
  });

  test('at the same time starts one run and tells it once, whichever delivery is ahead', async () => {
    const deliveries = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 5 });
    await fc.assert(fc.asyncProperty(deliveries, fc.scheduler(), async (analyses, scheduler) => {
      fresh();
      world.turn = () => scheduler.schedule(Promise.resolve());
      // Those who wait take turns with those who work, and time stands still meanwhile.
      jest.spyOn(world.time, 'sleep').mockImplementation(() => scheduler.schedule(Promise.resolve()));
      const all = Promise.all(analyses.map((analysis) => world.deliver(drift(analysis))));
      await scheduler.waitFor(all);
      expect(world.retrainings).toHaveLength(1);
      expect(world.notices).toHaveLength(1);
      expect(world.record.open).toBeUndefined();
      expect(world.record.decided).toHaveLength(new Set(analyses).size);
    }), { numRuns: 100 });
  });
});
