import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { EndpointSettings } from '../../../lib/core/contract';
import { MalformedEventError } from '../errors';
import type { DataBaseline } from '../monitoring/data-baseline';
import { readSettings, settingsHashOf } from './settings';

/** One endpoint's row: what it should be, who works on it, and how far they are. */
export interface EndpointRow {
  readonly endpointName: string;
  /** The settings as JSON, as they were written with their hash. */
  readonly settingsText: string;
  readonly settingsHash: string;
  /** Grows with everything that may have changed what should be. */
  readonly generation: number;
  /** Grows with every turn at the lock; who holds an older number may write no more. */
  readonly fence: number;
  readonly lock?: { readonly owner: string; readonly untilMs: number };
  readonly paused: boolean;
  readonly stopped: boolean;
  /** Where CloudFormation waits for the end of a deletion, as JSON. */
  readonly deletion?: Deletion;
  readonly progress: Progress;
}

/** A row whose settings were read, and are those that were written. */
export interface EndpointRecord extends EndpointRow {
  readonly settings: EndpointSettings;
}

/** A request of CloudFormation that is answered when the endpoint is gone. */
export interface Deletion {
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
}

/** What the reconciler knows of its own work; only the holder of the lock writes it. */
export interface Progress {
  /** The attempt that is under way. */
  readonly target?: Attempt;
  /** The last attempt that went well. */
  readonly serving?: Attempt;
  /** Attempts that went wrong, the latest first; none is made again until the version or the settings change. */
  readonly failures: readonly Failure[];
  /** Whether an attempt that failed may have left a model or a configuration. */
  readonly untidy?: boolean;
  /** Scaling that was set, as JSON. */
  readonly scaling?: string;
  /** Monitors of SageMaker's own that were made, or begun, by name. */
  readonly monitors?: Readonly<Record<string, MonitorProgress>>;
}

/** How far a monitor is; written before anything is made of it. */
export interface MonitorProgress {
  /** The job definition that was wanted last. */
  readonly definitionName: string;
  /** Why it is not made, as people were told; it is not tried again for this definition. */
  readonly refusal?: string;
  /** Whether there may be job definitions that nobody needs. */
  readonly untidy?: boolean;
}

/** One version with one state of the settings. */
export interface Attempt {
  readonly packageArn: string;
  readonly version: number;
  /** Stands for the version, when it was last changed, and the settings. */
  readonly key: string;
  /** Name of the endpoint configuration, and of the model. */
  readonly configName: string;
  /** When the endpoint was last changed before the attempt; another time shows that the attempt was begun. */
  readonly endpointChangedBefore?: number;
  /** What the version's data is compared with by monitors. */
  readonly baseline?: DataBaseline;
}

export interface Failure {
  readonly key: string;
  readonly packageArn: string;
  readonly reason: string;
  readonly at: string;
}

const NOTHING_DONE: Progress = { failures: [] };

/** Reads a row; a row without settings belongs to something else, or is all that is left of an endpoint that was removed. */
export function rowOf(item: Record<string, AttributeValue> | undefined): EndpointRow | undefined {
  if (!item?.settings?.S || !item.endpointName?.S) {
    return undefined;
  }
  return {
    endpointName: item.endpointName.S,
    settingsText: item.settings.S,
    settingsHash: item.settingsHash?.S ?? '',
    generation: Number(item.generation?.N ?? 0),
    fence: Number(item.fence?.N ?? 0),
    lock: item.lockOwner?.S ? { owner: item.lockOwner.S, untilMs: Number(item.lockUntilMs?.N ?? 0) } : undefined,
    paused: item.paused?.BOOL ?? false,
    stopped: item.stopped?.BOOL ?? false,
    deletion: item.deletion?.S ? JSON.parse(item.deletion.S) as Deletion : undefined,
    progress: item.progress?.S ? JSON.parse(item.progress.S) as Progress : NOTHING_DONE,
  };
}

/** Reads the settings of a row. Fails for settings that this code does not know, or that are not those that were deployed. */
export function recordOf(row: EndpointRow): EndpointRecord {
  const settings = readSettings(row.settingsText);
  if (settingsHashOf(settings) !== row.settingsHash || settings.endpointName !== row.endpointName) {
    throw new MalformedEventError(`the settings of '${row.endpointName}' are not those that were deployed: they do not match their hash`);
  }
  return { ...row, settings };
}
