import { isAbsolute, join } from 'node:path';
import type { CreateProcessingJobRequest, CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import type { S3Client } from '@aws-sdk/client-s3';
import { JobFailure } from './failure';
import { bestIsolation, type Isolation } from './isolation';
import { Job } from './job';
import { JobFolder } from './job-folder';
import type { JobResult, JobRunner, TrainingResult } from './job-runner';
import { ObjectStore } from './object-store';
import { runProcessingJob } from './processing-job';
import { runTrainingJob } from './training-job';

export interface LocalJobRunnerOptions {
  /** Reaches the buckets that requests name. */
  readonly s3: S3Client;
  /** Absolute path of the Python interpreter that runs the users' scripts. */
  readonly python: string;
  /** Folder for the jobs' files and logs: `<folder>/<job name>/log.txt`. */
  readonly folder: string;
  readonly region: string;
  /** Variables for every job, such as AWS_ENDPOINT_URL and credentials, by which the users' code reaches AWS. */
  readonly environment: Record<string, string>;
  /**
   * How jobs get an /opt/ml of their own.
   *
   * @default - a private mount where the machine allows it, else translated paths
   */
  readonly isolation?: Isolation;
  /**
   * Time that a stopped job has to end by itself, in milliseconds.
   *
   * @default 5000
   */
  readonly graceMs?: number;
}

/** Runs jobs as child processes on this machine, with the folders, files and variables of SageMaker's containers. */
export class LocalJobRunner implements JobRunner {
  private readonly store: ObjectStore;
  private isolation?: Promise<Isolation>;

  constructor(private readonly options: LocalJobRunnerOptions) {
    if (!isAbsolute(options.python)) {
      throw new Error(`'python' must be the absolute path of an interpreter, got '${options.python}'`);
    }
    this.store = new ObjectStore(options.s3);
  }

  runProcessing(request: CreateProcessingJobRequest, signal: AbortSignal): Promise<JobResult> {
    return this.run(request.ProcessingJobName!, signal, (job) => runProcessingJob(job, request));
  }

  runTraining(request: CreateTrainingJobRequest, signal: AbortSignal): Promise<TrainingResult> {
    return this.run(request.TrainingJobName!, signal, (job) => runTrainingJob(job, request));
  }

  private async run<Outcome extends Pick<JobResult, 'status'>>(
    name: string,
    signal: AbortSignal,
    work: (job: Job) => Promise<Outcome>,
  ): Promise<JobResult & Partial<Outcome>> {
    const started = performance.now();
    const folder = new JobFolder(join(this.options.folder, name));
    const end = () => ({ logFile: folder.logFile, seconds: Math.round(performance.now() - started) / 1000 });
    let isolation: Isolation | undefined;
    try {
      await folder.create();
      isolation = await (this.isolation ??= this.options.isolation ? Promise.resolve(this.options.isolation) : bestIsolation());
      const job = new Job(name, folder, this.site(isolation), signal);
      const outcome = await work(job);
      if (outcome.status === 'Completed') {
        await folder.discardFiles();
      }
      return { ...outcome, ...end(), isolation: isolation.description };
    } catch (error) {
      return { status: 'Failed', failureReason: reasonOf(error), ...end(), isolation: isolation?.description } as JobResult & Partial<Outcome>;
    }
  }

  private site(isolation: Isolation) {
    const { python, region, environment, graceMs = 5000 } = this.options;
    return { store: this.store, python, region, environment, isolation, graceMs };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof JobFailure) {
    return error.message;
  }
  const { name, message } = error as Error;
  return name === 'NoSuchBucket' ? `ClientError: Data download failed: ${message}` : `InternalServerError: ${name}: ${message}`;
}
