import { Template } from 'aws-cdk-lib/assertions';
import { CfnCrawler, CfnJob } from 'aws-cdk-lib/aws-glue';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import { GlueJob } from '../../lib/data';
import { MlPlatform, type ModelLifecycleProps } from '../../lib/lifecycle';
import { GlueCrawlerStep, GlueJobStep, GlueRunner, NewDataStarter, Pipeline } from '../../lib/pipeline';
import { Domain } from '../../lib/studio';
import { refusal } from '../support/reading';
import { income, newStack, resources, statements, text } from './support';

const PLATFORM = ['AWS::SQS::Queue', 'AWS::Lambda::Function', 'AWS::Lambda::EventSourceMapping', 'AWS::StepFunctions::StateMachine'];
const count = (stack: Stack) => Object.fromEntries(PLATFORM.map((type) => [type, Object.keys(resources(stack, type)).length]));

/** A platform in a stack of its own, and two models in stacks of theirs. */
function team(props: (model: Stack, platform: MlPlatform, n: number) => Partial<ModelLifecycleProps> = () => ({})) {
  const app = new App();
  const shared = newStack(app, 'Shared');
  const platform = new MlPlatform(shared, 'Platform', { namePrefix: 'ml-' });
  const models = ['a', 'b'].map((name, n) => {
    const stack = newStack(app, `Model-${name}`);
    return { stack, lifecycle: income(stack, platform, { modelName: name, ...props(stack, platform, n) }) };
  });
  return { app, shared, platform, models };
}
const none = count(team().shared);
const glueJob = (stack: Stack, name: string) => CfnJob.fromJobName(stack, `Job${name}`, name);

describe('two models that new data trains', () => {
  const { app, shared, platform, models } = team((stack) => ({ startOnNewData: { bucket: new Bucket(stack, 'Lake'), prefix: 'raw/', gather: Duration.hours(1) } }));
  const another = new Bucket(models[0].stack, 'Labels');
  models[0].lifecycle.pipeline.startOnNewData(another, { prefix: 'labels/' });
  app.synth();

  test('have one function and one queue, of the platform', () => {
    expect(count(shared)).toEqual({
      ...none, 'AWS::Lambda::Function': none['AWS::Lambda::Function'] + 1, 'AWS::Lambda::EventSourceMapping': 1, 'AWS::SQS::Queue': none['AWS::SQS::Queue'] + 2,
    });
    models.forEach(({ stack }) => expect(count(stack)).toEqual(Object.fromEntries(PLATFORM.map((type) => [type, 0]))));
  });

  test('are started on everything that has the prefix of names, and the platform knows none of them', () => {
    const starts = statements(shared, 'AWS::IAM::Policy', /NewDataStarter/).filter(({ Action }) => Action.includes('sagemaker:StartPipelineExecution'));
    expect(starts.flatMap(({ Resource }) => Resource.map(text))).toEqual([expect.stringMatching(/:pipeline\/ml-\*$/)]);
    expect([shared.dependencies, ...models.map(({ stack }) => stack.dependencies)]).toEqual([[], [shared], [shared]]);
  });

  test('have a rule for each place, whose messages the queue of the platform gets', () => {
    const rules = (stack: Stack) => Object.values(resources(stack, 'AWS::Events::Rule')).filter(({ Properties }) => Properties.EventPattern.source[0] === 'aws.s3');
    expect(models.map(({ stack }) => rules(stack).length)).toEqual([2, 1]);
    const [{ Properties: { Targets: [target] } }] = rules(models[1].stack);
    expect(text(target.Arn)).toMatch(/PlatformNewDataStarterQueue/);
    expect(text(target.InputTransformer.InputTemplate)).toContain('"pipelineName":"ml-b"');
    expect(text(target.InputTransformer.InputTemplate)).toContain('"gatherSeconds":3600');
  });

  test('are encrypted with the key of the platform, and its topic hears of failures', () => {
    const queues = Object.entries(resources(shared, 'AWS::SQS::Queue')).filter(([id]) => id.includes('NewDataStarter'));
    expect(queues.map(([, { Properties }]) => text(Properties.KmsMasterKeyId))).toEqual([expect.stringContaining('PlatformKey'), expect.stringContaining('PlatformKey')]);
    const alarms = Object.entries(resources(shared, 'AWS::CloudWatch::Alarm')).filter(([id]) => id.includes('NewDataStarter'));
    expect(alarms.map(([, { Properties }]) => text(Properties.AlarmActions[0]))).toEqual([expect.stringContaining('PlatformTopic'), expect.stringContaining('PlatformTopic')]);
    expect(platform.alarms.filter((alarm) => alarm.node.path.includes('NewDataStarter'))).toHaveLength(2);
  });
});

describe('two models with steps of Glue', () => {
  const { app, shared, models } = team((stack, _, n) => ({
    collect: [
      new GlueJobStep('Clean', { job: n === 0 ? glueJob(stack, 'ml-clean') : new GlueJob(stack, 'Clean', { entryPoint: 'examples/income/model/prepare.py', jobName: 'ml-tidy' }) }),
      new GlueCrawlerStep('Crawl', { crawler: n === 0 ? new CfnCrawler(stack, 'Crawler', { name: 'ml-lake', role: 'glue', targets: {} }) : CfnCrawler.fromCrawlerName(stack, 'Crawler', 'ml-pond') }),
    ],
  }));
  app.synth();

  test('share the runner of the platform, whether Glue has the jobs already or gets them with the model', () => {
    expect(count(shared)).toEqual({
      'AWS::Lambda::Function': none['AWS::Lambda::Function'] + 2, 'AWS::Lambda::EventSourceMapping': 1, 'AWS::SQS::Queue': none['AWS::SQS::Queue'] + 4,
      'AWS::StepFunctions::StateMachine': none['AWS::StepFunctions::StateMachine'] + 1,
    });
    models.forEach(({ stack }) => expect(count(stack)).toEqual(Object.fromEntries(PLATFORM.map((type) => [type, 0]))));
  });

  test('are known to it by the prefix of names alone', () => {
    expect([shared.dependencies, ...models.map(({ stack }) => stack.dependencies)]).toEqual([[], [shared], [shared]]);
    const glue = statements(shared, 'AWS::IAM::Policy', /GlueRunnerWork/).filter(({ Action }) => Action[0].startsWith('glue:'));
    expect(glue.flatMap(({ Resource }) => Resource.map(text)).map((arn: string) => arn.split(':').at(-1)).sort()).toEqual(['crawler/ml-*', 'job/ml-*']);
  });

  test('wait for a job that is deployed with them', () => {
    const [pipeline] = Object.values(resources(models[1].stack, 'AWS::SageMaker::Pipeline'));
    expect(JSON.stringify(pipeline.Properties.PipelineDefinition)).toMatch(/"Ref":"Clean/);
  });
});

describe('a job that the platform may not run', () => {
  test.each<[string, (stack: Stack) => GlueJobStep]>([
    ['has another name', (stack) => new GlueJobStep('Clean', { job: glueJob(stack, 'clean') })],
    ['gets its name from CloudFormation', (stack) => new GlueJobStep('Clean', { job: new GlueJob(stack, 'Clean', { entryPoint: 'examples/income/model/prepare.py' }) })],
    ['has a name that is known later', (stack) => new GlueJobStep('Clean', { job: glueJob(stack, new CfnParameter(stack, 'Name').valueAsString) })],
  ])('because it %s is run by a runner of the stack', (_, step) => {
    const { shared, models: [{ stack }] } = team((own) => ({ collect: [step(own)] }));
    expect(count(shared)).toEqual(none);
    expect(count(stack)).toMatchObject({ 'AWS::Lambda::Function': 2, 'AWS::StepFunctions::StateMachine': 1 });
  });
});

describe('two domains in stacks of their own', () => {
  const { app, shared, platform } = team();
  const stacks = ['one', 'two'].map((name) => {
    const stack = newStack(app, `Studio-${name}`);
    const domain = new Domain(stack, 'Domain', { removalPolicy: RemovalPolicy.DESTROY, cleaner: platform.studioCleaner });
    domain.addUserProfile('ana', { cleaner: platform.studioCleaner });
    return stack;
  });
  app.synth();

  test('are emptied by one function and one state machine, of the platform', () => {
    expect(count(shared)).toEqual({
      ...none, 'AWS::Lambda::Function': none['AWS::Lambda::Function'] + 1, 'AWS::SQS::Queue': none['AWS::SQS::Queue'] + 2,
      'AWS::StepFunctions::StateMachine': none['AWS::StepFunctions::StateMachine'] + 1,
    });
    stacks.forEach((stack) => {
      expect(count(stack)).toEqual(Object.fromEntries(PLATFORM.map((type) => [type, 0])));
      const emptied = Object.values(resources(stack, 'Custom::SageMakerStudioContents'));
      expect(emptied.map(({ Properties }) => text(Properties.ServiceToken).includes('PlatformStudioCleaner'))).toEqual([true, true]);
    });
  });

  test('refer to the platform, which knows neither, and give the permission to empty them beside them', () => {
    expect([shared.dependencies, ...stacks.map(({ dependencies }) => dependencies)]).toEqual([[], [shared], [shared]]);
    const deleting = (stack: Stack) => statements(stack, 'AWS::IAM::Policy', /./).filter(({ Action }) => [Action].flat().includes('sagemaker:DeleteApp'));
    expect([shared, ...stacks].map((stack) => deleting(stack).length)).toEqual([0, 2, 2]);
  });
});

describe('what the platform shares', () => {
  const { shared, platform } = team();
  const { newDataStarter, glueRunner, studioCleaner } = platform;
  const pipeline = new Pipeline(shared, 'Weekly', { pipelineName: 'ml-weekly' });
  pipeline.addSteps(new GlueJobStep('Clean', { job: glueJob(shared, 'ml-clean'), runner: glueRunner }));
  pipeline.startOnNewData(platform.dataBucket, { prefix: 'weekly/', starter: newDataStarter });

  test('is made once, when it is asked for, and serves whoever names it', () => {
    expect([platform.newDataStarter, platform.glueRunner, platform.studioCleaner].map((each, n) => each === [newDataStarter, glueRunner, studioCleaner][n]))
      .toEqual([true, true, true]);
    expect(Object.keys(resources(shared, 'AWS::Lambda::EventSourceMapping')).map((id) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'PlatformGlueRunnerMessages', 'PlatformNewDataStarterMessages',
    ]);
  });

  test('is not used by pipelines that name none and belong to no model', () => {
    const stack = newStack();
    const pipeline = new Pipeline(stack, 'Weekly', { pipelineName: 'ml-weekly' });
    new MlPlatform(stack, 'Platform', { namePrefix: 'ml-' });
    pipeline.addSteps(new GlueJobStep('Clean', { job: glueJob(stack, 'ml-clean') }));
    pipeline.startOnNewData(new Bucket(stack, 'Lake'), { prefix: 'raw/' });
    expect([GlueRunner.shared(stack), NewDataStarter.shared(stack)].map(({ node }) => node.path)).toEqual(['Team/SageMakerGlueRunner', 'Team/SageMakerNewDataStarter']);
    expect(Object.keys(resources(stack, 'AWS::Lambda::EventSourceMapping'))).toHaveLength(2);
  });

  test('is passed over by a model that names another one', () => {
    const stack = newStack();
    const own = new NewDataStarter(stack, 'Own');
    const other = new MlPlatform(stack, 'Platform');
    income(stack, other, { startOnNewData: { bucket: new Bucket(stack, 'Lake'), prefix: 'raw/', starter: own } });
    expect(Object.keys(resources(stack, 'AWS::Lambda::EventSourceMapping'))).toEqual([expect.stringMatching(/^OwnMessages/)]);
  });

  test('fails on the place where the model writes its own results', () => {
    expect(refusal(() => team((_, { artifactBucket }) => ({ startOnNewData: { bucket: artifactBucket, prefix: 'models/' } })))).toContain('NewDataLoop');
  });

  test('needs EventBridge for a bucket of the platform, and turns it on', () => {
    const { shared: stack } = team((_, { dataBucket }) => ({ startOnNewData: { bucket: dataBucket, prefix: 'raw/' } }));
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } });
  });
});
