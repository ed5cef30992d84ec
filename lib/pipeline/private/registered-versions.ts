import type { IModelPackageGroupRef } from 'aws-cdk-lib/aws-sagemaker';
import { ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { arnOf } from '../../core/internal/arns';

/** The ARN of all versions in a group; the groups of this library say by themselves what these are called. */
export function versionsOf(scope: Construct, group: IModelPackageGroupRef): string {
  return (group as { modelPackagesArn?: string }).modelPackagesArn ?? composed(scope, group.modelPackageGroupRef.modelPackageGroupArn);
}

/** The name of a group, read from its ARN unless the group says it. */
export function groupNameOf(scope: Construct, group: IModelPackageGroupRef): string {
  const { modelPackageGroupName } = group as { modelPackageGroupName?: string };
  return modelPackageGroupName ?? Stack.of(scope).splitArn(group.modelPackageGroupRef.modelPackageGroupArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
}

function composed(scope: Construct, groupArn: string): string {
  const { resourceName, account, region } = Stack.of(scope).splitArn(groupArn, ArnFormat.SLASH_RESOURCE_NAME);
  // A group that is imported may live elsewhere; one that is made here lives where the pipeline does.
  const place = Token.isUnresolved(groupArn) ? {} : { account, region };
  return arnOf(scope, { service: 'sagemaker', resource: 'model-package', resourceName: `${resourceName}/*`, ...place });
}
