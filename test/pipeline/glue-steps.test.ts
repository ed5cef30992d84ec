import { Template } from 'aws-cdk-lib/assertions';
import * as glue from 'aws-cdk-lib/aws-glue';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, CfnParameter, Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Cache, ExecutionVariable, GlueCrawlerStep, GlueJobStep, type GlueJobStepProps, GlueRunner, type GlueRunnerProps, Pipeline } from '../../lib/pipeline';
import { text } from '../support/reading';
import { problemsOf } from './api-judge';
import { added } from './role-lines';
import { ENV, sound } from './step-proof';
import { mistakesOf, newStack, pipelineOf, propertiesOf, refusal, stepOf, work } from './support';

const EXECUTIONS = 'arn:aws:sagemaker:eu-west-1:123456789012:pipeline/';
const jobOf = (stack: Stack, name = 'clean') => glue.CfnJob.fromJobName(stack, `Job${name}`, name);
const madeJob = (stack: Stack, name?: string) => new glue.CfnJob(stack, 'Made', { name, role: 'arn:aws:iam::123456789012:role/glue', command: { name: 'glueetl' } });
const crawlerOf = (stack: Stack, name = 'lake') => glue.CfnCrawler.fromCrawlerName(stack, `Crawler${name}`, name);
const clean = (stack: Stack, props: Partial<GlueJobStepProps> = {}) => new GlueJobStep('Clean', { job: jobOf(stack), ...props });

/** What a role of the runner may do, as `action resource`, sorted. */
function permissionsOf(stack: Stack, role: RegExp): string[] {
  return propertiesOf(stack, 'AWS::IAM::Policy').filter(({ Roles }) => role.test(text(Roles[0])))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }: any) => [Action].flat().flatMap((action: string) => [Resource].flat().map((resource: unknown) => `${action} ${text(resource).replace(/[0-9A-F]{8}(?=\.Arn>)/, '')}`)))
    .filter((line: string) => /^(glue|sagemaker|sqs|states|kms)/.test(line)).sort();
}

/** A runner of a platform, and the stack of a model that uses it. */
function platform(props: GlueRunnerProps = {}) {
  const app = new App();
  const shared = new Stack(app, 'Platform', { env: ENV });
  const key = new Key(shared, 'Key', { enableKeyRotation: true });
  const runner = new GlueRunner(shared, 'Runner', { namePrefix: 'ml-', encryptionKey: key, ...props });
  const model = new Stack(app, 'Model', { env: ENV });
  const pipeline = (pipelineName = 'ml-income') => new Pipeline(model, 'Training', { pipelineName });
  return { app, shared, model, runner, pipeline };
}

describe('a job of Glue', () => {
  test('is a callback to the runner of the stack', () => {
    const stack = newStack({ env: ENV });
    const pipeline = pipelineOf(stack, clean(stack));
    const [queue] = Object.keys(Template.fromStack(stack).findResources('AWS::SQS::Queue', { Properties: { VisibilityTimeout: 180 } }));
    expect(stepOf(pipeline, 'Clean')).toEqual({
      Name: 'Clean', Type: 'Callback', Arguments: { jobName: 'clean' }, SqsQueueUrl: { Ref: queue },
      OutputParameters: [{ OutputName: 'jobRunId', OutputType: 'String' }, { OutputName: 'executionSeconds', OutputType: 'Integer' }],
    });
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('takes values of the pipeline as arguments, every option, and hands on its outputs', () => {
    const stack = newStack({ env: ENV });
    const before = work('Before');
    const first = clean(stack, {
      arguments: { '--run': ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString, '--input': before.stepName }, dependsOn: [before],
      cache: Cache.expiringAfter(Duration.hours(1)), displayName: 'Clean it', description: 'Cleans',
    });
    const pipeline = pipelineOf(stack, before, first, new GlueJobStep('Sum', {
      job: jobOf(stack, 'sum'), arguments: { '--after': first.jobRunId.valueAsString, '--seconds': `${first.executionSeconds}` },
    }));
    expect(stepOf(pipeline, 'Clean')).toMatchObject({
      Arguments: { jobArguments: { '--run': { Get: 'Execution.PipelineExecutionId' }, '--input': 'Before' } },
      DependsOn: ['Before'], CacheConfig: { Enabled: true, ExpireAfter: 'PT1H' }, DisplayName: 'Clean it', Description: 'Cleans',
    });
    expect(stepOf(pipeline, 'Sum').Arguments.jobArguments).toMatchObject({ '--after': { Get: "Steps.Clean.OutputParameters['jobRunId']" } });
    expect([...mistakesOf(pipeline), ...problemsOf(pipeline)]).toEqual([]);
  });

  test('may be one of the template', () => {
    const stack = newStack({ env: ENV });
    const job = new glue.CfnJob(stack, 'Made', { role: 'arn:aws:iam::123456789012:role/glue', command: { name: 'glueetl' } });
    const pipeline = sound(() => [clean(stack, { job })], stack);
    expect(stepOf(pipeline, 'Clean').Arguments.jobName).toEqual({ Ref: 'Made' });
    expect(permissionsOf(stack, /WorkRole/)).toContain('glue:StartJobRun arn:aws:glue:eu-west-1:123456789012:job/<Made>');
  });

  test('takes the one permission to send', () => {
    expect(added((stack) => [clean(stack)])).toEqual({ pipeline: ['sqs:SendMessage on <SageMakerGlueRunnerQueue>'], jobs: [] });
  });

  test.each<[string, string]>([
    ['input', 'GlueArgumentName'], ['-input', 'GlueArgumentName'], ['--', 'GlueArgumentName'], ['--a b', 'GlueArgumentName'], ['--a=b', 'GlueArgumentName'],
    ['--JOB_NAME', 'GlueArgumentReserved'], ['--conf', 'GlueArgumentReserved'], ['--sagemaker-pipeline-callback', 'GlueArgumentReserved'],
    ['--i', 'accepted'], ['--job-bookmark-option', 'accepted'],
  ])('with an argument %s: %s', (name, code) => {
    expect(refusal(() => clean(newStack(), { arguments: { [name]: 'x' } }))).toContain(code);
  });
});

describe('a crawler of Glue', () => {
  test('is a callback to the same runner', () => {
    const stack = newStack({ env: ENV });
    const crawl = new GlueCrawlerStep('Crawl', { crawler: crawlerOf(stack) });
    const pipeline = sound(() => [crawl, clean(stack, { arguments: { '--crawl': crawl.crawlId.valueAsString } })], stack);
    expect(stepOf(pipeline, 'Crawl')).toMatchObject({
      Type: 'Callback', Arguments: { crawlerName: 'lake' }, SqsQueueUrl: stepOf(pipeline, 'Clean').SqsQueueUrl,
      OutputParameters: [{ OutputName: 'crawlId', OutputType: 'String' }],
    });
    expect(stepOf(pipeline, 'Clean').Arguments.jobArguments).toEqual({ '--crawl': { Get: "Steps.Crawl.OutputParameters['crawlId']" } });
  });
});

describe('the runner of a stack', () => {
  const stack = newStack({ env: ENV });
  pipelineOf(stack, clean(stack), new GlueCrawlerStep('Crawl', { crawler: crawlerOf(stack) }));
  new Pipeline(stack, 'Other', { pipelineName: 'Other' }).addSteps(new GlueJobStep('Sum', { job: jobOf(stack, 'sum') }));

  test('is one, which may run just the jobs and crawlers of its pipelines, and answer these', () => {
    expect(propertiesOf(stack, 'AWS::StepFunctions::StateMachine')).toHaveLength(1);
    const name = stack.resolve((stack.node.findChild('Training') as Pipeline).pipelineName).toLowerCase();
    const executions = [name, 'other'].map((each) => `${EXECUTIONS}${each}/execution/*`);
    expect(permissionsOf(stack, /WorkRole/)).toEqual([
      ...['BatchStopJobRun', 'GetJob', 'GetJobRuns'].flatMap((action) => ['clean', 'sum'].map((job) => `glue:${action} arn:aws:glue:eu-west-1:123456789012:job/${job}`)),
      'glue:ListCrawls arn:aws:glue:eu-west-1:123456789012:crawler/lake',
      'glue:StartCrawler arn:aws:glue:eu-west-1:123456789012:crawler/lake',
      ...['clean', 'sum'].map((job) => `glue:StartJobRun arn:aws:glue:eu-west-1:123456789012:job/${job}`),
      ...['DescribePipelineExecution', 'ListPipelineExecutionSteps', 'SendPipelineExecutionStepFailure', 'SendPipelineExecutionStepSuccess']
        .flatMap((action) => executions.map((arn) => `sagemaker:${action} ${arn}`)),
      'sqs:SendMessage <SageMakerGlueRunnerWorkDeadLettersQueue.Arn>',
    ].sort());
    expect(permissionsOf(stack, /MachineRole/)).toEqual(executions.map((arn) => `sagemaker:SendPipelineExecutionStepFailure ${arn}`).sort());
    expect(permissionsOf(stack, /TakeRole/)).toEqual([
      ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} <SageMakerGlueRunnerQueue.Arn>`),
      'sqs:SendMessage <SageMakerGlueRunnerTakeDeadLettersQueue.Arn>', 'states:StartExecution <SageMakerGlueRunnerMachine.Arn>',
    ]);
  });

  test('gives a message up to the queue of its function after five tries, long after that had its time', () => {
    const [queue] = propertiesOf(stack, 'AWS::SQS::Queue').filter(({ RedrivePolicy }) => RedrivePolicy);
    expect(queue).toMatchObject({ RedrivePolicy: { maxReceiveCount: 5 }, SqsManagedSseEnabled: true, VisibilityTimeout: 180 });
    expect(JSON.stringify(queue.RedrivePolicy)).toContain('TakeDeadLettersQueue');
    const [taker] = propertiesOf(stack, 'AWS::Lambda::Function').filter(({ Timeout }) => Timeout === 30);
    expect(taker.Environment.Variables).toHaveProperty('STATE_MACHINE_ARN');
    expect(propertiesOf(stack, 'AWS::Lambda::EventSourceMapping')).toEqual([expect.objectContaining({ BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] })]);
  });

  test('tells what could not be followed by three alarms', () => {
    expect(propertiesOf(stack, 'AWS::CloudWatch::Alarm').map(({ AlarmDescription }) => AlarmDescription)).toEqual(expect.arrayContaining([
      expect.stringContaining("'take-callbacks'"), expect.stringContaining("'run-glue'"), expect.stringContaining('Glue steps of pipelines that could not be followed'),
    ]));
  });
});

describe('a runner with a prefix', () => {
  test('gets one permission on it, and knows nothing of the stacks it serves', () => {
    const { app, shared, model, runner, pipeline } = platform();
    pipeline().addSteps(clean(model, { runner, job: jobOf(model, 'ml-clean') }), new GlueCrawlerStep('Crawl', { runner, crawler: crawlerOf(model, 'ml-lake') }));
    app.synth();
    expect([model.dependencies, shared.dependencies]).toEqual([[shared], []]);
    expect(permissionsOf(shared, /WorkRole/).filter((line) => /^(glue|sagemaker)/.test(line))).toEqual([
      'glue:BatchStopJobRun arn:aws:glue:eu-west-1:123456789012:job/ml-*', 'glue:GetJob arn:aws:glue:eu-west-1:123456789012:job/ml-*',
      'glue:GetJobRuns arn:aws:glue:eu-west-1:123456789012:job/ml-*', 'glue:ListCrawls arn:aws:glue:eu-west-1:123456789012:crawler/ml-*',
      'glue:StartCrawler arn:aws:glue:eu-west-1:123456789012:crawler/ml-*', 'glue:StartJobRun arn:aws:glue:eu-west-1:123456789012:job/ml-*',
      ...['DescribePipelineExecution', 'ListPipelineExecutionSteps', 'SendPipelineExecutionStepFailure', 'SendPipelineExecutionStepSuccess']
        .map((action) => `sagemaker:${action} ${EXECUTIONS}ml-*/execution/*`),
    ]);
  });

  test('lets pipelines use its key, and nobody else', () => {
    const { shared, model, runner, pipeline } = platform();
    pipeline().addSteps(clean(model, { runner, job: jobOf(model, 'ml-clean') }));
    expect(permissionsOf(model, /TrainingRole/).filter((line) => line.startsWith('kms'))).toHaveLength(2);
    expect(propertiesOf(shared, 'AWS::SQS::Queue').every(({ KmsMasterKeyId }) => KmsMasterKeyId !== undefined)).toBe(true);
  });

  test.each<[string, string, (made: ReturnType<typeof platform>) => void]>([
    ['another pipeline', 'GlueRunnerPrefixDiffers', ({ model, runner, pipeline }) => pipeline('income').addSteps(clean(model, { runner, job: jobOf(model, 'ml-clean') }))],
    ['another job', 'GlueRunnerPrefixDiffers', ({ model, runner, pipeline }) => pipeline().addSteps(clean(model, { runner }))],
    ['another crawler', 'GlueRunnerPrefixDiffers', ({ model, runner, pipeline }) => pipeline().addSteps(new GlueCrawlerStep('Crawl', { runner, crawler: crawlerOf(model) }))],
    ['a job of the app with another name', 'GlueRunnerPrefixDiffers', ({ model, runner, pipeline }) => pipeline().addSteps(clean(model, { runner, job: madeJob(model, 'clean') }))],
    ['a job that CloudFormation names', 'GlueRunnerNameMade', ({ model, runner, pipeline }) => pipeline().addSteps(clean(model, { runner, job: madeJob(model) }))],
    ['a crawler that CloudFormation names', 'GlueRunnerNameMade', ({ model, runner, pipeline }) => pipeline().addSteps(new GlueCrawlerStep('Crawl', {
      runner, crawler: new glue.CfnCrawler(model, 'Lake', { role: 'glue', targets: {} }),
    }))],
    ['a job of the app with its prefix', 'accepted', ({ model, runner, pipeline }) => pipeline().addSteps(clean(model, { runner, job: madeJob(model, 'ml-clean') }))],
    ['a job whose name is known later', 'accepted', ({ model, runner, pipeline }) => pipeline().addSteps(clean(model, { runner, job: jobOf(model, new CfnParameter(model, 'Name').valueAsString) }))],
    ['a job of its own', 'accepted', ({ model, runner, pipeline }) => pipeline().addSteps(clean(model, { runner, job: jobOf(model, 'ml-') }))],
  ])('serves %s: %s', (_, code, add) => {
    const made = platform();
    expect(refusal(() => add(made))).toContain(code);
  });

  test('fails for an empty one', () => {
    expect(refusal(() => platform({ namePrefix: '' }))).toContain('GlueRunnerPrefixEmpty');
  });
});

describe('its state machine', () => {
  const stack = newStack({ env: ENV });
  new GlueRunner(stack, 'Runner');
  const [{ DefinitionString, LoggingConfiguration }] = propertiesOf(stack, 'AWS::StepFunctions::StateMachine');
  const { StartAt, States, TimeoutSeconds } = JSON.parse(text(DefinitionString));

  test('looks until there is nothing more to do', () => {
    expect(StartAt).toBe('Look');
    expect(States.Look).toMatchObject({ OutputPath: '$.Payload', Next: 'IsThereMoreToDo', Resource: 'arn:aws:states:::lambda:invoke' });
    expect(States.Look.Parameters.Payload).toEqual({ 'callback.$': '$$.Execution.Input', 'startTime.$': '$$.Execution.StartTime', 'before.$': '$' });
    expect(States.IsThereMoreToDo).toMatchObject({ Choices: [{ Variable: '$.next', StringEquals: 'WAIT', Next: 'Wait' }], Default: 'Done' });
    expect(States.Wait).toEqual({ Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Look' });
    expect(LoggingConfiguration).toMatchObject({ Level: 'ALL' });
  });

  test('outlives the week for which SageMaker waits', () => {
    expect(TimeoutSeconds).toBeGreaterThan(7 * 86_400);
  });

  test('fails the step, and then itself, where the function cannot look', () => {
    expect(States.Look.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.refusal', Next: 'FailStep' }]);
    expect(States.FailStep).toMatchObject({ Resource: 'arn:aws:states:::aws-sdk:sagemaker:sendPipelineExecutionStepFailure', Next: 'Lost' });
    expect(States.FailStep.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Lost' }]);
    expect(States.Lost).toEqual({ Type: 'Fail', ErrorPath: '$.refusal.Error', CausePath: '$.refusal.Cause' });
  });

  test('tries again after random waits, but not what is malformed', () => {
    expect(States.Look.Retry[0]).toEqual({ ErrorEquals: ['MalformedEventError'], MaxAttempts: 0 });
    [States.Look, States.FailStep].forEach(({ Retry }) => expect(Retry.at(-1)).toMatchObject({ JitterStrategy: 'FULL', BackoffRate: 2 }));
  });
});

test('cdk-nag finds nothing', () => {
  const { app, model, runner, pipeline } = platform();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  pipeline().addSteps(clean(model, { runner, job: jobOf(model, 'ml-clean') }));
  const alone = new Stack(app, 'Alone', { env: ENV });
  pipelineOf(alone, clean(alone), new GlueCrawlerStep('Crawl', { crawler: crawlerOf(alone) }));
  expect(() => app.synth()).not.toThrow();
});
