import type { Json } from '../api';
import type { Context, Handlers } from '../context';
import { processingJob, trainingJob } from '../kinds/runs';
import type { Resource } from '../resources/resource';
import { finish, runInBackground, stop } from './running';
import { create, standardOperations } from './standard';

/** Processing and training jobs: created at once, run in the background by the job runner, stopped on request. */
export function jobOperations(context: Context): Handlers {
  return {
    ...standardOperations(processingJob, context),
    ...standardOperations(trainingJob, context),
    CreateProcessingJob: (input) => {
      const job = create(processingJob, input, context);
      runInBackground(job, context, async (signal) => {
        job.attributes.ProcessingStartTime = context.clockwork.now();
        const result = await context.jobRunner.runProcessing(input as any, signal);
        job.attributes.ProcessingEndTime = context.clockwork.now();
        finish(job, result, context);
      });
      return { ProcessingJobArn: job.arn };
    },
    CreateTrainingJob: (input) => {
      const job = create(trainingJob, { ...input, ...trainingDefaults(input, context) }, context);
      runInBackground(job, context, (signal) => train(job, input, context, signal));
      return { TrainingJobArn: job.arn };
    },
    StopProcessingJob: (input) => stop(processingJob, input, context),
    StopTrainingJob: (input) => stop(trainingJob, input, context),
  };
}

function trainingDefaults(input: Json, context: Context): Json {
  const root = String(input.OutputDataConfig.S3OutputPath).replace(/\/+$/, '');
  return {
    ModelArtifacts: { S3ModelArtifacts: `${root}/${input.TrainingJobName}/output/model.tar.gz` },
    SecondaryStatus: 'Starting',
    SecondaryStatusTransitions: [{ Status: 'Starting', StartTime: context.clockwork.now(), StatusMessage: 'Starting the training job' }],
  };
}

async function train(job: Resource, input: Json, context: Context, signal: AbortSignal): Promise<void> {
  const { attributes } = job;
  attributes.TrainingStartTime = context.clockwork.now();
  enterPhase(job, 'Training', 'Training in progress.', context);
  const result = await context.jobRunner.runTraining(input as any, signal);
  const end = context.clockwork.now();
  const seconds = Math.max(1, Math.ceil(end - attributes.TrainingStartTime));
  Object.assign(attributes, { TrainingEndTime: end, TrainingTimeInSeconds: seconds, BillableTimeInSeconds: seconds });
  if (result.modelArtifacts) {
    attributes.ModelArtifacts = { S3ModelArtifacts: result.modelArtifacts };
  }
  if (result.finalMetrics && result.finalMetrics.length > 0) {
    attributes.FinalMetricDataList = result.finalMetrics.map(({ MetricName, Value, Timestamp }) => (
      { MetricName, Value, Timestamp: Timestamp ? new Date(Timestamp).getTime() / 1000 : end }));
  }
  const ranTooLong = result.status === 'Stopped' && result.failureReason?.startsWith('MaxRuntimeExceeded');
  enterPhase(job, ranTooLong ? 'MaxRuntimeExceeded' : result.status, result.failureReason ?? `Training job ${result.status.toLowerCase()}.`, context);
  finish(job, result, context);
}

function enterPhase(job: Resource, phase: string, message: string, context: Context): void {
  const now = context.clockwork.now();
  const transitions: Json[] = job.attributes.SecondaryStatusTransitions;
  transitions[transitions.length - 1].EndTime = now;
  transitions.push({ Status: phase, StartTime: now, StatusMessage: message.slice(0, 1024) });
  job.attributes.SecondaryStatus = phase;
}
