import { CfnFeatureGroup } from 'aws-cdk-lib/aws-sagemaker';
import { Token } from 'aws-cdk-lib/core';
import { arnOf } from '../../core/internal/arns';
import type { IFeatureGroup } from '../feature-group-base';
import { ManagedGroup } from './managed-group';

/** The ARN of a group as SageMaker writes it: with the name in lower case, whatever case it was given in. */
export function arnAsWritten(group: IFeatureGroup): string {
  const name = givenName(group);
  const lower = name.toLowerCase();
  return Token.isUnresolved(name) || name === lower ? group.featureGroupArn : arnOf(group, { service: 'sagemaker', resource: 'feature-group', resourceName: lower });
}

/**
 * The same ARN without a reference to the group, for the policy of a function in another stack: what the function makes refers to the function already.
 */
export function arnByName(group: IFeatureGroup): string {
  const name = givenName(group);
  return arnOf(group, { service: 'sagemaker', resource: 'feature-group', resourceName: Token.isUnresolved(name) ? name : name.toLowerCase() });
}

/** The name as somebody wrote it, also for a group whose own name is a reference. */
function givenName(group: IFeatureGroup): string {
  const resource = group.node.defaultChild;
  return CfnFeatureGroup.isCfnFeatureGroup(resource) || ManagedGroup.isManagedGroup(resource) ? resource.featureGroupName : group.featureGroupName;
}
