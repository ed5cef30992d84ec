import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import instanceTypes from '../facts/instance-types.json';
import { invalid, isKnown } from './errors';

type InstanceUse = keyof typeof instanceTypes;

/** What an instance type is for; each use accepts its own list. */
export const FOR_PROCESSING: InstanceUse = 'ProcessingInstanceType';
export const FOR_TRAINING: InstanceUse = 'TrainingInstanceType';
export const FOR_REAL_TIME: InstanceUse = 'ProductionVariantInstanceType';
export const FOR_TRANSFORM: InstanceUse = 'TransformInstanceType';
export const FOR_STUDIO_APPS: InstanceUse = 'AppInstanceType';

/** Refuses what can never be an instance type, and warns of one the tables do not know: new ones appear every month. */
export function checkInstanceType(scope: IConstruct, property: string, value: string | undefined, use: InstanceUse): void {
  if (!isKnown(value)) {
    return;
  }
  const known = instanceTypes[use] as Record<string, string[]>;
  if (known.other?.includes(value)) {
    return;
  }
  const match = /^(ml\.[a-z0-9-]+)\.([a-z0-9-]+)$/.exec(value);
  if (!match) {
    throw invalid(scope, {
      code: 'InstanceTypeInvalid',
      property,
      problem: "must look like 'ml.m5.xlarge'",
      value,
      fix: 'Use a SageMaker instance type; they start with "ml.".',
    });
  }
  if (!known[match[1]]?.includes(match[2])) {
    Annotations.of(scope).addWarningV2(
      'cdk-sagemaker-lifecycle:unknownInstanceType',
      `${property}: '${value}' is not in the list of ${use} values this version knows; check that the service offers it in your region`,
    );
  }
}

/** Whether a use is known to accept an instance type; the lists of the uses differ. */
export function isOffered(value: string, use: InstanceUse): boolean {
  const known = instanceTypes[use] as Record<string, string[]>;
  const [, family, size] = /^(ml\.[^.]+)\.(.+)$/.exec(value) ?? [];
  return known.other?.includes(value) || (known[family]?.includes(size) ?? false);
}

/**
 * Instances with local NVMe storage encrypt it in hardware and refuse a key for the volume.
 * The family's letters after the generation number tell: `d` in m5d, r5dn, g4dn; all of g5 to g7, gr6, p4 to p6, trn and dl1.
 */
export function hasLocalStorage(instanceType: string): boolean {
  const family = instanceType.split('.')[1] ?? '';
  return /^[a-z]+\d+[a-z]*d/.test(family) || /^(g[567]|gr6|p[456]|trn[12]|dl1|i[34])/.test(family);
}
