import { Duration, Size } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { S3Source, SourceCode } from '../../core';
import { checkEnvironment, OF_TRAINING } from '../../core/internal/environment';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { checkInstanceType, FOR_TRAINING } from '../../core/internal/instance-types';
import { mistakeInTracking } from '../../core/internal/job-environment';
import { Limit } from '../../core/internal/limits';
import { checkNetwork } from '../../core/internal/network';
import { Channel, InputMode } from '../channel';
import type { TrainingJobOptions } from '../trainer-options';
import { checkAlgorithm } from './check-algorithm';
import type { Recipe, Searched } from './recipe';

export const DEFAULT_RUNTIME = Duration.hours(4);

/** The channel of a model that training goes on from; of the user's code, where the container has no network. */
export const MODEL_CHANNEL = 'model';
export const CODE_CHANNEL = 'code';

const RUNTIME = Limit.between('MaxRuntime', 1, Duration.days(28).toSeconds());
const INSTANCES = Limit.between('InstanceCount', 1, 100);
const VOLUME = Limit.between('VolumeSize', 1, Size.tebibytes(16).toGibibytes());
const KEEP_ALIVE = Limit.between('KeepAlive', 1, Limit.of('ResourceConfig.KeepAlivePeriodInSeconds').max);
const RETRIES = Limit.of('RetryStrategy.MaximumRetryAttempts');
const LOCAL_PATH = Limit.between('LocalPath', 1, 4096);
const METRICS = Limit.of('AlgorithmSpecification.MetricDefinitions');
const REGEX = Limit.of('MetricDefinition.Regex');
const METRIC_NAME = Limit.between('MetricName', 1, 255);
const HYPERPARAMETER_NAME = Limit.between('HyperParameterName', 1, 256);
const HYPERPARAMETER = Limit.between('HyperParameterValue', 0, 2500);
const CHANNEL_NAME = Limit.of('Channel.ChannelName');
const CONTENT_TYPE = Limit.of('Channel.ContentType');
const ATTRIBUTES = Limit.between('AttributeNames', 1, 16);

/** How many hyperparameters the training toolkit takes for itself, to find a script. */
const SCRIPT_MODE_PARAMETERS = 4;

/** Refuses what the service would, all mistakes at once. */
export function checkTraining(scope: Construct, recipe: Recipe, channels: Readonly<Record<string, S3Source>>, searched: Searched): void {
  const { options, code, metrics, hyperparameters, distribution, builtIn } = recipe;
  checkInstanceType(scope, 'instanceType', options.instanceType, FOR_TRAINING);
  const mistakes = new Mistakes(scope)
    .add(INSTANCES.mistakeIn('instanceCount', options.instanceCount))
    .add(VOLUME.mistakeIn('volumeSize', options.volumeSize?.toGibibytes()))
    .add(RUNTIME.mistakeIn('maxRuntime', options.maxRuntime?.toSeconds()))
    .add(RETRIES.mistakeIn('retries', options.retries))
    .add(hyperparameterLimit(recipe).mistakeInCount('hyperparameters', hyperparameters))
    .add(METRICS.mistakeInCount('metrics', metrics))
    .add(channelLimit(recipe).mistakeInCount('channels', channels))
    .add(LOCAL_PATH.mistakeInText('checkpoints.localPath', options.checkpoints?._options.localPath));
  checkWaiting(mistakes, options);
  checkNetwork(mistakes, options);
  mistakes.add(mistakeInTracking(options));
  distribution?._mistakes({ family: recipe.image._family, instanceType: recipe.instanceType }).forEach((mistake) => mistakes.add(mistake));
  metrics?.forEach((metric) => mistakes
    .add(METRIC_NAME.mistakeInText('metrics', metric.name))
    .add(REGEX.mistakeInText(`metrics '${metric.name}'`, metric.regex)));
  Object.entries(hyperparameters).forEach(([name, value]) => checkHyperparameter(mistakes, name, value));
  checkEnvironment(mistakes, OF_TRAINING, options.environment);
  Object.entries(channels).forEach(([name, source]) => checkChannel(mistakes, name, source, options));
  checkReserved(mistakes, options, code, channels);
  if (builtIn) {
    checkAlgorithm(scope, mistakes, recipe, channels, searched);
  }
  mistakes.throwIfAny();
}

function checkWaiting(mistakes: Mistakes, { spot, keepAlive, maxRuntime = DEFAULT_RUNTIME }: TrainingJobOptions): void {
  const runtime = maxRuntime.toSeconds();
  const wait = spot?.maxWait.toSeconds();
  mistakes
    .add(KEEP_ALIVE.mistakeIn('keepAlive', keepAlive?.toSeconds()))
    .when(isKnown(wait) && isKnown(runtime) && wait < runtime, {
      code: 'SpotWaitTooShort',
      property: 'spot.maxWait',
      problem: `must be at least 'maxRuntime' (${runtime} seconds)`,
      value: wait,
      fix: "Raise 'maxWait', or lower 'maxRuntime'.",
    })
    .when(spot !== undefined && keepAlive !== undefined, {
      code: 'KeepAliveWithSpot', property: 'keepAlive', problem: "does not go with 'spot': spare capacity is given back at the end of a job", fix: 'Leave one of them out.',
    });
}

/** Channels that are made here leave less room. */
function channelLimit({ options: { initialModel, networkIsolation }, code }: Recipe): Limit {
  const { min, max } = Limit.of('CreateTrainingJobRequest.InputDataConfig');
  return Limit.between('InputDataConfig', min, max! - (initialModel ? 1 : 0) - (networkIsolation && code ? 1 : 0));
}

/** A script leaves less room: the toolkit's own hyperparameters count too. */
function hyperparameterLimit({ code, distribution, instanceType, image }: Recipe): Limit {
  const { max } = Limit.of('CreateTrainingJobRequest.HyperParameters');
  const forDistribution = distribution ? Object.keys(distribution._hyperparameters({ family: image._family, instanceType })).length : 0;
  return Limit.between('HyperParameters', 0, max! - (code ? SCRIPT_MODE_PARAMETERS : 0) - forDistribution);
}

function checkHyperparameter(mistakes: Mistakes, name: string, value: string): void {
  const property = `hyperparameters '${name}'`;
  mistakes
    .add(HYPERPARAMETER_NAME.mistakeInText('hyperparameters', name))
    .add(HYPERPARAMETER.mistakeInText(property, value))
    .when(isKnown(value) && /[\r\n]/.test(value), {
      code: 'HyperParameterLines', property, problem: 'must be one line', value, fix: 'Put longer texts into a file beside the script.',
    });
}

function checkChannel(mistakes: Mistakes, name: string, source: S3Source, options: TrainingJobOptions): void {
  mistakes.add(CHANNEL_NAME.mistakeInText('channels', name));
  if (!(source instanceof Channel)) {
    return;
  }
  const property = `channels '${name}'`;
  const { contentType, shuffleSeed, gzipped, wrapped } = source._options;
  const mode = source._options.inputMode ?? options.inputMode ?? InputMode.FILE;
  const needsPipe = source._manifest ? 'an augmented manifest' : gzipped ? "'gzipped'" : wrapped ? "'wrapped'" : undefined;
  mistakes
    .add(CONTENT_TYPE.mistakeInText(`${property} contentType`, contentType))
    .add(ATTRIBUTES.mistakeInCount(`${property} attributeNames`, source._manifest?.attributeNames))
    .when(isKnown(shuffleSeed) && !Number.isSafeInteger(shuffleSeed), {
      code: 'ShuffleSeed', property, problem: "'shuffleSeed' must be a whole number", value: shuffleSeed, fix: 'Choose any whole number.',
    })
    .when(needsPipe !== undefined && mode !== InputMode.PIPE, {
      code: 'ChannelNeedsPipe', property, problem: `${needsPipe} needs the input mode Pipe`, value: mode, fix: "Set 'inputMode' to InputMode.PIPE.",
    });
}

/** Channels that are made here, and so cannot be given as well. */
function checkReserved(mistakes: Mistakes, { initialModel, networkIsolation }: TrainingJobOptions, code: SourceCode | undefined, channels: object): void {
  mistakes
    .when(initialModel !== undefined && MODEL_CHANNEL in channels, {
      code: 'ChannelTaken', property: `channels '${MODEL_CHANNEL}'`, problem: "is the channel of 'initialModel'", fix: 'Give the earlier model in one of the two places.',
    })
    .when(networkIsolation === true && code !== undefined && CODE_CHANNEL in channels, {
      code: 'ChannelTaken', property: `channels '${CODE_CHANNEL}'`, problem: "carries the script where 'networkIsolation' is set", fix: 'Rename the channel.',
    });
}
