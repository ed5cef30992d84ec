import type { S3Client } from '@aws-sdk/client-s3';
import type { PipelineRunner } from '../../pipelines/runner';
import type { SageMakerApi } from '../api';

/** Executes the steps of one pipeline run. */
export type PipelineExecutor = Pick<PipelineRunner, 'execute'>;

/** Makes the executor of a run, which works by calling the stand-in. */
export type PipelineExecutorFactory = (api: SageMakerApi, s3: S3Client) => PipelineExecutor;
