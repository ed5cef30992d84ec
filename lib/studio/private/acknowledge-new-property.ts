import { Validations, type CfnResource } from 'aws-cdk-lib/core';

/** Tells the validators whose schemas are older than a property that the resource has it. */
export function acknowledgeNewProperty(resource: CfnResource, property: string): void {
  const reason = `${property} is in the resource's specification of 2026, which the validator's schema does not hold yet.`;
  Validations.of(resource).acknowledge({ id: 'CloudFormation-Validate::F3002', reason });
  resource.addMetadata('cfn-lint', { config: { ignore_checks: ['E3002'] } });
}
