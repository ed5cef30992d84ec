import { validationException, type Json } from '../api';
import type { ResourceKind } from '../resources/resource';
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
      return {
        JobDefinitionArn: arn, MonitoringJobDefinitionArn: arn, MonitoringJobDefinitionName: attributes.JobDefinitionName,
        ...(watched && { EndpointName: watched }),
      };
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

/** When a monitor runs; here it is a record, and nothing runs by it. */
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
  change: (resource, input, context) => {
    const changed = { ...resource.attributes, ...input };
    return { ...changed, ...monitoringSchedule.prepare?.(changed, context) };
  },
};
