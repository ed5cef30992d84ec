import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration, Token } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source } from '../../lib/core';
import { ProcessingInput } from '../../lib/data';
import { Cache, Condition, ConditionStep, Pipeline, RetryOn, RetryPolicy, TuningStep } from '../../lib/pipeline';
import {
  HyperparameterRange, HyperparameterScaling, HyperparameterTuner, type HyperparameterTunerOptions, type ScriptTrainerOptions, Trainer, type TrainerOptions,
  TrainingImage, type TuningDefinition, TuningObjective, TuningStrategy, WarmStart,
} from '../../lib/training';
import { problemsOf, refused } from './api-judge';
import { added } from './role-lines';
import { mistakesOf, newStack, pipelineOf, refusal, script, stepOf, withoutHashes, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const OWN = TrainingImage.fromImage(ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/own:1'));
const own = (options: TrainerOptions = {}) => Trainer.container(OWN, options);
const scripted = (options: Partial<ScriptTrainerOptions> = {}) => Trainer.sklearn({
  entryPoint: script('train'), version: '1.2-1', metrics: [{ name: 'auc', regex: 'auc=([0-9.]+)' }], ...options,
});
const eta = { eta: HyperparameterRange.continuous(0.1, 0.5) };
const auc = TuningObjective.maximize('auc');
interface Search extends Partial<HyperparameterTunerOptions> {
  readonly by?: 'bayesian' | 'random' | 'grid' | 'hyperband';
}
const tunerOf = ({ by = 'bayesian', ...options }: Search = {}, trainer = own()) => HyperparameterTuner[by]({ trainer, objective: auc, ranges: eta, ...options });
const channels = { train: S3Source.fromUri('s3://some-bucket/train') };
const tune = (tuner = tunerOf()) => new TuningStep('Tune', { tuner, channels });
const rendered = (tuner?: HyperparameterTuner) => stepOf(pipelineOf(newStack({ env: ENV }), tune(tuner)), 'Tune').Arguments;
const verdict = (tuner: HyperparameterTuner) => refusal(() => rendered(tuner));

describe('a search', () => {
  test('with little code tries ten jobs, one after the other', () => {
    expect(rendered().HyperParameterTuningJobConfig).toEqual({
      Strategy: 'Bayesian',
      ResourceLimits: { MaxNumberOfTrainingJobs: 10, MaxParallelTrainingJobs: 1 },
      TrainingJobEarlyStoppingType: 'Off',
      HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'auc' },
      ParameterRanges: { ContinuousParameterRanges: [{ Name: 'eta', MinValue: '0.1', MaxValue: '0.5' }] },
    });
  });

  test('with every option is one that the API takes', () => {
    const stack = newStack({ env: ENV });
    const pipeline = new Pipeline(stack, 'Training', { encryptionKey: new Key(stack, 'Key') });
    const deepest = pipeline.addIntegerParameter('Deepest', { defaultValue: 9 });
    const jobs = pipeline.addIntegerParameter('Jobs', { defaultValue: 20 });
    const earlier = pipeline.addStringParameter('Earlier', { defaultValue: 'earlier' });
    const trainer = scripted({
      hyperparameters: { depth: '3', seed: '1' }, spot: { maxWait: Duration.hours(5) }, retries: 2, environment: { LEVEL: 'debug' }, networkIsolation: true,
      encryptTrafficBetweenInstances: true,
    });
    pipeline.addSteps(new TuningStep('Tune', {
      tuner: HyperparameterTuner.hyperband({
        trainer, objective: auc,
        ranges: {
          depth: HyperparameterRange.integer(1, deepest.valueAsNumber, HyperparameterScaling.AUTO),
          eta: HyperparameterRange.continuous(0.01, 1, HyperparameterScaling.LOGARITHMIC),
          kind: HyperparameterRange.categorical('tree', 'linear'),
          alpha: HyperparameterRange.automatic('0.5'),
        },
        instances: [{ instanceType: 'ml.m5.large' }, { instanceType: 'ml.c5.xlarge', instanceCount: 2, volumeSizeInGb: 50 }],
        minResource: 1, maxResource: 27,
        maxJobs: jobs.valueAsNumber, maxParallelJobs: 3, maxRuntime: Duration.hours(10), targetValue: 0.99, maxJobsNotImproving: 5, stopOnConvergence: true,
        warmStart: WarmStart.transferLearning(earlier.valueAsString, 'older'), randomSeed: 0,
      }),
      channels,
      cache: Cache.unlimited(),
      retry: [RetryPolicy.attempts(2, { on: [RetryOn.RESOURCE_LIMIT] })],
    }));
    expect(refused(pipeline)).toEqual([]);
    expect(problemsOf(pipeline)).toEqual([]);
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(withoutHashes(stepOf(pipeline, 'Tune'))).toMatchSnapshot();
  });

  test.each(['bayesian', 'random', 'grid', 'hyperband'] as const)('by the strategy %s is the same with one trainer and among several, but for its form', (by) => {
    const ranges = { kind: HyperparameterRange.categorical('tree', 'linear') };
    const one = rendered(tunerOf({ by, ranges, maxJobs: 2 })).HyperParameterTuningJobConfig;
    const definitions = { one: { trainer: own(), objective: auc, ranges } };
    const several = rendered(HyperparameterTuner.fromTrainers(definitions, { strategy: TuningStrategy[by](), maxJobs: 2 }));
    expect(one.Strategy.toLowerCase()).toBe(by);
    expect(several.HyperParameterTuningJobConfig).toMatchObject({ Strategy: one.Strategy, ResourceLimits: one.ResourceLimits });
    expect(several.TrainingJobDefinitions).toHaveLength(1);
  });

  test('among several trainers has a definition for each', () => {
    const stack = newStack({ env: ENV });
    const boosted: TuningDefinition = { trainer: own({ instanceType: 'ml.m5.xlarge' }), objective: auc, ranges: eta, channels: { data: S3Source.fromUri('s3://some-bucket/data') } };
    const pipeline = pipelineOf(stack, tune(HyperparameterTuner.fromTrainers({ boosted, linear: { trainer: own(), objective: auc, ranges: eta } })));
    const { Arguments } = stepOf(pipeline, 'Tune');
    expect(refused(pipeline)).toEqual([]);
    expect(Arguments).not.toHaveProperty('TrainingJobDefinition');
    expect(Arguments.HyperParameterTuningJobConfig).not.toHaveProperty('ParameterRanges');
    expect(Arguments.TrainingJobDefinitions).toMatchObject([
      { DefinitionName: 'boosted', InputDataConfig: [{ ChannelName: 'data' }], HyperParameterTuningResourceConfig: { InstanceType: 'ml.m5.xlarge' } },
      { DefinitionName: 'linear', InputDataConfig: [{ ChannelName: 'train' }], TuningObjective: { MetricName: 'auc' }, HyperParameterRanges: { ContinuousParameterRanges: [{ Name: 'eta' }] } },
    ]);
  });

  test('leaves a fixed value out where it is searched', () => {
    expect(rendered(tunerOf({}, own({ hyperparameters: { eta: '0.3', depth: '2' } }))).TrainingJobDefinition.StaticHyperParameters).toEqual({ depth: '2' });
  });

  test('lets instances wait for the next job, as the trainer says', () => {
    const definition = rendered(tunerOf({}, own({ keepAlive: Duration.minutes(10) }))).TrainingJobDefinition;
    expect(definition.ResourceConfig).toMatchObject({ InstanceType: 'ml.m5.large', KeepAlivePeriodInSeconds: 600 });
    expect(definition).not.toHaveProperty('HyperParameterTuningResourceConfig');
  });

  test('tries each combination of texts once', () => {
    const kinds = { a: HyperparameterRange.categorical('1', '2', '3'), b: HyperparameterRange.categorical('x', 'y') };
    const grid = (options: Search) => tunerOf({ by: 'grid', ranges: kinds, ...options });
    expect(rendered(grid({})).HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs).toBe(6);
    expect(verdict(grid({ maxJobs: 6 }))).toBe('accepted');
    expect(verdict(grid({ maxJobs: 5 }))).toMatch(/GridJobs[^]*number of combinations \(6\), got 5/);
    expect(verdict(tunerOf({ by: 'grid' }))).toMatch(/GridRange[^]*got 'eta'/);
  });

  test('is planned by the service for what is automatic', () => {
    expect(rendered(tunerOf({ ranges: { eta: HyperparameterRange.automatic('0.1') } })).Autotune).toEqual({ Mode: 'Enabled' });
    expect(rendered(tunerOf({ autotune: true })).Autotune).toEqual({ Mode: 'Enabled' });
    expect(rendered(tunerOf())).not.toHaveProperty('Autotune');
  });

  test('takes members of the request that have no property', () => {
    expect(rendered(tunerOf({ overrides: { Tags: [{ Key: 'a', Value: 'b' }] } })).Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  });
});

describe('a search is refused', () => {
  const ranges = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, HyperparameterRange.continuous(0, 1)]));
  const many = <T>(count: number, one: T) => Array.from({ length: count }, () => one);

  test.each<[string, Search, string]>([
    ['without ranges', { ranges: {} }, 'HyperparameterRangesCount'],
    ['with more than 30', { ranges: ranges(31) }, 'HyperparameterRangesCount'],
    ['not with 30', { ranges: ranges(30) }, 'accepted'],
    ['for a range without a name', { ranges: { '': eta.eta } }, 'HyperparameterNameLength'],
    ['without jobs', { maxJobs: 0 }, 'MaxJobsRange'],
    ['not with one', { maxJobs: 1 }, 'accepted'],
    ['with more jobs at once than altogether', { maxJobs: 2, maxParallelJobs: 3 }, 'TuningParallelJobs'],
    ['not with as many', { maxJobs: 2, maxParallelJobs: 2 }, 'accepted'],
    ['not for what is known later', { maxJobs: 2, maxParallelJobs: Token.asNumber({ Ref: 'Parallel' }) }, 'accepted'],
    ['without jobs at once', { maxParallelJobs: 0 }, 'MaxParallelJobsRange'],
    ['for less than two minutes', { maxRuntime: Duration.seconds(119) }, 'TuningRuntimeRange'],
    ['not for two minutes', { maxRuntime: Duration.minutes(2) }, 'accepted'],
    ['not for half a year', { maxRuntime: Duration.seconds(15_768_000) }, 'accepted'],
    ['for longer', { maxRuntime: Duration.seconds(15_768_001) }, 'TuningRuntimeRange'],
    ['for giving up after two jobs', { maxJobsNotImproving: 2 }, 'MaxJobsNotImprovingRange'],
    ['not after three', { maxJobsNotImproving: 3 }, 'accepted'],
    ['for a negative seed', { randomSeed: -1 }, 'RandomSeedRange'],
    ['for stopping what Hyperband stops', { by: 'hyperband', earlyStopping: true }, 'HyperbandEarlyStopping'],
    ['not for stopping what another strategy does not', { by: 'random', earlyStopping: true }, 'accepted'],
    ['without instances', { instances: [] }, 'TuningInstancesCount'],
    ['not with six types', { instances: many(6, { instanceType: 'ml.m5.large' }) }, 'accepted'],
    ['with seven', { instances: many(7, { instanceType: 'ml.m5.large' }) }, 'TuningInstancesCount'],
    ['for no instance of a type', { instances: [{ instanceType: 'ml.m5.large', instanceCount: 0 }] }, 'InstanceCountRange'],
    ['for what is no type', { instances: [{ instanceType: 'm5.large' }] }, 'InstanceTypeInvalid'],
    ['for a metric without a name', { objective: TuningObjective.maximize('') }, 'ObjectiveMetricLength'],
  ])('%s', (_, options, expected) => {
    expect(verdict(tunerOf(options))).toContain(expected);
  });

  test('for a metric that the script does not print', () => {
    expect(verdict(tunerOf({}, scripted()))).toBe('accepted');
    expect(verdict(tunerOf({ objective: TuningObjective.minimize('loss') }, scripted()))).toMatch(/TuningMetricUnknown[^]*it reads auc, got 'loss'/);
  });

  const variables = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`V${n}`, 'x']));

  test.each([[48, 'accepted'], [49, 'TuningEnvironmentCount']])('or not for jobs with %d variables', (count, expected) => {
    expect(verdict(tunerOf({}, own({ environment: variables(count) })))).toContain(expected);
  });

  test('for members that its jobs cannot have', () => {
    expect(verdict(tunerOf({}, own({ overrides: { DebugHookConfig: {} } })))).toMatch(/TuningMemberUnsupported[^]*got 'DebugHookConfig'/);
    expect(verdict(tunerOf({}, own({ overrides: { EnableNetworkIsolation: true } })))).toBe('accepted');
  });

  const definitions = (count: number) => Object.fromEntries(many(count, { trainer: own(), objective: auc, ranges: eta }).map((each, n) => [`d${n}`, each]));

  test.each([[0, 'TuningDefinitionsCount'], [1, 'accepted'], [10, 'accepted'], [11, 'TuningDefinitionsCount']])('or not among %d trainers', (count, expected) => {
    expect(verdict(HyperparameterTuner.fromTrainers(definitions(count)))).toContain(expected);
  });

  test.each([['a'.repeat(64), 'accepted'], ['a'.repeat(65), 'TuningDefinitionName'], ['-a', 'TuningDefinitionName'], ['', 'TuningDefinitionName']])('or not for a trainer named %s', (name, expected) => {
    expect(refusal(() => rendered(HyperparameterTuner.fromTrainers({ [name]: definitions(1).d0 })))).toContain(expected);
  });
});

describe('what a search found', () => {
  test('is read by other steps, which wait for it', () => {
    const stack = newStack({ env: ENV });
    const step = tune();
    const then = work('Then', { inputs: [ProcessingInput.fromSource(step.model, { name: 'model' }), ProcessingInput.fromSource(step.topModel(49), { name: 'last' })] });
    const pipeline = pipelineOf(stack, step, then);
    const [best, last] = stepOf(pipeline, 'Then').Arguments.ProcessingInputs.map((input: any) => input.S3Input.S3Uri['Std:Join']);
    expect(best.On).toBe('/');
    expect(best.Values.slice(1)).toEqual([{ Get: 'Steps.Tune.TrainingJobSummaries[0].TrainingJobName' }, 'output/model.tar.gz']);
    // What the search says that was run: with a cache that may be an earlier run, whose models lie elsewhere.
    expect(best.Values[0]).toEqual({ Get: 'Steps.Tune.TrainingJobDefinition.OutputDataConfig.S3OutputPath' });
    expect(last.Values[1]).toEqual({ Get: 'Steps.Tune.TrainingJobSummaries[49].TrainingJobName' });
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('is read where the first of several trainers put it', () => {
    const step = tune(HyperparameterTuner.fromTrainers({ one: { trainer: own(), objective: auc, ranges: eta } }));
    const pipeline = pipelineOf(newStack({ env: ENV }), step, work('Then', { inputs: [ProcessingInput.fromSource(step.model, { name: 'model' })] }));
    expect(stepOf(pipeline, 'Then').Arguments.ProcessingInputs[0].S3Input.S3Uri['Std:Join'].Values[0])
      .toEqual({ Get: 'Steps.Tune.TrainingJobDefinitions[0].OutputDataConfig.S3OutputPath' });
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('can be asked by a condition', () => {
    const step = tune();
    const pipeline = pipelineOf(newStack(), step, new ConditionStep('Good', { conditions: [Condition.greaterThan(step.bestObjectiveValue, 0.9)] }));
    expect(stepOf(pipeline, 'Good').Arguments.Conditions[0].LeftValue).toEqual({ Get: 'Steps.Tune.BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value' });
    expect(step.bestTrainingJobName._render()).toEqual({ Get: 'Steps.Tune.BestTrainingJob.TrainingJobName' });
    expect(step.tuningJobName._render()).toEqual({ Get: 'Steps.Tune.HyperParameterTuningJobName' });
    expect(step.bestHyperparameter('eta')._render()).toEqual({ Get: "Steps.Tune.BestTrainingJob.TunedHyperParameters['eta']" });
  });

  test('fails for what is not searched, and for ranks that cannot be referred to', () => {
    expect(refusal(() => tune().bestHyperparameter('depth'))).toMatch(/TuningHyperparameterUnknown[^]*but eta, got 'depth'/);
    expect(refusal(() => tune().topModel(50))).toContain('TuningRankRange');
    expect(refusal(() => tune().topModel(-1))).toContain('TuningRankRange');
  });

  test('fails in a pipeline that the search is not part of', () => {
    const pipeline = pipelineOf(newStack(), work('Then', { inputs: [ProcessingInput.fromSource(tune().model, { name: 'model' })] }));
    expect(mistakesOf(pipeline).join()).toMatch(/StepUnknown[^]*got 'Tune'/);
  });
});

test('the pipeline may run searches, and their jobs read data and image as training jobs do', () => {
  expect(added(() => [tune(tunerOf({}, scripted()))])).toMatchSnapshot();
});
