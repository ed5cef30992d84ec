import { SCHEDULED_TIME, type MonitorInput, type MonitorJob, type MonitorKind, type PlanRequest } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';

/** The window of an analysis, ISO 8601 to the second and in whole minutes. */
export interface Due {
  readonly start: string;
  readonly end: string;
}

const KINDS: readonly MonitorKind[] = ['DataQuality', 'ModelQuality', 'ModelBias', 'ModelExplainability'];
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
/** A job's name is the monitor's with a hyphen and twelve digits. */
const LONGEST_MONITOR_NAME = 50;
const LONGEST_NAME = 63;
const FOLDER = /^s3:\/\/[^/]+(\/.*)?$/;
const MINUTE_MS = 60_000;

/** @throws MalformedEventError when the request does not follow the contract */
export function readRequest(event: unknown): { input: MonitorInput; due: Due } {
  const { input: raw, startTime } = objectIn(event, 'the request') as Partial<Record<keyof PlanRequest, unknown>>;
  const input = checked(objectIn(raw, 'input') as unknown as MonitorInput);
  const byHand = input.scheduledTime === undefined || input.scheduledTime === SCHEDULED_TIME;
  return { input, due: dueAt(momentOf(byHand ? startTime : input.scheduledTime), input.windowMinutes) };
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
  demand('monitor', KINDS.includes(input.monitor), input.monitor);
  demand('monitorName', isName(input.monitorName, LONGEST_MONITOR_NAME), input.monitorName);
  demand('endpointName', isName(input.endpointName, LONGEST_NAME), input.endpointName);
  demand('variantName', isName(input.variantName, LONGEST_NAME), input.variantName);
  demand('captureS3Uri', isFolder(input.captureS3Uri), input.captureS3Uri);
  demand('reportS3Uri', isFolder(input.reportS3Uri), input.reportS3Uri);
  demand('baselineS3Uri', input.baselineS3Uri === undefined || isFolder(input.baselineS3Uri), input.baselineS3Uri);
  demand('windowMinutes', isCount(input.windowMinutes), input.windowMinutes);
  demand('minimumRecords', isCount(input.minimumRecords), input.minimumRecords);
  demand('driftThreshold', typeof input.driftThreshold === 'number' && input.driftThreshold > 0, input.driftThreshold);
  demand('metricsByFeature', typeof input.metricsByFeature === 'boolean', input.metricsByFeature);
  demand('columns', input.columns === undefined || isTexts(input.columns), input.columns);
  checkJob(objectIn(input.job, 'job') as unknown as MonitorJob);
  return input;
}

function checkJob(job: MonitorJob): void {
  for (const member of ['roleArn', 'imageUri', 'codeS3Uri', 'instanceType'] as const) {
    demand(`job.${member}`, typeof job[member] === 'string' && job[member] !== '', job[member]);
  }
  demand('job.volumeSizeGb', isCount(job.volumeSizeGb), job.volumeSizeGb);
  demand('job.maxRuntimeSeconds', isCount(job.maxRuntimeSeconds), job.maxRuntimeSeconds);
}

function demand(member: string, holds: boolean, value: unknown): void {
  if (!holds) {
    throw new MalformedEventError(`the settings have no proper ${member}: ${JSON.stringify(value)}`);
  }
}

function isName(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value.length <= longest && NAME.test(value);
}

function isFolder(value: unknown): boolean {
  return typeof value === 'string' && FOLDER.test(value);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string' && each !== '');
}

function objectIn(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedEventError(`${what} must be an object`);
  }
  return value as Record<string, unknown>;
}
