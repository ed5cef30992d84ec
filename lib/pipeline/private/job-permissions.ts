import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import type { _StepSite } from '../step';

/** Jobs that a pipeline starts are named `pipelines-<execution>-<step>-<random>` by the service. */
export const JOB_NAMES = 'pipelines-*';

/** Searches have shorter names, of which the guide says nothing. */
export const ANY_NAME = '*';

/** Lets the pipeline run jobs of one kind: start, follow, stop and tag those with the names it gives them. */
export function grantRunJobs(site: _StepSite, resource: string, noun: string, names = JOB_NAMES, moreActions: readonly string[] = []): void {
  const jobs = arnOf(site.pipeline, { service: 'sagemaker', resource, resourceName: names });
  allow(site.pipelineRole, {
    actions: [`sagemaker:Create${noun}`, `sagemaker:Describe${noun}`, `sagemaker:Stop${noun}`, 'sagemaker:AddTags', 'sagemaker:ListTags', ...moreActions],
    resourceArns: [jobs],
  }, 'SageMaker names the jobs of pipelines when it starts them.');
}
