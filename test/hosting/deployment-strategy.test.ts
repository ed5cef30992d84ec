import { Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import { DeploymentStrategy, type RolloutOptions } from '../../lib/hosting';
import { refusal } from './support';

const ALARMS = ['errors', 'latency'];
const ROLLBACK = { Alarms: [{ AlarmName: 'errors' }, { AlarmName: 'latency' }] };
const PERCENT = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value });
const later = (seconds: number) => Duration.seconds(Lazy.number({ produce: () => seconds }));

const factories: [string, (options?: RolloutOptions) => DeploymentStrategy][] = [
  ['allAtOnce', (options) => DeploymentStrategy.allAtOnce(options)],
  ['canary', (options) => DeploymentStrategy.canary(options)],
  ['linear', (options) => DeploymentStrategy.linear(options)],
  ['rolling', (options) => DeploymentStrategy.rolling(options)],
];

describe('as UpdateEndpoint takes it', () => {
  const blueGreen = (routing: object, more: object = {}) => ({
    BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: routing, TerminationWaitInSeconds: 120, ...more }, AutoRollbackConfiguration: ROLLBACK,
  });

  test.each<[string, DeploymentStrategy, object]>([
    ['all at once', DeploymentStrategy.allAtOnce(), blueGreen({ Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 300 })],
    ['a canary', DeploymentStrategy.canary(), blueGreen({ Type: 'CANARY', WaitIntervalInSeconds: 300, CanarySize: PERCENT(10) })],
    [
      'a canary of its own size', DeploymentStrategy.canary({ size: 50, wait: Duration.hours(1), timeout: Duration.hours(8) }),
      blueGreen({ Type: 'CANARY', WaitIntervalInSeconds: 3_600, CanarySize: PERCENT(50) }, { MaximumExecutionTimeoutInSeconds: 28_800 }),
    ],
    ['steps', DeploymentStrategy.linear(), blueGreen({ Type: 'LINEAR', WaitIntervalInSeconds: 300, LinearStepSize: PERCENT(20) })],
    [
      'steps of their own size', DeploymentStrategy.linear({ step: 10, wait: Duration.seconds(0), timeout: Duration.minutes(10) }),
      blueGreen({ Type: 'LINEAR', WaitIntervalInSeconds: 0, LinearStepSize: PERCENT(10) }, { MaximumExecutionTimeoutInSeconds: 600 }),
    ],
    ['batches', DeploymentStrategy.rolling(), {
      RollingUpdatePolicy: { MaximumBatchSize: PERCENT(25), RollbackMaximumBatchSize: PERCENT(100), WaitIntervalInSeconds: 300 },
      AutoRollbackConfiguration: ROLLBACK,
    }],
    ['batches of their own size', DeploymentStrategy.rolling({ batch: 5, wait: Duration.minutes(1), timeout: Duration.hours(1) }), {
      RollingUpdatePolicy: {
        MaximumBatchSize: PERCENT(5), RollbackMaximumBatchSize: PERCENT(100), WaitIntervalInSeconds: 60, MaximumExecutionTimeoutInSeconds: 3_600,
      },
      AutoRollbackConfiguration: ROLLBACK,
    }],
  ])('is %s, watched by the alarms', (_, strategy, rendered) => {
    expect(strategy._render(ALARMS)).toEqual(rendered);
  });

  test.each(factories)("keeps '%s' with times that are known later", (_, strategy) => {
    const rendered = new Stack().resolve(strategy({ wait: later(60), timeout: later(600) })._render(ALARMS));
    expect(JSON.stringify(rendered)).toMatch(/"WaitIntervalInSeconds":60\b.*"MaximumExecutionTimeoutInSeconds":600\b/);
  });
});

describe('the share of the fleet', () => {
  const shares: [string, string, (share: number) => DeploymentStrategy, number, number][] = [
    ['canary', 'CanarySizeRange', (size) => DeploymentStrategy.canary({ size }), 1, 50],
    ['linear', 'LinearStepRange', (step) => DeploymentStrategy.linear({ step }), 10, 50],
    ['rolling', 'RollingBatchRange', (batch) => DeploymentStrategy.rolling({ batch }), 5, 50],
  ];

  test.each(shares)('of %s fails one beside its edges, and one at them does not', (_, code, strategy, min, max) => {
    const outcomes = [min - 1, min, max, max + 1].map((share) => refusal(() => strategy(share)));
    expect(outcomes).toEqual([expect.stringContaining(code), 'accepted', 'accepted', expect.stringContaining(`must be from ${min} to ${max}, got ${max + 1}`)]);
  });

  test.each(shares)('of %s may be known later', (_, _code, strategy) => {
    expect(JSON.stringify(new Stack().resolve(strategy(Lazy.number({ produce: () => 33 }))._render(ALARMS)))).toContain('"Value":33');
  });
});

describe.each(factories)('the times of %s', (name, strategy) => {
  test.each([[0, 'accepted'], [3_600, 'accepted'], [3_601, 'WaitIntervalInSecondsRange']])('a wait of %d seconds is %s', (seconds, outcome) => {
    expect(refusal(() => strategy({ wait: Duration.seconds(seconds) }))).toContain(outcome);
  });

  test.each([
    [599, 'MaximumExecutionTimeoutInSecondsRange'], [600, 'accepted'], [28_800, 'accepted'], [28_801, 'MaximumExecutionTimeoutInSecondsRange'],
  ])('a timeout of %d seconds is %s', (seconds, outcome) => {
    expect(refusal(() => strategy({ timeout: Duration.seconds(seconds) }))).toContain(outcome);
  });

  test('fails for a timeout that passes while it waits', () => {
    const waiting = name === 'rolling' ? 3_000 : 3_120;
    const at = (seconds: number) => refusal(() => strategy({ wait: Duration.seconds(3_000), timeout: Duration.seconds(seconds) }));
    expect(at(waiting)).toContain(`RolloutTimeoutShort\n  timeout: must be longer than what the rollout waits (${waiting} seconds), got ${waiting}`);
    expect(at(waiting + 1)).toBe('accepted');
    expect(refusal(() => strategy({ wait: later(3_600), timeout: Duration.seconds(600) }))).toBe('accepted');
  });

  test('several mistakes are told at once', () => {
    expect(refusal(() => strategy({ wait: Duration.seconds(3_601), timeout: Duration.seconds(599) }))).toMatch(/WaitInterval[^]*MaximumExecutionTimeout/);
  });

  test('a fleet of one cannot be split, of two it can, and of how many later nobody knows', () => {
    const codes = [1, 2, Lazy.number({ produce: () => 1 })].map((count) => strategy()._mistakeFor(count)?.code);
    expect(codes).toEqual([name === 'allAtOnce' ? undefined : 'StrategyNeedsInstances', undefined, undefined]);
  });
});
