import { Token } from 'aws-cdk-lib/core';
import { HyperparameterRange, HyperparameterScaling, TuningObjective, TuningStrategy, WarmStart } from '../../lib/training';
import { refusal } from '../pipeline/support';

const { LOGARITHMIC, REVERSE_LOGARITHMIC } = HyperparameterScaling;

describe('a range', () => {
  test('is written as text, as the API takes it', () => {
    expect(HyperparameterRange.continuous(0, 0.5)._render('eta')).toEqual({ Name: 'eta', MinValue: '0', MaxValue: '0.5' });
    expect(HyperparameterRange.integer(1, 9, LOGARITHMIC)._render('depth')).toEqual({ Name: 'depth', MinValue: '1', MaxValue: '9', ScalingType: 'Logarithmic' });
    expect(HyperparameterRange.categorical('a', 'b')._render('kind')).toEqual({ Name: 'kind', Values: ['a', 'b'] });
    expect(HyperparameterRange.automatic('0.1')._render('eta')).toEqual({ Name: 'eta', ValueHint: '0.1' });
  });

  test('may have ends that are known later', () => {
    const later = Token.asNumber({ Ref: 'Depth' });
    expect(Token.isUnresolved(HyperparameterRange.integer(1, later)._render('depth').MaxValue)).toBe(true);
    expect(HyperparameterRange.integer(later, 3)._render('depth').MaxValue).toBe('3');
  });

  test.each([[1, 1], [2, 1], [0.5, 0.25]])('fails from %d to %d', (min, max) => {
    expect(refusal(() => HyperparameterRange.continuous(min, max))).toContain('HyperparameterRangeEmpty');
  });

  test.each([[NaN, 1], [0, Infinity]])('fails from %d to %d, which are no numbers', (min, max) => {
    expect(refusal(() => HyperparameterRange.continuous(min, max))).toContain('HyperparameterRangeNumber');
  });

  test('of whole numbers fails for others', () => {
    expect(refusal(() => HyperparameterRange.integer(1, 2.5))).toContain('HyperparameterRangeNumber');
  });

  test.each([
    ['logarithmically', 0.001, 1, LOGARITHMIC, 'accepted'],
    ['logarithmically', 0, 1, LOGARITHMIC, 'HyperparameterScaling'],
    ['reverse-logarithmically', 0, 0.999, REVERSE_LOGARITHMIC, 'accepted'],
    ['reverse-logarithmically', 0, 1, REVERSE_LOGARITHMIC, 'HyperparameterScaling'],
    ['reverse-logarithmically', -0.1, 0.5, REVERSE_LOGARITHMIC, 'HyperparameterScaling'],
  ])('searched %s from %d to %d ends as %s says', (_, min, max, scaling, expected) => {
    expect(refusal(() => HyperparameterRange.continuous(min, max, scaling))).toContain(expected);
  });

  test('of whole numbers fails to be searched reverse-logarithmically', () => {
    expect(refusal(() => HyperparameterRange.integer(0, 5, REVERSE_LOGARITHMIC))).toContain('HyperparameterScaling');
  });

  const texts = (count: number) => Array.from({ length: count }, (_, n) => `v${n}`);

  test.each([[0, 'HyperparameterValuesCount'], [1, 'accepted'], [30, 'accepted'], [31, 'HyperparameterValuesCount']])('of %d texts is %s', (count, expected) => {
    expect(refusal(() => HyperparameterRange.categorical(...texts(count)))).toContain(expected);
  });

  test('of texts fails for long ones and for one that is named twice', () => {
    expect(refusal(() => HyperparameterRange.categorical('x'.repeat(256)))).toBe('accepted');
    expect(refusal(() => HyperparameterRange.categorical('x'.repeat(257)))).toContain('HyperparameterValueLength');
    expect(refusal(() => HyperparameterRange.categorical('a', 'b', 'a'))).toContain('HyperparameterValueRepeated');
    expect(refusal(() => HyperparameterRange.automatic('x'.repeat(257)))).toContain('HyperparameterValueLength');
  });
});

test('an objective says what is better', () => {
  expect(TuningObjective.maximize('auc')._render()).toEqual({ Type: 'Maximize', MetricName: 'auc' });
  expect(TuningObjective.minimize('loss')._render()).toEqual({ Type: 'Minimize', MetricName: 'loss' });
});

describe('Hyperband', () => {
  test('takes how long jobs train at least and at most', () => {
    expect(TuningStrategy.hyperband({ minResource: 1, maxResource: 9 })._config).toEqual({ HyperbandStrategyConfig: { MinResource: 1, MaxResource: 9 } });
  });

  test.each([[{ minResource: 0 }, 'HyperbandResourceRange'], [{ minResource: 3, maxResource: 3 }, 'HyperbandResources']])('fails with %j', (options, code) => {
    expect(refusal(() => TuningStrategy.hyperband(options))).toContain(code);
  });
});

describe('a warm start', () => {
  const names = (count: number) => Array.from({ length: count }, (_, n) => `job-${n}`);

  test.each([[0, 'Count'], [1, 'accepted'], [5, 'accepted'], [6, 'Count']])('from %d searches is %s', (count, expected) => {
    expect(refusal(() => WarmStart.transferLearning(...names(count)))).toContain(expected);
  });

  test('says what is alike', () => {
    expect(WarmStart.identicalDataAndAlgorithm('one')._render()).toEqual({
      WarmStartType: 'IdenticalDataAndAlgorithm', ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: 'one' }],
    });
  });

  test.each([['a'.repeat(32), 'accepted'], ['a'.repeat(33), 'TuningJobName'], ['a_b', 'TuningJobName'], [Token.asString({ Ref: 'Job' }), 'accepted']])('from %s is %s', (name, expected) => {
    expect(refusal(() => WarmStart.transferLearning(name))).toContain(expected);
  });
});
