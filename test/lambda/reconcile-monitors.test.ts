import type { ServiceMonitor } from '../../lib/core/contract';
import { readSettings } from '../../lambda/shared/endpoints/settings';
import { AnswerBox } from './support/answer-box';
import { EndpointWorld, SETTINGS } from './support/endpoint-world';
import { awsError } from './support/invocation';

const MONITOR: ServiceMonitor = {
  monitor: 'DataQuality', monitorName: 'income-data', scheduleExpression: 'cron(0 3 ? * * *)', reportS3Uri: 's3://artifacts/monitoring/income-data',
  reportKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/k', roleArn: 'arn:aws:iam::123456789012:role/ml/monitor',
  imageUri: '156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer', instanceType: 'ml.m5.large', volumeSizeGb: 30,
  volumeKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/k', maxRuntimeSeconds: 1800,
};

let world: EndpointWorld;
beforeEach(() => {
  world = new EndpointWorld();
});
afterEach(() => world.close());

/** A version that brings a baseline. */
const register = (baseline: string | undefined = `s3://artifacts/models/income/run-${world.hosting.versions.length + 1}/baseline`) =>
  Object.assign(world.hosting.register(), { baseline });
const watched = (more: Partial<ServiceMonitor> = {}) => world.configure({ monitors: [{ ...MONITOR, ...more }] });
const baselines = () => [...world.hosting.definitions.values()].map(({ DataQualityBaselineConfig }) => DataQualityBaselineConfig.StatisticsResource.S3Uri);
const monitored = () => ({
  schedules: [...world.hosting.schedules].map(([name, { status, definition }]) => `${name} ${status} ${world.hosting.definitions.has(definition)}`),
  baselines: baselines(),
});
const OF_VERSION = (version: number) => ({
  schedules: ['income-data Scheduled true'], baselines: [`s3://artifacts/models/income/run-${version}/baseline/statistics.json`],
});
const NOTHING = { schedules: [], baselines: [] };

describe('a monitor of Model Monitor', () => {
  test('is made when the endpoint is in service, with the baseline that the version brings', async () => {
    await watched();
    await world.run();
    expect(monitored()).toEqual(NOTHING);
    register();
    await world.run();
    expect(monitored()).toEqual(OF_VERSION(1));
    const [definition] = world.hosting.definitions.values();
    expect(definition).toEqual({
      JobDefinitionName: expect.stringMatching(/^income-data-[0-9a-f]{12}$/),
      RoleArn: MONITOR.roleArn,
      DataQualityAppSpecification: { ImageUri: MONITOR.imageUri },
      DataQualityBaselineConfig: {
        ConstraintsResource: { S3Uri: 's3://artifacts/models/income/run-1/baseline/constraints.json' },
        StatisticsResource: { S3Uri: 's3://artifacts/models/income/run-1/baseline/statistics.json' },
      },
      DataQualityJobInput: { EndpointInput: { EndpointName: 'income', LocalPath: '/opt/ml/processing/input/endpoint' } },
      DataQualityJobOutputConfig: {
        KmsKeyId: MONITOR.reportKeyArn,
        MonitoringOutputs: [{ S3Output: { S3Uri: MONITOR.reportS3Uri, LocalPath: '/opt/ml/processing/output', S3UploadMode: 'EndOfJob' } }],
      },
      JobResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 30, VolumeKmsKeyId: MONITOR.volumeKeyArn } },
      StoppingCondition: { MaxRuntimeInSeconds: 1800 },
    });
    expect(world.hosting.requests('CreateMonitoringSchedule')).toEqual([{ MonitoringScheduleName: 'income-data', MonitoringScheduleConfig: {
      MonitoringType: 'DataQuality', MonitoringJobDefinitionName: definition.JobDefinitionName, ScheduleConfig: { ScheduleExpression: 'cron(0 3 ? * * *)' },
    } }]);
  });

  test('goes over to the baseline of a new version, in place, and leaves nothing of the old one', async () => {
    register();
    await watched();
    await world.run();
    register();
    await world.run();
    expect(monitored()).toEqual(OF_VERSION(2));
    expect([world.hosting.requests('CreateMonitoringSchedule'), world.hosting.requests('UpdateMonitoringSchedule')].map(({ length }) => length)).toEqual([1, 1]);
  });

  test('is left alone while nothing changes', async () => {
    register();
    await watched();
    await world.run();
    const before = world.hosting.requests('CreateDataQualityJobDefinition').length;
    await world.run();
    expect(world.hosting.requests('CreateDataQualityJobDefinition')).toHaveLength(before);
    expect(world.hosting.requests('UpdateMonitoringSchedule')).toEqual([]);
  });

  test('keeps the baseline of the version that goes on serving when a new one fails', async () => {
    register();
    await watched();
    await world.run();
    register();
    world.hosting.sick.add(2);
    await world.run();
    expect(monitored()).toEqual(OF_VERSION(1));
  });

  test('takes the baseline of the settings where there is one', async () => {
    register('s3://artifacts/other');
    await watched({ baselineS3Uri: 's3://given/baseline/' });
    await world.run();
    expect(baselines()).toEqual(['s3://given/baseline/statistics.json']);
  });

  test('takes changed settings without touching the endpoint', async () => {
    register();
    await watched();
    await world.run();
    await watched({ scheduleExpression: 'cron(0 * ? * * *)', instanceType: 'ml.m5.xlarge' });
    await world.run();
    expect([...world.hosting.schedules.values()]).toMatchObject([{ expression: 'cron(0 * ? * * *)' }]);
    expect([...world.hosting.definitions.values()]).toMatchObject([{ JobResources: { ClusterConfig: { InstanceType: 'ml.m5.xlarge' } } }]);
    expect(world.hosting.requests('UpdateEndpoint')).toEqual([]);
  });

  test('is removed when the settings name it no more, and so is one that got another name', async () => {
    register();
    await watched();
    await world.run();
    await watched({ monitorName: 'income-inputs' });
    await world.run();
    expect(monitored()).toMatchObject({ schedules: ['income-inputs Scheduled true'], baselines: [expect.anything()] });
    await world.configure();
    await world.run();
    expect(monitored()).toEqual(NOTHING);
    expect((await world.record())!.progress.monitors).toBeUndefined();
    expect(world.state.serving).toBe(1);
  });

  test('goes before an endpoint that is stopped, and comes back with it', async () => {
    register();
    await watched();
    await world.run();
    await world.records.wish('income', { stopped: true });
    await world.run();
    expect([monitored(), world.state.endpoints]).toEqual([NOTHING, 0]);
    await world.records.wish('income', { stopped: false });
    await world.run();
    expect(monitored()).toEqual(OF_VERSION(1));
  });

  test('waits while the endpoint is paused', async () => {
    register();
    await world.configure();
    await world.run();
    await world.records.wish('income', { paused: true });
    await watched();
    await world.run();
    expect(monitored()).toEqual(NOTHING);
    await world.records.wish('income', { paused: false });
    await world.run();
    expect(monitored()).toEqual(OF_VERSION(1));
  });

  test('is made again when somebody deleted it', async () => {
    register();
    await watched();
    await world.run();
    world.hosting.schedules.clear();
    world.hosting.definitions.clear();
    await world.run();
    expect(monitored()).toEqual(OF_VERSION(1));
  });

  test('is left stopped when somebody stopped it', async () => {
    register();
    await watched();
    await world.run();
    world.hosting.schedules.get('income-data')!.status = 'Stopped';
    await world.run();
    expect(monitored().schedules).toEqual(['income-data Stopped true']);
  });
});

describe('a monitor that cannot be made is told once, and does not hold up the endpoint', () => {
  const unwatched = () => world.told.filter((subject) => subject === 'Endpoint income is not watched by monitor income-data');
  const refusal = async () => (await world.record())!.progress.monitors!['income-data'].refusal;

  test('for a version that brings no baseline; the old baseline is compared with no more', async () => {
    register();
    await watched();
    await world.run();
    Object.assign(world.hosting.register(), { baseline: undefined });
    await world.run();
    await world.run();
    expect([monitored(), world.state.serving]).toEqual([NOTHING, 2]);
    expect(unwatched()).toHaveLength(1);
    expect(await refusal()).toContain('without statistics and constraints');
    register();
    await world.run();
    expect(monitored()).toEqual(OF_VERSION(3));
  });

  test.each(['CreateDataQualityJobDefinition', 'CreateMonitoringSchedule'])('when SageMaker does not take %s', async (refused) => {
    world.fault = (operation, moment) => {
      if (operation === refused && moment === 'before') {
        throw awsError('ValidationException', 'Model Monitor is not open to new customers');
      }
    };
    register();
    await watched();
    await world.run();
    await world.run();
    expect([monitored(), world.state.serving]).toEqual([NOTHING, 1]);
    expect(unwatched()).toHaveLength(1);
    expect(world.hosting.requests(refused)).toHaveLength(1);
    expect(await refusal()).toContain('not open to new customers');
    world.fault = () => undefined;
    await watched({ maxRuntimeSeconds: 1200 });
    await world.run();
    expect(monitored()).toEqual(OF_VERSION(1));
  });

  test('when its schedule fails', async () => {
    world.hosting.failsToSchedule = () => true;
    register();
    await watched();
    await world.run();
    expect([monitored(), world.state.serving, unwatched().length]).toEqual([NOTHING, 1, 1]);
    expect(await refusal()).toBe('no baseline could be read');
  });

  test('but a role that is too young is waited for', async () => {
    let refusals = 0;
    world.fault = (operation, moment) => {
      if (operation === 'CreateDataQualityJobDefinition' && moment === 'before' && ++refusals <= 2) {
        throw awsError('ValidationException', 'Could not assume role arn:aws:iam::123456789012:role/ml/monitor');
      }
    };
    register();
    await watched();
    await world.run();
    expect([monitored(), unwatched().length]).toEqual([OF_VERSION(1), 0]);
  });
});

describe('wherever the function dies', () => {
  let box: AnswerBox;
  beforeAll(async () => {
    box = await AnswerBox.open();
  });
  afterAll(() => box.close());

  /** Many lives are lived without the mocks of the SDK, which take longer than a life. */
  const run = () => world.run(undefined, world.reconciler({
    sagemaker: world.hosting.direct, dynamodb: world.table.direct, sns: world.topic.direct, autoscaling: world.scaling.direct,
  }));

  /** A life from the first version over a second one to other settings, without the monitor in the end, or to the stack's deletion. */
  const lives: Record<string, { live: () => Promise<void>; end: object }> = {
    'of a monitor that goes from version to version': {
      live: async () => {
        register();
        await watched();
        await run();
        register();
        await run();
        await watched({ maxRuntimeSeconds: 1200 });
        await run();
      },
      end: { ...OF_VERSION(2), endpoints: 1, serving: 2 },
    },
    'of a monitor that is taken away': {
      live: async () => {
        register();
        await watched();
        await run();
        await world.configure();
        await run();
      },
      end: { ...NOTHING, endpoints: 1, serving: 1 },
    },
    'of a monitor without baseline': {
      live: async () => {
        register();
        await watched();
        await run();
        Object.assign(world.hosting.register(), { baseline: undefined });
        await run();
      },
      end: { ...NOTHING, endpoints: 1, serving: 2 },
    },
    'of a stack that is deleted': {
      live: async () => {
        register();
        await watched();
        await run();
        await world.records.wish('income', { deletion: {
          ResponseURL: box.url, StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/s/1', RequestId: '1', LogicalResourceId: 'L', PhysicalResourceId: 'income',
        } });
        await run();
      },
      end: { ...NOTHING, endpoints: 0, serving: undefined },
    },
  };
  const state = () => ({ ...monitored(), endpoints: world.state.endpoints, serving: world.state.serving });

  test.each(Object.entries(lives))('a life %s ends as if it had not', async (_, { live, end }) => {
    await live();
    expect(state()).toEqual(end);
    let points = 0;
    for (let point = 1; ; point++) {
      world = new EndpointWorld();
      const died = world.killAt(point);
      await live();
      expect({ point, ...state() }).toEqual({ point, ...end });
      expect((await world.record())?.lock).toBeUndefined();
      if (!died()) {
        break;
      }
      points = point;
    }
    expect(points).toBeGreaterThan(60);
  });
});

test.each<[string, unknown, string]>([
  ['no list', {}, 'monitors must be a list'],
  ['nothing in the list', [null], "monitors[0].monitor must be 'DataQuality'"],
  ['a kind that nothing makes', [{ ...MONITOR, monitor: 'ModelBias' }], "monitors[0].monitor must be 'DataQuality'"],
  ['no role', [MONITOR, { ...MONITOR, roleArn: '' }], 'monitors[1].roleArn must be a text that is not empty'],
  ['half a gibibyte', [{ ...MONITOR, volumeSizeGb: 0.5 }], 'monitors[0].volumeSizeGb must be a whole number'],
])('settings with monitors that are %s are refused', (_, monitors, message) => {
  expect(() => readSettings(JSON.stringify({ ...SETTINGS, monitors }))).toThrow(message);
});

test('settings with a monitor are accepted as they are', () => {
  const settings = { ...SETTINGS, monitors: [MONITOR] };
  expect(readSettings(JSON.stringify(settings))).toEqual(settings);
});
