import type { Json } from '../../sagemaker/api';
import type { StepDefinition } from '../definition';
import { pause } from '../pause';
import type { StepContext, StepKind, StepOutcome } from '../step-kind';
import { type Choice, choices } from './hyperparameters';

const LONGEST_STEP = 14;
const NOT_IN_JOBS = ['DefinitionName', 'TuningObjective', 'HyperParameterRanges', 'StaticHyperParameters', 'HyperParameterTuningResourceConfig'];

/**
 * Searches hyperparameters: runs training jobs with values by chance, or all of a grid, and finds the best by the objective that they read from their logs.
 * Other strategies than these choose their values by chance as well.
 */
export const tuning: StepKind = {
  type: 'Tuning',
  check: (step, place) => (step.Arguments?.TrainingJobDefinition ?? step.Arguments?.TrainingJobDefinitions ? [] : [`${place} lacks a TrainingJobDefinition`]),
  run,
};

interface Search {
  readonly name: string;
  readonly request: Json;
  readonly objective: Json;
}

interface Job {
  readonly jobName: string;
  readonly definition: Json;
  readonly choice: Choice;
}

async function run(step: StepDefinition, context: StepContext): Promise<StepOutcome> {
  const { executionId, values, signal, report } = context;
  const name = `${executionId}-${step.Name.replace(/_/g, '-').slice(0, LONGEST_STEP).replace(/-+$/, '')}`;
  const request: Json = await values.resolve(step.Arguments);
  const metadata = { TuningJob: { Arn: `hyper-parameter-tuning-job/${name}` } };
  report({ metadata });
  const { ResourceLimits: limits } = request.HyperParameterTuningJobConfig;
  const search = { name, request, objective: definitionsOf(request)[0].TuningObjective };
  const planned = plan(search, Number(limits.MaxNumberOfTrainingJobs));
  const ended: Json[] = [];
  const workers = Array.from({ length: Number(limits.MaxParallelTrainingJobs) }, async () => {
    for (let job = planned.shift(); job !== undefined && !signal.aborted; job = planned.shift()) {
      ended.push(await train(job, search, context));
    }
  });
  await Promise.all(workers);
  if (signal.aborted) {
    return { status: 'Stopped', metadata };
  }
  const ranked = rank(ended, search.objective);
  return ranked.length > 0
    ? { status: 'Succeeded', metadata, properties: { ...request, HyperParameterTuningJobName: name, TrainingJobSummaries: ranked, BestTrainingJob: ranked[0] } }
    : { status: 'Failed', metadata, failureReason: `ClientError: no training job of ${name} reported ${search.objective.MetricName}; the last: ${reasonOf(ended)}` };
}

/** Definitions with what a search of one says around it. */
function definitionsOf({ TrainingJobDefinition: only, TrainingJobDefinitions: several, HyperParameterTuningJobConfig: config }: Json): Json[] {
  return several ?? [{ ...only, TuningObjective: config.HyperParameterTuningJobObjective, HyperParameterRanges: config.ParameterRanges }];
}

function plan({ name, request }: Search, count: number): Job[] {
  const { Strategy, RandomSeed } = request.HyperParameterTuningJobConfig;
  const definitions = definitionsOf(request);
  const each = Math.ceil(count / definitions.length);
  const tried = definitions.map(({ HyperParameterRanges }) => choices(HyperParameterRanges, Strategy, each, Number(RandomSeed ?? 1)));
  return tried[0].flatMap((_, round) => definitions.map((definition, which) => ({ definition, choice: tried[which][round] })))
    .filter(({ choice }) => choice !== undefined)
    .slice(0, count)
    .map((job, index) => ({ ...job, jobName: `${name}-${String(index + 1).padStart(3, '0')}` }));
}

/** Runs one job to its end. */
async function train({ jobName, definition, choice }: Job, { objective }: Search, { api, signal, pollMs }: StepContext): Promise<Json> {
  const shared = Object.fromEntries(Object.entries(definition).filter(([member]) => !NOT_IN_JOBS.includes(member)));
  const { InstanceConfigs: [instances] = [undefined], AllocationStrategy: _strategy, ...resources } = definition.HyperParameterTuningResourceConfig ?? {};
  await api.call('CreateTrainingJob', {
    ...shared,
    TrainingJobName: jobName,
    HyperParameters: { ...definition.StaticHyperParameters, ...choice },
    ResourceConfig: definition.ResourceConfig ?? { ...resources, ...instances },
  });
  let asked = false;
  for (;;) {
    const job = await api.call('DescribeTrainingJob', { TrainingJobName: jobName });
    if (['Completed', 'Failed', 'Stopped'].includes(job.TrainingJobStatus)) {
      const metric = (job.FinalMetricDataList ?? []).find(({ MetricName }: Json) => MetricName === objective.MetricName);
      return {
        TrainingJobName: jobName,
        TrainingJobArn: job.TrainingJobArn,
        TrainingJobStatus: job.TrainingJobStatus,
        TunedHyperParameters: choice,
        FailureReason: job.FailureReason,
        FinalHyperParameterTuningJobObjectiveMetric: metric && { Type: objective.Type, MetricName: objective.MetricName, Value: metric.Value },
      };
    }
    if (signal.aborted && !asked) {
      asked = true;
      await api.call('StopTrainingJob', { TrainingJobName: jobName });
    }
    await pause(pollMs, asked ? undefined : signal);
  }
}

/** The jobs that completed with the objective, the best first. */
function rank(jobs: readonly Json[], { Type }: Json): Json[] {
  const value = (job: Json) => Number(job.FinalHyperParameterTuningJobObjectiveMetric.Value) * (Type === 'Maximize' ? -1 : 1);
  return jobs.filter((job) => job.TrainingJobStatus === 'Completed' && job.FinalHyperParameterTuningJobObjectiveMetric).sort((one, other) => value(one) - value(other));
}

function reasonOf(jobs: readonly Json[]): string {
  const last = jobs[jobs.length - 1];
  return last === undefined ? 'none ran' : `${last.TrainingJobStatus} ${last.FailureReason ?? ''}`.trim();
}
