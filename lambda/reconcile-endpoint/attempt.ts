import type { EndpointSettings } from '../../lib/core/contract';
import type { Attempt, EndpointRecord } from '../shared/endpoints/record';
import { hashOf } from '../shared/tokens';
import type { Version } from './observe';

const HASH_LENGTH = 12;

/** An attempt to serve a version with the settings as they are now. */
export function attemptFor(record: EndpointRecord, version: Version, endpointChangedBefore: number | undefined): Attempt {
  return {
    packageArn: version.packageArn,
    version: version.version,
    key: keyOf(record, version),
    configName: `${record.endpointName}-${shortHashOf(version.packageArn, JSON.stringify(inConfig(record.settings)))}`,
    endpointChangedBefore,
    baseline: version.baseline,
  };
}

/** Whether the same was tried and went wrong. A version that was approved again since counts as another one. */
export function failedBefore(record: EndpointRecord, version: Version): boolean {
  const key = keyOf(record, version);
  return record.progress.failures.some((failure) => failure.key === key);
}

/** Whether a name is one that an endpoint's models and configurations have, or a monitor's job definitions. */
export function isNameOf(owner: string, name: string): boolean {
  return name.length === owner.length + 1 + HASH_LENGTH && name.startsWith(`${owner}-`) && /^[0-9a-f]+$/.test(name.slice(-HASH_LENGTH));
}

function keyOf({ settingsHash }: EndpointRecord, { packageArn, changedMs }: Version): string {
  return shortHashOf(packageArn, String(changedMs), settingsHash);
}

/** Settings that change nothing about a model and an endpoint configuration. */
const BESIDE_THE_CONFIG: readonly string[] = ['deployment', 'scaling', 'sources', 'monitors', 'modelPackageGroupName'] satisfies (keyof EndpointSettings)[];

/** The settings that a model and an endpoint configuration are made of. */
function inConfig(settings: EndpointSettings): object {
  const relevant = Object.entries(settings).filter(([name]) => !BESIDE_THE_CONFIG.includes(name));
  return Object.fromEntries(relevant.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Twelve digits that stand for the parts. */
export function shortHashOf(...parts: readonly string[]): string {
  return hashOf(...parts).slice(0, HASH_LENGTH);
}
