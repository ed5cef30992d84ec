import { validationException, type Json } from '../api';
import type { Context, Handlers } from '../context';
import { bringUp, replaceFleet, tellDeployment } from '../hosting/deployment';
import { checkDeployment } from '../hosting/shifting';
import { pendingVariants } from '../hosting/summaries';
import { endpoint, endpointConfig } from '../kinds/hosting';
import { monitoringSchedule } from '../kinds/monitoring';
import { statusOf, type Resource } from '../resources/resource';
import { create, setStatus, standardOperations } from './standard';

const IN_PROGRESS = ['Creating', 'Updating', 'RollingBack', 'SystemUpdating', 'Deleting'];

/** Endpoints: what changes them is accepted at once, carried out in the background, and refused while another change is going on. */
export function endpointOperations(context: Context): Handlers {
  const { resources, clockwork, hosting, settings } = context;
  const named = (input: Json) => resources.require(endpoint, input);
  return {
    ...standardOperations(endpoint, context),
    CreateEndpoint: (input) => {
      const config = resources.require(endpointConfig, input).attributes;
      checkDeployment(input.DeploymentConfig);
      const created = create(endpoint, input, context);
      clockwork.background((signal) => bringUp(created, { config: structuredClone(config) }, context, signal));
      return { EndpointArn: created.arn };
    },
    UpdateEndpoint: (input) => {
      const found = changeable(named(input));
      const config = resources.require(endpointConfig, input).attributes;
      // SageMaker looks the present configuration up, too, and does not update an endpoint that lost it.
      resources.require(endpointConfig, found.attributes);
      const deployment = { config: withRetained(config, found, input, context), strategy: strategyOf(found, input) };
      checkDeployment(deployment.strategy);
      const now = clockwork.now();
      delete found.attributes.FailureReason;
      Object.assign(found.attributes, {
        PendingDeploymentSummary: {
          EndpointConfigName: config.EndpointConfigName,
          StartTime: now,
          ProductionVariants: pendingVariants(config, { Status: 'Creating', StartTime: now }),
        },
        ...(deployment.strategy && { LastDeploymentConfig: deployment.strategy }),
      });
      setStatus(found, 'Updating', context);
      tellDeployment(found, context);
      clockwork.background((signal) => replaceFleet(found, deployment, context, signal));
      return { EndpointArn: found.arn };
    },
    UpdateEndpointWeightsAndCapacities: (input) => {
      const found = changeable(named(input));
      const desired = desiredVariants(found, input.DesiredWeightsAndCapacities);
      delete found.attributes.FailureReason;
      setStatus(found, 'Updating', context);
      clockwork.later(settings.stepMs, () => {
        found.attributes.ProductionVariants = desired;
        hosting.trafficOf(found)?.setWeights(new Map(desired.map((variant) => [variant.VariantName, variant.DesiredWeight])));
        setStatus(found, 'InService', context);
      });
      return { EndpointArn: found.arn };
    },
    DeleteEndpoint: (input) => {
      const found = named(input);
      refuseInProgress(found);
      refuseMonitored(found, context);
      setStatus(found, 'Deleting', context);
      clockwork.background(async () => {
        await hosting.shut(found);
        resources.remove(found);
      });
      return {};
    },
  };
}

function refuseInProgress(found: Resource): void {
  if (IN_PROGRESS.includes(statusOf(found) ?? '')) {
    throw validationException(`Cannot update in-progress endpoint "${found.arn}".`);
  }
}

function refuseMonitored(found: Resource, { resources }: Context): void {
  const schedule = resources.all(monitoringSchedule).find(({ attributes }) => attributes.EndpointName === found.attributes.EndpointName);
  if (schedule) {
    throw validationException(`Cannot delete endpoint "${found.arn}": monitoring schedule "${schedule.arn}" watches it.`);
  }
}

/** An endpoint that is in service: one that failed can only be deleted. */
function changeable(found: Resource): Resource {
  refuseInProgress(found);
  if (statusOf(found) !== 'InService') {
    throw validationException(`Cannot update endpoint "${found.arn}" in status ${statusOf(found)}; it can only be deleted.`);
  }
  return found;
}

function strategyOf(found: Resource, input: Json): Json | undefined {
  return input.DeploymentConfig ?? (input.RetainDeploymentConfig ? found.attributes.LastDeploymentConfig : undefined);
}

/** The new configuration, with what the endpoint's variants have now where the caller wants to keep it. */
function withRetained(config: Json, found: Resource, input: Json, context: Context): Json {
  const wanted = structuredClone(config);
  if (!input.RetainAllVariantProperties) {
    return wanted;
  }
  const dropped: string[] = (input.ExcludeRetainedVariantProperties ?? []).map((property: Json) => property.VariantPropertyType);
  const keeps = (property: string) => !dropped.includes(property);
  for (const variant of wanted.ProductionVariants) {
    const present = found.attributes.ProductionVariants.find((each: Json) => each.VariantName === variant.VariantName);
    Object.assign(variant, {
      ...(present?.DesiredInstanceCount !== undefined && keeps('DesiredInstanceCount') && { InitialInstanceCount: present.DesiredInstanceCount }),
      ...(present && keeps('DesiredWeight') && { InitialVariantWeight: present.DesiredWeight }),
    });
  }
  return keeps('DataCaptureConfig') ? { ...wanted, DataCaptureConfig: context.hosting.trafficOf(found)?.capture } : wanted;
}

function desiredVariants(found: Resource, wanted: readonly Json[]): Json[] {
  const unknown = wanted.find((wish) => !found.attributes.ProductionVariants.some((variant: Json) => variant.VariantName === wish.VariantName));
  if (unknown) {
    throw validationException(
      `The variant name(s) "${unknown.VariantName}" is/are not present within endpoint configuration "${found.attributes.EndpointConfigName}".`,
    );
  }
  return found.attributes.ProductionVariants.map((variant: Json) => {
    const wish = wanted.find((each) => each.VariantName === variant.VariantName);
    const weight = wish?.DesiredWeight ?? variant.DesiredWeight;
    const count = wish?.DesiredInstanceCount ?? variant.DesiredInstanceCount;
    const counts = count === undefined ? {} : { DesiredInstanceCount: count, CurrentInstanceCount: count };
    return { ...variant, DesiredWeight: weight, CurrentWeight: weight, ...counts };
  });
}
