import { ContainerImage, ImageUse, S3Source } from '../core';
import { ProcessingInput } from '../data';
import type { CheckStepOptions } from './check-step-options';
import { renderCheck, renderCheckJob, suppliedBaseline } from './private/check-job';
import type { QualityCheck } from './quality-check';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';

/** A check of data or predictions. */
export interface QualityCheckStepProps extends CheckStepOptions {
  /** What is checked. */
  readonly check: QualityCheck;

  /**
   * Statistics that are compared with, in place of those in the registry; both roles may read them.
   *
   * @default - those of the group's newest approved version
   */
  readonly suppliedStatistics?: S3Source;
}

const INPUT_FOLDER = '/opt/ml/processing/input/baseline_dataset_input';
const OUTPUT_FOLDER = '/opt/ml/processing/output';

/**
 * Calculates statistics and constraints with Model Monitor's container, and compares them with a baseline.
 *
 * An account that did not use Model Monitor before 30 July 2026 cannot run it: a processing step that writes metrics, and a condition, do the same in every
 * account. A run costs the time of a processing job. What it calculates stays as long as the models.
 */
export class QualityCheckStep extends Step {
  constructor(name: string, private readonly props: QualityCheckStepProps) {
    super(name, props);
  }

  /** Statistics that this run calculated. */
  public get calculatedStatistics(): S3Source {
    return this.file('CalculatedBaselineStatistics');
  }

  /** Constraints that this run calculated. */
  public get calculatedConstraints(): S3Source {
    return this.file('CalculatedBaselineConstraints');
  }

  /** Statistics for the registry, which later checks compare with. */
  public get driftCheckStatistics(): S3Source {
    return this.file('BaselineUsedForDriftCheckStatistics');
  }

  /** Constraints for the registry, which later checks compare with. */
  public get driftCheckConstraints(): S3Source {
    return this.file('BaselineUsedForDriftCheckConstraints');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { check, processing, suppliedStatistics } = this.props;
    return {
      Type: 'QualityCheck',
      Arguments: renderCheckJob(site, this.stepName, processing, {
        image: ContainerImage.of('model-monitor', { use: ImageUse.PROCESSING }),
        inputs: [ProcessingInput.fromSource(check._dataset, { name: 'baseline_dataset_input', localPath: INPUT_FOLDER })],
        environment: { output_path: OUTPUT_FOLDER, publish_cloudwatch_metrics: 'Disabled', dataset_source: INPUT_FOLDER, ...check._settings },
        output: 'quality_check_output',
        outputFolder: OUTPUT_FOLDER,
      }),
      CheckType: check._type,
      ...renderCheck(site, this.stepName, this.props),
      SuppliedBaselineStatistics: suppliedBaseline(site, this.stepName, suppliedStatistics),
    };
  }

  private file(property: string): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, property).valueAsString);
  }
}
