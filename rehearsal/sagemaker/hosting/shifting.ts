import { validationException, type Json } from '../api';

/** One step of a deployment: the new fleet's share of the requests, and how long it is watched with that. */
export interface Stage {
  readonly share: number;
  readonly watchSeconds: number;
}

/** The steps by which requests go to the new fleet; the last one has them all. */
export function stagesOf(deployment: Json | undefined, instances: number): Stage[] {
  const blueGreen = deployment?.BlueGreenUpdatePolicy;
  const rolling = deployment?.RollingUpdatePolicy;
  if (rolling) {
    return evenSteps(shareOf(rolling.MaximumBatchSize, instances), rolling.WaitIntervalInSeconds);
  }
  if (!blueGreen) {
    return [{ share: 1, watchSeconds: 0 }];
  }
  const stages = shiftingStages(blueGreen.TrafficRoutingConfiguration, instances);
  const last = stages[stages.length - 1];
  return [...stages.slice(0, -1), { share: 1, watchSeconds: last.watchSeconds + (blueGreen.TerminationWaitInSeconds ?? 0) }];
}

function shiftingStages(routing: Json, instances: number): Stage[] {
  const watchSeconds: number = routing.WaitIntervalInSeconds;
  switch (routing.Type) {
    case 'CANARY': return [{ share: shareOf(routing.CanarySize, instances), watchSeconds }, { share: 1, watchSeconds }];
    case 'LINEAR': return evenSteps(shareOf(routing.LinearStepSize, instances), watchSeconds);
    default: return [{ share: 1, watchSeconds }];
  }
}

function evenSteps(step: number, watchSeconds: number): Stage[] {
  const count = Math.ceil(1 / step - 1e-9);
  return Array.from({ length: count }, (_, index) => ({ share: Math.min(1, step * (index + 1)), watchSeconds }));
}

function shareOf(size: Json, instances: number): number {
  return Math.min(1, size.Type === 'INSTANCE_COUNT' ? size.Value / Math.max(1, instances) : size.Value / 100);
}

/** Refuses a deployment that contradicts itself, where the API's model cannot see it. */
export function checkDeployment(deployment: Json | undefined): void {
  const routing = deployment?.BlueGreenUpdatePolicy?.TrafficRoutingConfiguration;
  if (deployment?.BlueGreenUpdatePolicy && deployment.RollingUpdatePolicy) {
    throw validationException('DeploymentConfig must have either a BlueGreenUpdatePolicy or a RollingUpdatePolicy, not both.');
  }
  if (routing?.Type === 'CANARY' && !routing.CanarySize) {
    throw validationException('CanarySize is required when the traffic routing type is CANARY.');
  }
  if (routing?.Type === 'LINEAR' && !routing.LinearStepSize) {
    throw validationException('LinearStepSize is required when the traffic routing type is LINEAR.');
  }
  const [name, size] = routing?.Type === 'CANARY' ? ['CanarySize', routing.CanarySize] : ['LinearStepSize', routing?.LinearStepSize];
  if (routing?.Type !== 'ALL_AT_ONCE' && size?.Type === 'CAPACITY_PERCENT' && size.Value > 50) {
    throw validationException(`${name} must not be more than 50 percent of the capacity, but is ${size.Value}.`);
  }
}
