import type { StepState } from '../../../rehearsal/pipelines/runner';
import { PipelineRunner } from '../../../rehearsal/pipelines/runner';
import { S3Fake } from '../containers/s3-fake';
import { condition, fail, get, join, pipeline, step } from './definitions';
import { RecordingApi } from './recording-api';

const s3 = new S3Fake();
beforeAll(() => s3.start());
afterAll(() => s3.stop());

async function execute(api: RecordingApi, definition: any, parameters: Record<string, string> = {}, abort = new AbortController()) {
  const states: StepState[] = [];
  const result = await new PipelineRunner(api, s3.client(), { pollMs: 5, secondMs: 1 }).execute({
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
