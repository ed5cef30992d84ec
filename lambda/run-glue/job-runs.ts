import { BatchStopJobRunCommand, GetJobCommand, GetJobRunsCommand, StartJobRunCommand, type GlueClient, type JobRun } from '@aws-sdk/client-glue';
import { GLUE_JOB_OUTPUTS, GLUE_RUN_MARK, type GlueJobWork } from '../../lib/core/contract';
import { errorName, textOf } from '../shared/errors';
import type { Progress } from './progress';

/** A piece of work, and what tells its runs from all others. */
export interface MarkedJob extends GlueJobWork {
  readonly mark: string;
  /** No run of this work is older, in milliseconds since 1970. */
  readonly notBeforeMs: number;
}

/** What is refused now and taken later, when other runs have ended. */
const BUSY = ['ConcurrentRunsExceededException', 'ResourceNumberLimitExceededException'];
/** What is refused for good. */
const HOPELESS = ['EntityNotFoundException', 'InvalidInputException'];
const OVER = ['SUCCEEDED', 'FAILED', 'ERROR', 'TIMEOUT', 'STOPPED', 'EXPIRED'];
const MOST_STOPPED_AT_ONCE = 25;
/** Glue tries a failed run again as a new one; for this long after a failure one may still come. */
const NEXT_ATTEMPT_MS = 5 * 60_000;
/** Glue's clock and that of Step Functions need not agree to the second. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

/** Runs of Glue's jobs. Each is found again by an argument, so that work that was started is not started again. */
export class JobRuns {
  constructor(private readonly glue: GlueClient) {}

  /**
   * Starts the work unless it was, and says how it stands. A job that runs as often as it may at once is asked for again later.
   *
   * @param started the run that was started before, which Glue may not list yet
   */
  public async advance(job: MarkedJob, nowMs: number, started?: string): Promise<Progress> {
    const runs = await this.find(job);
    if (runs === undefined) {
      return { state: 'FAILED', reason: `Glue has no job '${job.jobName}'` };
    }
    if (runs.length > 0) {
      return this.look(job, await this.keepFirst(job, runs), nowMs);
    }
    return started === undefined ? this.start(job) : { state: 'GOING_ON', jobRunId: started, why: 'Glue does not list the run yet' };
  }

  /** Asks Glue to stop what still runs; a job that is gone runs nothing. */
  public async stop(job: MarkedJob): Promise<void> {
    await this.stopAll(job, await this.find(job) ?? []);
  }

  private async start(job: MarkedJob): Promise<Progress> {
    try {
      const { jobName, jobArguments, mark } = job;
      const { JobRunId } = await this.glue.send(new StartJobRunCommand({ JobName: jobName, Arguments: { ...jobArguments, [GLUE_RUN_MARK]: mark } }));
      await this.keepFirst(job, await this.find(job) ?? []);
      return { state: 'GOING_ON', jobRunId: JobRunId };
    } catch (error) {
      if (BUSY.includes(errorName(error))) {
        return { state: 'GOING_ON', why: textOf(error) };
      }
      if (HOPELESS.includes(errorName(error))) {
        return { state: 'FAILED', reason: textOf(error) };
      }
      throw error;
    }
  }

  /** StartJobRun knows no token. Where two functions met and both started a run, the earlier one stays, with its attempts, the newest of them first. */
  private async keepFirst(job: MarkedJob, runs: readonly JobRun[]): Promise<JobRun[]> {
    const [first] = [...runs].sort((a, b) => startedAt(a) - startedAt(b) || idOf(a).localeCompare(idOf(b)));
    const isOfFirst = (run: JobRun) => firstAttempt(run) === firstAttempt(first);
    await this.stopAll(job, runs.filter((run) => !isOfFirst(run)));
    return runs.filter(isOfFirst).sort((a, b) => (b.Attempt ?? 0) - (a.Attempt ?? 0));
  }

  private async stopAll({ jobName }: MarkedJob, runs: readonly JobRun[]): Promise<void> {
    const unfinished = runs.filter(({ JobRunState = '' }) => !OVER.includes(JobRunState)).map(idOf);
    if (unfinished.length > 0) {
      await this.glue.send(new BatchStopJobRunCommand({ JobName: jobName, JobRunIds: unfinished.slice(0, MOST_STOPPED_AT_ONCE) }));
    }
  }

  private async look(job: MarkedJob, [run]: readonly JobRun[], nowMs: number): Promise<Progress> {
    const { JobRunState = '', ExecutionTime = 0, ErrorMessage, CompletedOn } = run;
    const jobRunId = idOf(run);
    if (JobRunState === 'SUCCEEDED') {
      return { state: 'DONE', outputs: { [GLUE_JOB_OUTPUTS.jobRunId]: jobRunId, [GLUE_JOB_OUTPUTS.executionSeconds]: String(ExecutionTime) } };
    }
    if (!OVER.includes(JobRunState)) {
      return { state: 'GOING_ON', jobRunId };
    }
    const mayComeAgain = JobRunState !== 'STOPPED' && nowMs - (CompletedOn?.getTime() ?? 0) < NEXT_ATTEMPT_MS && await this.hasAttemptsLeft(job, run);
    return mayComeAgain ? { state: 'GOING_ON', jobRunId, why: 'Glue may try again' }
      : { state: 'FAILED', reason: `run ${jobRunId} of Glue job '${job.jobName}' is ${JobRunState}: ${ErrorMessage ?? 'Glue says no reason'}` };
  }

  private async hasAttemptsLeft({ jobName }: MarkedJob, { Attempt = 0 }: JobRun): Promise<boolean> {
    const { Job } = await this.glue.send(new GetJobCommand({ JobName: jobName }));
    return Attempt < (Job?.MaxRetries ?? 0);
  }

  /** All runs of this work, attempts counted; undefined where there is no such job. */
  private async find({ jobName, mark, notBeforeMs }: MarkedJob): Promise<JobRun[] | undefined> {
    const found: JobRun[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.page(jobName, NextToken);
      if (page === undefined) {
        return undefined;
      }
      const { JobRuns: runs = [] } = page;
      found.push(...runs.filter(({ Arguments }) => Arguments?.[GLUE_RUN_MARK] === mark));
      NextToken = runs.some((run) => startedAt(run) < notBeforeMs - CLOCKS_DIFFER_MS) ? undefined : page.NextToken;
    } while (NextToken);
    return found;
  }

  private async page(JobName: string, NextToken: string | undefined) {
    try {
      return await this.glue.send(new GetJobRunsCommand({ JobName, MaxResults: 100, NextToken }));
    } catch (error) {
      if (errorName(error) === 'EntityNotFoundException') {
        return undefined;
      }
      throw error;
    }
  }
}

function idOf({ Id = '' }: JobRun): string {
  return Id;
}

/** Attempts are named after the first: `jr_0123`, `jr_0123_attempt_1`. */
function firstAttempt(run: JobRun): string {
  return idOf(run).replace(/_attempt_\d+$/, '');
}

function startedAt({ StartedOn }: JobRun): number {
  return StartedOn?.getTime() ?? Number.MAX_SAFE_INTEGER;
}
