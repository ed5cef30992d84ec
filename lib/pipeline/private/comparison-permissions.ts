import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { JOB_NAMES } from './job-permissions';

const WHY_RUNS = 'Runs get their ids when they start; one permission serves all pipelines of a platform, whose names start with its prefix.';
const WHY_JOBS = 'SageMaker names the jobs of pipelines when it starts them.';

/** Looking at runs of pipelines and at their steps. */
export function allowLookingAtRuns(grantee: iam.IGrantable, pipelineArn: string): void {
  allow(grantee, { actions: ['sagemaker:ListPipelineExecutions'], resourceArns: [pipelineArn] }, WHY_RUNS);
  allow(grantee, {
    actions: ['sagemaker:DescribePipelineDefinitionForExecution', 'sagemaker:ListPipelineExecutionSteps', 'sagemaker:ListPipelineParametersForExecution'],
    resourceArns: [`${pipelineArn}/execution/*`],
  }, WHY_RUNS);
}

/** Looking at the jobs that pipelines start; whose they are, their names do not tell. */
export function allowLookingAtJobs(scope: Construct, grantee: iam.IGrantable): void {
  const jobs = (resource: string, resourceName = JOB_NAMES) => [arnOf(scope, { service: 'sagemaker', resource, resourceName })];
  allow(grantee, { actions: ['sagemaker:DescribeProcessingJob'], resourceArns: jobs('processing-job') }, WHY_JOBS);
  allow(grantee, { actions: ['sagemaker:DescribeTrainingJob'], resourceArns: jobs('training-job') }, WHY_JOBS);
  allow(grantee, { actions: ['sagemaker:DescribeHyperParameterTuningJob'], resourceArns: jobs('hyper-parameter-tuning-job', '*') }, WHY_JOBS);
}

/** Looking at registered versions. */
export function allowLookingAtVersions(grantee: iam.IGrantable, versionsArn: string): void {
  allow(grantee, { actions: ['sagemaker:DescribeModelPackage'], resourceArns: [versionsArn] }, 'Versions are numbered as they come.');
}
