import { Token } from 'aws-cdk-lib/core';
import { ImageUse } from '../../core';
import { invalid } from '../../core/internal/errors';
import { offered } from '../../core/internal/image-facts';

export const USUAL_INSTANCE = 'ml.m5.large';
/** The cheapest with a GPU. */
const USUAL_GPU_INSTANCE = 'ml.g4dn.xlarge';

/** What a framework's job runs on, and the processor that its image has to be built for. */
export interface Machine {
  readonly instanceType: string;
  readonly processor: string;
}

/** Each follows from the other where only one is given. */
export function machineFor(family: string, instanceType: string | undefined, processor: string | undefined): Machine {
  const { processors } = offered(family, ImageUse.TRAINING);
  if (instanceType === undefined) {
    const chosen = processor ?? (processors.includes('cpu') ? 'cpu' : processors[0]);
    return { instanceType: chosen === 'gpu' ? USUAL_GPU_INSTANCE : USUAL_INSTANCE, processor: chosen };
  }
  const only = processors.length === 1 ? processors[0] : undefined;
  const chosen = processor ?? only;
  if (Token.isUnresolved(instanceType)) {
    if (chosen === undefined) {
      throw invalid(undefined, {
        code: 'ImageProcessorUndecided', property: 'processor', problem: `${family} has images for ${processors.join(' and for ')}, and the instance type is chosen later`,
        fix: `Set 'processor' to one of ${processors.join(', ')}.`,
      });
    }
    return { instanceType, processor: chosen };
  }
  if (chosen === 'gpu' && !hasGpu(instanceType)) {
    throw invalid(undefined, {
      code: 'InstanceHasNoGpu', property: 'instanceType', problem: `the image of ${family} is for GPUs, and this instance has none`, value: instanceType,
      fix: `Use an instance with a GPU, for example ${USUAL_GPU_INSTANCE}.`,
    });
  }
  return { instanceType, processor: chosen ?? (hasGpu(instanceType) ? 'gpu' : 'cpu') };
}

function hasGpu(instanceType: string): boolean {
  return /^ml\.(g|gr|p)\d/.test(instanceType);
}
