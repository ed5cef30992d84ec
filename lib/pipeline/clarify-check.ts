import type { S3Source } from '../core';
import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';

/** How the rows of a dataset for Clarify are written. */
export enum ClarifyFormat {
  /** Text with commas. */
  CSV = 'text/csv',
  /** A JSON object in each line. */
  JSON_LINES = 'application/jsonlines',
  /** One JSON document. */
  JSON = 'application/json',
  /** Parquet files. */
  PARQUET = 'application/x-parquet',
}

/** Data that Clarify looks at. */
export interface ClarifyData {
  /** The rows, a file or a folder. */
  readonly dataset: S3Source;

  /**
   * How they are written.
   *
   * @default ClarifyFormat.CSV
   */
  readonly format?: ClarifyFormat;

  /**
   * Column of the truth: its name, or JMESPath in JSON.
   *
   * @default - none
   */
  readonly label?: string;

  /**
   * Names of the columns, with the label.
   *
   * @default - the first line of the data
   */
  readonly headers?: string[];

  /**
   * Where the features are in JSON, as JMESPath.
   *
   * @default - none
   */
  readonly features?: string;
}

/** A group of people, or things, that must not be treated worse. */
export interface ClarifyFacet {
  /** Column that tells the group. */
  readonly column: string;

  /**
   * Values of the group, or the one number above which a row belongs to it.
   *
   * @default - each value is looked at as a group
   */
  readonly values?: unknown[];
}

/** What counts as bias. */
export interface ClarifyBias {
  /** Values of the label that are good for somebody, or the one number above which they are. */
  readonly positiveLabels: unknown[];

  /** The groups; at least one. */
  readonly facets: ClarifyFacet[];

  /**
   * Column that rows are compared within, for conditional metrics.
   *
   * @default - none
   */
  readonly groupColumn?: string;

  /**
   * Metrics, by their short names, for example `DPL` or `DI`.
   *
   * @default - all
   */
  readonly metrics?: string[];
}

/** The model that is asked, on an endpoint that Clarify makes for the time of the job. */
export interface ClarifyModel {
  /** Name of a SageMaker model, for example that of a model step. */
  readonly modelName: string;

  /**
   * Instance of the endpoint; its price by the second comes on top of the job's.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * How many instances; at least 1.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * Content type of requests.
   *
   * @default - that of the data
   */
  readonly contentType?: string;

  /**
   * Content type of answers.
   *
   * @default - that of the data
   */
  readonly acceptType?: string;
}

/** How a prediction is read from the model's answer. */
export interface ClarifyPrediction {
  /**
   * The predicted label: position in a line, or JMESPath in JSON.
   *
   * @default - the whole answer
   */
  readonly label?: string;

  /**
   * The probability: position in a line, or JMESPath in JSON.
   *
   * @default - the answer is a label
   */
  readonly probability?: string;

  /**
   * From which probability on the prediction is a yes; from 0 to 1.
   *
   * @default - 0.5, where there is a probability
   */
  readonly probabilityThreshold?: number;
}

/** How the share of each feature in a prediction is computed. */
export interface ClarifyShap {
  /**
   * Rows that stand for "nothing special", each a list of features.
   *
   * @default - Clarify takes middle rows of the data
   */
  readonly baseline?: unknown[][];

  /**
   * How many made-up rows each prediction is explained with.
   *
   * @default - Clarify's own choice
   */
  readonly samples?: number;

  /**
   * How the shares of rows become one for all.
   *
   * @default ShapAggregation.MEAN_ABS
   */
  readonly aggregation?: ShapAggregation;
}

/** How shares of single rows become one. */
export enum ShapAggregation {
  /** Mean of the sizes. */
  MEAN_ABS = 'mean_abs',
  /** Median. */
  MEDIAN = 'median',
  /** Mean of the squares. */
  MEAN_SQ = 'mean_sq',
}

/** A check of data for bias. */
export interface DataBiasCheckOptions {
  /** The data; it needs a label. */
  readonly data: ClarifyData;
  /** What counts as bias. */
  readonly bias: ClarifyBias;
}

/** A check of predictions for bias. */
export interface ModelBiasCheckOptions extends DataBiasCheckOptions {
  /** The model that is asked. */
  readonly model: ClarifyModel;

  /**
   * How its answer is read.
   *
   * @default - the answer is the label
   */
  readonly prediction?: ClarifyPrediction;
}

/** A check of which features predictions rest on. */
export interface ExplainabilityCheckOptions {
  /** The data. */
  readonly data: ClarifyData;
  /** The model that is asked. */
  readonly model: ClarifyModel;

  /**
   * How the shares are computed.
   *
   * @default - as Clarify does by itself
   */
  readonly shap?: ClarifyShap;

  /**
   * How the model's answer is read.
   *
   * @default - the answer is a number
   */
  readonly prediction?: ClarifyPrediction;
}

const FACETS = Limit.between('ClarifyFacets', 1);
const LABELS = Limit.between('ClarifyLabels', 1);
const INSTANCES = Limit.between('ClarifyInstances', 1);
const SAMPLES = Limit.between('ClarifySamples', 1);
const THRESHOLD = Limit.between('ClarifyThreshold', 0, 1);

/** What Clarify looks at. What is written here is fixed when the app is deployed, save the place of the data and the name of the model. */
export class ClarifyCheck {
  /** Whether the data treats groups alike, before any model. Fails without a label and a group. */
  public static dataBias({ data, bias }: DataBiasCheckOptions): ClarifyCheck {
    checkBias(data, bias).throwIfAny();
    return new ClarifyCheck('DATA_BIAS', data, { ...biasOf(bias), methods: { pre_training_bias: { methods: bias.metrics ?? 'all' }, ...REPORT } });
  }

  /** Whether predictions treat groups alike. Fails without a label and a group. */
  public static modelBias({ data, bias, model, prediction = {} }: ModelBiasCheckOptions): ClarifyCheck {
    checkModel(checkBias(data, bias), model, prediction).throwIfAny();
    return new ClarifyCheck('MODEL_BIAS', data, {
      ...biasOf(bias),
      methods: { post_training_bias: { methods: bias.metrics ?? 'all' }, ...REPORT },
      predictor: predictorOf(model, prediction),
      probability_threshold: prediction.probabilityThreshold,
    }, model);
  }

  /** Which features predictions rest on. */
  public static explainability({ data, model, shap = {}, prediction = {} }: ExplainabilityCheckOptions): ClarifyCheck {
    checkModel(new Mistakes().add(SAMPLES.mistakeIn('samples', shap.samples)), model, prediction).throwIfAny();
    return new ClarifyCheck('MODEL_EXPLAINABILITY', data, {
      methods: { shap: { baseline: shap.baseline, num_samples: shap.samples, agg_method: shap.aggregation ?? ShapAggregation.MEAN_ABS }, ...REPORT },
      predictor: predictorOf(model, prediction),
      probability_threshold: prediction.probabilityThreshold,
    }, model);
  }

  private constructor(
    /** @internal */
    public readonly _type: string,
    /** @internal */
    public readonly _data: ClarifyData,
    private readonly settings: object,
    /** @internal */
    public readonly _model?: ClarifyModel,
  ) {}

  /**
   * The analysis configuration, as Clarify reads it.
   *
   * @internal
   */
  public _config(): object {
    const { format = ClarifyFormat.CSV, headers, features, label } = this._data;
    return { dataset_type: format, headers, features, label, ...this.settings };
  }
}

const REPORT = { report: { name: 'report', title: 'Analysis Report' } };

function biasOf({ positiveLabels, facets, groupColumn }: ClarifyBias) {
  return {
    label_values_or_threshold: positiveLabels,
    facet: facets.map(({ column, values }) => ({ name_or_index: column, value_or_threshold: values })),
    group_variable: groupColumn,
  };
}

/** The service adds the model's name itself. */
function predictorOf({ instanceType, instanceCount, contentType, acceptType }: ClarifyModel, { label, probability }: ClarifyPrediction) {
  return {
    instance_type: instanceType ?? 'ml.m5.large',
    initial_instance_count: instanceCount ?? 1,
    endpoint_name_prefix: 'sm-clarify',
    content_type: contentType,
    accept_type: acceptType,
    label,
    probability,
  };
}

function checkBias(data: ClarifyData, bias: ClarifyBias): Mistakes {
  return new Mistakes()
    .add(FACETS.mistakeInCount('facets', bias.facets))
    .add(LABELS.mistakeInCount('positiveLabels', bias.positiveLabels))
    .when(data.label === undefined, { code: 'ClarifyLabelMissing', property: 'label', problem: 'bias is looked for in a label', fix: "Set 'label' of the data." });
}

function checkModel(mistakes: Mistakes, model: ClarifyModel, prediction: ClarifyPrediction): Mistakes {
  return mistakes
    .add(INSTANCES.mistakeIn('instanceCount', model.instanceCount))
    .add(THRESHOLD.mistakeIn('probabilityThreshold', prediction.probabilityThreshold));
}
