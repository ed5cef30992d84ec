/** A kind of job that SageMaker runs, as its API, its ARNs and its events name it. */
export interface JobKind {
  /** `processing`: `... processing jobs`, `processing-job/<name>`, `aws sagemaker create-processing-job`. */
  readonly words: 'processing' | 'training';
  /** `ProcessingJob`: `createProcessingJob`, `ProcessingJobName`, `ProcessingJobStatus`. */
  readonly api: 'ProcessingJob' | 'TrainingJob';
  readonly detailType: string;
}

export const PROCESSING: JobKind = { words: 'processing', api: 'ProcessingJob', detailType: 'SageMaker Processing Job State Change' };
export const TRAINING: JobKind = { words: 'training', api: 'TrainingJob', detailType: 'SageMaker Training Job State Change' };
