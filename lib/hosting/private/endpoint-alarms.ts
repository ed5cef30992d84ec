import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { alarmAbove } from '../../core/internal/alarm';
import type { EndpointMetrics } from './endpoint-metrics';

export interface EndpointAlarmsProps {
  readonly endpointName: string;
  readonly metrics: EndpointMetrics;
  readonly maxLatency: Duration;
  readonly topic?: sns.ITopic;
}

/** Alarms that say whether an endpoint answers as it should; a deployment that sets one off is rolled back. */
export function endpointAlarms(scope: Construct, { endpointName, metrics, maxLatency, topic }: EndpointAlarmsProps): cloudwatch.CfnAlarm[] {
  const settings = { periods: { looked: 3, above: 2 }, topic };
  return [
    alarmAbove(scope, 'Errors', {
      ...settings,
      description: `The model behind endpoint ${endpointName} fails to answer. A deployment that is going on is rolled back.`,
      metric: metrics.serverErrors({ statistic: 'Sum' }),
      threshold: 0,
    }),
    alarmAbove(scope, 'Latency', {
      ...settings,
      description: `The model behind endpoint ${endpointName} takes long to answer. A deployment that is going on is rolled back.`,
      metric: metrics.latency({ statistic: 'Average' }),
      // SageMaker measures in microseconds.
      threshold: maxLatency.toMilliseconds() * 1000,
    }),
  ];
}
