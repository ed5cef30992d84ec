import { DeregisterScalableTargetCommand, RegisterScalableTargetCommand } from '@aws-sdk/client-application-auto-scaling';
import fc from 'fast-check';
import { AnswerBox } from './support/answer-box';
import { EndpointWorld, SETTINGS } from './support/endpoint-world';
import { IMAGE } from './support/fake-hosting';
import { awsError } from './support/invocation';

let world: EndpointWorld;
beforeEach(() => {
  world = new EndpointWorld();
});
afterEach(() => world.close());

describe('an endpoint', () => {
  test('is made for the first approved version, with capture, and people are told once', async () => {
    world.hosting.register();
    await world.configure();
    await world.run();
    expect(world.state).toEqual({ serving: 1, configs: 1, models: 1, endpoints: 1 });
    expect(world.told).toEqual(['Endpoint income serves version 1']);
    const [config] = world.hosting.configs.values();
    expect(config).toMatchObject({
      ProductionVariants: [{ VariantName: 'AllTraffic', InstanceType: 'ml.m5.large', InitialInstanceCount: 2 }],
      DataCaptureConfig: { EnableCapture: true, InitialSamplingPercentage: 100, DestinationS3Uri: 's3://artifacts/captures' },
    });
    await world.run();
    expect(world.told).toHaveLength(1);
    expect(world.hosting.requests('CreateEndpoint')).toHaveLength(1);
  });

  test('waits for an approval, and is not made for versions that wait or were rejected', async () => {
    world.hosting.register('PendingManualApproval');
    world.hosting.register('Rejected');
    await world.configure();
    await world.run();
    expect(world.state.endpoints).toBe(0);
    world.hosting.decide(1, 'Approved');
    await world.run();
    expect(world.state.serving).toBe(1);
  });

  test('follows the newest approved version in place, and leaves nothing of the old one', async () => {
    world.hosting.register();
    await world.configure();
    await world.run();
    world.hosting.register();
    await world.run();
    expect(world.state).toEqual({ serving: 2, configs: 1, models: 1, endpoints: 1 });
    expect(world.hosting.requests('UpdateEndpoint')).toMatchObject([{ EndpointName: 'income', DeploymentConfig: SETTINGS.deployment }]);
  });

  describe('whose settings are not those that were deployed', () => {
    const SERVING = { serving: 1, configs: 1, models: 1, endpoints: 1 };
    const spoil = (changes: object) => {
      const row = world.table.items.get('income')!;
      world.table.items.set('income', { ...row, settings: { S: JSON.stringify({ ...JSON.parse(row.settings.S!), ...changes }) } });
    };

    beforeEach(async () => {
      world.hosting.register();
      await world.configure();
      await world.run();
    });

    test.each([
      ['they were changed beside their hash', { instanceCount: 9 }, 'do not match their hash'],
      ['they hold what is not known', { colour: 'blue' }, 'colour is not known'],
      ['they are those of another endpoint', { endpointName: 'churn' }, 'do not match their hash'],
    ])('is left as it is, and the execution fails: %s', async (_, changes, reason) => {
      spoil(changes);
      world.hosting.register();
      const asked = world.hosting.mock.calls().length;
      await expect(world.run()).rejects.toThrow(reason);
      expect(world.hosting.mock.calls()).toHaveLength(asked);
      expect(world.state).toEqual(SERVING);
    });

    test('is brought to where it should be when it is deployed again, though an execution failed a moment ago', async () => {
      spoil({ instanceCount: 9 });
      await expect(world.run()).rejects.toThrow('do not match their hash');
      world.hosting.register();
      await world.configure();
      await world.run();
      expect(world.state).toEqual({ ...SERVING, serving: 2 });
    });
  });

  test('takes changed settings without a new approval', async () => {
    world.hosting.register();
    await world.configure();
    await world.run();
    await world.configure({ instanceType: 'ml.m5.xlarge' });
    await world.run();
    expect([...world.hosting.configs.values()]).toMatchObject([{ ProductionVariants: [{ InstanceType: 'ml.m5.xlarge' }] }]);
    expect(world.state.serving).toBe(1);
  });

  test('is not touched when settings change that it is not made of', async () => {
    world.hosting.register();
    await world.configure();
    await world.run();
    await world.configure({ deployment: undefined, sources: { images: [IMAGE], artifacts: ['s3://artifacts/'] } });
    await world.run();
    expect(world.hosting.requests('UpdateEndpoint')).toEqual([]);
  });

  test('goes on with a newer approval that comes while it is being updated', async () => {
    world.hosting.register();
    await world.configure();
    await world.run();
    world.hosting.register();
    await world.run(() => world.hosting.endpoints.get('income')?.status === 'Updating');
    world.hosting.register();
    await world.run();
    await world.time.sleep(3_600_000);
    await world.run();
    expect(world.state.serving).toBe(3);
  });

  test('is made again when somebody deleted it', async () => {
    world.hosting.register();
    await world.configure();
    await world.run();
    world.hosting.endpoints.clear();
    await world.run();
    expect(world.state.serving).toBe(1);
  });
});

describe('a version that fails', () => {
  beforeEach(async () => {
    world.hosting.register();
    await world.configure();
    await world.run();
    world.hosting.register();
    world.hosting.sick.add(2);
  });

  test('is rolled back, told with its reason, and not tried again while nothing changes', async () => {
    await world.run();
    await world.run();
    expect(world.state).toMatchObject({ serving: 1, endpoints: 1 });
    expect(world.told).toEqual(['Endpoint income serves version 1', 'Endpoint income: version 2 was not deployed']);
    expect((await world.record())!.progress.failures).toMatchObject([{ reason: expect.stringContaining('ping health check') }]);
    expect(world.hosting.requests('UpdateEndpoint')).toHaveLength(1);
  });

  test('is tried again when it is approved anew', async () => {
    await world.run();
    world.hosting.sick.clear();
    world.hosting.decide(2, 'Approved');
    await world.run();
    expect(world.state.serving).toBe(2);
  });

  test('is tried again when the settings change', async () => {
    await world.run();
    world.hosting.sick.clear();
    await world.configure({ instanceCount: 3 });
    await world.run();
    expect(world.state.serving).toBe(2);
  });

  test('is followed by a newer one', async () => {
    await world.run();
    world.hosting.register();
    await world.run();
    expect(world.state.serving).toBe(3);
  });

  test('does not bring back an older version when new settings fail', async () => {
    world.hosting.sick.clear();
    await world.run();
    world.hosting.sick.add(2).add(1);
    await world.configure({ instanceCount: 3 });
    await world.run();
    expect(world.state.serving).toBe(2);
    expect(world.hosting.requests('UpdateEndpoint')).toHaveLength(2);
  });
});

test('a first endpoint that fails is removed and explained, and the version before it is served', async () => {
  world.hosting.register();
  world.hosting.register();
  world.hosting.sick.add(2);
  await world.configure();
  await world.run();
  expect(world.state.serving).toBe(1);
  expect(world.told).toEqual(['Endpoint income: version 2 was not deployed', 'Endpoint income serves version 1']);
});

test('when the serving version is rejected, the newest approved one takes its place, an older one if need be', async () => {
  world.hosting.register();
  world.hosting.register();
  await world.configure();
  await world.run();
  world.hosting.decide(2, 'Rejected');
  await world.run();
  expect(world.state.serving).toBe(1);
  world.hosting.decide(1, 'Rejected');
  await world.run();
  expect(world.state.serving).toBe(1);
});

test.each([
  ['an image from elsewhere', 's3://artifacts/models/income/m.tar.gz', '999999999999.dkr.ecr.us-east-1.amazonaws.com/evil:1', /image .*evil:1 is not from a declared registry/],
  ['an image whose name only begins alike', 's3://artifacts/models/income/m.tar.gz', `${IMAGE}-evil:1`, /image .*-evil:1/],
  ['an artifact from elsewhere', 's3://artifacts/models/others/m.tar.gz', `${IMAGE}:1.4-2`, /artifact .*others.* is not from a declared place/],
])('%s is refused with the reason, before anything is made', async (_, artifact, image, reason) => {
  world.hosting.register('Approved', artifact, image);
  await world.configure();
  await world.run();
  expect(world.state).toEqual({ serving: undefined, configs: 0, models: 0, endpoints: 0 });
  expect((await world.record())!.progress.failures[0].reason).toMatch(reason);
  expect(world.told).toEqual(['Endpoint income: version 1 was not deployed']);
});

test('a limit of the account is told and not tried again by itself', async () => {
  world.hosting.register();
  await world.configure();
  world.fault = (operation, moment) => {
    if (operation === 'CreateEndpoint' && moment === 'before') {
      throw awsError('ResourceLimitExceeded', 'The account-level service limit is 0 Instances');
    }
  };
  await world.run();
  await world.run();
  expect(world.told).toEqual(['Endpoint income: version 1 was not deployed']);
  expect(world.hosting.requests('CreateEndpoint')).toHaveLength(1);
});

describe('people can', () => {
  beforeEach(async () => {
    world.hosting.register();
    await world.configure();
    await world.run();
  });

  test('pause it: a new approval waits until it is resumed', async () => {
    await world.records.wish('income', { paused: true });
    world.hosting.register();
    await world.run();
    expect(world.state.serving).toBe(1);
    await world.records.wish('income', { paused: false });
    await world.run();
    expect(world.state.serving).toBe(2);
  });

  test('stop it at night and start it in the morning', async () => {
    await world.records.wish('income', { stopped: true });
    await world.run();
    expect(world.state.endpoints).toBe(0);
    await world.records.wish('income', { stopped: false });
    await world.run();
    expect(world.state.serving).toBe(1);
    expect(world.told).toHaveLength(1);
  });

  test('let it scale, and no more', async () => {
    const cooldowns = { scaleInCooldownSeconds: 300, scaleOutCooldownSeconds: 60 };
    await world.configure({ scaling: { minCapacity: 1, maxCapacity: 4, invocationsPerInstance: 500, ...cooldowns } });
    await world.run();
    expect(world.autoscaling.commandCalls(RegisterScalableTargetCommand)[0].args[0].input).toMatchObject({
      ResourceId: 'endpoint/income/variant/AllTraffic', MinCapacity: 1, MaxCapacity: 4,
    });
    await world.configure();
    await world.run();
    expect(world.autoscaling.commandCalls(DeregisterScalableTargetCommand)).toHaveLength(1);
    expect(world.hosting.requests('UpdateEndpoint')).toEqual([]);
  });
});

test('one execution works at a time: a second one leaves, and what woke it is not lost', async () => {
  world.hosting.register();
  await world.configure();
  await world.run(() => world.hosting.endpoints.get('income')?.status === 'Creating');
  const before = await world.record();
  await world.run();
  expect((await world.record())!.lock).toEqual(before!.lock);
  await world.time.sleep(3_600_000);
  await world.run();
  expect(world.state.serving).toBe(1);
  expect((await world.record())!.lock).toBeUndefined();
});

describe('deletion', () => {
  let box: AnswerBox;
  beforeAll(async () => {
    box = await AnswerBox.open();
  });
  afterAll(() => box.close());
  beforeEach(() => {
    box.received.length = 0;
  });

  const deletion = () => ({
    ResponseURL: box.url, StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/s/1', RequestId: '1', LogicalResourceId: 'L', PhysicalResourceId: 'income',
  });

  test.each([
    ['in service', () => false],
    ['being made', () => world.hosting.endpoints.get('income')?.status === 'Creating'],
  ])('of an endpoint that is %s leaves nothing and then answers CloudFormation', async (_, until) => {
    world.hosting.register();
    await world.configure();
    await world.run(until);
    await world.records.wish('income', { deletion: deletion() });
    await world.time.sleep(3_600_000);
    await world.run();
    expect(world.state).toEqual({ serving: undefined, configs: 0, models: 0, endpoints: 0 });
    expect(await world.records.get('income')).toBeUndefined();
    expect(box.answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'income' }]);
  });

  test('of an endpoint that never was answers at once', async () => {
    await world.configure();
    await world.records.wish('income', { deletion: deletion() });
    await world.run();
    expect(box.answers).toHaveLength(1);
    expect(await world.records.get('income')).toBeUndefined();
  });

  test('is remembered for a hundred days, which is longer than the names of its executions are taken', async () => {
    await world.configure();
    await world.records.wish('income', { deletion: deletion(), requestId: '1' });
    await world.run();
    const left = world.table.items.get('income')!;
    expect(Object.keys(left).sort()).toEqual(['endpointName', 'expiresAt', 'fence', 'generation', 'lastRequest', 'seenRequests']);
    expect(Number(left.expiresAt.N) - world.time.now() / 1_000).toBeCloseTo(100 * 86_400, -1);
  });
});

test('any order of approvals, rejections, settings, pauses and deaths ends with the newest version that may be served', async () => {
  const action = fc.oneof(
    fc.record({ do: fc.constant('register' as const), sick: fc.boolean() }),
    fc.record({ do: fc.constantFrom('approve' as const, 'reject' as const), version: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ do: fc.constant('settings' as const), count: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const, 'run' as const) }),
    fc.record({ do: fc.constant('die' as const), after: fc.integer({ min: 1, max: 30 }) }),
  );
  await fc.assert(fc.asyncProperty(fc.array(action, { maxLength: 14 }), async (actions) => {
    world.close();
    world = new EndpointWorld();
    const { hosting } = world;
    await world.configure();
    for (const each of actions) {
      switch (each.do) {
        case 'register':
          if (each.sick) {
            hosting.sick.add(hosting.versions.length + 1);
          }
          hosting.register();
          break;
        case 'approve': case 'reject':
          if (each.version <= hosting.versions.length) {
            hosting.decide(each.version, each.do === 'approve' ? 'Approved' : 'Rejected');
          }
          break;
        case 'settings': await world.configure({ instanceCount: each.count }); break;
        case 'pause': case 'resume': await world.records.wish('income', { paused: each.do === 'pause' }); break;
        case 'run': await world.run(); break;
        case 'die':
          world.killAt(each.after);
          await world.run();
          world.fault = () => undefined;
          break;
      }
    }
    world.fault = () => undefined;
    await world.records.wish('income', { paused: false });
    await world.time.sleep(3_600_000);
    await world.run();
    const healthy = hosting.versions.filter(({ approval, version }) => approval === 'Approved' && !hosting.sick.has(version)).map(({ version }) => version);
    if (healthy.length > 0) {
      expect(world.state.serving).toBe(Math.max(...healthy));
      expect(world.state).toMatchObject({ configs: 1, models: 1 });
    }
    expect((await world.record())!.lock).toBeUndefined();
  }), { numRuns: 60 });
});
