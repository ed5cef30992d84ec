import { resolvedContainers } from '../hosting/containers';
import { captureSummary, variantSummaries } from '../hosting/summaries';
import type { ResourceKind } from '../resources/resource';
import { words } from './words';

/** An image with an artifact, ready to be served. */
export const model: ResourceKind = {
  name: 'Model',
  identity: ['ModelName'],
  arnPath: (attributes) => `model/${String(attributes.ModelName).toLowerCase()}`,
  listing: { operation: 'ListModels', member: 'Models', order: 'Descending' },
  eventType: 'SageMaker Model State Change',
  missing: words.couldNotFind('model'),
  exists: words.cannotCreateExisting('model'),
  prepare: (attributes, context) => ({ ResolvedContainers: resolvedContainers(attributes, context) }),
};

/** What an endpoint runs on. */
export const endpointConfig: ResourceKind = {
  name: 'EndpointConfig',
  identity: ['EndpointConfigName'],
  arnPath: (attributes) => `endpoint-config/${String(attributes.EndpointConfigName).toLowerCase()}`,
  listing: { operation: 'ListEndpointConfigs', member: 'EndpointConfigs', order: 'Descending' },
  eventType: 'SageMaker Endpoint Config State Change',
  missing: words.couldNotFind('endpoint configuration'),
  exists: words.cannotCreateExisting('endpoint configuration'),
  prepare: (attributes, context) => {
    for (const variant of attributes.ProductionVariants) {
      if (variant.ModelName) {
        context.resources.require(model, variant);
      }
    }
    return {};
  },
};

/** A model that answers; its variants are those of its configuration. */
export const endpoint: ResourceKind = {
  name: 'Endpoint',
  identity: ['EndpointName'],
  arnPath: (attributes) => `endpoint/${String(attributes.EndpointName).toLowerCase()}`,
  lifecycle: { member: 'EndpointStatus', creating: 'Creating', ready: 'InService', deleting: 'Deleting', ownPace: true },
  listing: { operation: 'ListEndpoints', member: 'Endpoints', order: 'Descending' },
  eventType: 'SageMaker Endpoint State Change',
  missing: words.couldNotFind('endpoint'),
  exists: words.cannotCreateExisting('endpoint'),
  prepare: (attributes, context) => {
    const config = context.resources.require(endpointConfig, attributes).attributes;
    const capture = captureSummary(config);
    return {
      ProductionVariants: variantSummaries(config),
      ...(capture && { DataCaptureConfig: capture }),
      ...(attributes.DeploymentConfig && { LastDeploymentConfig: attributes.DeploymentConfig }),
    };
  },
};
