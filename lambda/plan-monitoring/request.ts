import { SCHEDULED_TIME, type CollectedInput, type MonitorInput, type MonitorJob, type PlanRequest } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import { checkMonitor, demand, isCount, isFolder, isTexts, objectIn } from '../shared/monitoring/members';

/** The window of an analysis, ISO 8601 to the second and in whole minutes. */
export interface Due {
  readonly start: string;
  readonly end: string;
}

const ENDED: readonly unknown[] = ['Completed', 'CompletedWithViolations', 'Failed', 'Stopped'] satisfies CollectedInput['execution']['status'][];
const MINUTE_MS = 60_000;

/** What is to be planned: an analysis of the library's own, or what to make of one that Model Monitor has ended. */
export type Planned =
  | { readonly engine: 'own'; readonly input: MonitorInput; readonly due: Due }
  | { readonly engine: 'service'; readonly input: CollectedInput; readonly due: Due };

/** @throws MalformedEventError when the request does not follow the contract */
export function readRequest(event: unknown): Planned {
  const { input: raw, startTime } = objectIn(event, 'the request') as Partial<Record<keyof PlanRequest, unknown>>;
  const given = objectIn(raw, 'input');
  checkMonitor(given);
  if ('execution' in given) {
    const input = checkedExecution(given as unknown as CollectedInput);
    return { engine: 'service', input, due: dueAt(momentOf(input.execution.scheduledTime), input.windowMinutes) };
  }
  const input = checked(given as unknown as MonitorInput);
  const byHand = input.scheduledTime === undefined || input.scheduledTime === SCHEDULED_TIME;
  return { engine: 'own', input, due: dueAt(momentOf(byHand ? startTime : input.scheduledTime), input.windowMinutes) };
}

function dueAt(moment: number, windowMinutes: number): Due {
  const end = moment - (moment % MINUTE_MS);
  return { start: isoSecond(end - windowMinutes * MINUTE_MS), end: isoSecond(end) };
}

export function isoSecond(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}

function momentOf(time: unknown): number {
  const moment = typeof time === 'string' ? Date.parse(time) : NaN;
  if (Number.isNaN(moment)) {
    throw new MalformedEventError(`the request says when it is due in words that are no time: ${JSON.stringify(time)}`);
  }
  return moment;
}

function checked(input: MonitorInput): MonitorInput {
  demand('captureS3Uri', isFolder(input.captureS3Uri), input.captureS3Uri);
  demand('baselineS3Uri', input.baselineS3Uri === undefined || isFolder(input.baselineS3Uri), input.baselineS3Uri);
  demand('driftThreshold', typeof input.driftThreshold === 'number' && input.driftThreshold > 0, input.driftThreshold);
  demand('metricsByFeature', typeof input.metricsByFeature === 'boolean', input.metricsByFeature);
  demand('columns', input.columns === undefined || isTexts(input.columns), input.columns);
  checkJob(objectIn(input.job, 'job') as unknown as MonitorJob);
  return input;
}

function checkedExecution(input: CollectedInput): CollectedInput {
  const { status, processingJobArn, failureReason } = objectIn(input.execution, 'execution') as Partial<Record<keyof CollectedInput['execution'], unknown>>;
  demand('execution.status', ENDED.includes(status), status);
  demand('execution.processingJobArn', processingJobArn === undefined || typeof processingJobArn === 'string', processingJobArn);
  demand('execution.failureReason', failureReason === undefined || typeof failureReason === 'string', failureReason);
  return input;
}

function checkJob(job: MonitorJob): void {
  for (const member of ['roleArn', 'imageUri', 'codeS3Uri', 'instanceType'] as const) {
    demand(`job.${member}`, typeof job[member] === 'string' && job[member] !== '', job[member]);
  }
  demand('job.volumeSizeGb', isCount(job.volumeSizeGb), job.volumeSizeGb);
  demand('job.maxRuntimeSeconds', isCount(job.maxRuntimeSeconds), job.maxRuntimeSeconds);
}
