import * as iam from 'aws-cdk-lib/aws-iam';
import type { CfnResource } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledgeWildcards, type Permission } from './allow';
import type { ServiceRole } from './service-role';

/** What it takes to remove something. */
export interface RemovalPermission extends Permission {
  /** For reviewers, where its resources have wildcards. */
  readonly whyWildcards?: string;
}

/**
 * Gives a role what it takes to remove something, until that is gone.
 *
 * Each is a policy by itself, beside what is removed: an update that takes this out of its stack changes the role's other policies first and removes it
 * then, which would find the permission gone by that time.
 *
 * @param resource stands for what is removed; it is deleted before its permissions are
 */
export function allowUntilGone(scope: Construct, id: string, role: ServiceRole, permissions: readonly RemovalPermission[], resource: CfnResource): void {
  const policy = role.setAside(scope, id, permissions.map(({ actions, resourceArns, conditions }) => new iam.PolicyStatement({
    actions, resources: resourceArns, conditions,
  })));
  permissions.forEach(({ resourceArns, whyWildcards }) => acknowledgeWildcards(scope.node.findChild(id), resourceArns, whyWildcards));
  resource.node.addDependency(policy);
}
