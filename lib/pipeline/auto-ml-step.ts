import type { Construct } from 'constructs';
import { ContainerImage, S3Source } from '../core';
import { invalid } from '../core/internal/errors';
import type { AutoMlJob } from '../training';
import type { CachedStepOptions } from './cache';
import { ModelContainer, type ModelContainerOptions } from './model-container';
import { ModelTrainingStep, type _TrainingRecord } from './model-training-step';
import { ANY_NAME, grantRunJobs } from './private/job-permissions';
import type { RetriedStepOptions } from './retry';
import type { _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** A search for the best model of a table in a pipeline. */
export interface AutoMlStepProps extends CachedStepOptions, RetriedStepOptions {
  /** What is predicted, and how it is searched. */
  readonly job: AutoMlJob;

  /** Rows to learn from; at least 500. */
  readonly training: S3Source;

  /**
   * Rows to compare candidates on.
   *
   * @default - a share of the training data
   */
  readonly validation?: S3Source;
}

const CONTAINER = 'BestCandidate.InferenceContainers[0]';

/**
 * Finds the best model of a table without code: SageMaker Autopilot, in its ensembling mode.
 *
 * The pipeline's role may start, follow, stop and tag AutoML jobs; the role of the jobs gets the data and what jobs need to write and to pull images that
 * SageMaker chooses. What else AutoML asks of that role the guide does not list: add it to `jobRole`. A run costs the time of its instances.
 */
export class AutoMlStep extends ModelTrainingStep {
  constructor(name: string, private readonly props: AutoMlStepProps) {
    super(name, props);
  }

  /** The best model, `model.tar.gz`; it is kept as long as the models are. */
  public get model(): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, `${CONTAINER}.ModelDataUrl`).valueAsString);
  }

  /** The image that serves the best model. */
  public get image(): ContainerImage {
    return ContainerImage.fromUri(StepProperty._ofStep(this, `${CONTAINER}.Image`).valueAsString);
  }

  /** A variable of the container that serves the best model, for example `MODEL_NAME`. */
  public variable(name: string): PipelineValue {
    return StepProperty._ofStep(this, `${CONTAINER}.Environment['${name}']`);
  }

  /** The best model as it serves, for a model or a registered version. */
  public container(options: ModelContainerOptions = {}): ModelContainer {
    const chosen = Object.fromEntries(['MODEL_NAME', 'SAGEMAKER_PROGRAM', 'SAGEMAKER_SUBMIT_DIRECTORY'].map((name) => [name, this.variable(name).valueAsString]));
    return ModelContainer.fromArtifact(this.image, this.model, { ...options, environment: { ...chosen, ...options.environment } });
  }

  /** Name of the best candidate. */
  public get bestCandidateName(): PipelineValue {
    return StepProperty._ofStep(this, 'BestCandidate.CandidateName');
  }

  /** What the best candidate reached. */
  public get bestObjectiveValue(): PipelineValue {
    return StepProperty._numberOfStep(this, 'BestCandidate.FinalAutoMLJobObjectiveMetric.Value');
  }

  /** How good the best candidate is, as JSON, for the registry. */
  public get insightsReport(): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, 'BestCandidateProperties.ModelInsightsJsonReportPath').valueAsString);
  }

  /** What its answers depend on, as JSON, for the registry. */
  public get explainabilityReport(): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, 'BestCandidateProperties.ExplainabilityJsonReportPath').valueAsString);
  }

  /** @internal */
  public _record(_scope: Construct, metrics: readonly string[]): _TrainingRecord {
    const { training, validation, job: { _metric: metric } } = this.props;
    const other = metrics.find((name) => name !== metric);
    if (other !== undefined) {
      throw invalid(undefined, {
        code: 'AutoMlMetricUnknown', property: `step '${this.stepName}'`, problem: 'tells no metric of its best candidate but the one that it was searched for', value: other,
        fix: "Leave it out of the card's 'training.metrics'; the objective is on the card anyway.",
      });
    }
    return {
      // The best candidate is made by several jobs, of several kinds.
      datasets: [training, ...(validation ? [validation] : [])].map((_, channel) => StepProperty._ofStep(this, `InputDataConfig[${channel}].DataSource.S3DataSource.S3Uri`).valueAsString),
      hyperparameters: {},
      metrics: [{ name: metric ?? 'objective', value: this.bestObjectiveValue.valueAsNumber }],
      details: { autoMlJob: StepProperty._ofStep(this, 'AutoMLJobArn').valueAsString, bestCandidate: this.bestCandidateName.valueAsString },
    };
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    grantRunJobs(site, 'automl-job', 'AutoMLJob', ANY_NAME, ['sagemaker:ListCandidatesForAutoMLJob']);
    const { job, training, validation } = this.props;
    return { Type: 'AutoML', Arguments: job._render(site.jobSite(this.stepName), training, validation) };
  }
}
