import {
  CreateHyperParameterTuningJobCommand, DeleteHyperParameterTuningJobCommand, DescribeHyperParameterTuningJobCommand, DescribeTrainingJobCommand,
  ListHyperParameterTuningJobsCommand, ListTrainingJobsForHyperParameterTuningJobCommand, StopHyperParameterTuningJobCommand,
  type CreateHyperParameterTuningJobCommandInput, type HyperParameterTuningJobConfig,
} from '@aws-sdk/client-sagemaker';
import { PipelineRunner, type StepState } from '../../../rehearsal/pipelines/runner';
import type { Json } from '../../../rehearsal/sagemaker/api';
import { GaussianProcess } from '../../../rehearsal/sagemaker/tuning/gaussian-process';
import { chance, Space } from '../../../rehearsal/sagemaker/tuning/hyperparameters';
import { strategyOf } from '../../../rehearsal/sagemaker/tuning/strategies';
import { get, join, pipeline } from '../pipelines/definitions';
import { Stage, eventually } from './stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
  // Jobs reach what their depth is worth: five is best.
  stage.work.jobMs = 20;
  const { runTraining } = stage.work.jobRunner;
  stage.work.jobRunner.runTraining = async (request: any, signal: AbortSignal) => ({
    ...await runTraining(request, signal), finalMetrics: [{ MetricName: 'auc', Value: 1 - Math.abs(Number(request.HyperParameters.depth) - 5) / 10, Timestamp: new Date() }],
  });
});
afterEach(() => stage.close());

const Name = { HyperParameterTuningJobName: 'Search' };
const trainer = {
  RoleArn: 'arn:aws:iam::000000000000:role/ml/job', AlgorithmSpecification: { TrainingImage: 'repository/image:1', TrainingInputMode: 'File' as const },
  OutputDataConfig: { S3OutputPath: 's3://ml/models' }, StoppingCondition: { MaxRuntimeInSeconds: 60 }, StaticHyperParameters: { seed: '1' },
  HyperParameterTuningResourceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 10 },
};
const depths = { IntegerParameterRanges: [{ Name: 'depth', MinValue: '1', MaxValue: '9' }] };
const config = (more: Partial<HyperParameterTuningJobConfig> = {}): HyperParameterTuningJobConfig => ({
  Strategy: 'Random', ResourceLimits: { MaxNumberOfTrainingJobs: 6, MaxParallelTrainingJobs: 2 },
  HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'auc' }, ParameterRanges: depths, ...more,
});
type Request = Partial<CreateHyperParameterTuningJobCommandInput>;
async function search(more: Partial<HyperParameterTuningJobConfig> = {}, request: Request = { TrainingJobDefinition: trainer }) {
  await stage.sagemaker.send(new CreateHyperParameterTuningJobCommand({ ...Name, HyperParameterTuningJobConfig: config(more), ...request }));
}
const describe_ = () => stage.sagemaker.send(new DescribeHyperParameterTuningJobCommand(Name));
const ended = (status: string) => eventually(describe_, (job) => job.HyperParameterTuningJobStatus === status);
const jobs = async (more: object = {}) =>
  (await stage.sagemaker.send(new ListTrainingJobsForHyperParameterTuningJobCommand({ ...Name, ...more }))).TrainingJobSummaries!;
const valueOf = ({ FinalHyperParameterTuningJobObjectiveMetric: metric }: Json): number => metric.Value;

test.each([['Maximize', 1], ['Minimize', -1]] as const)('a search to %s the objective knows the best of its jobs', async (Type, sign) => {
  await search({ HyperParameterTuningJobObjective: { Type, MetricName: 'auc' } });
  const job = await ended('Completed');
  expect(job).toMatchObject({ TrainingJobStatusCounters: { Completed: 6, InProgress: 0 }, ObjectiveStatusCounters: { Succeeded: 6, Pending: 0, Failed: 0 } });
  const ranked = await jobs({ SortBy: 'FinalObjectiveMetricValue', SortOrder: sign > 0 ? 'Descending' : 'Ascending' });
  const values = ranked.map(valueOf);
  expect(values).toEqual([...values].sort((one, other) => sign * (other - one)));
  expect(job.BestTrainingJob).toMatchObject({ TrainingJobName: ranked[0].TrainingJobName, ObjectiveStatus: 'Succeeded' });
  for (const { TrainingJobName, TunedHyperParameters, FinalHyperParameterTuningJobObjectiveMetric: metric } of ranked) {
    const { HyperParameters, TuningJobArn } = await stage.sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName }));
    expect(TuningJobArn).toBe(job.HyperParameterTuningJobArn);
    expect(HyperParameters).toEqual({ seed: '1', ...TunedHyperParameters, _tuning_objective_metric: 'auc' });
    expect(metric!.Value).toBeCloseTo(1 - Math.abs(Number(TunedHyperParameters!.depth) - 5) / 10);
  }
  expect((await stage.sagemaker.send(new ListHyperParameterTuningJobsCommand({}))).HyperParameterTuningJobSummaries).toMatchObject([{ Strategy: 'Random', ...Name }]);
  const told = () => stage.aws.details('SageMaker HyperParameter Tuning Job State Change').map(({ HyperParameterTuningJobStatus: status }) => status);
  await eventually(told, (statuses) => JSON.stringify(statuses) === '["InProgress","Completed"]');
});

test('several definitions take turns, each in its own ranges', async () => {
  const definition = (DefinitionName: string, from: number) => ({
    ...trainer, DefinitionName, TuningObjective: { Type: 'Maximize' as const, MetricName: 'auc' },
    HyperParameterRanges: { IntegerParameterRanges: [{ Name: 'depth', MinValue: String(from), MaxValue: String(from + 1) }] },
  });
  await search({ HyperParameterTuningJobObjective: undefined, ParameterRanges: undefined }, { TrainingJobDefinitions: [definition('low', 1), definition('high', 5)] });
  const { BestTrainingJob } = await ended('Completed');
  const names = (await jobs({ SortBy: 'CreationTime', SortOrder: 'Ascending' })).map(({ TrainingJobDefinitionName: name }) => name);
  expect(names.filter((name) => name === 'low')).toHaveLength(3);
  expect(BestTrainingJob!.TrainingJobDefinitionName).toBe('high');
});

test('a search ends when it is good enough, when nothing gets better, and when it is told to', async () => {
  const many = { MaxNumberOfTrainingJobs: 40, MaxParallelTrainingJobs: 1 };
  await search({ ResourceLimits: many, TuningJobCompletionCriteria: { TargetObjectiveMetricValue: 0.9 } });
  await ended('Completed');
  const values = (await jobs({ SortBy: 'CreationTime', SortOrder: 'Ascending' })).map(valueOf);
  expect(values.findIndex((value) => value >= 0.9)).toBe(values.length - 1);
  await stage.sagemaker.send(new DeleteHyperParameterTuningJobCommand(Name));
  await search({ ResourceLimits: many, RandomSeed: 2, TuningJobCompletionCriteria: { BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 3 } } });
  await ended('Completed');
  const patient = (await jobs({ SortBy: 'CreationTime', SortOrder: 'Ascending' })).map(valueOf);
  expect(patient.length - 1 - patient.indexOf(Math.max(...patient))).toBe(3);
  await stage.sagemaker.send(new DeleteHyperParameterTuningJobCommand(Name));
  stage.work.jobMs = 60_000;
  await search({ ResourceLimits: many });
  await eventually(() => jobs(), (begun) => begun.length === 1);
  await stage.sagemaker.send(new StopHyperParameterTuningJobCommand(Name));
  expect(await ended('Stopped')).toMatchObject({ TrainingJobStatusCounters: { Stopped: 1 } });
});

test('a search fails when no job reports its objective, and when its jobs are refused', async () => {
  await search({ HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'f1' } });
  expect((await ended('Failed')).FailureReason).toBe('No training job reported the objective; the last: Completed');
  await stage.sagemaker.send(new DeleteHyperParameterTuningJobCommand(Name));
  const most = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`p${index}`, '1']));
  await search({}, { TrainingJobDefinition: { ...trainer, StaticHyperParameters: most } });
  expect((await ended('Failed')).FailureReason).toMatch(/^ClientError: .*at 'hyperParameters' failed to satisfy constraint/);
});

test('a pipeline hands on the best of a search, by its rank too', async () => {
  const states: StepState[] = [];
  const { OutputDataConfig } = trainer;
  const result = await new PipelineRunner(stage.standIn, {} as never, { pollMs: 5 }).execute({
    definition: pipeline([
      { Name: 'Tune', Type: 'Tuning', Arguments: { HyperParameterTuningJobConfig: config({ RandomSeed: 3 }), TrainingJobDefinition: { ...trainer, OutputDataConfig } } },
      {
        Name: 'Make', Type: 'Model', Arguments: {
          PrimaryContainer: {
            Image: 'repository/image:1', ModelDataUrl: join('/', 's3://m', get('Steps.Tune.TrainingJobSummaries[0].TrainingJobName'), 'output/model.tar.gz'),
            Environment: { DEPTH: get("Steps.Tune.BestTrainingJob.TunedHyperParameters['depth']"), JOB: get('Steps.Tune.BestTrainingJob.TrainingJobName') },
          },
        },
      },
    ]), parameters: {}, pipelineName: 'Income', pipelineArn: 'arn:pipeline/income', executionId: 'abcdef123456', executionArn: 'arn:pipeline/income/execution/abcdef123456',
    signal: new AbortController().signal, onStep: (state) => states.push(state),
  });
  expect(result).toEqual({ status: 'Succeeded' });
  const [{ HyperParameterTuningJobName }] = (await stage.sagemaker.send(new ListHyperParameterTuningJobsCommand({}))).HyperParameterTuningJobSummaries!;
  const searched = await stage.sagemaker.send(new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName }));
  const { BestTrainingJob, HyperParameterTuningJobArn } = searched;
  expect(states.find(({ name, status }) => name === 'Tune' && status === 'Succeeded')!.metadata).toEqual({ TuningJob: { Arn: HyperParameterTuningJobArn } });
  const { Models } = await stage.standIn.call('ListModels', {});
  const { PrimaryContainer } = await stage.standIn.call('DescribeModel', { ModelName: Models[0].ModelName });
  expect(PrimaryContainer.Environment).toEqual({ DEPTH: BestTrainingJob!.TunedHyperParameters!.depth, JOB: BestTrainingJob!.TrainingJobName });
  expect(PrimaryContainer.ModelDataUrl).toMatch(/^s3:\/\/m\/abcdef123456-Tune-\w{10}-00\d-\w{8}\/output\/model\.tar\.gz$/);
});

describe('values', () => {
  const ranges = {
    ContinuousParameterRanges: [{ Name: 'eta', MinValue: '0.001', MaxValue: '1', ScalingType: 'Logarithmic' }, { Name: 'p', MinValue: '0', MaxValue: '0.9', ScalingType: 'ReverseLogarithmic' }],
    IntegerParameterRanges: [{ Name: 'depth', MinValue: '2', MaxValue: '4' }],
    CategoricalParameterRanges: [{ Name: 'kind', Values: ['a', 'b'] }],
  };
  const tried = (strategy: string, seed: number) => {
    const choices = strategyOf(strategy, ranges, seed);
    return Array.from({ length: 20 }, (_, index) => {
      const choice = choices.next()!;
      choices.learn?.(choice, index % 7);
      return choice;
    });
  };

  test.each(['Random', 'Bayesian', 'Hyperband'])('of a %s search lie in their ranges, and are the same each time', (strategy) => {
    for (const { eta, p, depth, kind } of tried(strategy, 7)) {
      expect(Number(eta) >= 0.001 && Number(eta) <= 1 && Number(p) >= 0 && Number(p) <= 0.9).toBe(true);
      expect(['2', '3', '4']).toContain(depth);
      expect(['a', 'b']).toContain(kind);
    }
    expect(new Set(tried(strategy, 7).map(({ eta }) => eta)).size).toBe(20);
    expect(tried(strategy, 7)).toEqual(tried(strategy, 7));
    expect(tried(strategy, 8)).not.toEqual(tried(strategy, 7));
  });

  test('of a grid are each combination once, and then none', () => {
    const grid = strategyOf('Grid', { CategoricalParameterRanges: [{ Name: 'a', Values: ['1', '2'] }, { Name: 'b', Values: ['x', 'y', 'z'] }] }, 1);
    const found = Array.from({ length: 7 }, () => grid.next());
    expect(new Set(found.slice(0, 6).map((choice) => JSON.stringify(choice))).size).toBe(6);
    expect(found[6]).toBeUndefined();
  });

  test('at the ends of a range are its ends', () => {
    const space = new Space(ranges);
    expect(space.names).toEqual(['eta', 'p', 'depth', 'kind']);
    expect(space.at([0, 0, 0, 0])).toEqual({ eta: '0.001', p: '0', depth: '2', kind: 'a' });
    const { eta, p, depth, kind } = space.at([1, 1, 1, 1]);
    expect([Number(eta), depth, kind]).toEqual([1, '4', 'b']);
    expect(Number(p)).toBeCloseTo(0.9);
  });
});

test('a Bayesian search learns: after as many jobs it is closer to the best than chance is', () => {
  const ranges = { ContinuousParameterRanges: [{ Name: 'x', MinValue: '0', MaxValue: '1' }, { Name: 'y', MinValue: '0', MaxValue: '1' }] };
  const distance = (strategy: string, seed: number) => {
    const choices = strategyOf(strategy, ranges, seed);
    return Math.min(...Array.from({ length: 20 }, () => {
      const choice = choices.next()!;
      const away = Math.hypot(Number(choice.x) - 0.3, Number(choice.y) - 0.8);
      choices.learn?.(choice, -(away ** 2));
      return away;
    }));
  };
  const seeds = Array.from({ length: 10 }, (_, seed) => seed);
  expect(seeds.filter((seed) => distance('Bayesian', seed) < distance('Random', seed)).length).toBeGreaterThanOrEqual(9);
});

test('nothing better is expected where it has been looked, and most beside the best', () => {
  const process = new GaussianProcess([[0.1], [0.5], [0.9]], [1, 3, 1]);
  const at = (place: number) => process.expectedImprovement([place]);
  expect(at(0.1)).toBeLessThan(0.001);
  expect(Math.max(at(0.4), at(0.6))).toBeGreaterThan(at(0.2));
  expect(chance(1)()).toBe(chance(1)());
});
