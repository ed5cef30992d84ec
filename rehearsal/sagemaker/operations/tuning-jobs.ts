import type { Json } from '../api';
import type { Context, Handlers } from '../context';
import { tuningJob } from '../kinds/runs';
import { statusOf, type Resource } from '../resources/resource';
import { Search, type Trial } from '../tuning/search';
import { pageOf } from './listing';
import { finish, runInBackground, stop } from './running';
import { create, standardOperations } from './standard';

/** Tuning jobs: they start training jobs of their own, and know the best of them. */
export function tuningOperations(context: Context): Handlers {
  const searches = new Map<Resource, Search>();
  return {
    ...standardOperations(tuningJob, context),
    CreateHyperParameterTuningJob: (input) => {
      const { Strategy, ResourceLimits } = input.HyperParameterTuningJobConfig;
      const job = create(tuningJob, { ...input, Strategy, ResourceLimits, ...countersOf([]) }, context);
      const search = new Search(job.id, input, context);
      searches.set(job, search);
      runInBackground(job, context, (signal) => run(job, search, context, signal));
      return { HyperParameterTuningJobArn: job.arn };
    },
    StopHyperParameterTuningJob: (input) => stop(tuningJob, input, context),
    ListTrainingJobsForHyperParameterTuningJob: (input) => {
      const { trials } = searches.get(context.resources.require(tuningJob, input))!;
      const begun = trials.filter(({ job, worth }) => (input.StatusEquals ?? statusOf(job)) === statusOf(job) && (!byObjective(input) || worth !== undefined));
      const ascending = byObjective(input) ? begun.sort((one, other) => objectiveOf(one) - objectiveOf(other)) : begun;
      const page = pageOf((input.SortOrder === 'Descending' ? [...ascending].reverse() : ascending).map(summaryOf), input);
      return { TrainingJobSummaries: page.items, ...(page.nextToken && { NextToken: page.nextToken }) };
    },
  };
}

async function run(job: Resource, search: Search, context: Context, signal: AbortSignal): Promise<void> {
  let refused: string | undefined;
  await search.run(() => {
    search.trials.forEach(({ job: { attributes } }) => Object.assign(attributes, { TuningJobArn: job.arn }));
    const [best] = search.ranked();
    Object.assign(job.attributes, countersOf(search.trials), best && { BestTrainingJob: summaryOf(best) });
  }, signal).catch((error: Error) => {
    refused = `ClientError: ${error.message}`;
  });
  job.attributes.HyperParameterTuningEndTime = context.clockwork.now();
  const last = search.trials[search.trials.length - 1]?.job;
  const nothing = `No training job reported the objective; the last: ${last?.attributes.FailureReason ?? (last ? statusOf(last) : 'none ran')}`;
  const failed = refused ?? (search.ranked().length === 0 ? nothing : undefined);
  const status = signal.aborted ? 'Stopped' : failed === undefined ? 'Completed' : 'Failed';
  finish(job, { status, failureReason: signal.aborted ? undefined : failed }, context);
}

const byObjective = ({ SortBy: by }: Json): boolean => by === 'FinalObjectiveMetricValue';
const objectiveOf = ({ worth, definition }: Trial): number => (definition.TuningObjective.Type === 'Maximize' ? worth! : -worth!);

function summaryOf(trial: Trial): Json {
  const { job: { id, arn, attributes }, definition, choice, worth } = trial;
  const { Type, MetricName } = definition.TuningObjective;
  const { CreationTime, TrainingStartTime, TrainingEndTime, TrainingJobStatus, FailureReason } = attributes;
  const ended = !['InProgress', 'Stopping'].includes(TrainingJobStatus);
  return {
    TrainingJobName: id, TrainingJobArn: arn, CreationTime, TrainingJobStatus, TunedHyperParameters: choice,
    ...(definition.DefinitionName && { TrainingJobDefinitionName: definition.DefinitionName }),
    ...(TrainingStartTime && { TrainingStartTime }), ...(TrainingEndTime && { TrainingEndTime }), ...(FailureReason && { FailureReason }),
    ...(worth !== undefined && { FinalHyperParameterTuningJobObjectiveMetric: { Type, MetricName, Value: objectiveOf(trial) } }),
    ObjectiveStatus: worth !== undefined ? 'Succeeded' : ended ? 'Failed' : 'Pending',
  };
}

function countersOf(trials: readonly Trial[]): Json {
  const count = (...statuses: string[]) => trials.filter(({ job }) => statuses.includes(statusOf(job)!)).length;
  const Succeeded = trials.filter(({ worth }) => worth !== undefined).length;
  const Pending = count('InProgress', 'Stopping');
  return {
    TrainingJobStatusCounters: { Completed: count('Completed'), InProgress: Pending, RetryableError: 0, NonRetryableError: count('Failed'), Stopped: count('Stopped') },
    ObjectiveStatusCounters: { Succeeded, Pending, Failed: trials.length - Succeeded - Pending },
  };
}
