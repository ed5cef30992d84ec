import { Duration, Size } from 'aws-cdk-lib/core';
import { DataDistribution, S3Source } from '../../../lib/core';
import { AutoMlStep, Cache, StepProperty, TrainingStep, TuningStep } from '../../../lib/pipeline';
import {
  AutoMlJob, AutoMlMetric, AutoMlProblemType, BuiltInAlgorithm, Channel, Checkpoints, Distribution, HyperparameterRange, HyperparameterScaling,
  HyperparameterTuner,
  type HyperparameterTunerOptions, InputMode, Trainer, type TrainerOptions, TrainingImage, TuningObjective, WarmStart,
} from '../../../lib/training';
import { type Case, HOUR, IMAGE, ROWS, script, type Site } from './site';

/** Training, tuning and AutoML. */
export const TRAINING_CASES: Case[] = [
  { name: 'training-scripts', build: scripts },
  { name: 'training-container', build: container },
  { name: 'training-built-in', build: builtIn },
  { name: 'training-defaults', build: (site) => site.pipeline().addSteps(new TrainingStep('Train', { trainer: Trainer.container(OWN), channels: { train: ROWS } })) },
  { name: 'tuning', build: tuning },
  { name: 'tuning-strategies', build: strategies },
  { name: 'tuning-several', build: several },
  { name: 'auto-ml', build: autoMl },
];

const OWN = TrainingImage.fromImage(IMAGE);

function scripts(site: Site): void {
  const pipeline = site.pipeline();
  const machine = pipeline.addStringParameter('Machine', { defaultValue: 'ml.m5.large' });
  const rounds = pipeline.addIntegerParameter('Rounds', { defaultValue: 100 });
  const fit = new TrainingStep('Fit', {
    trainer: Trainer.sklearn({ entryPoint: script('train.py'), sourceDir: script(''), version: '1.2-1', hyperparameters: { alpha: '0.1' }, maxRuntime: HOUR }),
    channels: { train: ROWS },
  });
  const boost = new TrainingStep('Boost', {
    trainer: Trainer.xgboost({
      entryPoint: script('train.py'), version: '1.7-1', instanceType: machine.valueAsString, hyperparameters: { num_round: rounds.valueAsString, label: 'income' },
      metrics: [{ name: 'auc', regex: 'auc=([0-9.]+)' }], maxRuntime: HOUR,
    }),
    channels: { train: ROWS, validation: fit.model },
    displayName: 'Boost trees',
    description: 'As the baseline',
    cache: Cache.expiringAfter(Duration.days(30)),
  });
  const torch = (name: string, distribution: Distribution) => new TrainingStep(name, {
    trainer: Trainer.pytorch({
      entryPoint: script('train.py'), version: '2.5.1', instanceType: 'ml.g5.xlarge', instanceCount: 2, distribution, maxRuntime: HOUR,
    }),
    channels: { train: ROWS },
  });
  pipeline.addSteps(
    fit, boost, torch('Deep', Distribution.torchrun()), torch('Spread', Distribution.mpi({ processesPerHost: 4, customMpiOptions: '--verbose' })),
    site.call('Show', {
      model: site.uri(boost.model),
      name: StepProperty.of('Boost', 'TrainingJobName'),
      auc: boost.finalMetric('auc'),
      status: StepProperty.of('Boost', 'TrainingJobStatus'),
      image: StepProperty.of('Boost', 'AlgorithmSpecification.TrainingImage'),
    }),
  );
}

function container(site: Site): void {
  const train = new TrainingStep('Train', {
    trainer: Trainer.container(OWN, {
      instanceCount: 2, instanceType: 'ml.m5.4xlarge', volumeSize: Size.gibibytes(80), maxRuntime: Duration.hours(2), inputMode: InputMode.FAST_FILE,
      hyperparameters: { depth: '3' }, subnets: [site.subnet('subnet-1')], securityGroups: [site.securityGroup],
      metrics: [{ name: 'loss', regex: 'loss=(.*)' }], encryptTrafficBetweenInstances: true, networkIsolation: true, spot: { maxWait: Duration.hours(3) },
      checkpoints: Checkpoints.inBucket(site.bucket('checkpoints'), 'income', { localPath: '/opt/ml/saved' }), environment: { STAGE: 'test' }, retries: 3,
    }),
    channels: {
      plain: ROWS,
      shared: Channel.fromSource(ROWS, { distribution: DataDistribution.SHARDED_BY_S3_KEY, contentType: 'text/csv', inputMode: InputMode.FILE }),
      piped: Channel.fromSource(ROWS, { gzipped: true, wrapped: true, inputMode: InputMode.PIPE, shuffleSeed: 7 }),
      listed: Channel.fromAugmentedManifest(S3Source.fromUri('s3://raw/listed.manifest'), { data: ROWS, attributeNames: ['source-ref', 'label'] }),
    },
  });
  const again = new TrainingStep('Again', {
    trainer: Trainer.container(OWN, { keepAlive: Duration.minutes(10), initialModel: S3Source.fromUri('s3://models/earlier/model.tar.gz'), maxRuntime: HOUR }),
    channels: { train: ROWS },
  });
  site.pipeline({ encryptionKey: site.key }).addSteps(train, again);
}

function builtIn(site: Site): void {
  const csv = Channel.fromSource(ROWS, { contentType: 'text/csv' });
  const boost = new TrainingStep('Boost', {
    trainer: Trainer.builtIn(BuiltInAlgorithm.of('xgboost'), {
      version: '1.7-1', hyperparameters: { num_round: 50, objective: 'binary:logistic', max_depth: 5 }, maxRuntime: HOUR,
    }),
    channels: { train: csv, validation: csv },
  });
  const line = new TrainingStep('Line', {
    trainer: Trainer.builtIn(BuiltInAlgorithm.of('linear-learner'), {
      hyperparameters: { predictor_type: 'binary_classifier', mini_batch_size: 100 }, maxRuntime: HOUR,
    }),
    channels: { train: csv },
  });
  site.pipeline().addSteps(boost, line);
}

const METRICS = [{ name: 'auc', regex: 'auc=([0-9.]+)' }];

/** The trainer that searches try in many ways. */
export function searched(options: TrainerOptions = {}): Trainer {
  return Trainer.container(OWN, { hyperparameters: { label: 'income' }, metrics: METRICS, maxRuntime: HOUR, ...options });
}

function tuning(site: Site): void {
  const tune = new TuningStep('Tune', {
    tuner: HyperparameterTuner.bayesian({
      trainer: searched(), objective: TuningObjective.maximize('auc'),
      ranges: {
        eta: HyperparameterRange.continuous(0.01, 0.5, HyperparameterScaling.LOGARITHMIC),
        depth: HyperparameterRange.integer(2, 10),
        booster: HyperparameterRange.categorical('gbtree', 'dart'),
      },
      maxJobs: 20, maxParallelJobs: 2, maxRuntime: Duration.hours(10), earlyStopping: true, randomSeed: 7,
      warmStart: WarmStart.transferLearning('earlier'), maxJobsNotImproving: 5, stopOnConvergence: true, targetValue: 0.95,
    }),
    channels: { train: ROWS },
    displayName: 'Search',
    description: 'For the best',
    cache: Cache.unlimited(),
  });
  site.pipeline().addSteps(tune, site.call('Show', {
    name: tune.bestTrainingJobName,
    value: tune.bestObjectiveValue,
    eta: tune.bestHyperparameter('eta'),
    first: site.uri(tune.model),
    second: site.uri(tune.topModel(1)),
    status: StepProperty.of('Tune', 'HyperParameterTuningJobStatus'),
  }));
}

const DEPTH = HyperparameterRange.integer(1, 9);

/** A small search of the usual trainer. */
export function smallSearch(options: Partial<HyperparameterTunerOptions> = {}): HyperparameterTuner {
  return HyperparameterTuner.bayesian(small(options));
}

function small(options: Partial<HyperparameterTunerOptions> = {}): HyperparameterTunerOptions {
  return { trainer: searched(), objective: TuningObjective.maximize('auc'), ranges: { depth: DEPTH }, maxJobs: 10, ...options };
}

function strategies(site: Site): void {
  const tuners: Record<string, HyperparameterTuner> = {
    Band: HyperparameterTuner.hyperband({
      ...small({ objective: TuningObjective.minimize('auc'), ranges: { eta: HyperparameterRange.continuous(0.1, 1, HyperparameterScaling.LINEAR) } }),
      minResource: 1, maxResource: 9,
    }),
    Grid: HyperparameterTuner.grid(small({
      ranges: { booster: HyperparameterRange.categorical('a', 'b'), kind: HyperparameterRange.categorical('c', 'd') }, maxJobs: 4,
    })),
    Random: HyperparameterTuner.random(small({ trainer: searched({ spot: { maxWait: Duration.hours(2) } }) })),
    Auto: smallSearch({ ranges: { depth: DEPTH, label: HyperparameterRange.automatic('income') } }),
    Flex: smallSearch({ instances: [{ instanceType: 'ml.m5.large' }, { instanceType: 'ml.m5.xlarge', volumeSizeInGb: 40 }] }),
  };
  site.pipeline().addSteps(...Object.entries(tuners).map(([name, tuner]) => new TuningStep(name, { tuner, channels: { train: ROWS } })));
}

function several(site: Site): void {
  const objective = TuningObjective.maximize('auc');
  site.pipeline().addSteps(new TuningStep('Tune', {
    tuner: HyperparameterTuner.fromTrainers({
      first: { trainer: searched(), objective, ranges: { eta: HyperparameterRange.continuous(0.01, 0.5) } },
      second: { trainer: searched(), objective, ranges: { depth: HyperparameterRange.integer(2, 10) } },
    }, { maxJobs: 10 }),
    channels: { train: ROWS },
  }));
}

function autoMl(site: Site): void {
  const find = new AutoMlStep('Find', {
    job: new AutoMlJob({
      target: 'income', problemType: AutoMlProblemType.BINARY_CLASSIFICATION, metric: AutoMlMetric.AUC,
      maxCandidates: 10, maxRuntimePerTrainingJob: Duration.minutes(10),
      maxRuntime: Duration.hours(2), encryptTrafficBetweenInstances: true, subnets: [site.subnet('subnet-1')], securityGroups: [site.securityGroup],
      featureSpecification: S3Source.fromUri('s3://raw/features.json'), validationFraction: 0.2, contentType: 'text/csv;header=present', gzipped: true,
      sampleWeight: 'weight',
    }),
    training: ROWS, displayName: 'Find a model', description: 'Any kind', cache: Cache.unlimited(),
  });
  const plain = new AutoMlStep('Plain', { job: new AutoMlJob({ target: 'income' }), training: ROWS, validation: ROWS });
  site.pipeline({ encryptionKey: site.key }).addSteps(find, plain, site.call('Show', {
    name: find.bestCandidateName,
    value: find.bestObjectiveValue,
    image: find.image.bind(site.stack).uri,
    model: site.uri(find.model),
    variable: find.variable('MODEL_NAME'),
    insights: site.uri(find.insightsReport),
    explanations: site.uri(find.explainabilityReport),
  }));
}
