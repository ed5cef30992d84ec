import type { Json, SageMakerApi } from '../../sagemaker/api';
import { jobStep } from './job-step';

const MOST_RANKS = 50;

/** Searches hyperparameters, by CreateHyperParameterTuningJob. Other steps may refer to its jobs by their rank, the best first. */
export const tuning = jobStep({
  type: 'Tuning',
  noun: 'HyperParameterTuningJob',
  shownAs: 'TuningJob',
  longestName: 32,
  more: async (job: Json, api: SageMakerApi) => {
    const maximized = job.BestTrainingJob?.FinalHyperParameterTuningJobObjectiveMetric?.Type === 'Maximize';
    return api.call('ListTrainingJobsForHyperParameterTuningJob', {
      HyperParameterTuningJobName: job.HyperParameterTuningJobName, StatusEquals: 'Completed', SortBy: 'FinalObjectiveMetricValue',
      SortOrder: maximized ? 'Descending' : 'Ascending', MaxResults: MOST_RANKS,
    });
  },
});
