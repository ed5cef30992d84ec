import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { MONITORING_METRICS, type Analysis, type AnalysisSummary } from '../../lib/core/contract';

/** CloudWatch refuses longer values of dimensions, and control characters in them. */
const LONGEST_VALUE = 1_024;

/**
 * The metrics of one analysis; of one that was skipped, that it was. Too few records are no drift, and no distance either; nor is one made up where none
 * was told.
 *
 * They carry no time of their own: an alarm looks at the last minutes, and a job may have taken longer than those.
 */
export function metricsOf(analysis: Analysis, summary: AnalysisSummary | undefined): MetricDatum[] {
  const datum = (name: string, value: number, feature?: string): MetricDatum => ({
    MetricName: name,
    Value: value,
    Dimensions: [
      { Name: 'Endpoint', Value: analysis.endpointName },
      { Name: 'Monitor', Value: analysis.monitorName },
      ...(feature === undefined ? [] : [{ Name: 'Feature', Value: feature }]),
    ],
  });
  if (!summary) {
    return [datum(MONITORING_METRICS.SKIPPED, 1)];
  }
  const verdict = [datum(MONITORING_METRICS.RECORDS, summary.records), datum(MONITORING_METRICS.VIOLATIONS, summary.tooFew ? 0 : summary.violationCount)];
  if (summary.tooFew) {
    return verdict;
  }
  const features = analysis.metricsByFeature ? Object.entries(summary.driftByFeature) : [];
  return [
    ...verdict,
    ...(summary.worstDrift === undefined ? [] : [datum(MONITORING_METRICS.WORST_DRIFT, summary.worstDrift)]),
    ...features.map(([feature, drift]) => datum(MONITORING_METRICS.FEATURE_DRIFT, drift, nameable(feature))),
  ];
}

function nameable(feature: string): string {
  const value = feature.replace(/[^\x20-\x7e]/g, '?').slice(0, LONGEST_VALUE).trim();
  return value === '' || value.startsWith(':') ? `_${value}` : value;
}
