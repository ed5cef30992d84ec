import { App, Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { FeatureDataset, FeatureGroup, Features, OfflineStore } from '../../lib/features';
import { EndpointScaling, Serving } from '../../lib/hosting';
import { MlPlatform, type ModelLifecycleProps } from '../../lib/lifecycle';
import { income, watched } from './support';
import { Template } from 'aws-cdk-lib/assertions';

const SAMPLE = 'examples/income/data/income.csv';
const ENV = { account: '123456789012', region: 'eu-west-1' };

interface Team {
  readonly app: App;
  readonly platform: Stack;
  readonly models: Stack[];
}

/** A platform in a stack of its own, and models in one each, every model with its features, an endpoint and a monitor. */
function teamOf(count: number, context: Record<string, unknown>, props: Partial<ModelLifecycleProps> = {}): Team {
  const app = new App({ context });
  const stack = new Stack(app, 'Platform', { env: ENV });
  const platform = new MlPlatform(stack, 'Platform');
  const models = Array.from({ length: count }, (_, n) => {
    const model = new Stack(app, `Model${n}`, { env: ENV });
    const records = new FeatureGroup(model, 'Records', {
      recordIdentifier: 'person_id', eventTime: 'event_time', features: Features.fromCsvSample(SAMPLE),
      offline: OfflineStore.glue({ bucket: platform.dataBucket, prefix: `features/model-${n}` }),
      encryptionKey: platform.encryptionKey,
    });
    watched(model, platform, { modelName: `model-${n}`, data: FeatureDataset.of(records, { from: S3Source.fromFile(SAMPLE) }), ...props });
    return model;
  });
  return { app, platform: stack, models };
}

/** A stack's template, but for what its dashboard shows: that is a row for each model. */
function templateOf(stack: Stack): string {
  const template = Template.fromStack(stack).toJSON();
  for (const { Type, Properties } of Object.values<any>(template.Resources)) {
    if (Type === 'AWS::CloudWatch::Dashboard') {
      delete Properties.DashboardBody;
    }
  }
  return JSON.stringify(template);
}

describe.each([
  ['references by export', {}],
  ["references as this project's app has them", { '@aws-cdk/core:defaultCrossStackReferences': 'weak' }],
])('fifty models, with %s', (_, context) => {
  const many = teamOf(50, context);
  // Throws when stacks depend on each other in a circle.
  const assembly = many.app.synth();

  test('are 51 stacks that are synthesised together', () => {
    expect(assembly.stacks.map(({ stackName }) => stackName)).toHaveLength(51);
    many.models.forEach((model) => expect(model.dependencies).toEqual([many.platform]));
  });

  test('are unknown to the platform, but for its dashboard', () => {
    expect(many.platform.dependencies).toEqual([]);
    expect(templateOf(many.platform)).not.toMatch(/model-\d|Model\d/);
  });

  test('leave the platform as one model does, to the byte', () => {
    expect(templateOf(many.platform)).toBe(templateOf(teamOf(1, context).platform));
  });

  test('leave its resources, and so what its handlers may do, as no model does', () => {
    const resourcesOf = (stack: Stack) => (JSON.parse(templateOf(stack)) as { Resources: unknown }).Resources;
    expect(resourcesOf(many.platform)).toEqual(resourcesOf(teamOf(0, context).platform));
  });

  test('add at most 20 resources each, far from the 500 of a stack', () => {
    many.models.forEach((model) => expect(Object.keys(Template.fromStack(model).toJSON().Resources).length).toBeLessThanOrEqual(20));
  });

  test('have names of their own', () => {
    const names = many.models.map((model) => Object.values(Template.fromStack(model).findResources('AWS::SageMaker::Pipeline'))[0].Properties.PipelineName);
    expect(new Set(names).size).toBe(50);
  });

  test('have an endpoint and a monitor of their own, and look at traffic in turn', () => {
    const settings = many.models.map((model) => ({
      endpoint: /"endpointName\\":\\"(ml-[0-9a-f]{6}-model-\d+)\\"/.exec(templateOf(model))?.[1],
      schedule: Object.values(Template.fromStack(model).findResources('AWS::Scheduler::Schedule'))[0].Properties.ScheduleExpression,
    }));
    expect(new Set(settings.map(({ endpoint }) => endpoint)).size).toBe(50);
    expect(new Set(settings.map(({ schedule }) => schedule)).size).toBeGreaterThan(20);
  });
});

test('the permission to scale is given once, however many models scale', () => {
  const byLoad = EndpointScaling.byInvocations({ minCapacity: 1, maxCapacity: 4, invocationsPerInstance: 700 });
  const scaling = { serve: Serving.realTime({ entryPoint: 'examples/income/model/inference.py', scaling: byLoad }) };
  expect(templateOf(teamOf(5, {}, scaling).platform)).toBe(templateOf(teamOf(1, {}, scaling).platform));
  expect(templateOf(teamOf(1, {}, scaling).platform)).not.toBe(templateOf(teamOf(1, {}).platform));
});

test('fails for two models with one name, in whatever stacks they are', () => {
  const app = new App();
  const platform = new MlPlatform(new Stack(app, 'Platform', { env: ENV }), 'Platform');
  income(new Stack(app, 'A', { env: ENV }), platform);
  expect(() => income(new Stack(app, 'B', { env: ENV }), platform)).toThrow(/ModelNameTaken {2}B\/Income[^]*A\/Income has the same name/);
});

test('two platforms may have models of one name', () => {
  const stack = new Stack(new App(), 'Both', { env: ENV });
  const names = ['One', 'Two'].map((id) => income(stack, new MlPlatform(stack, id), { modelName: 'income' }, `${id}Income`).pipeline.pipelineName);
  expect(new Set(names).size).toBe(2);
});
