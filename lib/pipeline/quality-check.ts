import type { S3Source } from '../core';
import { Mistakes } from '../core/internal/errors';

/** How the rows of a dataset are written. */
export class CheckFormat {
  /** Text with commas; the label, or the prediction, stands first unless the check names columns. */
  public static csv(options: CsvCheckOptions = {}): CheckFormat {
    return new CheckFormat({ csv: { header: options.header ?? true, output_columns_position: 'START' } });
  }

  /** A JSON object in each line. */
  public static jsonLines(): CheckFormat {
    return new CheckFormat({ json: { lines: true } });
  }

  private constructor(private readonly format: object) {}

  /** @internal */
  public _render(): string {
    return JSON.stringify(this.format);
  }
}

/** How text with commas is written. */
export interface CsvCheckOptions {
  /**
   * Whether the first line names the columns.
   *
   * @default true
   */
  readonly header?: boolean;
}

/** Data to look at. */
export interface DataQualityCheckOptions {
  /** The data, a folder. */
  readonly dataset: S3Source;

  /**
   * How its rows are written.
   *
   * @default CheckFormat.csv()
   */
  readonly format?: CheckFormat;
}

/** What a model predicts. */
export enum CheckedProblem {
  /** One of two classes. */
  BINARY_CLASSIFICATION = 'BinaryClassification',
  /** One of several classes. */
  MULTICLASS_CLASSIFICATION = 'MulticlassClassification',
  /** A number. */
  REGRESSION = 'Regression',
}

/** Predictions to compare with the truth. Columns are named as in the header, or by JMESPath in JSON. */
export interface ModelQualityCheckOptions extends DataQualityCheckOptions {
  /** What the model predicts. */
  readonly problem: CheckedProblem;

  /** Column of the truth. */
  readonly groundTruth: string;

  /**
   * Column of the prediction; a binary classification may have `probability` instead.
   *
   * @default - none
   */
  readonly inference?: string;

  /**
   * Column of the probability, for classifications.
   *
   * @default - none
   */
  readonly probability?: string;

  /**
   * From which probability on a binary classification says yes; from 0 to 1.
   *
   * @default - the prediction itself counts
   */
  readonly probabilityThreshold?: number;
}

/** What is looked at, and compared with a baseline. */
export abstract class QualityCheck {
  /** Statistics of data: types, completeness, distributions. */
  public static data(options: DataQualityCheckOptions): QualityCheck {
    return new PlainCheck('DATA_QUALITY', options, {});
  }

  /** Metrics of predictions. Fails without the columns that the problem needs. */
  public static model(options: ModelQualityCheckOptions): QualityCheck {
    checkModel(options);
    return new PlainCheck('MODEL_QUALITY', options, {
      analysis_type: 'MODEL_QUALITY',
      problem_type: options.problem,
      inference_attribute: options.inference,
      probability_attribute: options.probability,
      ground_truth_attribute: options.groundTruth,
      probability_threshold_attribute: options.probabilityThreshold === undefined ? undefined : String(options.probabilityThreshold),
    });
  }

  /** @internal */
  public abstract readonly _type: string;
  /** @internal */
  public abstract readonly _dataset: S3Source;
  /** @internal */
  public abstract readonly _settings: { readonly [name: string]: string };
}

class PlainCheck extends QualityCheck {
  public readonly _dataset: S3Source;
  public readonly _settings: { readonly [name: string]: string };

  constructor(
    public readonly _type: string,
    { dataset, format = CheckFormat.csv() }: DataQualityCheckOptions,
    settings: { readonly [name: string]: string | undefined },
  ) {
    super();
    this._dataset = dataset;
    const given = Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined);
    this._settings = { dataset_format: format._render(), ...Object.fromEntries(given) };
  }
}

function checkModel({ problem, inference, probability, probabilityThreshold }: ModelQualityCheckOptions): void {
  const binary = problem === CheckedProblem.BINARY_CLASSIFICATION;
  new Mistakes()
    .when(inference === undefined && (!binary || probability === undefined), {
      code: 'CheckedColumnMissing', property: 'QualityCheck.model', problem: `${problem} needs the column of the prediction${binary ? ", or 'probability'" : ''}`,
      fix: "Set 'inference'.",
    })
    .when(probability !== undefined && problem === CheckedProblem.REGRESSION, {
      code: 'CheckedColumnUnknown', property: 'QualityCheck.model', problem: "a regression has no 'probability'", value: probability, fix: "Leave 'probability' out.",
    })
    .when(probabilityThreshold !== undefined && (!binary || !(probabilityThreshold >= 0 && probabilityThreshold <= 1)), {
      code: 'CheckedThreshold', property: 'QualityCheck.model', problem: "'probabilityThreshold' is a number from 0 to 1, of a binary classification",
      value: probabilityThreshold,
      fix: 'Correct it, or leave it out.',
    })
    .throwIfAny();
}
