import type { CreateProcessingJobRequest, CreateTrainingJobRequest, MetricData } from '@aws-sdk/client-sagemaker';

/** Runs one job to its end; never throws: failure is a result with the reason a person needs (last traceback line, exit code). */
export interface JobRunner {
  runProcessing(request: CreateProcessingJobRequest, signal: AbortSignal): Promise<JobResult>;
  runTraining(request: CreateTrainingJobRequest, signal: AbortSignal): Promise<TrainingResult>;
}

/** How a job ended. */
export interface JobResult {
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  readonly failureReason?: string;
  /** What a processing job wrote to /opt/ml/output/message. */
  readonly exitMessage?: string;
  readonly logFile: string;
  readonly seconds: number;
  /** How the job got its /opt/ml; missing when it did not come so far. */
  readonly isolation?: string;
}

/** How a training job ended. */
export interface TrainingResult extends JobResult {
  /** S3 location of model.tar.gz. */
  readonly modelArtifacts?: string;
  readonly finalMetrics?: MetricData[];
}
