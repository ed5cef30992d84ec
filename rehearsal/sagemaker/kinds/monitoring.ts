import { validationException, type Json } from '../api';
import { statusOf, type Resource, type ResourceKind } from '../resources/resource';
import { endpoint } from './hosting';
import { words } from './words';

/** What one kind of monitor looks at, and with what. */
function jobDefinition(name: string, path: string): ResourceKind {
  const arnPath = (attributes: Json) => `${path}/${String(attributes.JobDefinitionName).toLowerCase()}`;
  return {
    name: `${name}JobDefinition`,
    identity: ['JobDefinitionName'],
    arnPath,
    listing: { operation: `List${name}JobDefinitions`, member: 'JobDefinitionSummaries', order: 'Descending' },
    missing: words.notFound(`${name}JobDefinition`),
    exists: words.inUse(`${name}JobDefinition`),
    prepare: (attributes, context) => {
      const arn = context.resources.arn(arnPath(attributes));
      const watched = attributes[`${name}JobInput`].EndpointInput?.EndpointName;
      if (watched && context.resources.require(endpoint, { EndpointName: watched }).attributes.DataCaptureConfig?.CaptureStatus !== 'Started') {
        throw validationException(`Data capture is not enabled for endpoint "${watched}".`);
      }
      return {
        JobDefinitionArn: arn, MonitoringJobDefinitionArn: arn, MonitoringJobDefinitionName: attributes.JobDefinitionName,
        ...(watched && { EndpointName: watched }),
      };
    },
    guardDelete: ({ id, attributes }, context) => {
      const user = context.resources.all(monitoringSchedule)
        .find((schedule) => schedule.attributes.MonitoringType === name && schedule.attributes.MonitoringJobDefinitionName === attributes.JobDefinitionName);
      if (user) {
        throw validationException(`Job definition ${id} is used by monitoring schedule ${user.id}.`);
      }
    },
  };
}

/** The job definitions of the four monitors, by the type that a schedule names. */
export const jobDefinitions: Readonly<Record<string, ResourceKind>> = {
  DataQuality: jobDefinition('DataQuality', 'data-quality-job-definition'),
  ModelQuality: jobDefinition('ModelQuality', 'model-quality-job-definition'),
  ModelBias: jobDefinition('ModelBias', 'model-bias-job-definition'),
  ModelExplainability: jobDefinition('ModelExplainability', 'model-explainability-job-definition'),
};

/** When a monitor runs; here nothing runs by it, and a scene says how an execution ends. */
export const monitoringSchedule: ResourceKind = {
  name: 'MonitoringSchedule',
  identity: ['MonitoringScheduleName'],
  arnPath: (attributes) => `monitoring-schedule/${String(attributes.MonitoringScheduleName).toLowerCase()}`,
  lifecycle: { member: 'MonitoringScheduleStatus', creating: 'Pending', ready: 'Scheduled', updating: 'Pending' },
  listing: { operation: 'ListMonitoringSchedules', member: 'MonitoringScheduleSummaries', order: 'Descending' },
  eventType: 'SageMaker Monitoring Schedule State Change',
  missing: words.notFound('MonitoringSchedule'),
  exists: words.inUse('MonitoringSchedule'),
  prepare: (attributes, context) => {
    const { MonitoringType: type, MonitoringJobDefinitionName: name, MonitoringJobDefinition: inline } = attributes.MonitoringScheduleConfig;
    if ((name === undefined) === (inline === undefined)) {
      throw validationException('Exactly one of MonitoringJobDefinition and MonitoringJobDefinitionName must be given.');
    }
    if (name !== undefined && type === undefined) {
      throw validationException('MonitoringType is required with MonitoringJobDefinitionName.');
    }
    const definition = name === undefined ? undefined : context.resources.require(jobDefinitions[type], { JobDefinitionName: name });
    return {
      MonitoringType: type,
      MonitoringJobDefinitionName: name,
      EndpointName: definition?.attributes.EndpointName ?? inline?.MonitoringInputs?.[0]?.EndpointInput?.EndpointName,
    };
  },
  guardDelete: refusePending,
  change: (resource, input, context) => {
    refusePending(resource);
    const changed = { ...resource.attributes, ...input };
    return { ...changed, ...monitoringSchedule.prepare?.(changed, context) };
  },
};

function refusePending(schedule: Resource): void {
  if (statusOf(schedule) === 'Pending') {
    throw validationException(`Monitoring schedule in status Pending cannot be changed: ${schedule.arn}`);
  }
}
