import type * as iam from 'aws-cdk-lib/aws-iam';
import { S3Source } from '../core';
import { grantJobTelemetry } from '../core/internal/job-site';
import type { CachedStepOptions } from './cache';
import { grantRunJobs } from './private/job-permissions';
import { renderTransform } from './private/render-transform';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { TransformOptions } from './transform-options';

/** A batch to transform in a pipeline. */
export interface TransformStepProps extends CachedStepOptions, RetriedStepOptions {
  /** Name of the model, for example `modelStep.modelName.valueAsString`. */
  readonly modelName: string;

  /** The data that the model is asked about. */
  readonly input: S3Source;

  /**
   * How it is transformed.
   *
   * @default - each object is one request to one 'ml.m5.large'
   */
  readonly transform?: TransformOptions;

  /**
   * Role of the model, which reads the data and writes the answers.
   *
   * @default - the role of the pipeline's jobs, which models of the pipeline have
   */
  readonly role?: iam.IRole;
}

/**
 * Asks a model about a batch of data, without an endpoint.
 *
 * The pipeline's role may start, follow, stop and tag transform jobs that pipelines name; the model's role gets the data. A run costs the time of the
 * job's instances. The answers expire with the run's results.
 */
export class TransformStep extends Step {
  constructor(name: string, private readonly props: TransformStepProps) {
    super(name, props);
  }

  /** The folder with the answers: a file for each object, with `.out` behind its name. */
  public get output(): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, 'TransformOutput.S3OutputPath').valueAsString);
  }

  /** The folder with what was captured, for a monitor. Is there with `capture` alone. */
  public get captured(): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, 'DataCaptureConfig.DestinationS3Uri').valueAsString);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { modelName, input, transform = {}, role } = this.props;
    const jobSite = site.jobSite(this.stepName);
    const modelSite = { ...jobSite, role: role ?? jobSite.role };
    grantRunJobs(site, 'transform-job', 'TransformJob');
    grantJobTelemetry(site.pipeline, modelSite.role, 'TransformJobs');
    if (role) {
      site.readResults(role);
      site.writeResults(role);
    }
    const request = renderTransform(modelSite, input.bind(site.pipeline, modelSite.role).uri, transform);
    return { Type: 'Transform', Arguments: { ModelName: modelName, ...request, ...transform.overrides } };
  }
}
