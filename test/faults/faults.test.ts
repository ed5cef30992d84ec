import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeTime } from '../lambda/support/fake-time';
import { Played } from '../lambda/support/played';
import { callsOf } from './calls';
import { converge, type Result } from './converge';
import { FAULT_NAMES } from './fault';
import { inexact, permits } from './policies/compare';
import { Platform } from './policies/template';
import { reportOf, tableOf } from './report';
import { HANDLERS, handlersIn, runAll, uncovered } from './run';
import type { Happening, Scenario } from './scenario';

let results: Result[];
beforeAll(async () => {
  results = await runAll();
}, 300_000);

describe('every request of every handler', () => {
  test('may go wrong in every way, and all ends as it does undisturbed, with nothing left over', () => {
    const { failed, points, trials } = reportOf(results, [], []);
    expect(failed).toEqual([]);
    expect(points).toBeGreaterThan(350);
    expect(trials).toBeGreaterThan(points * (FAULT_NAMES.length - 1));
  });

  test('is made by a scenario, and every handler has one', () => {
    expect(uncovered(results)).toEqual([]);
  });

  test.each(handlersIn(HANDLERS))('of %s meets every fault, events out of order too', (handler) => {
    const trials = results.filter(({ scenario }) => scenario.handler === handler).flatMap((result) => result.trials);
    expect([...new Set(trials.map(({ fault }) => fault))].sort()).toEqual([...FAULT_NAMES].sort());
  });
});

describe('the roles of the handlers', () => {
  let platform: Platform;
  beforeAll(() => {
    platform = new Platform();
  });

  test('give what the scenarios use, on what they use it, and nothing else', () => {
    expect(inexact(results, platform)).toEqual([]);
  });

  const NO_EXCEPTIONS = { exceptions: [], outOfScope: [{ roles: '.', reason: 'not the point' }] };
  const widened = (grant: object) => (
    { handlers: platform.handlers.map((role) => (role.handler === 'start-pipeline' ? { ...role, grants: [...role.grants, grant] } : role)), otherRoles: platform.otherRoles }
  ) as unknown as Platform;

  test.each([
    ['an action', 'sagemaker:DeletePipeline', '*'], ['a resource', 'sagemaker:StartPipelineExecution', 'arn:aws:sagemaker:us-east-1:123456789012:pipeline/other-*'],
  ])('may not give %s that is never used', (_, action, resource) => {
    expect(inexact(results, widened({ action, resource, conditions: {} }))).toEqual([`start-pipeline: granted, not used: ${action} on ${resource}`]);
  });

  test('may not lack what is used', () => {
    const handlers = platform.handlers.map((role) => ({ ...role, grants: role.grants.filter(({ action }) => action !== 'sns:Publish') }));
    const lacking = inexact(results, { handlers, otherRoles: platform.otherRoles } as unknown as Platform);
    expect(lacking.map((line) => line.split(' on ')[0]).sort()).toEqual(
      ['notify-people', 'reconcile-endpoint', 'retrain-on-drift'].map((handler) => `${handler}: used, not granted: sns:Publish`),
    );
  });

  test('have no exception that is no longer needed, and need those that are listed', () => {
    const exception = { handler: 'start-pipeline', what: 'granted, not used' as const, action: 'sagemaker:DeletePipeline', resource: '*', reason: 'none' };
    const differences = inexact(results, platform, { ...NO_EXCEPTIONS, exceptions: [exception] });
    expect(differences).toContain('exceptions.json: no longer needed: start-pipeline, granted, not used, sagemaker:DeletePipeline on *');
    expect(differences.filter((line) => line.includes('ListModelPackages'))).toHaveLength(3);
  });

  test('are all either compared or out of scope with a reason', () => {
    expect(inexact(results, platform, { ...NO_EXCEPTIONS, outOfScope: [] })).toContainEqual(expect.stringMatching(/^role PlatformMonitorRunnerSchedulerRole\w+ is neither a handler's/));
  });

  test.each([
    ['another action', { action: 's3:PutObject' }, false], ['another bucket', { resource: 'arn:aws:s3:::others' }, false],
    ['another prefix', { context: { 's3:prefix': 'models/' } }, false], ['no prefix', { context: {} }, false], ['just that', {}, true],
  ])('are read with their conditions: %s', (_, more, permitted) => {
    const grant = { action: 's3:ListBucket', resource: 'arn:aws:s3:::artifacts', conditions: { StringLike: { 's3:prefix': ['captures/*'] } } };
    const use = { action: 's3:ListBucket', resource: 'arn:aws:s3:::artifacts', context: { 's3:prefix': 'captures/ml-income/' }, by: 'a test', ...more };
    expect(permits(grant, use as never)).toBe(permitted);
  });
});

/** A counter in a table, written by a handler that a test makes as bad as it likes. */
function counting(handle: (send: (operation: string) => Promise<any>) => Promise<void>, events = 1): Scenario {
  return {
    name: 'counting',
    handler: 'wake-endpoints',
    open: (wire) => {
      let count = 0;
      const counter = new Played().on('Read', () => ({ count })).on('Increment', () => ++count).on('SetToOne', () => (count = 1)).direct;
      const client = wire.client('counter', counter);
      const commands: Record<string, new () => object> = {
        Read: class ReadCommand {}, Increment: class IncrementCommand {}, SetToOne: class SetToOneCommand {},
      };
      const event: Happening = { deliver: () => wire.invoke(() => handle((operation) => client.send(new commands[operation]()))) };
      return {
        time: new FakeTime(), happenings: Array.from({ length: events }, () => ({ ...event })),
        endState: () => count, leftOver: () => (count > 2 ? ['too much'] : []),
      };
    },
  };
}

const faultsThatFail = async (scenario: Scenario) =>
  (await converge(scenario)).trials.filter(({ problem }) => problem !== undefined).map(({ point, fault }) => `${point.command} ${fault}`);

describe('the harness', () => {
  test('finds nothing wrong with a handler that may be called again', async () => {
    expect(await faultsThatFail(counting(async (send) => { await send('SetToOne'); }))).toEqual([]);
  });

  test('fails a handler that does its work twice, wherever that can happen', async () => {
    expect(await faultsThatFail(counting(async (send) => { await send('Increment'); }))).toEqual(
      ['killed after', 'time-out', 'asked twice', 'event twice'].map((fault) => `Increment ${fault}`),
    );
  });

  test('fails a handler that looks first, and is overtaken between look and work', async () => {
    const handle = async (send: (operation: string) => Promise<any>) => {
      if ((await send('Read')).count === 0) {
        await send('Increment');
      }
    };
    expect(await faultsThatFail(counting(handle))).toEqual(['Increment asked twice', 'Increment event twice']);
  });

  test('fails a handler that takes an error for an end', async () => {
    const handle = async (send: (operation: string) => Promise<any>) => {
      await send('SetToOne').catch(() => undefined);
    };
    expect(await faultsThatFail(counting(handle))).toEqual(['SetToOne throttled', 'SetToOne 5xx']);
  });

  test('lets a killed function do nothing more, whatever it does about errors', async () => {
    const handle = async (send: (operation: string) => Promise<any>) => {
      await send('Read').catch(() => undefined);
      await send('SetToOne');
    };
    const { sent } = await converge(counting(handle));
    expect(new Set(sent.map(({ command }) => command))).toEqual(new Set(['Read', 'SetToOne']));
    expect(await faultsThatFail(counting(handle))).toEqual([]);
  });

  test('fails what is left over, though the end is as wanted', async () => {
    const scenario = counting(async (send) => { await send('Increment'); }, 2);
    expect((await converge(scenario)).trials.map(({ problem }) => problem)).toContain('left over: too much');
  });

  test('refuses a scenario that does not end well undisturbed', async () => {
    await expect(converge(counting(async () => { throw new Error('no'); }))).rejects.toThrow('no');
    await expect(converge(counting(async (send) => { await send('Increment'); }, 3))).rejects.toThrow("'counting' of wake-endpoints does not end well undisturbed");
  });

  test('prints where it went wrong', async () => {
    const bad = await converge(counting(async (send) => { await send('Increment'); }));
    expect(tableOf([bad]).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['call', 'points', ...FAULT_NAMES],
      ['wake-endpoints'],
      ['counter Increment', '1', 'ok', '1 of 1', 'ok', 'ok', '1 of 1', '1 of 1', '1 of 1', '-'],
    ]);
    expect(reportOf([bad], [], [])).toMatchObject({ converged: false, points: 1, trials: 7, failed: expect.arrayContaining([expect.objectContaining({ fault: 'killed after' })]) });
  });
});

describe('what no scenario covers', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'handlers-'));
    mkdirSync(join(folder, 'do-thing'));
    mkdirSync(join(folder, 'no-handler'));
    writeFileSync(join(folder, 'do-thing', 'things.ts'), `
      import { CreateThingCommand, DeleteThingCommand, ListThingsCommand, type ThingClient } from '@aws-sdk/client-thing';
      export class Things {
        private readonly list = () => this.client.send(new ListThingsCommand({}));
        public async make() { await this.one(); }
        public async unmake() { return this.client.send(new DeleteThingCommand({})); }
        private one() { return helper(this.client); }
      }
      function helper(client: ThingClient) { return client.send(new CreateThingCommand({})); }
    `);
    writeFileSync(join(folder, 'do-thing', 'handler.ts'), "import { Things } from './things';\nexport const handler = () => new Things().make();");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is a handler without a scenario', () => {
    expect(uncovered([], handlersIn(folder), folder)).toEqual(['lambda/do-thing has no scenario: write test/faults/scenarios/do-thing.ts']);
  });

  test('is a call that a handler can come to and no scenario makes', () => {
    expect([...callsOf(join(folder, 'do-thing', 'handler.ts'))].sort()).toEqual(['thing CreateThing', 'thing ListThings']);
    const [result] = results;
    const covered: Result = { ...result, scenario: { ...result.scenario, handler: 'do-thing' as never }, clean: [{ service: 'thing', command: 'ListThings', input: {} }] };
    expect(uncovered([covered], handlersIn(folder), folder)).toEqual([
      'lambda/do-thing can call thing CreateThing, and no scenario in test/faults/scenarios/do-thing.ts does so undisturbed',
    ]);
  });
});
