import type { S3Source } from '../core';
import type { ModelContainer } from './model-container';
import type { TransformOptions } from './transform-options';

/** What Model Monitor writes about data or answers, as JSON. */
export interface QualityFiles {
  /**
   * `statistics.json`.
   *
   * @default - none
   */
  readonly statistics?: S3Source;

  /**
   * `constraints.json`.
   *
   * @default - none
   */
  readonly constraints?: S3Source;
}

/** What Clarify writes about bias, as JSON. */
export interface BiasReports {
  /**
   * About data and answers together.
   *
   * @default - none
   */
  readonly report?: S3Source;

  /**
   * About the data before training.
   *
   * @default - none
   */
  readonly preTraining?: S3Source;

  /**
   * About the answers after training.
   *
   * @default - none
   */
  readonly postTraining?: S3Source;
}

/** What people are shown of a version: JSON files by what they are about. */
export interface ModelReports {
  /**
   * How good the answers are; not with `metrics`, which are the statistics here.
   *
   * @default - what `metrics` says
   */
  readonly modelQuality?: QualityFiles;

  /**
   * How the data is; not with `dataQualityBaseline`.
   *
   * @default - what `dataQualityBaseline` says
   */
  readonly dataQuality?: QualityFiles;

  /**
   * How fair the model is.
   *
   * @default - none
   */
  readonly bias?: BiasReports;

  /**
   * What the answers depend on: Clarify's report.
   *
   * @default - none
   */
  readonly explainability?: S3Source;
}

/** What Clarify compares bias with later. */
export interface BiasBaseline {
  /**
   * Clarify's settings.
   *
   * @default - none
   */
  readonly config?: S3Source;

  /**
   * Constraints of the data.
   *
   * @default - none
   */
  readonly preTrainingConstraints?: S3Source;

  /**
   * Constraints of the answers.
   *
   * @default - none
   */
  readonly postTrainingConstraints?: S3Source;
}

/** What Clarify compares explanations with later. */
export interface ExplainabilityBaseline {
  /**
   * Constraints of the attributions.
   *
   * @default - none
   */
  readonly constraints?: S3Source;

  /**
   * Clarify's settings.
   *
   * @default - none
   */
  readonly config?: S3Source;
}

/** What checks and monitors compare with later, by what drifts. */
export interface DriftBaselines {
  /**
   * The data; not with `dataQualityBaseline`.
   *
   * @default - what `dataQualityBaseline` says
   */
  readonly dataQuality?: QualityFiles;

  /**
   * The answers.
   *
   * @default - none
   */
  readonly modelQuality?: QualityFiles;

  /**
   * Bias.
   *
   * @default - none
   */
  readonly bias?: BiasBaseline;

  /**
   * What the answers depend on.
   *
   * @default - none
   */
  readonly explainability?: ExplainabilityBaseline;
}

/** A batch that a new version has to answer before it counts. */
export interface ModelValidation {
  /** The batch. */
  readonly input: S3Source;

  /**
   * How it is transformed; filters, captures and requests' times cannot be set here.
   *
   * @default - each object is one request to one 'ml.m5.large'
   */
  readonly transform?: TransformOptions;
}

/** What SageMaker Inference Recommender goes by when it looks for instances. */
export interface ModelFramework {
  /** The machine-learning framework, in capitals: `XGBOOST`, `PYTORCH`, `TENSORFLOW`. */
  readonly name: string;

  /**
   * Its version.
   *
   * @default - not told
   */
  readonly version?: string;

  /**
   * The published model that is most like this one, as ListModelMetadata names it.
   *
   * @default - not told
   */
  readonly nearestModel?: string;

  /**
   * Names and shapes of the inputs, as a JSON text; 1 to 16,384 characters.
   *
   * @default - not told
   */
  readonly inputs?: string;
}

/** Where a version comes from; each at most 1,024 characters. */
export interface ModelOrigin {
  /**
   * The commit of its code.
   *
   * @default - none
   */
  readonly commitId?: string;

  /**
   * The repository of its code.
   *
   * @default - none
   */
  readonly repository?: string;

  /**
   * Who or what made it.
   *
   * @default - none
   */
  readonly generatedBy?: string;

  /**
   * The project it belongs to.
   *
   * @default - none
   */
  readonly projectId?: string;
}

/** Where in its life a version is; words of at most 63 letters, digits and hyphens. */
export interface ModelStage {
  /** The stage, for example `Staging`. */
  readonly stage: string;
  /** Where it is in that stage, for example `PendingApproval`. */
  readonly status: string;
  /**
   * More about it; at most 1,024 characters.
   *
   * @default - none
   */
  readonly description?: string;
}

/** What a version can say of itself beside what it needs to serve. */
export interface ModelVersionOptions {
  /**
   * Several containers, 1 to 15, in the order of requests; in place of `model`, `image` and `environment`.
   *
   * @default - one of `model` and `image`
   */
  readonly containers?: ModelContainer[];

  /**
   * JSON files that people are shown.
   *
   * @default - none but `metrics`
   */
  readonly reports?: ModelReports;

  /**
   * What checks and monitors compare with later.
   *
   * @default - none but `dataQualityBaseline`
   */
  readonly driftBaselines?: DriftBaselines;

  /**
   * A batch that the version has to answer, before it counts. Costs the time of the instances.
   *
   * @default - none
   */
  readonly validation?: ModelValidation;

  /**
   * Whether SageMaker takes the version without looking at its image and artifact.
   *
   * @default false
   */
  readonly skipValidation?: boolean;

  /**
   * What the model works on: `COMPUTER_VISION`, `NATURAL_LANGUAGE_PROCESSING` or `MACHINE_LEARNING`.
   *
   * @default - none
   */
  readonly domain?: string;

  /**
   * What it does, for example `CLASSIFICATION` or `REGRESSION`.
   *
   * @default - none
   */
  readonly task?: string;

  /**
   * Requests to try it with, as an archive for the Inference Recommender.
   *
   * @default - none
   */
  readonly samplePayload?: S3Source;

  /**
   * What the containers are made with, for Inference Recommender.
   *
   * @default - not told
   */
  readonly framework?: ModelFramework;

  /**
   * Where the version comes from.
   *
   * @default - what SageMaker finds out itself
   */
  readonly origin?: ModelOrigin;

  /**
   * Where in its life it is.
   *
   * @default - none
   */
  readonly stage?: ModelStage;
}
