import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** What sets an alarm off. */
export interface AlarmAboveProps {
  readonly description: string;
  /** One metric of the stack's own account and region, with a plain statistic. */
  readonly metric: cloudwatch.Metric;
  /** The alarm goes off above it, and stays off while there is no data. */
  readonly threshold: number;
  /** How many of the latest periods are looked at, and how many of them have to be above the threshold; one of one when left out. */
  readonly periods?: { readonly looked: number; readonly above: number };
  /** Told when the alarm goes off; without one it tells nobody. */
  readonly topic?: sns.ITopicRef;
}

/** An alarm made of the one resource it is: a platform and its models have many, and `cloudwatch.Alarm` takes twice the time. */
export function alarmAbove(scope: Construct, id: string, { description, metric, threshold, periods, topic }: AlarmAboveProps): cloudwatch.CfnAlarm {
  return new cloudwatch.CfnAlarm(scope, id, {
    alarmDescription: description,
    namespace: metric.namespace,
    metricName: metric.metricName,
    dimensions: Object.entries(metric.dimensions ?? {}).map(([name, value]) => ({ name, value: value as string })),
    statistic: metric.statistic,
    period: metric.period.toSeconds(),
    threshold,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: periods?.looked ?? 1,
    datapointsToAlarm: periods?.above,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmActions: topic && [topic.topicRef.topicArn],
  });
}
