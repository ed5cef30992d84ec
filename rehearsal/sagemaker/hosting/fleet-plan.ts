import { type ServedContainer, ServingFailure } from '../../containers/model-host';
import type { Json } from '../api';
import type { Context } from '../context';
import { model } from '../kinds/hosting';

/** One production variant as it is to be served. */
export interface VariantPlan {
  readonly name: string;
  readonly weight: number;
  readonly instances: number;
  readonly container: ServedContainer;
  readonly startupSeconds?: number;
}

/** A fleet that can be started without looking anything up again: later, its model and its configuration may be gone. */
export interface FleetPlan {
  readonly configName: string;
  readonly variants: readonly VariantPlan[];
  readonly capture?: Json;
}

/** What an endpoint configuration asks for; fails, as the start of an endpoint does, when a model is gone or cannot be served here. */
export function fleetPlan(config: Json, context: Context): FleetPlan {
  return {
    configName: config.EndpointConfigName,
    variants: config.ProductionVariants.map((variant: Json) => variantPlan(variant, context)),
    ...(config.DataCaptureConfig && { capture: config.DataCaptureConfig }),
  };
}

function variantPlan(variant: Json, context: Context): VariantPlan {
  const found = context.resources.find(model, variant.ModelName ?? '');
  if (!found) {
    throw new ServingFailure(`Could not find model "${context.resources.arn(`model/${String(variant.ModelName).toLowerCase()}`)}".`);
  }
  const containers: ServedContainer[] = found.attributes.ResolvedContainers;
  if (containers.length !== 1) {
    throw new ServingFailure(`ClientError: model ${found.id} has ${containers.length} containers; the rehearsal serves models of one container`);
  }
  return {
    name: variant.VariantName,
    weight: variant.InitialVariantWeight ?? 1,
    instances: variant.InitialInstanceCount ?? 1,
    container: containers[0],
    startupSeconds: variant.ContainerStartupHealthCheckTimeoutInSeconds,
  };
}
