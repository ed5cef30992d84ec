import type { ContainerImage, S3Source } from '../../core';
import { allow } from '../../core/internal/allow';
import { Mistakes } from '../../core/internal/errors';
import { type ApiRequest, Keep } from '../../core/internal/job-site';
import { type ProcessingInput, Processor, type ProcessorOptions } from '../../data';
import type { CheckStepOptions } from '../check-step-options';
import { ExecutionVariable } from '../execution-variable';
import { RunChoice } from '../run-choice';
import type { _StepSite } from '../step';
import { grantRunJobs } from './job-permissions';
import { groupNameOf, versionsOf } from './registered-versions';

/** What a check's container reads, and the folder that it writes its findings to. */
export interface CheckJob {
  readonly image: ContainerImage;
  readonly inputs: readonly ProcessingInput[];
  readonly environment?: { [name: string]: string };
  readonly output: string;
  readonly outputFolder: string;
}

/** The request of a job that calculates a baseline; its findings stay as long as the models, whose baseline they may become. */
export function renderCheckJob(site: _StepSite, stepName: string, machine: ProcessorOptions | undefined, job: CheckJob): ApiRequest {
  grantRunJobs(site, 'processing-job', 'ProcessingJob');
  const environment = { ...machine?.environment, ...job.environment };
  const processor = Processor.container(job.image, { ...machine, environment: Object.keys(environment).length > 0 ? environment : undefined });
  const jobSite = site.jobSite(stepName, ExecutionVariable.PROCESSING_JOB_NAME);
  const request = processor._render(jobSite, job.inputs, [{ name: job.output, keep: Keep.WITH_THE_MODEL }]);
  const { Outputs: [output], ...config } = request.ProcessingOutputConfig as { Outputs: { S3Output: object }[] };
  // These containers write to a folder of their own choice, which the job uploads whole.
  return { ...request, ProcessingOutputConfig: { ...config, Outputs: [{ ...output, S3Output: { ...output.S3Output, LocalPath: job.outputFolder } }] } };
}

/** The members of a check beside its job. Gives both roles what they need of the baseline. */
export function renderCheck(site: _StepSite, stepName: string, options: CheckStepOptions) {
  const { group } = options;
  new Mistakes(site.pipeline).when(group === undefined && options.suppliedConstraints === undefined && options.skipCheck === undefined, {
    code: 'CheckWithoutBaseline', property: `step '${stepName}'`, problem: 'compares with nothing', fix: "Give 'group' or 'suppliedConstraints', or set 'skipCheck'.",
  }).throwIfAny();
  if (group) {
    allow(site.pipelineRole, {
      actions: ['sagemaker:DescribeModelPackage', 'sagemaker:ListModelPackages'],
      resourceArns: [group.modelPackageGroupRef.modelPackageGroupArn, versionsOf(site.pipeline, group)],
    }, 'The version with the baseline is looked up while the pipeline runs.');
  }
  return {
    ModelPackageGroupName: group ? groupNameOf(site.pipeline, group) : null,
    SkipCheck: (options.skipCheck ?? RunChoice.no())._render(),
    FailOnViolation: (options.failOnViolation ?? RunChoice.yes())._render(),
    RegisterNewBaseline: (options.registerNewBaseline ?? RunChoice.no())._render(),
    SuppliedBaselineConstraints: suppliedBaseline(site, stepName, options.suppliedConstraints),
  };
}

/** Where a baseline lies that the user gives; as null, like the SDK, where there is none. */
export function suppliedBaseline(site: _StepSite, stepName: string, source: S3Source | undefined): string | null {
  source?.bind(site.pipeline, site.jobSite(stepName).role);
  return source?.bind(site.pipeline, site.pipelineRole).uri ?? null;
}
