import { isKnown, type Mistake, type Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import type { ForecastFilling, TimeSeriesForecastingProblemOptions } from '../auto-ml-problem-options';
import { completionOf, type ProblemKind, TABLES } from './auto-ml-problem-kind';

const TARGET = Limit.of('TimeSeriesConfig.TargetAttributeName');
const TIMESTAMP = Limit.of('TimeSeriesConfig.TimestampAttributeName');
const ITEM = Limit.of('TimeSeriesConfig.ItemIdentifierAttributeName');
const GROUPING = Limit.of('TimeSeriesConfig.GroupingAttributeNames');
const FREQUENCY = Limit.of('TimeSeriesForecastingJobConfig.ForecastFrequency');
const HORIZON = Limit.of('TimeSeriesForecastingJobConfig.ForecastHorizon');
const QUANTILES = Limit.of('TimeSeriesForecastingJobConfig.ForecastQuantiles');
const FILLING = Limit.of('TimeSeriesTransformations.Filling');
const COUNTRY = Limit.of('HolidayConfigAttributes.CountryCode');
const ALGORITHMS = Limit.between('AutoMlAlgorithms', 1);

/** Where values may be missing, and what may take their place there. */
const METHODS = ['zero', 'median', 'mean', 'min', 'max'];
const PLACES = ['frontfill', 'middlefill', 'backfill', 'futurefill'] as const;

export function timeSeriesForecasting(options: TimeSeriesForecastingProblemOptions): ProblemKind {
  const { aggregation, algorithms, filling, holidays, target } = options;
  return {
    name: 'time-series forecasting', member: 'TimeSeriesForecastingJobConfig', completion: completionOf(options), contentTypes: TABLES,
    dataTypes: ['S3Prefix'], takesGzip: false, takesValidation: false, metric: options.metric,
    check: (mistakes) => check(mistakes, options),
    render: (place) => ({
      ForecastFrequency: options.frequency,
      ForecastHorizon: options.horizon,
      ForecastQuantiles: options.quantiles,
      TimeSeriesConfig: {
        TargetAttributeName: target, TimestampAttributeName: options.timestamp, ItemIdentifierAttributeName: options.itemId,
        GroupingAttributeNames: options.grouping,
      },
      Transformations: filling || aggregation ? {
        Filling: filling && Object.fromEntries(Object.entries(filling).map(([column, each]) => [column, renderFilling(each)])),
        Aggregation: aggregation && { [target]: aggregation },
      } : undefined,
      HolidayConfig: holidays === undefined ? undefined : [{ CountryCode: holidays }],
      CandidateGenerationConfig: algorithms && { AlgorithmsConfig: [{ AutoMLAlgorithms: algorithms }] },
      FeatureSpecificationS3Uri: options.featureSpecification && place(options.featureSpecification),
    }),
  };
}

/** A value is said in two members: that there is one, and which. */
function renderFilling(filling: ForecastFilling): Record<string, string> {
  return Object.fromEntries(PLACES.flatMap((place) => {
    const method = filling[place];
    return method === undefined ? [] : isValue(method) ? [[place, 'value'], [`${place}_value`, method]] : [[place, method]];
  }));
}

function isValue(method: string): boolean {
  return !isKnown(method) || /^-?\d+$/.test(method);
}

function check(mistakes: Mistakes, options: TimeSeriesForecastingProblemOptions): void {
  const { filling = {}, target } = options;
  mistakes
    .add(TARGET.mistakeInText('target', target))
    .add(TIMESTAMP.mistakeInText('timestamp', options.timestamp))
    .add(ITEM.mistakeInText('itemId', options.itemId))
    .add(GROUPING.mistakeInCount('grouping', options.grouping))
    .add(FREQUENCY.mistakeInText('frequency', options.frequency))
    .add(HORIZON.mistakeIn('horizon', options.horizon))
    .add(QUANTILES.mistakeInCount('quantiles', options.quantiles))
    .add(FILLING.mistakeInCount('filling', options.filling))
    .add(COUNTRY.mistakeInText('holidays', options.holidays))
    .add(ALGORITHMS.mistakeInCount('algorithms', options.algorithms));
  options.quantiles?.forEach((quantile) => mistakes.when(isKnown(quantile) && !/^p[1-9]\d?$/.test(quantile), {
    code: 'ForecastQuantile', property: 'quantiles', problem: 'a quantile is written p1 to p99', value: quantile, fix: "Write it as 'p10'.",
  }));
  Object.entries(filling).forEach(([column, each]) => PLACES.forEach((place) => mistakes.add(mistakeInFilling(target, column, place, each[place]))));
}

function mistakeInFilling(target: string, column: string, place: (typeof PLACES)[number], method: string | undefined): Mistake | undefined {
  if (!isKnown(method)) {
    return undefined;
  }
  const isTarget = !isKnown(target) || column === target;
  if (place === 'frontfill') {
    return isTarget && method === 'none' ? undefined : {
      code: 'ForecastFrontfill', property: 'filling', problem: `'frontfill' of '${column}' can only be 'none', and only of the target`, value: method, fix: 'Leave it out.',
    };
  }
  return METHODS.includes(method) || isValue(method) ? undefined : {
    code: 'ForecastFillingUnknown', property: 'filling', problem: `'${place}' of '${column}' must be one of ${METHODS.join(', ')}, or a whole number`, value: method,
    fix: "Write it as 'zero' or '2'.",
  };
}
