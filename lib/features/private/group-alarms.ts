import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { alarmAbove } from '../../core/internal/alarm';
import { invalid } from '../../core/internal/errors';
import type { FeatureGroupAlarmsOptions, IFeatureGroup } from '../feature-group-base';

const ID = 'Alarms';

/** Alarms on what the service refuses and fails to do for a group; on reading only where records can be looked up. */
export function groupAlarms(group: IFeatureGroup, isLookedUp: boolean, { topic, maxReadLatency }: FeatureGroupAlarmsOptions): cloudwatch.IAlarmRef[] {
  check(group, isLookedUp, maxReadLatency);
  const scope = new Construct(group, ID);
  const settings = { periods: { looked: 3, above: 2 }, threshold: 0, topic };
  const about = `of the feature group ${group.featureGroupName}`;
  const alarms = (isLookedUp ? [['Writes', 'PutRecord'], ['Reads', 'GetRecord']] : [['Writes', 'PutRecord']]).flatMap(([what, operation]) => [
    alarmAbove(scope, `Throttled${what}`, {
      ...settings, description: `${what} ${about} are throttled. Whoever asks should try again; provisioned throughput may be too low.`,
      metric: group.metric('ThrottledRequests', operation),
    }),
    alarmAbove(scope, `Failed${what}`, { ...settings, description: `${what} ${about} fail on the side of AWS.`, metric: group.metric('Operation5XXErrors', operation) }),
  ]);
  return maxReadLatency === undefined ? alarms : [...alarms, alarmAbove(scope, 'ReadLatency', {
    ...settings, description: `Reads ${about} take long to answer.`, metric: group.metricReadLatency({ statistic: 'Average' }),
    // SageMaker measures in microseconds.
    threshold: maxReadLatency.toMilliseconds() * 1_000,
  })];
}

function check(group: IFeatureGroup, isLookedUp: boolean, maxReadLatency: Duration | undefined): void {
  if (group.node.tryFindChild(ID)) {
    throw invalid(group, { code: 'FeatureAlarmsTwice', property: 'addAlarms', problem: 'was called before, and the alarms are there', fix: 'Call it once.' });
  }
  if (maxReadLatency === undefined) {
    return;
  }
  if (!isLookedUp) {
    throw invalid(group, {
      code: 'LatencyWithoutOnlineStore', property: 'maxReadLatency', problem: 'is of look-ups, and the group has no online store', value: maxReadLatency.toString(),
      fix: "Leave it out, or give the group an 'online' store.",
    });
  }
  // Alarms count in microseconds, and a value of the deployment cannot be multiplied.
  if (maxReadLatency.isUnresolved() || maxReadLatency.toMilliseconds() <= 0) {
    throw invalid(group, {
      code: 'MaxReadLatencyInvalid', property: 'maxReadLatency', problem: 'must be known at synthesis, and more than nothing', value: maxReadLatency.toString(),
      fix: 'Use Duration.millis(...).',
    });
  }
}
