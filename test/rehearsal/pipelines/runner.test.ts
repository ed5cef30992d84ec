import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StepState } from '../../../rehearsal/pipelines/runner';
import { DeployedFunctions, type Functions } from '../../../rehearsal/pipelines/functions';
import { PipelineRunner } from '../../../rehearsal/pipelines/runner';
import { S3Fake } from '../containers/s3-fake';
import { condition, fail, get, join, pipeline, step } from './definitions';
import { RecordingApi } from './recording-api';

const s3 = new S3Fake();
beforeAll(() => s3.start());
afterAll(() => s3.stop());

async function execute(api: RecordingApi, definition: any, parameters: Record<string, string> = {}, abort = new AbortController(), functions?: Functions) {
  const states: StepState[] = [];
  const result = await new PipelineRunner(api, s3.client(), { pollMs: 5, secondMs: 1, functions }).execute({
    definition, parameters, pipelineName: 'Income', pipelineArn: 'arn:pipeline/income', executionId: 'abcdef123456',
    executionArn: 'arn:pipeline/income/execution/abcdef123456', signal: abort.signal, onStep: (state) => states.push(state),
  });
  const last = new Map(states.map((state) => [state.name, state]));
  return { result, states, last, ends: Object.fromEntries([...last].map(([name, state]) => [name, state.status])) };
}

const metric = { 'Std:JsonGet': { PropertyFile: get('Steps.Evaluate.PropertyFiles.Report'), Path: 'metrics.auc[0].value' } };

/** Prepare, train, evaluate, decide: the usual chain. */
const lifecycle = pipeline([
  step('Prepare', {
    Arguments: { ProcessingOutputConfig: { Outputs: [{ OutputName: 'train', S3Output: { S3Uri: join('/', 's3://data', get('Execution.PipelineExecutionId')) } }] } },
  }),
  {
    Name: 'Train', Type: 'Training',
    Arguments: {
      HyperParameters: { depth: join('', get('Parameters.Depth')), job: get('Execution.TrainingJobName') },
      InputDataConfig: [{ S3Uri: get("Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri") }],
    },
  },
  step('Evaluate', {
    DependsOn: ['Prepare'],
    Arguments: {
      Model: get('Steps.Train.ModelArtifacts.S3ModelArtifacts'),
      ProcessingOutputConfig: { Outputs: [{ OutputName: 'report', S3Output: { S3Uri: 's3://reports/1/' } }] },
    },
    PropertyFiles: [{ PropertyFileName: 'Report', OutputName: 'report', FilePath: 'evaluation.json' }],
  }),
  condition('GoodEnough', [{ Type: 'GreaterThanOrEqualTo', LeftValue: metric, RightValue: get('Parameters.Bar') }], [
    { Name: 'Register', Type: 'RegisterModel', Arguments: { ModelPackageGroupName: 'income', Rounds: get('Parameters.Depth') } },
  ], [fail('TooWeak', join(' ', 'auc was', metric))]),
], { Parameters: [{ Name: 'Depth', Type: 'Integer', DefaultValue: 6 }, { Name: 'Bar', Type: 'Float' }] });

const trained = { Train: { description: { ModelArtifacts: { S3ModelArtifacts: 's3://m/model.tar.gz' } } } };

test('runs steps in the order of their references, with values in their places', async () => {
  s3.put('s3://reports/1/evaluation.json', '{"metrics": {"auc": [{"value": 0.91}]}}');
  const api = new RecordingApi(trained);

  const { result, last, ends } = await execute(api, lifecycle, { Bar: '0.85' });

  expect(result).toEqual({ status: 'Succeeded' });
  expect(ends).toEqual({ Prepare: 'Succeeded', Train: 'Succeeded', Evaluate: 'Succeeded', GoodEnough: 'Succeeded', Register: 'Succeeded' });
  const [training] = api.inputs('CreateTrainingJob');
  expect(training).toEqual({
    TrainingJobName: expect.stringMatching(/^pipelines-abcdef123456-Train-[A-Za-z0-9]{10}$/),
    HyperParameters: { depth: '6', job: training.TrainingJobName },
    InputDataConfig: [{ S3Uri: 's3://data/abcdef123456' }],
  });
  expect(api.inputs('CreateProcessingJob')[1].Model).toBe('s3://m/model.tar.gz');
  expect(api.inputs('CreateModelPackage')).toEqual([{ ModelPackageGroupName: 'income', Rounds: 6 }]);
  expect(last.get('Train')!.metadata).toEqual({ TrainingJob: { Arn: `arn:${training.TrainingJobName}` } });
  expect(last.get('GoodEnough')!.metadata).toEqual({ Condition: { Outcome: 'True' } });
  expect(last.get('Register')!.metadata).toEqual({ RegisterModel: { Arn: 'arn:package/1' } });
  expect(last.get('Train')!.endTime).toBeGreaterThanOrEqual(last.get('Train')!.startTime!);
});

test('takes the other branch of a condition, and a Fail step gives its message', async () => {
  s3.put('s3://reports/1/evaluation.json', '{"metrics": {"auc": [{"value": 0.5}]}}');
  const api = new RecordingApi(trained);

  const { result, last, ends } = await execute(api, lifecycle, { Bar: '0.85' });

  expect(result).toEqual({ status: 'Failed', failureReason: 'Step failure: One or multiple steps failed.' });
  expect(ends).toMatchObject({ GoodEnough: 'Succeeded', TooWeak: 'Failed' });
  expect(last.get('TooWeak')).toMatchObject({ failureReason: 'auc was 0.5', metadata: { Fail: { ErrorMessage: 'auc was 0.5' } } });
  expect(api.inputs('CreateModelPackage')).toEqual([]);
});

test('fails the step whose metric is not in the property file', async () => {
  s3.put('s3://reports/1/evaluation.json', '{"metrics": {}}');
  const { last } = await execute(new RecordingApi(trained), lifecycle, { Bar: '0.85' });
  expect(last.get('GoodEnough')).toMatchObject({
    status: 'Failed', failureReason: "ClientError: JsonGet: s3://reports/1/evaluation.json has no value at 'metrics.auc[0].value'",
  });
});

test('fails the step whose property file is missing', async () => {
  s3.objects.delete('reports/1/evaluation.json');
  const { last } = await execute(new RecordingApi(trained), lifecycle, { Bar: '0.85' });
  expect(last.get('GoodEnough')!.failureReason).toMatch(/^ClientError: JsonGet: s3:\/\/reports\/1\/evaluation.json cannot be read: /);
});

test('runs independent steps side by side', async () => {
  const api = new RecordingApi({ A: { looks: 5 }, B: { looks: 5 } });
  await execute(api, pipeline([step('A'), step('B'), step('C', { DependsOn: ['A', 'B'] })]));
  expect(api.peak).toBe(2);
  expect(api.inputs('CreateProcessingJob')[2].ProcessingJobName).toContain('-C-');
});

test('starts nothing after a failure, but lets running steps end', async () => {
  const api = new RecordingApi({ Bad: { status: 'Failed', reason: 'AlgorithmError: ValueError: x, exit code: 1' }, Slow: { looks: 10 } });
  const { result, last, ends } = await execute(api, pipeline([step('Bad'), step('Slow'), step('After', { DependsOn: ['Bad'] }), step('Later', { DependsOn: ['Slow'] })]));
  expect(result.status).toBe('Failed');
  expect(ends).toEqual({ Bad: 'Failed', Slow: 'Succeeded' });
  expect(last.get('Bad')!.failureReason).toBe('ClientError: AlgorithmError: ValueError: x, exit code: 1');
});

test('fails a step that the service refuses, with its words', async () => {
  const api = new RecordingApi({ A: { status: 'Refused', reason: 'RoleArn is missing' } });
  const { last } = await execute(api, pipeline([step('A')]));
  expect(last.get('A')).toMatchObject({ status: 'Failed', failureReason: 'ClientError: ValidationException: RoleArn is missing' });
});

test('stops the running job when it is asked to, and starts no more', async () => {
  const abort = new AbortController();
  const api = new RecordingApi({ A: { looks: 1000 } });
  setTimeout(() => abort.abort(), 40);
  const { result, states, ends } = await execute(api, pipeline([step('A'), step('B', { DependsOn: ['A'] })]), {}, abort);
  expect(result).toEqual({ status: 'Stopped' });
  expect(ends).toEqual({ A: 'Stopped' });
  expect(states.map((state) => state.status)).toEqual(['Starting', 'Executing', 'Executing', 'Stopping', 'Stopped']);
  expect(api.inputs('StopProcessingJob')).toHaveLength(1);
});

test('runs nothing when all steps stand in a branch that is not chosen', async () => {
  const inner = condition('Inner', [{ Type: 'Equals', LeftValue: 1, RightValue: 1 }], [step('Deep')]);
  const api = new RecordingApi();
  const { result, ends } = await execute(api, pipeline([condition('Outer', [{ Type: 'Equals', LeftValue: 1, RightValue: 2 }], [inner, step('X')])]));
  expect(result).toEqual({ status: 'Succeeded' });
  expect(ends).toEqual({ Outer: 'Succeeded' });
});

test('runs conditions within conditions', async () => {
  const inner = condition('Inner', [{ Type: 'Equals', LeftValue: get('Steps.Outer.Outcome'), RightValue: 'True' }], [step('Deep')], [fail('No')]);
  const { ends } = await execute(new RecordingApi(), pipeline([condition('Outer', [{ Type: 'Equals', LeftValue: 1, RightValue: 1 }], [inner])]));
  expect(ends).toEqual({ Outer: 'Succeeded', Inner: 'Succeeded', Deep: 'Succeeded' });
});

test('tries a step again as often as its retry policy says', async () => {
  const policy = { ExceptionType: ['SageMaker.CAPACITY_ERROR'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 2 };
  const capacity = { status: 'Failed', reason: 'CapacityError: no ml.m5.large' };
  const mended = new RecordingApi({ A: [capacity, capacity, {}] });
  expect((await execute(mended, pipeline([step('A', { RetryPolicies: [policy] })]))).result.status).toBe('Succeeded');
  const spent = new RecordingApi({ A: capacity });
  expect((await execute(spent, pipeline([step('A', { RetryPolicies: [policy] })]))).result.status).toBe('Failed');
  expect(spent.inputs('CreateProcessingJob')).toHaveLength(3);
  const other = new RecordingApi({ A: { status: 'Failed', reason: 'AlgorithmError' } });
  await execute(other, pipeline([step('A', { RetryPolicies: [policy] })]));
  expect(other.inputs('CreateProcessingJob')).toHaveLength(1);
});

test('fails an unsound definition without a call', async () => {
  const api = new RecordingApi();
  const { result } = await execute(api, pipeline([step('A', { DependsOn: ['Nobody'] })]));
  expect(result.failureReason).toBe("Unable to parse pipeline definition. step 'A' depends on 'Nobody', which is not a step.");
  expect(api.calls).toEqual([]);
});

describe('a function', () => {
  const calling = (outputs: Record<string, string>) => pipeline([
    step('Prepare', { Arguments: { ProcessingOutputConfig: { Outputs: [{ OutputName: 'train', S3Output: { S3Uri: 's3://data/1' } }] } } }),
    {
      Name: 'Find', Type: 'Lambda', FunctionArn: 'arn:find',
      Arguments: { data: get("Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri"), depth: get('Parameters.Depth'), nested: { text: join('', 'run ', get('Execution.PipelineName')) } },
      OutputParameters: Object.entries(outputs).map(([OutputName, OutputType]) => ({ OutputName, OutputType })),
    },
    step('Use', { Arguments: { Model: get("Steps.Find.OutputParameters['url']"), Rounds: join('', get("Steps.Find.OutputParameters['count']")) } }),
  ], { Parameters: [{ Name: 'Depth', Type: 'Integer', DefaultValue: 6 }] });
  const run = async (answer: unknown, outputs: Record<string, string> = { url: 'String', count: 'Integer' }) => {
    const calls: unknown[] = [];
    const api = new RecordingApi();
    const functions = { invoke: (arn: string, input: unknown) => (calls.push([arn, input]), Promise.resolve(answer)) };
    return { calls, api, ...await execute(api, calling(outputs), {}, undefined, functions) };
  };

  test('gets its arguments, and other steps get its answer', async () => {
    const { calls, api, last, result } = await run({ url: 's3://m/model.tar.gz', count: 3, more: 'is not asked for' });
    expect(result).toEqual({ status: 'Succeeded' });
    expect(calls).toEqual([['arn:find', { data: 's3://data/1', depth: 6, nested: { text: 'run Income' } }]]);
    expect(api.inputs('CreateProcessingJob')[1]).toMatchObject({ Model: 's3://m/model.tar.gz', Rounds: '3' });
    expect(last.get('Find')!.metadata).toEqual({
      Lambda: { Arn: 'arn:find', OutputParameters: [{ Name: 'url', Value: 's3://m/model.tar.gz' }, { Name: 'count', Value: '3' }] },
    });
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, "the function's answer has no 'url', which is an output of the step"],
    ['no object', 'text', "the function's answer has no 'url'"],
    ['too little', { url: 'a' }, "the function's answer has no 'count'"],
    ['another type', { url: 'a', count: '3' }, `the function's answer has "3" as 'count', which is not of type Integer`],
    ['too much', { url: 'x'.repeat(1025), count: 3 }, 'or longer than 1024'],
  ])('fails its step when it answers %s', async (_, answer, problem) => {
    const { result, last, api } = await run(answer);
    expect(result.status).toBe('Failed');
    expect(last.get('Find')).toMatchObject({ status: 'Failed', metadata: { Lambda: { Arn: 'arn:find' } } });
    expect(last.get('Find')!.failureReason).toContain(problem);
    expect(api.inputs('CreateProcessingJob')).toHaveLength(1);
  });

  test('fails its step where nobody knows of functions', async () => {
    const { last } = await execute(new RecordingApi(), calling({ url: 'String', count: 'Integer' }));
    expect(last.get('Find')!.failureReason).toBe('ClientError: there is no Lambda function arn:find: this runner was not told where functions are');
  });
});

describe('a deployed function', () => {
  const answering = async (status: Record<string, string>, body: unknown) => {
    const asked: { url?: string; body: string }[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => { text += chunk; }).on('end', () => {
        asked.push({ url: request.url, body: text });
        response.writeHead(200, status).end(body === undefined ? '' : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const functions = new DeployedFunctions(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'us-east-1');
    const answer = await functions.invoke('arn:aws:lambda:us-east-1:000000000000:function:find', { a: 1 }).catch((error: Error) => error);
    functions.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return { answer, asked };
  };

  test('is called with its event and gives its answer', async () => {
    const { answer, asked } = await answering({}, { url: 'x' });
    expect(answer).toEqual({ url: 'x' });
    expect(asked).toEqual([{ url: '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Afind/invocations', body: '{"a":1}' }]);
  });

  test('may answer nothing', async () => {
    expect((await answering({}, undefined)).answer).toBeNull();
  });

  test.each([
    [{ errorType: 'MalformedEventError', errorMessage: 'no candidate' }, 'failed: MalformedEventError: no candidate'],
    [{}, 'failed: Unhandled: it said nothing'],
  ])('that throws fails with its own words', async (error, words) => {
    const { answer } = await answering({ 'x-amz-function-error': 'Unhandled' }, error);
    expect((answer as Error).message).toBe(`Lambda function arn:aws:lambda:us-east-1:000000000000:function:find ${words}`);
  });
});
