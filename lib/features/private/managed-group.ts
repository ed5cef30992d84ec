import { CfnResource } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FEATURE_GROUP_RESOURCE_TYPE, type FeatureGroupProperties } from '../../core/contract';

/** A group with lists, sets or a vector: made by a function, since CloudFormation's own resource cannot say them. */
export class ManagedGroup extends CfnResource {
  /** Whether a construct's resource is one. */
  public static isManagedGroup(resource: unknown): resource is ManagedGroup {
    return resource instanceof ManagedGroup;
  }

  /** The name as somebody wrote it. */
  public readonly featureGroupName: string;

  constructor(scope: Construct, id: string, functionArn: string, properties: FeatureGroupProperties) {
    super(scope, id, { type: FEATURE_GROUP_RESOURCE_TYPE, properties: { ServiceToken: functionArn, ...properties } });
    this.featureGroupName = properties.FeatureGroupName;
  }
}
