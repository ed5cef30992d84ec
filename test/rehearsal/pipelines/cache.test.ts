import { PipelineRunner, type StepState } from '../../../rehearsal/pipelines/runner';
import { StepCache } from '../../../rehearsal/pipelines/cache';
import type { Json } from '../../../rehearsal/sagemaker/api';
import { S3Fake } from '../containers/s3-fake';
import { get, join, pipeline, step } from './definitions';
import { RecordingApi, type Script } from './recording-api';

const s3 = new S3Fake();
beforeAll(() => s3.start());
afterAll(() => s3.stop());

const CacheConfig = { Enabled: true, ExpireAfter: 'P30D' };
/** Executions of one pipeline after the other, with one cache. */
class Executions {
  readonly api: RecordingApi;
  private readonly cache = new StepCache();
  private count = 0;

  constructor(scripts: Record<string, Script | Script[]> = {}, private readonly functions?: { invoke: (arn: string, input: Json) => Promise<unknown> }) {
    this.api = new RecordingApi(scripts);
  }

  async run(steps: Json[], more: { pipelineArn?: string; parameters?: Record<string, string>; secondMs?: number } = {}) {
    const { pipelineArn = 'arn:pipeline/a', parameters = {}, secondMs = 1000 } = more;
    const executionArn = `${pipelineArn}/execution/${++this.count}`;
    const last = new Map<string, StepState>();
    const definition = pipeline(steps, { Parameters: Object.keys(parameters).map((Name) => ({ Name, Type: 'String' })) });
    const result = await new PipelineRunner(this.api, s3.client(), { pollMs: 5, secondMs, cache: this.cache, functions: this.functions }).execute({
      definition, parameters, pipelineName: 'a', pipelineArn, executionId: `e${this.count}`, executionArn, signal: new AbortController().signal,
      onStep: (state) => last.set(state.name, state),
    });
    return { result, last };
  }

  get jobs(): number {
    return this.api.calls.filter(({ operation }) => operation.startsWith('Create')).length;
  }
}

const prepare = (more: Json = {}, config: Json = CacheConfig) => step('Prepare', {
  CacheConfig: config,
  Arguments: {
    AppSpecification: { ImageUri: 'image', ContainerArguments: [get('Parameters.Rows')] },
    ProcessingOutputConfig: { Outputs: [{ OutputName: 'train', S3Output: { S3Uri: join('/', 's3://data', get('Execution.PipelineExecutionId')) } }] }, ...more,
  },
});
const use = step('Use', { Arguments: { Data: get("Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri") } });
const parameters = { Rows: '10' };

test('a step with equal arguments is not run again: what it left is taken over, and so is what it shows', async () => {
  const executions = new Executions();
  const first = await executions.run([prepare(), use], { parameters });
  const second = await executions.run([prepare(), use], { parameters });
  expect([first.result.status, second.result.status]).toEqual(['Succeeded', 'Succeeded']);
  expect(executions.jobs).toBe(3);
  expect(executions.api.inputs('CreateProcessingJob').map(({ Data }) => Data)).toEqual([undefined, 's3://data/e1', 's3://data/e1']);
  expect(first.last.get('Prepare')).not.toHaveProperty('cachedFrom');
  expect(second.last.get('Prepare')).toMatchObject({ status: 'Succeeded', cachedFrom: 'arn:pipeline/a/execution/1', metadata: first.last.get('Prepare')!.metadata });
});

test('results of a chain are taken over together, since what one took over is what the next is compared with', async () => {
  const executions = new Executions();
  const train = {
    Name: 'Train', Type: 'Training', CacheConfig, Arguments: {
      HyperParameters: { depth: '3' }, InputDataConfig: [{ S3Uri: get("Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri") }],
      OutputDataConfig: { S3OutputPath: join('/', 's3://m', get('Execution.PipelineExecutionId')) },
    },
  };
  await executions.run([prepare(), train], { parameters });
  const { last } = await executions.run([prepare(), train], { parameters });
  expect(executions.jobs).toBe(2);
  expect(last.get('Train')).toMatchObject({ cachedFrom: 'arn:pipeline/a/execution/1' });
});

test.each<[string, Json, object]>([
  ['another argument', prepare(), { parameters: { Rows: '11' } }],
  ['another environment', prepare({ Environment: { A: '1' } }), { parameters }],
  ['another pipeline', prepare(), { parameters, pipelineArn: 'arn:pipeline/b' }],
  ['a step that takes nothing over', prepare({}, { Enabled: false }), { parameters }],
  ['a result that is too old', prepare({}, { Enabled: true, ExpireAfter: 'PT1M' }), { parameters, secondMs: 0 }],
])('the work is done again for %s', async (_, changed, more) => {
  const executions = new Executions();
  await executions.run([prepare()], { parameters });
  await executions.run([changed], more);
  expect(executions.jobs).toBe(2);
});

test.each<[string, Json]>([
  ['where outputs go', prepare({ ProcessingOutputConfig: { Outputs: [] } })],
  ['the instances', prepare({ ProcessingResources: { ClusterConfig: { InstanceCount: 2 } } })],
  ['an age without end', prepare({}, { Enabled: true })],
])('%s is not compared', async (_, changed) => {
  const executions = new Executions();
  await executions.run([prepare()], { parameters });
  await executions.run([changed], { parameters });
  expect(executions.jobs).toBe(1);
});

test('a result that failed is not taken over', async () => {
  const executions = new Executions({ Prepare: [{ status: 'Failed', reason: 'AlgorithmError' }, {}] });
  expect((await executions.run([prepare()], { parameters })).result.status).toBe('Failed');
  expect((await executions.run([prepare()], { parameters })).result.status).toBe('Succeeded');
  expect((await executions.run([prepare()], { parameters })).last.get('Prepare')).toHaveProperty('cachedFrom', 'arn:pipeline/a/execution/2');
  expect(executions.jobs).toBe(2);
});

test('a function is called once for the same function and arguments', async () => {
  const calls: unknown[] = [];
  const executions = new Executions({}, { invoke: (arn, input) => Promise.resolve(calls.push([arn, input])).then((count) => ({ count })) });
  const call = (arn: string) => ({
    Name: 'Count', Type: 'Lambda', FunctionArn: arn, Arguments: { rows: get('Parameters.Rows') }, CacheConfig, OutputParameters: [{ OutputName: 'count', OutputType: 'Integer' }],
  });
  const told = step('Tell', { Arguments: { Count: get("Steps.Count.OutputParameters['count']") } });
  for (const arn of ['arn:one', 'arn:one', 'arn:two']) {
    await executions.run([call(arn), told], { parameters });
  }
  expect(calls).toEqual([['arn:one', { rows: '10' }], ['arn:two', { rows: '10' }]]);
  expect(executions.api.inputs('CreateProcessingJob').map(({ Count }) => Count)).toEqual([1, 1, 2]);
});

test('a step that cannot have one fails for a wrong age, and says so', async () => {
  const { last } = await new Executions().run([prepare({}, { Enabled: true, ExpireAfter: 'a month' })], { parameters });
  expect(last.get('Prepare')!.failureReason).toBe("ClientError: CacheConfig: ExpireAfter 'a month' is not a duration such as P30D or PT1H");
});

test('a step tells how often it was tried', async () => {
  const capacity: Script = { status: 'Failed', reason: 'CapacityError: no machine' };
  const executions = new Executions({ Prepare: [capacity, capacity, {}] });
  const retried = { ...prepare(), RetryPolicies: [{ ExceptionType: ['SageMaker.CAPACITY_ERROR'], MaxAttempts: 2 }] };
  const { last } = await executions.run([retried], { parameters, secondMs: 1 });
  expect(last.get('Prepare')).toMatchObject({ status: 'Succeeded', attempts: 3 });
});
