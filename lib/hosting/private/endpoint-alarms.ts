import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EndpointMetrics } from './endpoint-metrics';

/** Alarms that say whether an endpoint answers as it should; a deployment that sets one off is rolled back. */
export function endpointAlarms(scope: Construct, endpointName: string, metrics: EndpointMetrics, maxLatency: Duration): cloudwatch.Alarm[] {
  const settings = { evaluationPeriods: 3, datapointsToAlarm: 2, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING };
  return [
    new cloudwatch.Alarm(scope, 'Errors', {
      ...settings,
      alarmDescription: `The model behind endpoint ${endpointName} fails to answer. A deployment that is going on is rolled back.`,
      metric: metrics.serverErrors({ statistic: 'Sum' }),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
    }),
    new cloudwatch.Alarm(scope, 'Latency', {
      ...settings,
      alarmDescription: `The model behind endpoint ${endpointName} takes long to answer. A deployment that is going on is rolled back.`,
      metric: metrics.latency({ statistic: 'Average' }),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      // SageMaker measures in microseconds.
      threshold: maxLatency.toMilliseconds() * 1000,
    }),
  ];
}
