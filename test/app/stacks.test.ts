import { Template } from 'aws-cdk-lib/assertions';
import { App, type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdkJson from '../../cdk.json';
import { readSettings } from '../../bin/settings';
import { ModelStack, PlatformStack } from '../../bin/stacks';
import { placed, reviewPage } from './review-page';

const ENV = { account: '123456789012', region: 'us-east-1' };

function stacks(settings: Record<string, unknown> = {}) {
  const app = new App({ context: { ...cdkJson.context, 'lifecycle:notify': 'team@example.com', ...settings } });
  const read = readSettings(app.node);
  const platform = new PlatformStack(app, 'MlPlatform', read, { env: ENV });
  const model = new ModelStack(app, `MlModel-${read.model}`, read, { env: ENV, platform: platform.platform });
  return { app, platform, model };
}

const page = (stack: Stack) => reviewPage(Template.fromStack(stack).toJSON());

/** The lines of one section of a page. */
function inSection(of: string, title: string): string[] {
  const section = of.split('\n\n').find((each) => each.startsWith(`${title}\n`)) ?? '';
  return section.split('\n').slice(1).map((line) => line.trim());
}

test('the platform without Studio is as reviewed', () => {
  expect(page(stacks({ 'lifecycle:studio': false }).platform)).toMatchSnapshot();
});

test('Studio adds to the platform what was reviewed, and takes nothing away', () => {
  const without = placed(page(stacks({ 'lifecycle:studio': false }).platform));
  const withStudio = page(stacks().platform);
  const places = placed(withStudio);
  expect(without.filter((line) => !places.includes(line))).toEqual([]);
  expect(withStudio.split('\n').filter((_, line) => !without.includes(places[line])).join('\n')).toMatchSnapshot();
});

test('the model is as reviewed, with Studio and without', () => {
  const withStudio = page(stacks().model);
  expect(withStudio).toMatchSnapshot();
  expect(page(stacks({ 'lifecycle:studio': false }).model)).toBe(withStudio);
});

test('a page says what a change does', () => {
  const before = page(stacks({ 'lifecycle:schedule': '0 6 ? * MON *' }).model).split('\n');
  const after = page(stacks({ 'lifecycle:trainingInstance': 'ml.c5.xlarge' }).model).split('\n');
  expect(after.filter((line) => !before.includes(line))).toEqual([expect.stringContaining('Train (Training) on 1 ml.c5.xlarge')]);
  expect(before.filter((line) => !after.includes(line))).toEqual(expect.arrayContaining([expect.stringContaining('cron(0 6 ? * MON *)')]));
});

test.each([
  ['two instances, rolled out carefully', { 'lifecycle:servingInstances': 2 }, /^ml-######-income: 2 ml\.m5\.large, rollout CANARY, 2 alarms roll back, captures 100 % to /],
  ['one instance, which can only be replaced at once', {}, /^ml-######-income: 1 ml\.m5\.large, rollout ALL_AT_ONCE, 2 alarms roll back, captures 100 % to /],
  ['another instance', { 'lifecycle:servingInstance': 'ml.c5.xlarge' }, /^ml-######-income: 1 ml\.c5\.xlarge, /],
])('a page says what an endpoint costs: %s', (_, settings, line) => {
  expect(inSection(page(stacks(settings).model), 'endpoints')).toEqual([expect.stringMatching(line)]);
});

test.each([
  ['hourly', /^cron\(\d+ \* \* \* \? \*\)$/],
  ['daily', /^cron\(\d+ 3 \* \* \? \*\)$/],
  ['weekly', /^cron\(\d+ 3 \? \* MON \*\)$/],
])('traffic is looked at %s when that is wanted', (monitoring, expected) => {
  const [line, ...more] = inSection(page(stacks({ 'lifecycle:monitoring': monitoring }).model), 'schedules');
  expect(more).toEqual([]);
  expect(/ENABLED (cron\([^)]*\)) by/.exec(line)![1]).toMatch(expected);
});

describe('what is not wanted is not there', () => {
  const WATCHING = /DataQuality|DriftRetraining|Baseline/;
  const SERVING = /Endpoint/;

  test.each([['processing', 0], ['model-monitor', 1]])('with the engine %s: what the endpoint\'s settings name, and no monitor of CloudFormation', (engine, count) => {
    const template = Template.fromStack(stacks({ 'lifecycle:monitoringEngine': engine }).model);
    template.resourceCountIs('AWS::SageMaker::MonitoringSchedule', 0);
    const [{ Properties }] = Object.values(template.findResources('Custom::SageMakerEndpointSettings'));
    expect(JSON.stringify(Properties.Settings).split('scheduleExpression').length - 1).toBe(count);
  });

  test('without monitoring: the endpoint alone', () => {
    const model = page(stacks({ 'lifecycle:monitoring': 'off' }).model);
    expect(model).not.toMatch(WATCHING);
    expect(model).toMatch(SERVING);
  });

  test('without deployment: neither endpoint nor monitor', () => {
    const model = page(stacks({ 'lifecycle:deploy': false }).model);
    expect(model).not.toMatch(WATCHING);
    expect(model).not.toMatch(SERVING);
    expect(model).toMatch(/Register \(RegisterModel\)/);
  });
});

test('the baseline describes the columns that requests hold: all but identifier and target', () => {
  const template = stacks({ 'lifecycle:target': 'income_over_50k' }).model;
  const definition = JSON.stringify(Template.fromStack(template).findResources('AWS::SageMaker::Pipeline')).replace(/\\/g, '');
  expect(definition).toContain('"ContainerArguments":["--ignore","person_id","--target","income_over_50k"]');
});

test('every processing job runs on the instance of the settings', () => {
  const model = page(stacks({ 'lifecycle:processingInstance': 'ml.c5.xlarge' }).model);
  const jobs = inSection(model, 'pipeline').filter((line) => line.includes('(Processing)'));
  expect(jobs.map((line) => /(\w+) \(Processing\) on 1 (\S+)/.exec(line)?.slice(1))).toEqual(
    ['Ingest', 'Prepare', 'Evaluate', 'EvaluateServing', 'Baseline', 'Package'].map((step) => [step, 'ml.c5.xlarge']),
  );
  expect(inSection(model, 'schedules')).toEqual([expect.stringContaining('1 ml.c5.xlarge for at most 60 min')]);
});

test('training takes spare capacity when it is told to', () => {
  const definition = (settings: Record<string, unknown>) => JSON.stringify(Template.fromStack(stacks(settings).model).findResources('AWS::SageMaker::Pipeline')).replace(/\\/g, '');
  expect(definition({ 'lifecycle:trainingSpot': 'true' })).toContain('"EnableManagedSpotTraining":true');
  expect(definition({})).not.toContain('EnableManagedSpotTraining');
});

test('a deployment says which pipeline and endpoint it made, and the command that shows how its last run went', () => {
  const { app } = stacks();
  const { Outputs } = app.synth().getStackByName('MlModel-income').template;
  const name = Outputs.PipelineName.Value;
  expect(name).toMatch(/^ml-[0-9a-f]{6}-income$/);
  expect(Outputs.EndpointName.Value).toBe(name);
  expect(Outputs.ShowLastRun.Value).toBe(
    'aws sagemaker list-pipeline-execution-steps --region us-east-1 --pipeline-execution-arn "$('
    + `aws sagemaker list-pipeline-executions --region us-east-1 --pipeline-name ${name} --sort-order Descending --max-results 1`
    + " --query 'PipelineExecutionSummaries[0].PipelineExecutionArn' --output text"
    + `)" --query 'PipelineExecutionSteps[].[StepName,StepStatus,FailureReason]' --output table`,
  );
});

test("every role is on the platform's path", () => {
  const { platform, model } = stacks();
  for (const stack of [platform, model]) {
    Template.fromStack(stack).allResourcesProperties('AWS::IAM::Role', { Path: platform.platform.rolePath });
  }
});

test.each([
  ['as it comes', {}],
  ['with every choice the other way', {
    'lifecycle:removalPolicy': 'destroy', 'lifecycle:studio': false, 'lifecycle:schedule': '0 6 ? * MON *', 'lifecycle:approval': 'automatic', 'lifecycle:notify': 'a@x.org',
    'lifecycle:servingInstances': 2, 'lifecycle:monitoring': 'hourly',
  }],
  ['without an endpoint', { 'lifecycle:deploy': false }],
])('cdk-nag finds nothing in the app %s', (_, settings) => {
  const { app } = stacks(settings);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
