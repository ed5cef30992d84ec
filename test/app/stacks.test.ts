import { Template } from 'aws-cdk-lib/assertions';
import { App, type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdkJson from '../../cdk.json';
import { readSettings } from '../../bin/settings';
import { ModelStack, PlatformStack } from '../../bin/stacks';
import { reviewPage } from './review-page';

const ENV = { account: '123456789012', region: 'us-east-1' };

function stacks(settings: Record<string, unknown> = {}) {
  const app = new App({ context: { ...cdkJson.context, ...settings } });
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
  const before = page(stacks().model).split('\n');
  const after = page(stacks({ 'lifecycle:schedule': 'none', 'lifecycle:trainingInstance': 'ml.c5.xlarge' }).model).split('\n');
  expect(after.filter((line) => !before.includes(line))).toEqual([expect.stringContaining('Train (Training) on 1 ml.c5.xlarge')]);
  expect(before.filter((line) => !after.includes(line))).toEqual(expect.arrayContaining([expect.stringContaining('cron(0 6 ? * MON *)')]));
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
    'lifecycle:removalPolicy': 'destroy', 'lifecycle:studio': false, 'lifecycle:schedule': 'none', 'lifecycle:approval': 'automatic', 'lifecycle:notify': 'a@x.org',
  }],
])('cdk-nag finds nothing in the app %s', (_, settings) => {
  const { app } = stacks(settings);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
