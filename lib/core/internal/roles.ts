import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Conventions, SourceAccountCondition } from '../conventions';
import { ServiceRole } from './service-role';

/** Whether the part of SageMaker that assumes a role says for which account it does so. */
export enum Caller {
  /** It always does, and a call that does not is none of ours. */
  NAMES_THE_ACCOUNT = 'StringEquals',
  /** AWS does not list it among the services that do: another account is refused, silence is not. */
  MAY_NOT_NAME_THE_ACCOUNT = 'StringEqualsIfExists',
}

/** A role that SageMaker assumes, on the IAM path of the surrounding conventions. */
export function sagemakerRole(scope: Construct, id: string, description: string, caller = Caller.NAMES_THE_ACCOUNT): ServiceRole {
  return serviceRole(scope, id, description, 'sagemaker.amazonaws.com', caller);
}

/** A role that a service assumes for this account alone, on the IAM path of the surrounding conventions. */
export function serviceRole(scope: Construct, id: string, description: string, service: string, caller = Caller.NAMES_THE_ACCOUNT): ServiceRole {
  const { rolePath, sourceAccount } = Conventions.of(scope);
  return new ServiceRole(scope, id, {
    path: rolePath,
    description,
    service,
    conditions: sourceAccount === SourceAccountCondition.REQUIRED ? { [caller]: { 'aws:SourceAccount': Stack.of(scope).account } } : undefined,
  });
}

/** Lets a principal hand a role to SageMaker, and to no other service. */
export function grantPassToSageMaker(grantee: iam.IGrantable, role: iam.IRole): iam.Grant {
  return iam.Grant.addToPrincipal({
    grantee,
    actions: ['iam:PassRole'],
    resourceArns: [role.roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  });
}
