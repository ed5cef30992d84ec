import type { ModelTrainingStep } from './model-training-step';
import type { ProcessingStep } from './processing-step';

/** How much harm a model's wrong answers may do. */
export enum RiskRating {
  /** Much, to people for example. */
  HIGH = 'High',
  /** Some. */
  MEDIUM = 'Medium',
  /** Little. */
  LOW = 'Low',
  /** Nobody has judged it. */
  UNKNOWN = 'Unknown',
}

/** How far a model card has come. */
export enum ModelCardStatus {
  /** It is being written. */
  DRAFT = 'Draft',
  /** Somebody has to read it. */
  PENDING_REVIEW = 'PendingReview',
  /** It was read and found right. */
  APPROVED = 'Approved',
  /** It cannot be changed any more. */
  ARCHIVED = 'Archived',
}

/** Whether training looks for the largest or the smallest value. */
export enum ObjectiveFunction {
  /** Larger is better. */
  MAXIMIZE = 'Maximize',
  /** Smaller is better. */
  MINIMIZE = 'Minimize',
}

/** What training strives for. */
export interface ModelObjective {
  /** Whether larger or smaller is better. */
  readonly function: ObjectiveFunction;

  /**
   * Of what, for example `AUC`; at most 63 characters.
   *
   * @default - not said
   */
  readonly facet?: string;

  /**
   * Under which condition; at most 63 characters.
   *
   * @default - none
   */
  readonly condition?: string;

  /**
   * What else there is to say; at most 1,024 characters.
   *
   * @default - nothing
   */
  readonly notes?: string;
}

/** What people say of a model on its card. */
export interface ModelDescription {
  /**
   * How far the card has come.
   *
   * @default ModelCardStatus.DRAFT
   */
  readonly status?: ModelCardStatus;

  /**
   * Who makes the model; at most 1,024 characters.
   *
   * @default - not said
   */
  readonly creator?: string;

  /**
   * Why there is such a model; at most 2,048 characters, as each text below.
   *
   * @default - not said
   */
  readonly purpose?: string;

  /**
   * What it may be used for, and what not.
   *
   * @default - not said
   */
  readonly intendedUses?: string;

  /**
   * What makes it work better or worse.
   *
   * @default - not said
   */
  readonly efficiencyFactors?: string;

  /**
   * How much harm its wrong answers may do.
   *
   * @default - not said
   */
  readonly riskRating?: RiskRating;

  /**
   * Why the risk is rated so.
   *
   * @default - not said
   */
  readonly riskExplanation?: string;

  /**
   * The problem of the business that it solves.
   *
   * @default - not said
   */
  readonly businessProblem?: string;

  /**
   * Whom in the business it concerns.
   *
   * @default - not said
   */
  readonly businessStakeholders?: string;

  /**
   * The line of business it works for.
   *
   * @default - not said
   */
  readonly lineOfBusiness?: string;

  /**
   * What training strives for.
   *
   * @default - not said
   */
  readonly objective?: ModelObjective;

  /**
   * What was seen in training; at most 1,024 characters.
   *
   * @default - nothing
   */
  readonly trainingObservations?: string;

  /**
   * What its users have to consider for the sake of people.
   *
   * @default - not said
   */
  readonly ethicalConsiderations?: string;

  /**
   * What it cannot do, and how to use it well.
   *
   * @default - not said
   */
  readonly caveats?: string;

  /**
   * Anything else by name; values have at most 1,024 characters.
   *
   * @default - none
   */
  readonly customDetails?: { [name: string]: string };
}

/** How a model was trained, as its card says. */
export interface ModelCardTraining {
  /**
   * The step that trains it; the card names its job, image, data and those hyperparameters that have 1 to 255 characters, at most 100.
   *
   * Of a search they are those of the best job, with the objective that it reached; AutoML tells its job, the best candidate and the objective.
   */
  readonly step: ModelTrainingStep;

  /**
   * Metrics that the trainer reads from the log, whose last values the card shows; at most 50. A search and AutoML have their objective alone.
   *
   * A run fails when its log has no such number.
   *
   * @default - none
   */
  readonly metrics?: string[];
}

/** How a model was evaluated, as its card says. */
export interface ModelCardEvaluation {
  /** The step that evaluates it; the card names its job and its metrics file. */
  readonly step: ProcessingStep;

  /**
   * What the evaluation is called; 1 to 63 characters.
   *
   * @default - the step's name
   */
  readonly name?: string;

  /**
   * Names of those inputs of the step that are data; at most 10.
   *
   * @default - none are named
   */
  readonly datasets?: string[];

  /**
   * Paths of numbers in the metrics file that the card shows; the whole file is shown with the version anyway.
   *
   * A run fails when the file has nothing there.
   *
   * @default - none
   */
  readonly metrics?: string[];

  /**
   * What was seen; at most 2,096 characters.
   *
   * @default - nothing
   */
  readonly observation?: string;
}

/**
 * A version's model card: what people say of the model, and what the run knows of it.
 *
 * Every version carries its own; it costs nothing. Values of the pipeline may stand in any text, as long as they need no escaping in JSON: names,
 * numbers, ARNs and S3 addresses do not, quotes and line breaks do and fail the run.
 */
export interface ModelCard extends ModelDescription {
  /**
   * How the model was trained.
   *
   * @default - not said
   */
  readonly training?: ModelCardTraining;

  /**
   * How it was evaluated.
   *
   * @default - by the step that is given as the version's 'metrics', if there is one
   */
  readonly evaluations?: ModelCardEvaluation[];
}
