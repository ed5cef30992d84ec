import type { IConstruct } from 'constructs';
import type { ContainerImage } from '../core';
import type { AutoMlJob } from './auto-ml-job';
import type { HyperparameterTuner } from './hyperparameter-tuner';
import type { Trainer } from './trainer';

/**
 * Whether the image that serves a model runs a script of yours.
 *
 * @internal
 */
export enum _ServingScript {
  /** It loads no model without one. */
  NEEDED,
  /** It serves what was trained as it is, or by a script. */
  POSSIBLE,
  /** It runs none. */
  USELESS,
}

/**
 * How what was trained is served.
 *
 * @internal
 */
export interface _ServedBy {
  /** The image, or one of the registry from which the image of the model comes. */
  readonly image: ContainerImage;
  readonly script: _ServingScript;
  /** What it is, for messages. */
  readonly name: string;
}

/**
 * What to do with each way to train.
 *
 * @internal
 */
export interface _WaysToTrain<T> {
  readonly trainer: (trainer: Trainer) => T;
  readonly tuner: (tuner: HyperparameterTuner) => T;
  readonly autoMl: (job: AutoMlJob) => T;
}

/**
 * A way to a trained model: a `Trainer` makes it in one job, a `HyperparameterTuner` is the best of several, an `AutoMlJob` finds it without code.
 *
 * It makes no resource. What a job costs is said there.
 */
export abstract class ModelTraining {
  /**
   * How the model is served. Fails where that is not the same for all models that may come out.
   *
   * @internal
   */
  public abstract _servedBy(scope: IConstruct): _ServedBy;

  /**
   * Whether the jobs take data under this name; what they miss is told where they are used.
   *
   * @internal
   */
  public abstract _takesChannel(name: string): boolean;

  /**
   * Whether a table of its data names its columns in a first line; built-in algorithms read tables that do not.
   *
   * @internal
   */
  public abstract readonly _namesColumns: boolean;

  /**
   * The column to be predicted, where the jobs are told.
   *
   * @internal
   */
  public get _target(): string | undefined {
    return undefined;
  }

  /**
   * Does what is right for this way.
   *
   * @internal
   */
  public abstract _by<T>(ways: _WaysToTrain<T>): T;
}
