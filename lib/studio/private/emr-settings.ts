import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import type { EmrOptions } from '../emr';

const DISCOVERY_ROLES = Limit.of('EmrSettings.AssumableRoleArns');
const RUNTIME_ROLES = Limit.of('EmrSettings.ExecutionRoleArns');

/** The roles of EMR, as CloudFormation has them where it has them. */
export interface RenderedEmr {
  readonly assumableRoleArns: string[];
  readonly executionRoleArns: string[];
}

export function renderEmr(scope: Construct, { discoveryRoles = [], runtimeRoles = [] }: EmrOptions): RenderedEmr {
  new Mistakes(scope)
    .add(DISCOVERY_ROLES.mistakeInCount('emr.discoveryRoles', discoveryRoles))
    .add(RUNTIME_ROLES.mistakeInCount('emr.runtimeRoles', runtimeRoles))
    .throwIfAny();
  return { assumableRoleArns: discoveryRoles.map(({ roleArn }) => roleArn), executionRoleArns: runtimeRoles.map(({ roleArn }) => roleArn) };
}

/** Lets a role that works in notebooks assume the roles that find clusters elsewhere. */
export function allowEmr(role: iam.IRole, { discoveryRoles = [] }: EmrOptions): void {
  if (discoveryRoles.length > 0) {
    allow(role, { actions: ['sts:AssumeRole'], resourceArns: discoveryRoles.map(({ roleArn }) => roleArn) });
  }
}
