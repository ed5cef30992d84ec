import { Token } from 'aws-cdk-lib/core';
import { ImageUse } from '../container-image';
import { invalid } from './errors';
import { offered } from './image-facts';

export const USUAL_INSTANCE = 'ml.m5.large';
/** The cheapest with a GPU. */
export const USUAL_GPU_INSTANCE = 'ml.g4dn.xlarge';

/** What an instance computes on, as images are built for it. */
export function processorOf(instanceType: string): 'cpu' | 'gpu' | 'trn' {
  const [, family = ''] = instanceType.split('.');
  if (/^(g|gr|p)\d/.test(family)) {
    return 'gpu';
  }
  return /^trn\d/.test(family) ? 'trn' : 'cpu';
}

/** Instance and processor of a framework that is built for several: each follows from the other where only one is given. */
export function machineFor(family: string, instanceType: string | undefined, processor: string | undefined): { instanceType: string; processor: string } {
  const { processors } = offered(family, ImageUse.TRAINING);
  if (instanceType === undefined) {
    const chosen = processor ?? (processors.includes('cpu') ? 'cpu' : processors[0]);
    return { instanceType: chosen === 'gpu' ? USUAL_GPU_INSTANCE : USUAL_INSTANCE, processor: chosen };
  }
  if (processor !== undefined || processors.length === 1) {
    const chosen = processor ?? processors[0];
    check(family, instanceType, chosen);
    return { instanceType, processor: chosen };
  }
  if (Token.isUnresolved(instanceType)) {
    throw invalid(undefined, {
      code: 'ImageProcessorUndecided',
      property: 'processor',
      problem: `${family} has images for ${processors.join(' and for ')}, and the instance type is chosen later`,
      fix: `Set 'processor' to one of ${processors.join(', ')}.`,
    });
  }
  return { instanceType, processor: processorOf(instanceType) };
}

/** An image for GPUs on a machine without one fails after it was paid for. */
function check(family: string, instanceType: string, processor: string): void {
  if (!Token.isUnresolved(instanceType) && processor === 'gpu' && processorOf(instanceType) !== 'gpu') {
    throw invalid(undefined, {
      code: 'InstanceHasNoGpu',
      property: 'instanceType',
      problem: `the image of ${family} is for GPUs, and this instance has none`,
      value: instanceType,
      fix: `Use an instance with a GPU, for example ${USUAL_GPU_INSTANCE}.`,
    });
  }
}
