import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Duration } from 'aws-cdk-lib/core';
import type { ContainerImage, S3Source } from '../core';

/** What kind of column is predicted. */
export enum AutoMlProblemType {
  /** One of two values. */
  BINARY_CLASSIFICATION = 'BinaryClassification',
  /** One of several values. */
  MULTICLASS_CLASSIFICATION = 'MulticlassClassification',
  /** A number. */
  REGRESSION = 'Regression',
}

/** What candidates are compared by. */
export enum AutoMlMetric {
  /** Share of right answers; for classes. */
  ACCURACY = 'Accuracy',
  /** Accuracy, where each class counts the same. */
  BALANCED_ACCURACY = 'BalancedAccuracy',
  /** Area under the curve; for two classes. */
  AUC = 'AUC',
  /** Balance of precision and recall; for two classes. */
  F1 = 'F1',
  /** F1 over all classes; for several. */
  F1_MACRO = 'F1macro',
  /** Share of found ones that are right; for two classes. */
  PRECISION = 'Precision',
  /** Precision over all classes; for several. */
  PRECISION_MACRO = 'PrecisionMacro',
  /** Share of right ones that are found; for two classes. */
  RECALL = 'Recall',
  /** Recall over all classes; for several. */
  RECALL_MACRO = 'RecallMacro',
  /** Mean absolute error; for numbers. */
  MAE = 'MAE',
  /** Mean squared error; for numbers. */
  MSE = 'MSE',
  /** Root of the mean squared error; for numbers. */
  RMSE = 'RMSE',
  /** Share of the variation that is explained; for numbers. */
  R2 = 'R2',
}

/** Algorithms that candidates are put together from. */
export enum AutoMlAlgorithm {
  /** Boosted trees. */
  XGBOOST = 'xgboost',
  /** Boosted trees. */
  LIGHTGBM = 'lightgbm',
  /** Boosted trees that know categories. */
  CATBOOST = 'catboost',
  /** Many trees, averaged. */
  RANDOM_FOREST = 'randomforest',
  /** Many trees with splits by chance. */
  EXTRA_TREES = 'extra-trees',
  /** Lines. */
  LINEAR_LEARNER = 'linear-learner',
  /** Neural networks of PyTorch. */
  NN_TORCH = 'nn-torch',
  /** Neural networks of fast.ai. */
  FASTAI = 'fastai',
  /** Neural networks of several layers; for hyperparameter tuning alone. */
  MLP = 'mlp',
}

/** A search for the best model of a table. */
export interface AutoMlJobProps {
  /** Column that is predicted. */
  readonly target: string;

  /**
   * What kind of column it is; with `metric`.
   *
   * @default - found out from the data
   */
  readonly problemType?: AutoMlProblemType;

  /**
   * What candidates are compared by; with `problemType`.
   *
   * @default - the usual one for the problem
   */
  readonly metric?: AutoMlMetric;

  /**
   * Content type of the data, for example `x-application/vnd.amazon+parquet`; at most 256 characters.
   *
   * @default - CSV with names of columns in the first line
   */
  readonly contentType?: string;

  /**
   * Whether the data is gzipped.
   *
   * @default false
   */
  readonly gzipped?: boolean;

  /**
   * Column that says how much each row counts.
   *
   * @default - all count the same
   */
  readonly sampleWeight?: string;

  /**
   * Share of the data that validates, from 0 to 1; not with validation data.
   *
   * @default - 0.2
   */
  readonly validationFraction?: number;

  /**
   * How many candidates are tried at most, from 1 to 750.
   *
   * @default - as many as time allows
   */
  readonly maxCandidates?: number;

  /**
   * After how long the job ends; it costs what its instances cost.
   *
   * @default Duration.hours(4)
   */
  readonly maxRuntime?: Duration;

  /**
   * After how long a single training ends.
   *
   * @default - with the job
   */
  readonly maxRuntimePerTrainingJob?: Duration;

  /**
   * Algorithms to choose from; at least one.
   *
   * @default - all
   */
  readonly algorithms?: AutoMlAlgorithm[];

  /**
   * File that says which columns are used, and what they are.
   *
   * @default - all columns, found out from the data
   */
  readonly featureSpecification?: S3Source;

  /**
   * An image of the registry that the best candidate's image comes from, by any tag: an endpoint that follows versions takes images of that registry alone.
   *
   * SageMaker chooses the image, and lists none. An endpoint that refuses a version says which registry it came from: name that here.
   *
   * @default - AWS's AutoGluon images, which the ensembling mode has been seen to use
   */
  readonly servingImage?: ContainerImage;

  /**
   * Subnets of the job's instances, from 1 to 16; with `securityGroups`.
   *
   * @default - SageMaker's own network
   */
  readonly subnets?: ec2.ISubnet[];

  /**
   * Security groups of the instances, from 1 to 5; with `subnets`.
   *
   * @default - none
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether what the instances tell each other is encrypted.
   *
   * @default false
   */
  readonly encryptTrafficBetweenInstances?: boolean;

  /**
   * Members of the CreateAutoMLJob request to add or replace whole.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}
