import { type NotebookOptions, S3Source } from '../core';
import { Mistakes } from '../core/internal/errors';
import { checkNotebook, renderNotebookJob } from '../core/internal/notebook-job';
import { ExecutionVariable } from './execution-variable';
import { grantRunJobs } from './private/job-permissions';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';

/** A notebook to run. */
export interface NotebookJobStepProps extends RetriedStepOptions, NotebookOptions {}

/**
 * Runs a notebook from top to bottom, and keeps it with its outputs.
 *
 * It is a training job whose container executes the notebook; a run costs the time of its instance. In the pipeline's own bucket the result expires after 90
 * days. The pipeline's role may run jobs that pipelines name; the job's role reads the files and pulls the image: what else the notebook reads, grant to
 * `pipeline.jobRole`.
 */
export class NotebookJobStep extends Step {
  constructor(name: string, private readonly props: NotebookJobStepProps) {
    super(name, props);
    checkNotebook(new Mistakes(), (property) => `step '${name}' ${property}`, props).throwIfAny();
  }

  /** Folder of the executed notebook: `output.tar.gz` below the name of the job. */
  public get output(): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, 'OutputDataConfig.S3OutputPath').valueAsString);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    grantRunJobs(site, 'training-job', 'TrainingJob');
    const request = renderNotebookJob(site.jobSite(this.stepName, ExecutionVariable.TRAINING_JOB_NAME), {
      name: this.stepName, options: this.props, tags: { 'sagemaker:notebook-job-origin': 'PIPELINE_STEP' },
    });
    return { Type: 'Training', Arguments: request };
  }
}
