import { ContainerImage, ImageUse, type BoundImage } from '../core';
import type { IConstruct } from 'constructs';

/** An image that trains a model, and the one that serves what it made. */
export class TrainingImage {
  /** scikit-learn, by version, for example `1.4-2-py312`. */
  public static sklearn(version?: string): TrainingImage {
    return TrainingImage.framework('sklearn', version);
  }

  /** XGBoost as a framework, for scripts that call it. */
  public static xgboost(version?: string): TrainingImage {
    return TrainingImage.framework('xgboost', version);
  }

  /** A container of yours that trains, and, unless another is given, serves. */
  public static fromImage(training: ContainerImage, serving: ContainerImage = training): TrainingImage {
    return new TrainingImage(training, serving);
  }

  private static framework(family: string, version: string | undefined): TrainingImage {
    const training = ContainerImage.of(family, { version, use: ImageUse.TRAINING });
    return new TrainingImage(training, ContainerImage.of(family, { version: version ?? training.version, use: ImageUse.INFERENCE }));
  }

  /** The image that trains. */
  public readonly training: ContainerImage;
  /** The image that serves the artifact. */
  public readonly serving: ContainerImage;

  private constructor(training: ContainerImage, serving: ContainerImage) {
    this.training = training;
    this.serving = serving;
  }

  /** The training image in the stack of a construct. */
  public bind(scope: IConstruct): BoundImage {
    return this.training.bind(scope);
  }
}
