import { randomBytes } from 'node:crypto';
import { pause } from '../../pipelines/pause';
import type { Json } from '../api';
import type { Context } from '../context';
import { trainingJob } from '../kinds/runs';
import { statusOf, type Resource } from '../resources/resource';
import type { Choice } from './hyperparameters';
import { strategyOf } from './strategies';

const LOOK_EVERY_MS = 50;
const NOT_IN_JOBS = ['DefinitionName', 'TuningObjective', 'HyperParameterRanges', 'StaticHyperParameters', 'HyperParameterTuningResourceConfig'];

/** A training job of a search, and what it is worth: its objective, turned so that more is better. */
export interface Trial {
  readonly job: Resource;
  readonly definition: Json;
  readonly choice: Choice;
  worth?: number;
}

/** Tries hyperparameters by training jobs, as many at once as the limits say, until they are used up or the search is good enough. */
export class Search {
  readonly trials: Trial[] = [];
  private begun = 0;
  private readonly definitions: readonly Json[];
  private readonly strategies;
  private readonly limits: { MaxNumberOfTrainingJobs: number; MaxParallelTrainingJobs: number };

  constructor(private readonly name: string, private readonly request: Json, private readonly context: Context) {
    this.definitions = definitionsOf(request);
    const { Strategy, RandomSeed, ResourceLimits } = request.HyperParameterTuningJobConfig;
    this.limits = ResourceLimits;
    this.strategies = this.definitions.map((definition, index) => strategyOf(Strategy, definition.HyperParameterRanges ?? {}, Number(RandomSeed ?? 1) + index));
  }

  /** Runs jobs to their ends; `onChange` is told whenever one has begun or ended. */
  async run(onChange: () => void, signal: AbortSignal): Promise<void> {
    await Promise.all(Array.from({ length: Number(this.limits.MaxParallelTrainingJobs) }, async () => {
      for (let trial = await this.begin(signal); trial !== undefined; trial = await this.begin(signal)) {
        onChange();
        await this.end(trial, signal);
        onChange();
      }
    }));
  }

  /** Those that reached something, the best first. */
  ranked(): Trial[] {
    return this.trials.filter(({ worth }) => worth !== undefined).sort((one, other) => other.worth! - one.worth!);
  }

  private async begin(signal: AbortSignal): Promise<Trial | undefined> {
    const index = this.begun % this.definitions.length;
    const choice = signal.aborted || this.begun >= this.limits.MaxNumberOfTrainingJobs || this.goodEnough() ? undefined : this.strategies[index].next();
    if (choice === undefined) {
      return undefined;
    }
    this.begun += 1;
    const definition = this.definitions[index];
    const TrainingJobName = `${this.name}-${String(this.begun).padStart(3, '0')}-${randomBytes(4).toString('hex')}`;
    await this.context.api.call('CreateTrainingJob', jobOf(TrainingJobName, definition, choice));
    const trial: Trial = { job: this.context.resources.require(trainingJob, { TrainingJobName }), definition, choice };
    this.trials.push(trial);
    return trial;
  }

  private async end(trial: Trial, signal: AbortSignal): Promise<void> {
    const { job, definition: { TuningObjective: { MetricName: metric, Type: type } } } = trial;
    while (!['Completed', 'Failed', 'Stopped'].includes(statusOf(job) ?? '')) {
      if (signal.aborted && statusOf(job) === 'InProgress') {
        await this.context.api.call('StopTrainingJob', { TrainingJobName: job.id });
      }
      await pause(LOOK_EVERY_MS);
    }
    const reached = (job.attributes.FinalMetricDataList ?? []).find(({ MetricName }: Json) => MetricName === metric);
    if (statusOf(job) === 'Completed' && reached) {
      trial.worth = type === 'Maximize' ? reached.Value : -reached.Value;
      this.strategies[this.definitions.indexOf(trial.definition)].learn?.(trial.choice, trial.worth!);
    }
  }

  /** Whether the request's completion criteria say that this is enough. */
  private goodEnough(): boolean {
    const criteria: Json = this.request.HyperParameterTuningJobConfig.TuningJobCompletionCriteria ?? {};
    const { TargetObjectiveMetricValue: target, BestObjectiveNotImproving: patience } = criteria;
    const [best] = this.ranked();
    if (best === undefined) {
      return false;
    }
    const sign = best.definition.TuningObjective.Type === 'Maximize' ? 1 : -1;
    const since = this.trials.slice(this.trials.indexOf(best) + 1).filter(({ worth }) => worth !== undefined).length;
    return (target !== undefined && best.worth! >= sign * target) || since >= (patience?.MaxNumberOfTrainingJobsNotImproving ?? Infinity);
  }
}

/** Definitions with what a search of one says around it. */
function definitionsOf({ TrainingJobDefinition: only, TrainingJobDefinitions: several, HyperParameterTuningJobConfig: config }: Json): Json[] {
  return several ?? [{ ...only, TuningObjective: config.HyperParameterTuningJobObjective, HyperParameterRanges: config.ParameterRanges }];
}

function jobOf(TrainingJobName: string, definition: Json, choice: Choice): Json {
  const shared = Object.fromEntries(Object.entries(definition).filter(([member]) => !NOT_IN_JOBS.includes(member)));
  const { InstanceConfigs: [instances] = [undefined], AllocationStrategy: _strategy, ...resources } = definition.HyperParameterTuningResourceConfig ?? {};
  return {
    ...shared,
    TrainingJobName,
    // An algorithm measures what the search aims at, whether it was asked to or not.
    HyperParameters: { ...definition.StaticHyperParameters, ...choice, _tuning_objective_metric: definition.TuningObjective.MetricName },
    ResourceConfig: definition.ResourceConfig ?? { ...resources, ...instances },
  };
}
