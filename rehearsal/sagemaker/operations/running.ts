import type { JobResult } from '../../containers/job-runner';
import type { Json } from '../api';
import type { Context } from '../context';
import { statusOf, type Resource, type ResourceKind } from '../resources/resource';
import { setStatus } from './standard';

/** Does a job's work after it was created; a fault of this program fails the job, and says so. */
export function runInBackground(job: Resource, context: Context, run: (signal: AbortSignal) => Promise<void>): void {
  const controller = context.clockwork.background(async (signal) => {
    try {
      await run(signal);
    } catch (error) {
      job.attributes.FailureReason = `InternalServerError: ${String(error)}`.slice(0, 1024);
      setStatus(job, 'Failed', context);
    }
  });
  job.stop = () => controller.abort();
}

/** Notes how a job ended. */
export function finish(job: Resource, result: Pick<JobResult, 'status' | 'failureReason' | 'exitMessage'>, context: Context): void {
  if (result.failureReason) {
    job.attributes.FailureReason = result.failureReason.slice(0, 1024);
  }
  if (result.exitMessage) {
    job.attributes.ExitMessage = result.exitMessage.slice(0, 1024);
  }
  setStatus(job, result.status, context);
}

/** Tells a running job to stop; one that has ended already stays as it is. */
export function stop(kind: ResourceKind, input: Json, context: Context): Json {
  const job = context.resources.require(kind, input);
  if (statusOf(job) === 'InProgress') {
    setStatus(job, 'Stopping', context);
    job.stop?.();
  }
  return {};
}
