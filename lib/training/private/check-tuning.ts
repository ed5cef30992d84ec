import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { checkInstanceType, FOR_TRAINING } from '../../core/internal/instance-types';
import { Limit } from '../../core/internal/limits';
import type { TuningDefinition, TuningOptions } from '../hyperparameter-tuner';

const JOBS = Limit.between('MaxJobs', 1);
const PARALLEL = Limit.between('MaxParallelJobs', 1);
const NOT_IMPROVING = Limit.between('MaxJobsNotImproving', 3);
const SEED = Limit.between('RandomSeed', 0);
const RUNTIME = Limit.between('TuningRuntime', 120, Duration.hours(4380).toSeconds());
const DEFINITIONS = Limit.between('TuningDefinitions', 1, 10);
const RANGES = Limit.between('HyperparameterRanges', 1, 30);
const AUTOMATIC = Limit.between('AutomaticHyperparameters', 0, 100);
const RANGE_NAME = Limit.between('HyperparameterName', 1, 256);
const METRIC = Limit.between('ObjectiveMetric', 1, 255);
const INSTANCES = Limit.between('TuningInstances', 1, 6);
const INSTANCE_COUNT = Limit.between('InstanceCount', 1, 100);
const VOLUME = Limit.between('VolumeSize', 1, 16_384);

type Definitions = Readonly<Record<string, TuningDefinition>>;

/** Refuses what the service would, all mistakes at once. */
export function checkTuning(scope: Construct, definitions: Definitions, options: TuningOptions): void {
  const mistakes = new Mistakes(scope).add(DEFINITIONS.mistakeInCount('definitions', definitions));
  for (const [name, definition] of Object.entries(definitions)) {
    mistakes.when(name !== '' && !/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}$/.test(name), {
      code: 'TuningDefinitionName', property: 'definitions', problem: 'names have at most 64 letters, digits and hyphens', value: name, fix: "Name it as 'boosted'.",
    });
    checkDefinition(scope, mistakes, name ? `definitions '${name}' ` : '', definition);
  }
  checkLimits(mistakes, options);
  checkStrategy(mistakes, definitions, options);
  mistakes.throwIfAny();
}

/** How many combinations there are of choices among texts. */
export function combinationsOf(definitions: Definitions): number {
  return Object.values(definitions).reduce((sum, { ranges }) => sum + Object.values(ranges).reduce((product, range) => product * (range._choices ?? 1), 1), 0);
}

function checkDefinition(scope: Construct, mistakes: Mistakes, place: string, { trainer, objective, ranges, instances }: TuningDefinition): void {
  const searched = Object.entries(ranges);
  const automatic = searched.filter(([, range]) => range._kind === 'Auto');
  const between = searched.filter(([, range]) => range._kind !== 'Auto');
  const known = trainer._metricNames;
  mistakes
    .add(RANGES.mistakeInCount(`${place}ranges`, automatic.length > 0 && between.length === 0 ? undefined : between))
    .add(AUTOMATIC.mistakeInCount(`${place}ranges`, automatic))
    .add(METRIC.mistakeInText(`${place}objective`, objective.metricName))
    .when(known !== undefined && isKnown(objective.metricName) && !known.includes(objective.metricName), {
      code: 'TuningMetricUnknown', property: `${place}objective`, problem: `is a metric that the trainer does not read from its log; it reads ${known?.join(', ') || 'none'}`,
      value: objective.metricName, fix: "Define it in the trainer's 'metrics'.",
    })
    .add(INSTANCES.mistakeInCount(`${place}instances`, instances));
  searched.forEach(([name]) => mistakes.add(RANGE_NAME.mistakeInText(`${place}ranges`, name)));
  instances?.forEach(({ instanceType, instanceCount, volumeSizeInGb }) => {
    checkInstanceType(scope, `${place}instances`, instanceType, FOR_TRAINING);
    mistakes.add(INSTANCE_COUNT.mistakeIn(`${place}instances instanceCount`, instanceCount)).add(VOLUME.mistakeIn(`${place}instances volumeSizeInGb`, volumeSizeInGb));
  });
}

function checkLimits(mistakes: Mistakes, { maxJobs, maxParallelJobs, maxRuntime, maxJobsNotImproving, randomSeed }: TuningOptions): void {
  mistakes
    .add(JOBS.mistakeIn('maxJobs', maxJobs))
    .add(PARALLEL.mistakeIn('maxParallelJobs', maxParallelJobs))
    .add(RUNTIME.mistakeIn('maxRuntime', maxRuntime?.isUnresolved() ? undefined : maxRuntime?.toSeconds()))
    .add(NOT_IMPROVING.mistakeIn('maxJobsNotImproving', maxJobsNotImproving))
    .add(SEED.mistakeIn('randomSeed', randomSeed))
    .when(isKnown(maxParallelJobs) && isKnown(maxJobs) && maxParallelJobs > maxJobs, {
      code: 'TuningParallelJobs', property: 'maxParallelJobs', problem: `must not exceed 'maxJobs' (${maxJobs})`, value: maxParallelJobs, fix: 'Lower it, or search longer.',
    });
}

function checkStrategy(mistakes: Mistakes, definitions: Definitions, { strategy, earlyStopping, maxJobs }: TuningOptions): void {
  const grid = strategy?._name === 'Grid';
  const notAText = Object.values(definitions).flatMap(({ ranges }) => Object.entries(ranges)).find(([, range]) => range._kind !== 'Categorical')?.[0];
  const combinations = combinationsOf(definitions);
  mistakes
    .when(strategy?._name === 'Hyperband' && earlyStopping === true, {
      code: 'HyperbandEarlyStopping', property: 'earlyStopping', problem: 'does not go with Hyperband, which stops jobs by itself', fix: 'Leave it out.',
    })
    .when(grid && notAText !== undefined, {
      code: 'GridRange', property: 'ranges', problem: 'TuningStrategy.grid() tries choices among texts alone', value: notAText,
      fix: 'Use HyperparameterRange.categorical, or another strategy.',
    })
    .when(grid && notAText === undefined && isKnown(maxJobs) && maxJobs !== combinations, {
      code: 'GridJobs', property: 'maxJobs', problem: `must be the number of combinations (${combinations})`, value: maxJobs, fix: 'Leave it out.',
    });
}
