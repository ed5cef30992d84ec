import type {
  AutoMlProblemOptions, TabularProblemOptions, TextClassificationProblemOptions, TextGenerationProblemOptions, TimeSeriesForecastingProblemOptions,
} from './auto-ml-problem-options';
import { timeSeriesForecasting } from './private/auto-ml-forecasting';
import type { ProblemKind } from './private/auto-ml-problem-kind';
import { imageClassification, tabular, textClassification, textGeneration } from './private/auto-ml-problem-kinds';

/**
 * What an AutoML job finds a model for.
 *
 * Limits are checked where it is used; their source is the CreateAutoMLJobV2 API and the developer guide.
 */
export class AutoMlProblem {
  /** A column of a table is predicted: one of two values, one of several, or a number. */
  public static tabular(options: TabularProblemOptions): AutoMlProblem {
    return new AutoMlProblem(tabular(options));
  }

  /** A picture belongs to a class. The class is the picture's folder, or stands in a manifest. */
  public static imageClassification(options: AutoMlProblemOptions = {}): AutoMlProblem {
    return new AutoMlProblem(imageClassification(options));
  }

  /** A text belongs to a class. */
  public static textClassification(options: TextClassificationProblemOptions): AutoMlProblem {
    return new AutoMlProblem(textClassification(options));
  }

  /** Numbers go on in time. Autopilot splits the data by itself: nothing is said about validation. */
  public static timeSeriesForecasting(options: TimeSeriesForecastingProblemOptions): AutoMlProblem {
    return new AutoMlProblem(timeSeriesForecasting(options));
  }

  /** A language model is fine-tuned on pairs of instruction and answer. It takes accelerators, and a region that has SageMaker Canvas. */
  public static textGeneration(options: TextGenerationProblemOptions = {}): AutoMlProblem {
    return new AutoMlProblem(textGeneration(options));
  }

  /** @internal */
  public readonly _kind: ProblemKind;

  private constructor(kind: ProblemKind) {
    this._kind = kind;
  }
}
