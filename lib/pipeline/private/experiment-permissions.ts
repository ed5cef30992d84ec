import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';

/** A run makes its experiment if there is none, a trial, and a component for each job. */
export function grantExperiments(scope: Construct, role: iam.IGrantable): void {
  const arn = (resource: string) => arnOf(scope, { service: 'sagemaker', resource, resourceName: '*' });
  allow(role, {
    actions: [
      'sagemaker:AddTags', 'sagemaker:AssociateTrialComponent', 'sagemaker:CreateExperiment', 'sagemaker:CreateTrial', 'sagemaker:CreateTrialComponent',
      'sagemaker:DescribeExperiment', 'sagemaker:DescribeTrial', 'sagemaker:DescribeTrialComponent', 'sagemaker:UpdateTrialComponent',
    ],
    resourceArns: ['experiment', 'experiment-trial', 'experiment-trial-component'].map(arn),
  }, 'Trials and their components are named while the pipeline runs.');
}
