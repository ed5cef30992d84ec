import { Template } from 'aws-cdk-lib/assertions';
import { App, type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdkJson from '../../cdk.json';
import { readSettings } from '../../bin/settings';
import { ModelStack, PlatformStack } from '../../bin/stacks';
import { reviewPage } from './review-page';

const ENV = { account: '123456789012', region: 'us-east-1' };

function stacks(settings: Record<string, unknown> = {}) {
  const app = new App({ context: { ...cdkJson.context, 'lifecycle:notify': 'team@example.com', ...settings } });
  const read = readSettings(app.node);
  const platform = new PlatformStack(app, 'MlPlatform', read, { env: ENV });
  const model = new ModelStack(app, `MlModel-${read.model}`, read, { env: ENV, platform: platform.platform });
  return { app, platform, model };
}

const page = (stack: Stack) => reviewPage(Template.fromStack(stack).toJSON());

test('the platform without Studio is as reviewed', () => {
  expect(page(stacks({ 'lifecycle:studio': false }).platform)).toMatchSnapshot();
});

test('Studio adds to the platform what was reviewed, and takes nothing away', () => {
  const without = page(stacks({ 'lifecycle:studio': false }).platform).split('\n');
  const withStudio = page(stacks().platform).split('\n');
  expect(without.filter((line) => !withStudio.includes(line))).toEqual([]);
  expect(withStudio.filter((line) => !without.includes(line)).join('\n')).toMatchSnapshot();
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

test('every processing job runs on the instance of the settings', () => {
  const jobs = page(stacks({ 'lifecycle:processingInstance': 'ml.c5.xlarge' }).model).split('\n').filter((line) => line.includes('(Processing)'));
  expect(jobs.map((line) => /(\w+) \(Processing\) on 1 (\S+)/.exec(line)?.slice(1))).toEqual(
    ['Ingest', 'Prepare', 'Evaluate', 'Package'].map((step) => [step, 'ml.c5.xlarge']),
  );
});

test('training takes spare capacity when it is told to', () => {
  const definition = (settings: Record<string, unknown>) => JSON.stringify(Template.fromStack(stacks(settings).model).findResources('AWS::SageMaker::Pipeline')).replace(/\\/g, '');
  expect(definition({ 'lifecycle:trainingSpot': 'true' })).toContain('"EnableManagedSpotTraining":true');
  expect(definition({})).not.toContain('EnableManagedSpotTraining');
});

test('a deployment says which pipeline it made, and the command that shows how its last run went', () => {
  const { app } = stacks();
  const { Outputs } = app.synth().getStackByName('MlModel-income').template;
  const name = Outputs.PipelineName.Value;
  expect(name).toMatch(/^ml-[0-9a-f]{6}-income$/);
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
  }],
])('cdk-nag finds nothing in the app %s', (_, settings) => {
  const { app } = stacks(settings);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
