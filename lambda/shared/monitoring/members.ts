import type { CollectRequest, MonitorKind } from '../../../lib/core/contract';
import { MalformedEventError } from '../errors';

const KINDS: readonly unknown[] = ['DataQuality', 'ModelQuality', 'ModelBias', 'ModelExplainability'] satisfies MonitorKind[];
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
/** A job's name is the monitor's with a hyphen and twelve digits. */
const LONGEST_MONITOR_NAME = 50;
const LONGEST_NAME = 63;
const FOLDER = /^s3:\/\/[^/]+(\/.*)?$/;

/** Checks what the inputs of all monitors have in common. */
export function checkMonitor(input: Partial<Record<keyof CollectRequest, unknown>>): void {
  demand('monitor', KINDS.includes(input.monitor), input.monitor);
  demand('monitorName', isName(input.monitorName, LONGEST_MONITOR_NAME), input.monitorName);
  demand('endpointName', isName(input.endpointName, LONGEST_NAME), input.endpointName);
  demand('variantName', isName(input.variantName, LONGEST_NAME), input.variantName);
  demand('reportS3Uri', isFolder(input.reportS3Uri), input.reportS3Uri);
  demand('windowMinutes', isCount(input.windowMinutes), input.windowMinutes);
  demand('minimumRecords', isCount(input.minimumRecords), input.minimumRecords);
}

/** @throws MalformedEventError that names the member when it is not as it should be */
export function demand(member: string, holds: boolean, value: unknown): void {
  if (!holds) {
    throw new MalformedEventError(`the settings have no proper ${member}: ${JSON.stringify(value)}`);
  }
}

function isName(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value.length <= longest && NAME.test(value);
}

export function isFolder(value: unknown): boolean {
  return typeof value === 'string' && FOLDER.test(value);
}

export function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0;
}

export function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string' && each !== '');
}

export function objectIn(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedEventError(`${what} must be an object`);
  }
  return value as Record<string, unknown>;
}
