import { Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import { DataCapture, EndpointScaling, type ScalingOptions } from '../../lib/hosting';
import { refusal } from './support';

describe('data capture', () => {
  test('takes all, nothing or a share', () => {
    const all = [DataCapture.all(), DataCapture.none(), DataCapture.sample(1), DataCapture.sample(100)];
    expect(all.map(({ percentage }) => percentage)).toEqual([100, 0, 1, 100]);
  });

  test.each([0, 101])('fails for a share of %d percent', (percentage) => {
    expect(refusal(() => DataCapture.sample(percentage))).toContain(`CapturePercentageRange\n  percentage: must be from 1 to 100, got ${percentage}`);
  });

  test('takes a share that is known later', () => {
    expect(new Stack().resolve(DataCapture.sample(Lazy.number({ produce: () => 7 })).percentage)).toBe(7);
  });
});

describe('scaling', () => {
  const scaling = (options: Partial<ScalingOptions> = {}) =>
    EndpointScaling.byInvocations({ minCapacity: 1, maxCapacity: 4, invocationsPerInstance: 700, ...options });
  const known = (produced: number) => Lazy.number({ produce: () => produced });

  test('adds instances faster than it takes them away', () => {
    expect(scaling()._settings()).toEqual({
      minCapacity: 1, maxCapacity: 4, invocationsPerInstance: 700, scaleInCooldownSeconds: 300, scaleOutCooldownSeconds: 60,
    });
  });

  test('takes times of its own, and none', () => {
    expect(scaling({ scaleInCooldown: Duration.minutes(30), scaleOutCooldown: Duration.seconds(0) })._settings()).toMatchObject({
      scaleInCooldownSeconds: 1_800, scaleOutCooldownSeconds: 0,
    });
  });

  test.each<[string, Partial<ScalingOptions>, string]>([
    ['no instance at least', { minCapacity: 0 }, 'MinCapacityRange\n  minCapacity: must be at least 1, got 0'],
    ['fewer at most than at least', { minCapacity: 3, maxCapacity: 2 }, "MaxCapacityRange\n  maxCapacity: must be at least 'minCapacity' (3), got 2"],
    ['no invocation', { invocationsPerInstance: 0 }, 'InvocationsPerInstanceRange\n  invocationsPerInstance: must be at least 1, got 0'],
  ])('fails for %s', (_, options, message) => {
    expect(refusal(() => scaling(options))).toContain(message);
  });

  test.each<[string, Partial<ScalingOptions>]>([
    ['as many at most as at least', { minCapacity: 3, maxCapacity: 3 }],
    ['one invocation a minute', { invocationsPerInstance: 1 }],
    ['bounds that are known later', { minCapacity: known(3), maxCapacity: known(2), invocationsPerInstance: known(0) }],
    ['one bound that is known later', { minCapacity: known(9) }],
  ])('takes %s', (_, options) => {
    expect(refusal(() => scaling(options))).toBe('accepted');
  });

  test('tells of all mistakes at once', () => {
    expect(refusal(() => scaling({ minCapacity: 0, maxCapacity: -1, invocationsPerInstance: 0 }))).toMatch(/MinCapacity[^]*Invocations[^]*MaxCapacity/);
  });
});
