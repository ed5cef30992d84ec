import {
  DeregisterScalableTargetCommand, PutScalingPolicyCommand, RegisterScalableTargetCommand, type ApplicationAutoScalingClient,
} from '@aws-sdk/client-application-auto-scaling';
import type { EndpointSettings } from '../../lib/core/contract';
import { errorName } from '../shared/errors';

const DIMENSION = { ServiceNamespace: 'sagemaker', ScalableDimension: 'sagemaker:variant:DesiredInstanceCount' } as const;
const POLICY_NAME = 'InvocationsPerInstance';

/** Lets the number of instances follow the load, as the settings say; both calls replace what was there. */
export async function setScaling(autoscaling: ApplicationAutoScalingClient, settings: EndpointSettings): Promise<void> {
  const { scaling } = settings;
  if (!scaling) {
    return;
  }
  const target = { ...DIMENSION, ResourceId: resourceIdOf(settings) };
  await autoscaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: scaling.minCapacity, MaxCapacity: scaling.maxCapacity }));
  await autoscaling.send(new PutScalingPolicyCommand({
    ...target,
    PolicyName: POLICY_NAME,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: scaling.invocationsPerInstance,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      ScaleInCooldown: scaling.scaleInCooldownSeconds,
      ScaleOutCooldown: scaling.scaleOutCooldownSeconds,
    },
  }));
}

/** Takes scaling off, and its policy and alarms with it. */
export async function removeScaling(autoscaling: ApplicationAutoScalingClient, settings: EndpointSettings): Promise<void> {
  try {
    await autoscaling.send(new DeregisterScalableTargetCommand({ ...DIMENSION, ResourceId: resourceIdOf(settings) }));
  } catch (error) {
    if (errorName(error) !== 'ObjectNotFoundException') {
      throw error;
    }
  }
}

function resourceIdOf({ endpointName, variantName }: EndpointSettings): string {
  return `endpoint/${endpointName}/variant/${variantName}`;
}
