import type * as iam from 'aws-cdk-lib/aws-iam';
import { Token } from 'aws-cdk-lib/core';
import type { aws_sagemaker as sagemaker } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';

/** Groups of this library know their permissions, and their key. */
interface Grantable {
  readonly grants: { ingest(grantee: iam.IGrantable): iam.Grant };
}

/** Lets a principal write records, and see the group's definitions. */
export function grantIngest(scope: Construct, group: sagemaker.IFeatureGroupRef, grantee: iam.IGrantable): void {
  if ('grants' in group) {
    (group as unknown as Grantable).grants.ingest(grantee);
    return;
  }
  const { featureGroupName } = group.featureGroupRef;
  // SageMaker writes the names in its ARNs in lower case, whatever case they were given in.
  const names = Token.isUnresolved(featureGroupName) ? [featureGroupName] : [...new Set([featureGroupName, featureGroupName.toLowerCase()])];
  allow(grantee, {
    actions: ['sagemaker:PutRecord', 'sagemaker:BatchWriteRecord', 'sagemaker:DescribeFeatureGroup'],
    resourceArns: names.map((resourceName) => arnOf(scope, { service: 'sagemaker', resource: 'feature-group', resourceName })),
  });
}
