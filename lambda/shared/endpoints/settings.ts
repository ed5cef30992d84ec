import type { EndpointSettings, ServiceMonitor } from '../../../lib/core/contract';
import { MalformedEventError, textOf } from '../errors';
import { hashOf } from '../tokens';

const MONITOR_TEXTS = ['monitorName', 'scheduleExpression', 'reportS3Uri', 'roleArn', 'imageUri', 'instanceType'] as const;
const TEXTS = ['endpointName', 'modelPackageGroupName', 'executionRoleArn', 'variantName', 'instanceType'] as const;

/** All members of the settings; what is written for a younger reconciler may mean something that this one does not do. */
const MEMBERS = {
  endpointName: true, modelPackageGroupName: true, executionRoleArn: true, variantName: true, instanceType: true, instanceCount: true, environment: true,
  volumeKeyArn: true, vpc: true, networkIsolation: true, startupTimeoutSeconds: true, dataCapture: true, deployment: true, scaling: true, sources: true,
  monitors: true,
} as const satisfies Record<keyof EndpointSettings, true>;

/** The settings that a text holds, or an error that names every member that breaks the contract. */
export function readSettings(text: unknown): EndpointSettings {
  const settings = parsed(text);
  const problems = [
    ...Object.keys(settings).filter((name) => !Object.hasOwn(MEMBERS, name)).map((name) => `${name} is not known`),
    ...TEXTS.filter((name) => typeof settings[name] !== 'string' || settings[name] === '').map((name) => `${name} must be a text that is not empty`),
    ...(Number.isInteger(settings.instanceCount) && settings.instanceCount! >= 1 ? [] : ['instanceCount must be a whole number from 1 on']),
    ...(Array.isArray(settings.sources?.images) && Array.isArray(settings.sources.artifacts) ? [] : ['sources must list images and artifacts']),
    ...problemsInMonitors(settings.monitors),
  ];
  if (problems.length > 0) {
    throw new MalformedEventError(`Settings: ${problems.join('; ')}`);
  }
  return settings as EndpointSettings;
}

function problemsInMonitors(monitors: unknown): string[] {
  if (monitors === undefined) {
    return [];
  }
  if (!Array.isArray(monitors)) {
    return ['monitors must be a list'];
  }
  return monitors.flatMap((monitor: Partial<ServiceMonitor> | null, index) => [
    ...(monitor?.monitor === 'DataQuality' ? [] : [`monitors[${index}].monitor must be 'DataQuality'`]),
    ...MONITOR_TEXTS.filter((name) => typeof monitor?.[name] !== 'string' || monitor[name] === '').map((name) => `monitors[${index}].${name} must be a text that is not empty`),
    ...(['volumeSizeGb', 'maxRuntimeSeconds'] as const).filter((name) => !Number.isInteger(monitor?.[name])).map((name) => `monitors[${index}].${name} must be a whole number`),
  ]);
}

/** The same settings give the same hash, however they are ordered. */
export function settingsHashOf(settings: EndpointSettings): string {
  return hashOf(JSON.stringify(ordered(settings))).slice(0, 16);
}

function parsed(text: unknown): Partial<EndpointSettings> {
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    throw new MalformedEventError(`Settings must be JSON: ${textOf(error)}`);
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(ordered);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, ordered(member)]));
}
