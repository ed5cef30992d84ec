import type { S3Client } from '@aws-sdk/client-s3';
import type { Json, SageMakerApi } from '../api';

/** A step as the executor reports it each time that its state changes; times are seconds since 1970. */
export interface ReportedStep {
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly failureReason?: string;
  /** What ListPipelineExecutionSteps shows of the job behind the step, in the API's own members. */
  readonly metadata?: Json;
}

/** Everything an executor needs for one run of a pipeline. */
export interface PipelineRun {
  readonly definition: any;
  readonly parameters: Record<string, string>;
  readonly pipelineName: string;
  readonly pipelineArn: string;
  readonly executionId: string;
  readonly executionArn: string;
  readonly signal: AbortSignal;
  readonly onStep: (step: any) => void;
}

/** Executes the steps of one pipeline run. */
export interface PipelineExecutor {
  execute(run: PipelineRun): Promise<{ status: 'Succeeded' | 'Failed' | 'Stopped'; failureReason?: string }>;
}

export type PipelineExecutorFactory = (api: SageMakerApi, s3: S3Client) => PipelineExecutor;
