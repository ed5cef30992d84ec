import { S3Source, type SourceCode } from '../core';
import { Keep } from '../core/internal/job-site';
import { scriptOf } from '../core/internal/library-folder';
import { ProcessingInput, Processor, type ProcessorOptions } from '../data';
import type { CachedStepOptions } from './cache';
import { ExecutionVariable } from './execution-variable';
import { grantRunJobs } from './private/job-permissions';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';

/** A model artifact to complete. */
export interface PackageModelStepProps extends CachedStepOptions, RetriedStepOptions {
  /** The trained model, `model.tar.gz`. */
  readonly model: S3Source;

  /** The code that answers requests: a script with `model_fn` and its companions, and what lies beside it. */
  readonly inferenceCode: SourceCode;

  /**
   * Machine settings of the small job that does it.
   *
   * @default - one 'ml.m5.large' for at most an hour
   */
  readonly processing?: ProcessorOptions;
}

/**
 * Puts inference code into a model artifact, so that a registered version carries all it needs to serve.
 *
 * The code lies below `code/` in the new artifact, where the framework containers look for it; what was there is replaced. The job costs
 * a few minutes of a small instance. It fails for an artifact that holds links or would write outside of its folder. The new artifact is
 * kept as long as the models are.
 */
export class PackageModelStep extends Step {
  constructor(name: string, private readonly props: PackageModelStepProps) {
    super(name, props);
  }

  /** The completed artifact. */
  public get model(): S3Source {
    const folder = StepProperty._ofStep(this, "ProcessingOutputConfig.Outputs['packaged'].S3Output.S3Uri");
    return S3Source.fromUri(`${folder}/model.tar.gz`);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    grantRunJobs(site, 'processing-job', 'ProcessingJob');
    const jobSite = site.jobSite(this.stepName, ExecutionVariable.PROCESSING_JOB_NAME);
    const code = this.props.inferenceCode.bind(jobSite.scope, jobSite.role);
    const processor = Processor.sklearn({ ...this.props.processing, entryPoint: scriptOf('pipeline', 'package_model.py') });
    const inputs = [
      ProcessingInput.fromSource(this.props.model, { name: 'model' }),
      ProcessingInput.fromSource(S3Source.fromUri(code.uri), { name: 'inference' }),
    ];
    return { Type: 'Processing', Arguments: processor._render(jobSite, inputs, [{ name: 'packaged', keep: Keep.WITH_THE_MODEL }]) };
  }
}
