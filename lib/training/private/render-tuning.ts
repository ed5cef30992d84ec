import type { S3Source } from '../../core';
import { invalid, Mistakes } from '../../core/internal/errors';
import { type ApiRequest, type JobSite, volumeKey } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import type { HyperparameterRange } from '../hyperparameter-search';
import type { TuningDefinition, TuningOptions } from '../hyperparameter-tuner';
import { checkTuning, combinationsOf } from './check-tuning';
import type { Searched } from './recipe';

type Channels = Readonly<Record<string, S3Source>>;

/** Members of a training request that a definition of a search takes as they are. */
const SHARED = new Set([
  'RoleArn', 'InputDataConfig', 'VpcConfig', 'OutputDataConfig', 'StoppingCondition', 'EnableNetworkIsolation', 'EnableInterContainerTrafficEncryption',
  'EnableManagedSpotTraining', 'CheckpointConfig', 'RetryStrategy', 'Environment',
]);
/** Members that are written in another way, or that no search has and nobody asked for. */
const REWRITTEN = new Set(['AlgorithmSpecification', 'HyperParameters', 'ResourceConfig', 'ProfilerConfig']);

type Definitions = Readonly<Record<string, TuningDefinition>>;

export function renderTuningJob(site: JobSite, definitions: Definitions, options: TuningOptions, channels: Channels): ApiRequest {
  checkTuning(site.scope, definitions, options);
  const rendered = Object.entries(definitions).map(([name, definition]) => ({ name, definition, request: renderDefinition(site, definition, channels) }));
  const [{ name: only, definition: { ranges, objective }, request }] = rendered;
  const single = rendered.length === 1 && only === '';
  return {
    HyperParameterTuningJobConfig: {
      ...renderConfig(definitions, options),
      ...(single ? { HyperParameterTuningJobObjective: objective._render(), ParameterRanges: renderRanges(ranges) } : {}),
    },
    ...(single ? { TrainingJobDefinition: request } : {
      TrainingJobDefinitions: rendered.map(({ name, definition, request: each }) => ({
        DefinitionName: name, TuningObjective: definition.objective._render(), HyperParameterRanges: renderRanges(definition.ranges), ...each,
      })),
    }),
    WarmStartConfig: options.warmStart?._render(),
    Autotune: options.autotune ?? usesAutotune(definitions) ? { Mode: 'Enabled' } : undefined,
    ...options.overrides,
  };
}

function renderConfig(definitions: Definitions, options: TuningOptions): ApiRequest {
  const { strategy, targetValue, maxJobsNotImproving, stopOnConvergence } = options;
  const completes = targetValue !== undefined || maxJobsNotImproving !== undefined || stopOnConvergence === true;
  const grid = strategy?._name === 'Grid';
  return {
    Strategy: strategy?._name ?? 'Bayesian',
    StrategyConfig: strategy?._config,
    ResourceLimits: {
      MaxNumberOfTrainingJobs: options.maxJobs ?? (grid ? combinationsOf(definitions) : 10),
      MaxParallelTrainingJobs: options.maxParallelJobs ?? 1,
      MaxRuntimeInSeconds: options.maxRuntime?.toSeconds(),
    },
    TrainingJobEarlyStoppingType: options.earlyStopping ? 'Auto' : 'Off',
    TuningJobCompletionCriteria: completes ? {
      TargetObjectiveMetricValue: targetValue,
      BestObjectiveNotImproving: maxJobsNotImproving === undefined ? undefined : { MaxNumberOfTrainingJobsNotImproving: maxJobsNotImproving },
      ConvergenceDetected: stopOnConvergence ? { CompleteOnConvergence: 'Enabled' } : undefined,
    } : undefined,
    RandomSeed: options.randomSeed,
  };
}

/** What the search tries, for trainers that know their hyperparameters. */
function searchedIn(ranges: TuningDefinition['ranges']): Searched {
  return Object.fromEntries(Object.entries(ranges).map(([name, range]) => {
    const { MinValue, MaxValue, Values, ValueHint } = range._render(name) as { MinValue?: string; MaxValue?: string; Values?: string[]; ValueHint?: string };
    return [name, { values: [MinValue, MaxValue, ...Values ?? [], ValueHint].filter((value) => value !== undefined), continuous: range._kind === 'Continuous' }];
  }));
}

/** A training request, rewritten as a search has it. */
function renderDefinition(site: JobSite, { trainer, ranges, instances, channels: own }: TuningDefinition, channels: Channels): ApiRequest {
  const request = trainer._render(site, own ?? channels, searchedIn(ranges));
  refuseUnknown(site, request);
  const { TrainingImage, AlgorithmName, TrainingInputMode, MetricDefinitions } = request.AlgorithmSpecification as ApiRequest;
  return {
    StaticHyperParameters: Object.fromEntries(Object.entries(request.HyperParameters as ApiRequest).filter(([name]) => !(name in ranges))),
    AlgorithmSpecification: { TrainingImage, AlgorithmName, TrainingInputMode, MetricDefinitions },
    ...Object.fromEntries(Object.entries(request).filter(([member]) => SHARED.has(member))),
    ...renderResources(site, request.ResourceConfig as ApiRequest, instances),
  };
}

/** Instances that wait for the next job are said as training jobs say it; the rest has a member of its own. */
function renderResources(site: JobSite, config: ApiRequest, instances: TuningDefinition['instances']): ApiRequest {
  if (instances) {
    return {
      HyperParameterTuningResourceConfig: {
        AllocationStrategy: 'Prioritized',
        InstanceConfigs: instances.map(({ instanceType, instanceCount = 1, volumeSizeInGb = 30 }) => (
          { InstanceType: instanceType, InstanceCount: instanceCount, VolumeSizeInGB: volumeSizeInGb })),
        // One key for all types: a type that takes none refuses it.
        VolumeKmsKeyId: instances.every(({ instanceType }) => volumeKey(site, instanceType) !== undefined) ? site.encryptionKey?.keyArn : undefined,
      },
    };
  }
  const { InstanceType, InstanceCount, VolumeSizeInGB, VolumeKmsKeyId, ...rest } = config;
  return Object.values(rest).some((value) => value !== undefined)
    ? { ResourceConfig: config }
    : { HyperParameterTuningResourceConfig: { InstanceType, InstanceCount, VolumeSizeInGB, VolumeKmsKeyId } };
}

const ENVIRONMENT = Limit.between('TuningEnvironment', 0, 48);

/** The jobs of a search have fewer settings than others, and fewer variables. */
function refuseUnknown({ scope }: JobSite, request: ApiRequest): void {
  new Mistakes(scope).add(ENVIRONMENT.mistakeInCount('trainer.environment', request.Environment as Record<string, unknown> | undefined)).throwIfAny();
  const unknown = Object.keys(request).find((member) => request[member] !== undefined && !SHARED.has(member) && !REWRITTEN.has(member));
  if (unknown !== undefined) {
    throw invalid(scope, {
      code: 'TuningMemberUnsupported', property: 'trainer.overrides', problem: 'a search has no such member for its training jobs', value: unknown,
      fix: "Leave it out of the trainer's overrides.",
    });
  }
}

function renderRanges(ranges: Readonly<Record<string, HyperparameterRange>>): ApiRequest {
  const of = (kind: string) => {
    const found = Object.entries(ranges).filter(([, range]) => range._kind === kind).map(([name, range]) => range._render(name));
    return found.length > 0 ? found : undefined;
  };
  return {
    ContinuousParameterRanges: of('Continuous'), IntegerParameterRanges: of('Integer'), CategoricalParameterRanges: of('Categorical'), AutoParameters: of('Auto'),
  };
}

function usesAutotune(definitions: Definitions): boolean {
  return Object.values(definitions).some(({ ranges }) => Object.values(ranges).some((range) => range._kind === 'Auto'));
}
