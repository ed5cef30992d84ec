import { Duration, Size, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { S3Source, SourceCode } from '../../core';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { checkInstanceType, FOR_TRAINING } from '../../core/internal/instance-types';
import { type ApiRequest, grantJobTelemetry, grantPull, type JobSite, Keep, volumeKey } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import type { TrainerOptions } from '../trainer';
import type { TrainingImage } from '../training-image';

const DEFAULT_INSTANCE = 'ml.m5.large';
const DEFAULT_RUNTIME = Duration.hours(4);

const RUNTIME = Limit.between('MaxRuntime', 1, Duration.days(28).toSeconds());
const INSTANCES = Limit.between('InstanceCount', 1, 100);
const VOLUME = Limit.between('VolumeSize', 1, Size.tebibytes(16).toGibibytes());
const ENVIRONMENT = Limit.of('CreateTrainingJobRequest.Environment');
const METRICS = Limit.of('AlgorithmSpecification.MetricDefinitions');
const REGEX = Limit.of('MetricDefinition.Regex');
const METRIC_NAME = Limit.between('MetricName', 1, 255);
const HYPERPARAMETER_NAME = Limit.between('HyperParameterName', 1, 256);
const HYPERPARAMETER = Limit.between('HyperParameterValue', 0, 2500);
const VARIABLE = Limit.between('EnvironmentValue', 0, 512);
const CHANNELS = Limit.of('CreateTrainingJobRequest.InputDataConfig');
const CHANNEL_NAME = Limit.of('Channel.ChannelName');

export function renderTrainingJob(
  site: JobSite,
  image: TrainingImage,
  code: SourceCode | undefined,
  options: TrainerOptions,
  channels: { [name: string]: S3Source },
): ApiRequest {
  check(site.scope, code, options, channels);
  const bound = image.bind(site.scope);
  grantPull(bound, site.role);
  grantJobTelemetry(site.scope, site.role, 'TrainingJobs');
  const instanceType = options.instanceType ?? DEFAULT_INSTANCE;
  return {
    AlgorithmSpecification: {
      TrainingImage: bound.uri,
      TrainingInputMode: 'File',
      MetricDefinitions: options.metrics?.map((metric) => ({ Name: metric.name, Regex: metric.regex })),
    },
    HyperParameters: { ...options.hyperparameters, ...scriptMode(site, code) },
    InputDataConfig: Object.entries(channels).map(([name, source]) => ({
      ChannelName: name,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: source.bind(site.scope, site.role).uri, S3DataDistributionType: 'FullyReplicated' } },
    })),
    OutputDataConfig: { S3OutputPath: site.outputUri('model', Keep.WITH_THE_MODEL), KmsKeyId: site.encryptionKey?.keyArn },
    ResourceConfig: {
      InstanceType: instanceType,
      InstanceCount: options.instanceCount ?? 1,
      VolumeSizeInGB: (options.volumeSize ?? Size.gibibytes(30)).toGibibytes(),
      VolumeKmsKeyId: volumeKey(site, instanceType),
    },
    StoppingCondition: {
      MaxRuntimeInSeconds: (options.maxRuntime ?? DEFAULT_RUNTIME).toSeconds(),
      MaxWaitTimeInSeconds: options.spot?.maxWait.toSeconds(),
    },
    EnableManagedSpotTraining: options.spot ? true : undefined,
    RoleArn: site.role.roleArn,
    Environment: options.environment,
    // SageMaker Debugger takes no new customers; without this its profiler would be asked for.
    ProfilerConfig: { DisableProfiler: true },
    ...options.overrides,
  };
}

/** How many hyperparameters the training toolkit takes for itself. */
const SCRIPT_MODE_PARAMETERS = 4;

/** The hyperparameters by which AWS's training toolkit finds the user's code. */
function scriptMode(site: JobSite, code: SourceCode | undefined): Record<string, string> {
  if (!code) {
    return {};
  }
  const bound = code.bind(site.scope, site.role);
  return {
    sagemaker_program: bound.entryPoint,
    sagemaker_submit_directory: bound.uri,
    sagemaker_region: Stack.of(site.scope).region,
    sagemaker_container_log_level: '20',
  };
}

function check(scope: Construct, code: SourceCode | undefined, options: TrainerOptions, channels: { [name: string]: S3Source }): void {
  checkInstanceType(scope, 'instanceType', options.instanceType, FOR_TRAINING);
  const runtime = (options.maxRuntime ?? DEFAULT_RUNTIME).toSeconds();
  const wait = options.spot?.maxWait.toSeconds();
  const mistakes = new Mistakes(scope)
    .add(INSTANCES.mistakeIn('instanceCount', options.instanceCount))
    .add(VOLUME.mistakeIn('volumeSize', options.volumeSize?.toGibibytes()))
    .add(RUNTIME.mistakeIn('maxRuntime', options.maxRuntime?.toSeconds()))
    .add(hyperparameterLimit(code).mistakeInCount('hyperparameters', options.hyperparameters))
    .add(ENVIRONMENT.mistakeInCount('environment', options.environment))
    .add(METRICS.mistakeInCount('metrics', options.metrics))
    .add(CHANNELS.mistakeInCount('channels', channels))
    .when(isKnown(wait) && isKnown(runtime) && wait < runtime, {
      code: 'SpotWaitTooShort',
      property: 'spot.maxWait',
      problem: `must be at least 'maxRuntime' (${runtime} seconds)`,
      value: wait,
      fix: "Raise 'maxWait', or lower 'maxRuntime'.",
    });
  options.metrics?.forEach((metric) => mistakes
    .add(METRIC_NAME.mistakeInText('metrics', metric.name))
    .add(REGEX.mistakeInText(`metrics '${metric.name}'`, metric.regex)));
  Object.entries(options.hyperparameters ?? {}).forEach(([name, value]) => checkHyperparameter(mistakes, name, value));
  Object.entries(options.environment ?? {}).forEach(([name, value]) => checkVariable(mistakes, name, value));
  Object.keys(channels).forEach((name) => mistakes.add(CHANNEL_NAME.mistakeInText('channels', name)));
  mistakes.throwIfAny();
}

/** A script leaves less room: the toolkit's own hyperparameters count too. */
function hyperparameterLimit(code: SourceCode | undefined): Limit {
  const { max } = Limit.of('CreateTrainingJobRequest.HyperParameters');
  return Limit.between('HyperParameters', 0, max! - (code ? SCRIPT_MODE_PARAMETERS : 0));
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

function checkVariable(mistakes: Mistakes, name: string, value: string): void {
  mistakes
    .when(!/^[a-zA-Z_][a-zA-Z0-9_]{0,511}$/.test(name), {
      code: 'EnvironmentName', property: 'environment', problem: 'names have up to 512 letters, digits and underscores and do not start with a digit', value: name,
      fix: 'Rename the variable.',
    })
    .add(VARIABLE.mistakeInText(`environment '${name}'`, value));
}
