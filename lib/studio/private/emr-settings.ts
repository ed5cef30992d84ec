import type * as iam from 'aws-cdk-lib/aws-iam';
import { Token, TokenComparison } from 'aws-cdk-lib/core';
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

/**
 * Lets a role that works in notebooks assume the roles that find clusters elsewhere, and hand runtime roles to applications of EMR Serverless.
 *
 * IAM lets nobody hand over a role of another account: there, the discovery role does it. Clusters give credentials of a runtime role without being handed one.
 */
export function allowEmr(role: iam.IRole, { discoveryRoles = [], runtimeRoles = [] }: EmrOptions): void {
  const near = runtimeRoles.filter(({ env }) => Token.compareStrings(env.account, role.env.account) !== TokenComparison.DIFFERENT);
  if (discoveryRoles.length > 0) {
    allow(role, { actions: ['sts:AssumeRole'], resourceArns: discoveryRoles.map(({ roleArn }) => roleArn) });
  }
  if (near.length > 0) {
    allow(role, {
      actions: ['iam:PassRole'], resourceArns: near.map(({ roleArn }) => roleArn),
      conditions: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
    });
  }
}
