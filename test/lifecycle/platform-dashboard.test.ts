import { App, Stack } from 'aws-cdk-lib/core';
import { DeployVersions, MlPlatform } from '../../lib/lifecycle';
import { Metric } from '../../lib/pipeline';
import { income, newStack, resources, text, watched } from './support';

function dashboardOf(platform: MlPlatform): any {
  const [dashboard] = Object.values(resources(Stack.of(platform), 'AWS::CloudWatch::Dashboard'));
  return JSON.parse(text(dashboard.Properties.DashboardBody));
}

describe("a platform's dashboard", () => {
  test('shows the alarms that tell of lost work first', () => {
    const platform = new MlPlatform(newStack(), 'Platform', { namePrefix: 'ml-' });
    const { widgets: [alarms] } = dashboardOf(platform);
    expect(alarms).toMatchObject({ type: 'alarm', x: 0, y: 0, properties: { title: 'Lost work' } });
    expect(alarms.properties.alarms).toHaveLength(platform.alarms.length);
    expect(dashboardOf(platform).widgets).toHaveLength(1);
    expect(alarms.properties.alarms[0]).toMatch(/^<.+\.Arn>$/);
  });

  test('compares the runs of the models side by side, with what their rules say is better', () => {
    const stack = newStack();
    const platform = new MlPlatform(stack, 'Platform', { namePrefix: 'ml-' });
    income(stack, platform, { accept: [Metric.of('quality.lift.value').atLeast(2), Metric.of('cost').atMostServing()] });
    income(stack, platform, {}, 'Churn');
    const { widgets: [, runs] } = dashboardOf(platform);
    expect(runs).toEqual({
      type: 'custom', x: 0, y: 2, width: 24, height: 8,
      properties: {
        title: 'Runs side by side', endpoint: expect.stringMatching(/^<PlatformRunComparisonHandlerFunction.+\.Arn>$/),
        params: { pipelines: ['ml-income', 'ml-churn'], higherIsBetter: ['lift', 'auc'], lowerIsBetter: ['cost'] },
        updateOn: { refresh: true, resize: false, timeRange: false },
      },
    });
  });

  test('has a row for each model: runs, calls, latency and drift', () => {
    const stack = newStack();
    const platform = new MlPlatform(stack, 'Platform', { namePrefix: 'ml-' });
    watched(stack, platform);
    const { widgets: [, , heading, ...graphs] } = dashboardOf(platform);
    expect(heading).toEqual({ type: 'text', x: 0, y: 10, width: 24, height: 1, properties: { markdown: '### income' } });
    expect(graphs.map(({ type, x, y, width, height, properties }: any) => [type, x, y, width, height, properties.title, properties.region])).toEqual([
      ['metric', 0, 11, 6, 5, 'Runs', 'eu-west-1'],
      ['metric', 6, 11, 6, 5, 'Calls', 'eu-west-1'],
      ['metric', 12, 11, 6, 5, 'Latency, microseconds', 'eu-west-1'],
      ['metric', 18, 11, 6, 5, 'Drift', 'eu-west-1'],
    ]);
    expect(graphs.map(({ properties }: any) => properties.metrics)).toEqual([
      [
        ['AWS/Sagemaker/ModelBuildingPipeline', 'ExecutionSucceeded', 'PipelineName', 'ml-income', { stat: 'Sum' }],
        ['AWS/Sagemaker/ModelBuildingPipeline', 'ExecutionFailed', 'PipelineName', 'ml-income', { stat: 'Sum' }],
      ],
      [
        ['AWS/SageMaker', 'Invocations', 'EndpointName', 'ml-income', 'VariantName', 'AllTraffic', { stat: 'Sum' }],
        ['AWS/SageMaker', 'Invocation5XXErrors', 'EndpointName', 'ml-income', 'VariantName', 'AllTraffic', { stat: 'Sum' }],
      ],
      [['AWS/SageMaker', 'ModelLatency', 'EndpointName', 'ml-income', 'VariantName', 'AllTraffic', { stat: 'Average' }]],
      [
        ['cdk-sagemaker-lifecycle/Monitoring', 'Violations', 'Endpoint', 'ml-income', 'Monitor', 'ml-income-data', { stat: 'Maximum' }],
        ['cdk-sagemaker-lifecycle/Monitoring', 'WorstDrift', 'Endpoint', 'ml-income', 'Monitor', 'ml-income-data', { stat: 'Maximum' }],
      ],
    ]);
  });

  test('leaves out what a model does not have', () => {
    const stack = newStack();
    const platform = new MlPlatform(stack, 'Platform', { namePrefix: 'ml-' });
    income(stack, platform, { deploy: DeployVersions.NEVER });
    expect(dashboardOf(platform).widgets.map(({ type, properties }: any) => [type, properties.title])).toEqual([
      ['alarm', 'Lost work'], ['custom', 'Runs side by side'], ['text', undefined], ['metric', 'Runs'],
    ]);
  });

  test('puts models one below the other, and refers to none of their stacks', () => {
    const app = new App();
    const platform = new MlPlatform(newStack(app, 'Shared'), 'Platform', { namePrefix: 'ml-' });
    ['First', 'Second'].forEach((name) => income(newStack(app, `${name}Team`), platform, {}, name));
    const headings = dashboardOf(platform).widgets.filter(({ type }: any) => type === 'text');
    expect(headings.map(({ y, properties }: any) => [y, properties.markdown])).toEqual([[10, '### first'], [16, '### second']]);
    expect(Stack.of(platform).dependencies).toEqual([]);
  });

  test('can be left out', () => {
    const stack = newStack();
    const platform = new MlPlatform(stack, 'Platform', { namePrefix: 'ml-', dashboard: false });
    income(stack, platform);
    expect(platform.dashboard).toBeUndefined();
    expect(resources(stack, 'AWS::CloudWatch::Dashboard')).toEqual({});
  });
});
