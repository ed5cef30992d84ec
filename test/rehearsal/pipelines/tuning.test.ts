import type { Json } from '../../../rehearsal/sagemaker/api';
import { PipelineRunner, type StepState } from '../../../rehearsal/pipelines/runner';
import { choices } from '../../../rehearsal/pipelines/steps/hyperparameters';
import { S3Fake } from '../containers/s3-fake';
import { get, join, pipeline } from './definitions';
import { RecordingApi } from './recording-api';

const s3 = new S3Fake();
beforeAll(() => s3.start());
afterAll(() => s3.stop());

/** A SageMaker whose jobs reach what their depth is worth. */
class WorthOfDepth extends RecordingApi {
  override async call(operation: string, input: Json): Promise<Json> {
    const answer = await super.call(operation, input);
    return operation === 'DescribeTrainingJob'
      ? { ...answer, FinalMetricDataList: [{ MetricName: 'auc', Value: 1 - Math.abs(Number(answer.HyperParameters?.depth) - 5) / 10 }] }
      : answer;
  }
}

const config = (type: string, more: Json = {}) => ({
  Strategy: 'Random',
  ResourceLimits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 2 },
  HyperParameterTuningJobObjective: { Type: type, MetricName: 'auc' },
  ParameterRanges: { IntegerParameterRanges: [{ Name: 'depth', MinValue: '1', MaxValue: '9' }] },
  ...more,
});
const tune = (settings: Json) => ({
  Name: 'Tune', Type: 'Tuning', Arguments: {
    HyperParameterTuningJobConfig: settings,
    TrainingJobDefinition: {
      StaticHyperParameters: { seed: '1' }, OutputDataConfig: { S3OutputPath: 's3://m' }, HyperParameterTuningResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    },
  },
});
const keep = {
  Name: 'Make', Type: 'Model', Arguments: {
    PrimaryContainer: { ModelDataUrl: join('/', 's3://m', get('Steps.Tune.TrainingJobSummaries[0].TrainingJobName'), 'output/model.tar.gz') },
    Best: get("Steps.Tune.BestTrainingJob.TunedHyperParameters['depth']"),
  },
};

async function execute(api: RecordingApi, ...steps: Json[]) {
  const states: StepState[] = [];
  const result = await new PipelineRunner(api, s3.client(), { pollMs: 5, secondMs: 1 }).execute({
    definition: pipeline(steps), parameters: {}, pipelineName: 'Income', pipelineArn: 'arn:pipeline/income', executionId: 'abcdef123456',
    executionArn: 'arn:pipeline/income/execution/abcdef123456', signal: new AbortController().signal, onStep: (state) => states.push(state),
  });
  return { result, states };
}

test.each([['Maximize', 1], ['Minimize', -1]])('a search to %s the objective hands on the best of its jobs', async (type, sign) => {
  const api = new WorthOfDepth();
  const { result } = await execute(api, tune(config(type)), keep);
  expect(result).toEqual({ status: 'Succeeded' });
  const jobs = api.inputs('CreateTrainingJob');
  expect(jobs).toHaveLength(4);
  expect(api.peak).toBe(2);
  expect(jobs[0]).toMatchObject({ TrainingJobName: 'abcdef123456-Tune-001', HyperParameters: { seed: '1' }, ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 } });
  const worth = ({ HyperParameters: { depth } }: Json) => sign * (10 - Math.abs(Number(depth) - 5));
  const best = [...jobs].sort((one, other) => worth(other) - worth(one))[0];
  const [made] = api.inputs('CreateModel');
  expect(worth({ HyperParameters: { depth: made.Best } })).toBe(worth(best));
  expect(made.PrimaryContainer.ModelDataUrl).toMatch(/^s3:\/\/m\/abcdef123456-Tune-00\d\/output\/model\.tar\.gz$/);
});

test('a search fails when no job reports the objective', async () => {
  const { result, states } = await execute(new RecordingApi(), tune(config('Maximize')));
  expect(result.status).toBe('Failed');
  expect(states[states.length - 1].failureReason).toContain('no training job of abcdef123456-Tune reported auc');
});

test('values by chance lie in their ranges, and are the same each time', () => {
  const ranges = {
    ContinuousParameterRanges: [{ Name: 'eta', MinValue: '0.001', MaxValue: '1', ScalingType: 'Logarithmic' }, { Name: 'p', MinValue: '0', MaxValue: '0.9', ScalingType: 'ReverseLogarithmic' }],
    IntegerParameterRanges: [{ Name: 'depth', MinValue: '2', MaxValue: '4' }],
    CategoricalParameterRanges: [{ Name: 'kind', Values: ['a', 'b'] }],
  };
  const tried = choices(ranges, 'Random', 50, 7);
  for (const { eta, p, depth, kind } of tried) {
    expect(Number(eta) >= 0.001 && Number(eta) <= 1 && Number(p) >= 0 && Number(p) <= 0.9).toBe(true);
    expect(['2', '3', '4']).toContain(depth);
    expect(['a', 'b']).toContain(kind);
  }
  expect(new Set(tried.map(({ eta }) => eta)).size).toBe(50);
  expect(choices(ranges, 'Random', 50, 7)).toEqual(tried);
  expect(choices(ranges, 'Random', 50, 8)).not.toEqual(tried);
});

test('a grid has each combination once', () => {
  const ranges = { CategoricalParameterRanges: [{ Name: 'a', Values: ['1', '2'] }, { Name: 'b', Values: ['x', 'y', 'z'] }] };
  expect(choices(ranges, 'Grid', 6, 1)).toHaveLength(6);
  expect(new Set(choices(ranges, 'Grid', 6, 1).map((choice) => JSON.stringify(choice))).size).toBe(6);
});
