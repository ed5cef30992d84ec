import type { S3Source } from '../core';
import type { Construct } from 'constructs';
import { Step } from './step';
import type { PipelineValue } from './value';

/**
 * What a run knows of how a model was trained, for its card.
 *
 * @internal
 */
export interface _TrainingRecord {
  /** The training job that made the model; undefined where several did. */
  readonly trainingJobArn?: PipelineValue;
  /** Where the data lies, as the job says. */
  readonly datasets: readonly string[];
  /** URI of the image; undefined where SageMaker chooses it. */
  readonly image?: string;
  readonly hyperparameters: { readonly [name: string]: string };
  /** What was reached in training. */
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  /** What cards have no member for. */
  readonly details: { readonly [name: string]: string };
}

/** A step that trains a model, in one job or in several. */
export abstract class ModelTrainingStep extends Step {
  /** The trained model, `model.tar.gz`; it is kept as long as models are. */
  public abstract readonly model: S3Source;

  /**
   * What the run knows of the training, and of metrics that are asked for by their names. Fails for a metric that the step does not tell.
   *
   * @internal
   */
  public abstract _record(scope: Construct, metrics: readonly string[]): _TrainingRecord;
}
