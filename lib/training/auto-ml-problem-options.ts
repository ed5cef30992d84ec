import type { Duration } from 'aws-cdk-lib/core';
import type { S3Source } from '../core';
import type { AutoMlAlgorithm, AutoMlMetric, AutoMlProblemType } from './auto-ml-options';

/** How long a search may take; what problems of every kind have in common. */
export interface AutoMlProblemOptions {
  /**
   * After how long the job ends, with the best of what it found until then; it costs what its instances cost.
   *
   * @default Duration.hours(4)
   */
  readonly maxRuntime?: Duration;

  /**
   * After how long a single training ends; at most `maxRuntime`.
   *
   * @default - with the job
   */
  readonly maxRuntimePerTrainingJob?: Duration;
}

/** How the models of a table are searched. */
export enum AutoMlMode {
  /** `ENSEMBLING` for data below 100 MB, `HYPERPARAMETER_TUNING` for more. */
  AUTO = 'AUTO',
  /** Several models are trained and their answers combined. */
  ENSEMBLING = 'ENSEMBLING',
  /** The best hyperparameters of one algorithm are searched. */
  HYPERPARAMETER_TUNING = 'HYPERPARAMETER_TUNING',
}

/** A column of a table is predicted. */
export interface TabularProblemOptions extends AutoMlProblemOptions {
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
   * How models are searched.
   *
   * @default AutoMlMode.AUTO
   */
  readonly mode?: AutoMlMode;

  /**
   * Algorithms to choose from; with a `mode` other than `AUTO` that knows them.
   *
   * @default - all of the mode
   */
  readonly algorithms?: AutoMlAlgorithm[];

  /**
   * Column that says how much each row counts; with the mode `ENSEMBLING`.
   *
   * @default - all count the same
   */
  readonly sampleWeight?: string;

  /**
   * How many candidates are tried at most, from 1 to 750.
   *
   * @default - as many as time allows
   */
  readonly maxCandidates?: number;

  /**
   * File that says which columns are used, and what they are.
   *
   * @default - all columns, found out from the data
   */
  readonly featureSpecification?: S3Source;

  /**
   * Whether candidates are only described, as notebooks, and none is trained.
   *
   * @default false
   */
  readonly generateCandidateDefinitionsOnly?: boolean;
}

/** A text belongs to a class. */
export interface TextClassificationProblemOptions extends AutoMlProblemOptions {
  /** Column that holds the text; at most 256 characters. */
  readonly content: string;

  /** Column that holds the class; at most 256 characters. */
  readonly label: string;
}

/** What forecasts are compared by. */
export enum ForecastMetric {
  /** How far the quantiles are off, weighted, on average over all of them. */
  AVERAGE_WEIGHTED_QUANTILE_LOSS = 'AverageWeightedQuantileLoss',
  /** Weighted absolute percentage error. */
  WAPE = 'WAPE',
  /** Mean absolute percentage error. */
  MAPE = 'MAPE',
  /** Error as against that of the naive forecast. */
  MASE = 'MASE',
  /** Root of the mean squared error. */
  RMSE = 'RMSE',
}

/** Algorithms that forecasts are put together from. */
export enum ForecastAlgorithm {
  /** Convolutional network for quantiles. */
  CNN_QR = 'cnn-qr',
  /** Recurrent network over all series. */
  DEEPAR = 'deepar',
  /** Trend, seasons and holidays. */
  PROPHET = 'prophet',
  /** What was seen before, by its likelihood. */
  NPTS = 'npts',
  /** Autoregression with moving averages. */
  ARIMA = 'arima',
  /** Exponential smoothing. */
  ETS = 'ets',
}

/** How several values of one interval become one. */
export enum ForecastAggregation {
  /** Their sum. */
  SUM = 'sum',
  /** Their mean. */
  AVG = 'avg',
  /** The first. */
  FIRST = 'first',
  /** The lowest. */
  MIN = 'min',
  /** The highest. */
  MAX = 'max',
}

/** What takes the place of values that a series lacks: `zero`, `median`, `mean`, `min`, `max`, or a whole number as text, `'2'`. */
export interface ForecastFilling {
  /**
   * Before the first value; `none` alone, and for the target alone.
   *
   * @default - nothing
   */
  readonly frontfill?: string;

  /**
   * Between the first and the last value.
   *
   * @default - what Autopilot does by itself
   */
  readonly middlefill?: string;

  /**
   * After the last value of the series, up to the last of all series.
   *
   * @default - what Autopilot does by itself
   */
  readonly backfill?: string;

  /**
   * In the time that is forecast.
   *
   * @default - what Autopilot does by itself
   */
  readonly futurefill?: string;
}

/** Numbers go on in time. */
export interface TimeSeriesForecastingProblemOptions extends AutoMlProblemOptions {
  /** Column that is forecast. */
  readonly target: string;

  /** Column that holds the time; at most 256 characters. */
  readonly timestamp: string;

  /** Column that says to which series a row belongs; at most 256 characters. */
  readonly itemId: string;

  /** How many steps are forecast, from 1 to 500; at most a quarter of those in the data. */
  readonly horizon: number;

  /** Length of a step: `15min`, `H`, `1D`, `W`, `M` or `Y`. */
  readonly frequency: string;

  /**
   * Columns that name a series together with `itemId`, from 1 to 5.
   *
   * @default - none
   */
  readonly grouping?: string[];

  /**
   * Quantiles that are forecast, from 1 to 5: `p10`.
   *
   * @default - p10, p50 and p90
   */
  readonly quantiles?: string[];

  /**
   * What candidates are compared by.
   *
   * @default ForecastMetric.AVERAGE_WEIGHTED_QUANTILE_LOSS
   */
  readonly metric?: ForecastMetric;

  /**
   * Algorithms to choose from; at least one.
   *
   * @default - all
   */
  readonly algorithms?: ForecastAlgorithm[];

  /**
   * How values that are missing are filled in, by column.
   *
   * @default - as Autopilot does by itself
   */
  readonly filling?: { [column: string]: ForecastFilling };

  /**
   * How values of the target within one step become one.
   *
   * @default ForecastAggregation.SUM
   */
  readonly aggregation?: ForecastAggregation;

  /**
   * Country whose holidays are taken into account, by its two letters: `DE`.
   *
   * @default - none
   */
  readonly holidays?: string;

  /**
   * File that says which columns are used, and what they are.
   *
   * @default - all columns, found out from the data
   */
  readonly featureSpecification?: S3Source;
}

/** A language model learns to follow instructions. */
export interface TextGenerationProblemOptions {
  /**
   * Model that is fine-tuned, as Autopilot names it; at most 256 characters.
   *
   * @default - Falcon7BInstruct
   */
  readonly baseModel?: string;

  /**
   * Whether you accept the licence of the base model; some are not fine-tuned without. Read it before.
   *
   * @default false
   */
  readonly acceptEula?: boolean;

  /**
   * How often the model sees the data, from 1 to 10.
   *
   * @default - chosen by Autopilot
   */
  readonly epochCount?: number;

  /**
   * Examples in one step, from 1 to 64.
   *
   * @default - chosen by Autopilot
   */
  readonly batchSize?: number;

  /**
   * Size of a step, from 0 to 1.
   *
   * @default - chosen by Autopilot
   */
  readonly learningRate?: number;

  /**
   * Steps in which the learning rate rises, from 0 to 250.
   *
   * @default - chosen by Autopilot
   */
  readonly learningRateWarmupSteps?: number;

  /**
   * After how long the job ends; it costs what its accelerators cost.
   *
   * @default Duration.hours(24)
   */
  readonly maxRuntime?: Duration;

  /**
   * After how long the fine-tuning itself ends; at most `maxRuntime`.
   *
   * @default - with the job
   */
  readonly maxRuntimePerTrainingJob?: Duration;
}
