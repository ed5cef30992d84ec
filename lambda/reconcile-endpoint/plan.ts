import type { Attempt, EndpointRecord } from '../shared/endpoints/record';
import { attemptFor, failedBefore } from './attempt';
import { planMonitors, type MonitorStep } from './monitors';
import type { ActualEndpoint, Observation, Version } from './observe';

/** What to do next; each step leads to a state from which the next can be told, however often it is done. */
export type Step =
  | { readonly do: 'wait'; readonly seconds: number; readonly why: string }
  | { readonly do: 'rest'; readonly why: string }
  | { readonly do: 'roll-out'; readonly attempt: Attempt; readonly version: Version; readonly endpointExists: boolean }
  | { readonly do: 'succeed'; readonly attempt: Attempt }
  | { readonly do: 'fail'; readonly attempt: Attempt; readonly reason: string }
  | { readonly do: 'forget'; readonly why: string }
  | { readonly do: 'tidy'; readonly keep: readonly string[] }
  | { readonly do: 'delete-endpoint'; readonly why: string }
  | { readonly do: 'remove' }
  | MonitorStep;

/** Statuses that pass by themselves; SageMaker takes no other change meanwhile. */
const MOVING = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];
/** Statuses in which an endpoint answers nobody, or can be changed no more. */
const BROKEN = ['Failed', 'OutOfService', 'UpdateRollbackFailed'];
const LOOK_AGAIN_SECONDS = 30;

/** Compares what should be with what is. A pure function: the same record and observation always give the same step. */
export function plan(record: EndpointRecord, observation: Observation): Step {
  const step = nextStep(record, observation);
  switch (step.do) {
    // SageMaker deletes no endpoint that is monitored.
    case 'delete-endpoint': case 'remove': return planMonitors(record, observation.schedules, undefined) ?? step;
    case 'rest': return beforeRest(record, observation) ?? step;
    default: return step;
  }
}

/** What is left to do once the endpoint is as it should be, or nothing can be done about it. */
function beforeRest({ progress, ...record }: EndpointRecord, { endpoint, schedules }: Observation): Step | undefined {
  if (progress.untidy) {
    return { do: 'tidy', keep: endpoint ? [endpoint.configName] : [] };
  }
  const isKnown = endpoint?.status === 'InService' && endpoint.configName === progress.serving?.configName;
  return record.paused || (endpoint && !isKnown) ? undefined : planMonitors({ progress, ...record }, schedules, endpoint && progress.serving);
}

function nextStep(record: EndpointRecord, { endpoint, ...registry }: Observation): Step {
  if (endpoint && MOVING.includes(endpoint.status)) {
    return { do: 'wait', seconds: LOOK_AGAIN_SECONDS, why: `the endpoint is ${endpoint.status}` };
  }
  if (record.deletion) {
    return endpoint ? { do: 'delete-endpoint', why: 'it is to be deleted' } : { do: 'remove' };
  }
  return settle(record, endpoint)
    ?? (endpoint && BROKEN.includes(endpoint.status) ? { do: 'delete-endpoint', why: `it is ${endpoint.status}` } : undefined)
    ?? (record.paused ? { do: 'rest', why: 'paused' } : undefined)
    ?? (record.stopped ? stopped(endpoint) : undefined)
    ?? change(record, endpoint, registry);
}

/** How the attempt that is under way ended, if it did. */
function settle({ progress: { target } }: EndpointRecord, endpoint: ActualEndpoint | undefined): Step | undefined {
  if (!target) {
    return undefined;
  }
  const begun = endpoint !== undefined && endpoint.changedMs !== target.endpointChangedBefore;
  if (!begun) {
    return { do: 'forget', why: 'the attempt was not begun' };
  }
  if (endpoint.status === 'InService' && endpoint.configName === target.configName) {
    return { do: 'succeed', attempt: target };
  }
  const what = endpoint.status === 'InService' ? 'the deployment was rolled back' : `the endpoint is ${endpoint.status}`;
  return { do: 'fail', attempt: target, reason: `${what}: ${endpoint.failureReason ?? 'SageMaker gives no reason'}` };
}

function stopped(endpoint: ActualEndpoint | undefined): Step {
  return endpoint ? { do: 'delete-endpoint', why: 'it is stopped' } : { do: 'rest', why: 'stopped' };
}

/** The newest version that may be served, with the settings as they are now; never one older than what serves well. */
function change(record: EndpointRecord, endpoint: ActualEndpoint | undefined, { approved, approvedArns }: Pick<Observation, 'approved' | 'approvedArns'>): Step {
  const { serving } = record.progress;
  const stillGood = serving && endpoint && approvedArns.includes(serving.packageArn);
  const candidates = approved.filter(({ version }) => !stillGood || version >= serving.version);
  const wanted = candidates.find((version) => !failedBefore(record, version));
  if (!wanted) {
    return { do: 'rest', why: candidates.length === 0 ? 'no version is approved' : 'the approved versions failed, and nothing changed since' };
  }
  const attempt = attemptFor(record, wanted, endpoint?.changedMs);
  if (endpoint?.configName !== attempt.configName) {
    return { do: 'roll-out', attempt, version: wanted, endpointExists: endpoint !== undefined };
  }
  return serving?.configName === attempt.configName && record.progress.scaling === scalingOf(record)
    ? { do: 'rest', why: `version ${attempt.version} is in service` }
    : { do: 'succeed', attempt };
}

/** The scaling that should be, as the progress keeps it. */
export function scalingOf({ settings: { scaling } }: EndpointRecord): string | undefined {
  return scaling && JSON.stringify(scaling);
}
