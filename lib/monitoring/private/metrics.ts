import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { MONITORING_NAMESPACE } from '../../core/contract';

/** Of data quality, as the service's own dashboards read it. */
export const MODEL_MONITOR_NAMESPACE = 'aws/sagemaker/Endpoints/data-metrics';

/** A metric of the library's own; the maximum, because a repeated analysis may tell twice what it found. */
export function monitorMetric(endpoint: string, monitor: string, metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: MONITORING_NAMESPACE, metricName, dimensionsMap: { Endpoint: endpoint, Monitor: monitor }, statistic: 'Maximum', ...props,
  });
}

/** The same distance in Model Monitor's words. The service's documents disagree on the dimensions, so all of it can be changed. */
export function featureDriftOfModelMonitor(endpoint: string, schedule: string, feature: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: MODEL_MONITOR_NAMESPACE, metricName: `feature_baseline_drift_${feature}`, dimensionsMap: { Endpoint: endpoint, MonitoringSchedule: schedule },
    statistic: 'Maximum', ...props,
  });
}
