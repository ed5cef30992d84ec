import { setTimeout as sleep } from 'node:timers/promises';
import { ServingFailure } from '../../containers/model-host';
import type { Json } from '../api';
import type { Context } from '../context';
import { setStatus } from '../operations/standard';
import { statusOf, type Resource } from '../resources/resource';
import type { Fleet } from './fleet';
import { fleetPlan } from './fleet-plan';
import { stagesOf, type Stage } from './shifting';
import { captureSummary, pendingVariants, variantSummaries } from './summaries';
import type { Traffic } from './traffic';

/** What a deployment brings, noted when it is asked for: the configuration may be deleted while it runs. */
export interface Deployment {
  readonly config: Json;
  readonly strategy?: Json;
}

export const DEPLOYMENT_EVENT = 'SageMaker Endpoint Deployment State Change';

/** Alarms are looked at this often while a new fleet is watched. */
const WATCH_MS = 200;

/** Brings a new endpoint into service, or into `Failed`. */
export async function bringUp(endpoint: Resource, deployment: Deployment, context: Context, signal: AbortSignal): Promise<void> {
  try {
    const fleet = await startFleet(endpoint, deployment, context, signal);
    context.hosting.open(endpoint, fleet);
    setStatus(endpoint, 'InService', context);
  } catch (error) {
    if (!signal.aborted) {
      endpoint.attributes.FailureReason = reasonOf(error);
      setStatus(endpoint, 'Failed', context);
    }
  }
}

/** Replaces the fleet of an endpoint step by step; the old one answers until the end, and again when the new one is found wanting. */
export async function replaceFleet(endpoint: Resource, deployment: Deployment, context: Context, signal: AbortSignal): Promise<void> {
  const traffic = context.hosting.trafficOf(endpoint);
  if (!traffic) {
    throw new Error(`nothing serves endpoint ${endpoint.id}`);
  }
  try {
    const newcomer = await startFleet(endpoint, deployment, context, signal);
    traffic.share(newcomer, 0);
    const instances = deployment.config.ProductionVariants[0].InitialInstanceCount ?? 1;
    for (const stage of stagesOf(deployment.strategy, instances)) {
      await shift(endpoint, traffic, newcomer, stage, deployment, context, signal);
    }
    await traffic.complete();
    finish(endpoint, deployment, context);
  } catch (error) {
    await traffic.turnBack();
    if (!signal.aborted) {
      await rollBack(endpoint, error, context, signal);
    }
  }
}

async function startFleet(endpoint: Resource, deployment: Deployment, context: Context, signal: AbortSignal): Promise<Fleet> {
  const [fleet] = await Promise.all([
    context.hosting.start(endpoint, fleetPlan(deployment.config, context), signal),
    sleep(context.settings.stepMs, undefined, { signal }).catch(() => undefined),
  ]);
  return fleet;
}

async function shift(
  endpoint: Resource, traffic: Traffic, newcomer: Fleet, stage: Stage, deployment: Deployment, context: Context, signal: AbortSignal,
): Promise<void> {
  traffic.share(newcomer, stage.share);
  notePending(endpoint, deployment, stage.share, context);
  const names: string[] = (deployment.strategy?.AutoRollbackConfiguration?.Alarms ?? []).map((alarm: Json) => alarm.AlarmName);
  const end = performance.now() + stage.watchSeconds * context.settings.deploymentSecondMs;
  do {
    signal.throwIfAborted();
    const ringing = names.length > 0 ? await context.hosting.alarmsOf(names) : [];
    if (ringing.length > 0) {
      throw new ServingFailure(`The deployment was rolled back because alarms went into ALARM state: ${ringing.join(', ')}.`);
    }
    await sleep(Math.max(0, Math.min(WATCH_MS, end - performance.now())), undefined, { signal });
  } while (performance.now() < end);
}

/** Says in Describe how far the deployment is. */
function notePending(endpoint: Resource, deployment: Deployment, share: number, context: Context): void {
  const status = { Status: share < 1 ? 'ActivatingTraffic' : 'Baking', StartTime: context.clockwork.now() };
  endpoint.attributes.PendingDeploymentSummary.ProductionVariants = pendingVariants(deployment.config, status);
  tellDeployment(endpoint, context);
}

function finish(endpoint: Resource, deployment: Deployment, context: Context): void {
  const { attributes } = endpoint;
  const capture = captureSummary(deployment.config);
  delete attributes.PendingDeploymentSummary;
  delete attributes.DataCaptureConfig;
  Object.assign(attributes, {
    EndpointConfigName: deployment.config.EndpointConfigName,
    ProductionVariants: variantSummaries(deployment.config),
    ...(capture && { DataCaptureConfig: capture }),
  });
  setStatus(endpoint, 'InService', context);
  tellDeployment(endpoint, context);
}

async function rollBack(endpoint: Resource, error: unknown, context: Context, signal: AbortSignal): Promise<void> {
  setStatus(endpoint, 'RollingBack', context);
  tellDeployment(endpoint, context);
  await sleep(context.settings.stepMs, undefined, { signal }).catch(() => undefined);
  if (statusOf(endpoint) === 'RollingBack') {
    delete endpoint.attributes.PendingDeploymentSummary;
    endpoint.attributes.FailureReason = reasonOf(error);
    setStatus(endpoint, 'InService', context);
    tellDeployment(endpoint, context);
  }
}

/** Tells EventBridge how a deployment stands. */
export function tellDeployment(endpoint: Resource, context: Context): void {
  context.events.stateChange(endpoint, {}, DEPLOYMENT_EVENT);
}

function reasonOf(error: unknown): string {
  return (error instanceof ServingFailure ? error.message : `InternalServerError: ${String(error)}`).slice(0, 1024);
}
