import type { CallbackMessage, GlueRunAnswer, GlueRunRequest } from '../../lib/core/contract';
import type { Log } from '../shared/logging';
import { systemTime, type Time } from '../shared/time';
import { hashOf } from '../shared/tokens';
import { understood } from '../shared/understood';
import { type Callbacks, Standing } from './callbacks';
import type { Crawls } from './crawls';
import type { JobRuns, MarkedJob } from './job-runs';
import type { Progress } from './progress';
import { readRequest, workIn } from './request';

const SHORTEST_WAIT_SECONDS = 15;
const LONGEST_WAIT_SECONDS = 300;
/** What was waited for is noticed this share of its time late at most; a week of it fits the history of one execution. */
const SHARE_OF_TIME = 20;

/**
 * Does what a callback step asks of Glue, one look at a time.
 *
 * It remembers nothing: whether the work is wanted is asked of the pipeline, whether it was started of Glue. Whoever comes after a function that died goes on
 * where that stopped.
 */
export class GlueRunner {
  constructor(
    private readonly callbacks: Pick<Callbacks, 'standing' | 'succeed' | 'fail'>,
    private readonly jobs: Pick<JobRuns, 'advance' | 'stop'>,
    private readonly crawls: Pick<Crawls, 'advance'>,
    private readonly time: Time = systemTime,
  ) {}

  /** Throws on a request that does not follow the contract, and on what AWS refuses: the state machine asks again, and then fails the step. */
  public async advance(event: unknown, log: Log): Promise<GlueRunAnswer> {
    const request = understood(readRequest, event, log, 'request');
    const { callback } = request;
    const stepLog = log.with({ pipelineExecution: callback.pipelineExecutionArn, token: callback.token });
    const standing = await this.callbacks.standing(callback);
    if (standing !== Standing.WANTED) {
      return this.giveUp(request, standing, stepLog);
    }
    const progress = await this.progress(request);
    switch (progress.state) {
      case 'DONE': {
        await this.callbacks.succeed(callback, progress.outputs);
        stepLog.info('the work is done', { ...progress.outputs });
        return DONE;
      }
      case 'FAILED': {
        await this.callbacks.fail(callback, progress.reason);
        stepLog.warn('the work failed', { reason: progress.reason });
        return DONE;
      }
      default: {
        stepLog.info('the work goes on', { ...progress });
        return { next: 'WAIT', waitSeconds: this.waitSeconds(request), ...(progress.jobRunId !== undefined && { jobRunId: progress.jobRunId }) };
      }
    }
  }

  private async progress({ callback, startTime, before }: GlueRunRequest): Promise<Progress> {
    const work = workIn(callback);
    if (typeof work === 'string') {
      return { state: 'FAILED', reason: work };
    }
    if ('crawlerName' in work) {
      return this.crawls.advance(work, Date.parse(startTime));
    }
    return this.jobs.advance({ ...work, ...marksOf(callback, startTime) }, this.time.now(), before.jobRunId);
  }

  /** A crawl goes on to its end, which may serve others; a run of a job is stopped. */
  private async giveUp({ callback, startTime }: GlueRunRequest, standing: Standing, log: Log): Promise<GlueRunAnswer> {
    const work = workIn(callback);
    if (typeof work !== 'string' && 'jobName' in work) {
      await this.jobs.stop({ ...work, ...marksOf(callback, startTime) });
    }
    if (standing === Standing.STOPPING) {
      await this.callbacks.fail(callback, 'the run of the pipeline is being stopped');
    }
    log.info('the work is no longer wanted', { standing });
    return DONE;
  }

  private waitSeconds({ startTime }: GlueRunRequest): number {
    const elapsedSeconds = (this.time.now() - Date.parse(startTime)) / 1_000;
    return Math.round(Math.min(LONGEST_WAIT_SECONDS, Math.max(SHORTEST_WAIT_SECONDS, elapsedSeconds / SHARE_OF_TIME)));
  }
}

const DONE: GlueRunAnswer = { next: 'DONE', waitSeconds: 0 };

/** Not the token itself, which is all that is needed to answer. */
function marksOf({ token, pipelineExecutionArn }: CallbackMessage, startTime: string): Pick<MarkedJob, 'mark' | 'notBeforeMs'> {
  return { mark: hashOf(pipelineExecutionArn, token), notBeforeMs: Date.parse(startTime) };
}
