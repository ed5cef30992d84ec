import type { Json } from '../api';
import type { Context } from '../context';
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
  lifecycle: { member: 'EndpointStatus', creating: 'Creating', ready: 'InService', updating: 'Updating', deleting: 'Deleting' },
  listing: { operation: 'ListEndpoints', member: 'Endpoints', order: 'Descending' },
  eventType: 'SageMaker Endpoint State Change',
  missing: words.couldNotFind('endpoint'),
  exists: words.cannotCreateExisting('endpoint'),
  prepare: (attributes, context) => servedBy(attributes, context),
  change: (_resource, input, context) => ({
    EndpointConfigName: input.EndpointConfigName,
    ...servedBy(input, context),
    ...(input.DeploymentConfig && { LastDeploymentConfig: input.DeploymentConfig }),
  }),
};

/** What Describe says of an endpoint because of the configuration that it is given. */
function servedBy(input: Json, context: Context): Json {
  const config = context.resources.require(endpointConfig, input).attributes;
  const capture = config.DataCaptureConfig;
  return {
    ProductionVariants: config.ProductionVariants.map((variant: Json) => ({
      VariantName: variant.VariantName,
      CurrentWeight: variant.InitialVariantWeight ?? 1,
      DesiredWeight: variant.InitialVariantWeight ?? 1,
      ...(variant.ServerlessConfig
        ? { CurrentServerlessConfig: variant.ServerlessConfig, DesiredServerlessConfig: variant.ServerlessConfig }
        : { CurrentInstanceCount: variant.InitialInstanceCount ?? 1, DesiredInstanceCount: variant.InitialInstanceCount ?? 1 }),
    })),
    ...(capture && {
      DataCaptureConfig: {
        EnableCapture: capture.EnableCapture ?? true,
        CaptureStatus: capture.EnableCapture === false ? 'Stopped' : 'Started',
        CurrentSamplingPercentage: capture.InitialSamplingPercentage,
        DestinationS3Uri: capture.DestinationS3Uri,
        KmsKeyId: capture.KmsKeyId ?? '',
      },
    }),
  };
}
