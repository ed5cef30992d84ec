import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration, Lazy, type Stack } from 'aws-cdk-lib/core';
import { FeatureGroup, OfflineStore, OnlineStore } from '../../lib/features';
import { refusal } from '../support/reading';
import { customers, newStack, Template } from './support';

const alarmsIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
const watched = (stack: Stack) => alarmsIn(stack).map(({ MetricName, Dimensions }) =>
  [MetricName, Dimensions.find(({ Name }: { Name: string }) => Name === 'OperationName').Value].join(' of ')).sort();
const ON_WRITES = ['Operation5XXErrors of PutRecord', 'ThrottledRequests of PutRecord'];
const ON_READS = ['Operation5XXErrors of GetRecord', 'ThrottledRequests of GetRecord'];

test('a group has alarms on reads and writes that are throttled or fail', () => {
  const stack = newStack();
  const topic = new sns.Topic(stack, 'Topic');
  const alarms = customers(stack).addAlarms({ topic });
  expect(watched(stack)).toEqual([...ON_READS, ...ON_WRITES].sort());
  expect(alarms).toHaveLength(4);
  for (const alarm of alarmsIn(stack)) {
    expect(alarm).toMatchObject({
      Namespace: 'AWS/SageMaker/FeatureStore', Statistic: 'Sum', Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching', AlarmActions: [stack.resolve(topic.topicArn)],
    });
    expect(alarm.Dimensions).toContainEqual({ Name: 'FeatureGroupName', Value: { Ref: 'Customers6955EA0A' } });
  }
});

test('an alarm on latency counts in microseconds, and tells nobody where there is no topic', () => {
  const stack = newStack();
  customers(stack).addAlarms({ maxReadLatency: Duration.millis(1) });
  const latency = alarmsIn(stack).filter(({ MetricName }) => MetricName === 'Latency');
  expect(latency).toMatchObject([{ Statistic: 'Average', Threshold: 1_000 }]);
  expect(latency[0].AlarmActions).toBeUndefined();
});

test('a group that nobody looks records up in has alarms on writes alone', () => {
  const stack = newStack();
  customers(stack, { online: OnlineStore.none() }).addAlarms();
  expect(watched(stack)).toEqual(ON_WRITES);
});

test.each([['standard', OnlineStore.standard()], ['in-memory', OnlineStore.inMemory()]])('a group with a %s online store has those on reads too', (_, online) => {
  const stack = newStack();
  customers(stack, { online, offline: OfflineStore.none() }).addAlarms();
  expect(watched(stack)).toEqual([...ON_READS, ...ON_WRITES].sort());
});

test('a group that exists may have records to look up', () => {
  const stack = newStack();
  FeatureGroup.fromFeatureGroupName(stack, 'Theirs', 'buyers').addAlarms();
  expect(watched(stack)).toEqual([...ON_READS, ...ON_WRITES].sort());
  expect(alarmsIn(stack)[0].Dimensions).toContainEqual({ Name: 'FeatureGroupName', Value: 'buyers' });
});

test('fails when alarms are added twice', () => {
  const group = customers(newStack());
  group.addAlarms();
  expect(refusal(() => group.addAlarms())).toContain('FeatureAlarmsTwice');
});

test.each([
  ['nothing', Duration.millis(0)],
  ['not known at synthesis', Duration.millis(Lazy.number({ produce: () => 5 }))],
])('fails on a latency that is %s', (_, maxReadLatency) => {
  const group = customers(newStack());
  expect(refusal(() => group.addAlarms({ maxReadLatency }))).toContain('MaxReadLatencyInvalid');
});

test('fails on a latency of look-ups where there are none', () => {
  const group = customers(newStack(), { online: OnlineStore.none() });
  expect(refusal(() => group.addAlarms({ maxReadLatency: Duration.millis(50) }))).toContain('LatencyWithoutOnlineStore');
});
