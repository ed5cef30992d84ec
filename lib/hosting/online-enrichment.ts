import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Duration, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionOptions } from '../core';
import {
  ENRICHMENT_METRICS, ENRICHMENT_NAMESPACE, type EnrichedColumn, type EnrichmentEnvironment, type EnrichmentLookUp,
} from '../core/contract';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { isElsewhere } from '../core/internal/elsewhere';
import { isKnown } from '../core/internal/errors';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { jsonText } from '../core/internal/json-text';
import type { Feature, IFeatureGroup } from '../features';
import type { IInvocableEndpoint } from './invocable-endpoint';
import { OnlineEnrichmentGrants } from './online-enrichment-grants';
import { checkEnrichment } from './private/enrichment-rules';
import { type Filling, fillingOf } from './private/feature-fillings';

/** How a model reads rows. */
export enum RowFormat {
  /** Values with commas between them, in the order of the columns; an empty place where there is none. */
  CSV = 'text/csv',
  /** A JSON object a line, its members in the order of the columns; `null` where there is no value. */
  JSON_LINES = 'application/jsonlines',
}

/** Features of one group that fill columns of a model, named as in the joins of a `features.PointInTimeDataset` that the model was trained on. */
export interface FeatureLookUp {
  /** The group; it needs an online store in this region. One that another account shares is named by its ARN. */
  readonly group: IFeatureGroup;

  /**
   * The member of a request's rows that names the record, for example `customer_id`.
   *
   * @default - the group's record identifier; needed for a group whose definitions are not known
   */
  readonly on?: string;

  /**
   * The features to look up.
   *
   * @default - those that fill a column, without the record identifier and the event time; needed for a group whose definitions are not known
   */
  readonly features?: string[];

  /**
   * The columns that features fill, by feature.
   *
   * @default - those that are called as the features, with `prefix` before them
   */
  readonly aliases?: { [feature: string]: string };

  /**
   * What names of columns have before those of features without an alias, for example `seller_`; for groups that name features alike, and for one that is
   * looked up twice.
   *
   * @default - nothing
   */
  readonly prefix?: string;
}

/** What is looked up for a model. */
export interface OnlineEnrichmentOptions {
  /**
   * The columns that the model was trained on, in its order, without the one it predicts. With look-ups and defaults they may take 3,400 bytes of the
   * function's environment, which is about 150 columns.
   */
  readonly columns: Feature[];

  /** Where columns come from that requests do not bring; what no look-up fills, each request has to. */
  readonly lookUps: FeatureLookUp[];

  /**
   * How the model reads rows.
   *
   * @default RowFormat.CSV
   */
  readonly format?: RowFormat;

  /**
   * MIME type of the answer, for models that know several.
   *
   * @default - the model chooses
   */
  readonly accept?: string;

  /**
   * What stands for a column where it is missing, by its name. An empty text leaves its place empty. The answer tells where defaults stand.
   *
   * @default - nothing: a row that lacks a column is refused, with an error that names it
   */
  readonly defaults?: { [column: string]: string };

  /**
   * Longest time for one request, up to 15 minutes. Half of it may be spent on look-ups, while the store is busy.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;
}

/** What is looked up in front of which endpoint. */
export interface OnlineEnrichmentProps extends OnlineEnrichmentOptions, FunctionOptions {
  /** The endpoint that answers; it may come later. */
  readonly endpoint: IInvocableEndpoint;
}

/**
 * A function in front of an endpoint that looks up what requests do not bring: callers say whom a request is about, and get the model's answer.
 *
 * It takes rows of identifiers and columns that the caller knows, which count more than what is looked up, reads newest records from the groups' online
 * stores, puts each row into the model's order, and asks the endpoint once. The answer says which columns of which row were missing. Whatever goes wrong
 * fails the call with an error that says what; nothing is kept, and the caller may ask again.
 *
 * It makes a function with its log and role. Idle it costs nothing; then the function's time, the group's reads, and two metrics, about 0.30 USD a month
 * each. Requests and answers have at most 6 MB. A record that the group refuses to look up counts as missing.
 */
export class OnlineEnrichment extends Construct {
  /** The function that callers invoke, and wait for. */
  public readonly function: lambda.IFunction;

  /** Name of the endpoint that answers. */
  public readonly endpointName: string;

  constructor(scope: Construct, id: string, props: OnlineEnrichmentProps) {
    super(scope, id);
    const fillings = props.lookUps.map((lookUp) => fillingOf(this, lookUp, props.columns));
    const columns = columnsOf(props, fillings);
    const lookUps = fillings.map((filling) => this.lookedUp(filling));
    checkEnrichment(this, props, fillings, { columns, lookUps });
    const { endpoint: { endpointName }, format = RowFormat.CSV, accept } = props;
    const environment: EnrichmentEnvironment = {
      ENDPOINT_NAME: endpointName, CONTENT_TYPE: format, COLUMNS: JSON.stringify(columns), ...(accept !== undefined && { ACCEPT: accept }),
      LOOK_UPS: Token.asString(jsonText(this, () => lookUps)),
    };
    const handler = new HandlerFunction(this, 'Handler', {
      handler: 'enrich-requests',
      description: 'Looks features up and asks a model',
      timeout: props.timeout ?? Duration.seconds(30),
      synchronous: true,
      environment: { ...environment },
      ...handlerOptions(props),
    });
    props.lookUps.forEach(({ group }) => group.grants._online(handler, 'sagemaker:BatchGetRecord'));
    allow(handler, { actions: ['sagemaker:InvokeEndpoint'], resourceArns: this.endpointArns(endpointName) });
    this.function = handler.function;
    this.endpointName = endpointName;
  }

  /** Permissions on the function. */
  public get grants(): OnlineEnrichmentGrants {
    return OnlineEnrichmentGrants.fromOnlineEnrichment(this);
  }

  /** A sum of what was enriched: `EnrichedRows` or `MissingFeatures`. */
  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: ENRICHMENT_NAMESPACE,
      metricName,
      dimensionsMap: { EndpointName: this.endpointName },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(5),
      ...props,
    }).attachTo(this);
  }

  /** Rows that were looked up. */
  public metricEnrichedRows(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(ENRICHMENT_METRICS.ROWS, props);
  }

  /** Columns that rows lacked, whether a default stood for them or the row was refused. */
  public metricMissingFeatures(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(ENRICHMENT_METRICS.MISSING, props);
  }

  private lookedUp({ lookUp: { group, prefix, aliases = {} }, on = '', pairs }: Filling): EnrichmentLookUp {
    const renamed = pairs.filter(({ feature }) => Object.hasOwn(aliases, feature)).map(({ feature, column }) => [column, feature]);
    return {
      group: isElsewhere(this, group.env) ? group.featureGroupArn : group.featureGroupName, on, prefix,
      ...(renamed.length > 0 && { renamed: Object.fromEntries(renamed) as Record<string, string> }),
    };
  }

  /** IAM compares ARNs by case, and SageMaker writes names in lower case. */
  private endpointArns(endpointName: string): string[] {
    const names = isKnown(endpointName) ? [endpointName, endpointName.toLowerCase()] : [endpointName];
    return [...new Set(names)].map((resourceName) => arnOf(this, { service: 'sagemaker', resource: 'endpoint', resourceName }));
  }
}

function columnsOf({ columns, defaults = {} }: OnlineEnrichmentOptions, fillings: readonly Filling[]): EnrichedColumn[] {
  return columns.map(({ name, type }): EnrichedColumn => {
    const column = [name, type[0] as EnrichedColumn[1], fillings.findIndex(({ pairs }) => pairs.some((pair) => pair.column === name))] as const;
    return Object.hasOwn(defaults, name) ? [...column, defaults[name]] : column;
  });
}
