import { App, Stack, Token } from 'aws-cdk-lib/core';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import instanceTypes from '../../lib/core/facts/instance-types.json';
import { checkInstanceType, FOR_PROCESSING, FOR_REAL_TIME, FOR_STUDIO_APPS, FOR_TRAINING, hasLocalStorage } from '../../lib/core/internal/instance-types';

const USES = [FOR_PROCESSING, FOR_TRAINING, FOR_REAL_TIME, FOR_STUDIO_APPS];

function warningsFor(value: string | undefined, use: (typeof USES)[number]): number {
  const stack = new Stack(new App(), 'S');
  checkInstanceType(stack, 'instanceType', value, use);
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('is not in the list')).length;
}

test.each(USES)('every known value of %s passes without a warning', (use) => {
  const table: Record<string, string[]> = instanceTypes[use];
  const values = Object.entries(table).flatMap(([family, sizes]) => (family === 'other' ? sizes : sizes.map((size) => `${family}.${size}`)));
  expect(values.length).toBeGreaterThan(20);
  expect(values.filter((value) => warningsFor(value, use) > 0)).toEqual([]);
});

test('a type that came after the tables is a warning, not an error', () => {
  expect(warningsFor('ml.z99.xlarge', FOR_TRAINING)).toBe(1);
});

test('a type of another use is a warning', () => {
  expect(warningsFor('ml.inf2.xlarge', FOR_PROCESSING)).toBe(1);
});

test('absent values and tokens pass', () => {
  expect(warningsFor(undefined, FOR_TRAINING)).toBe(0);
  expect(warningsFor(Token.asString({ Ref: 'X' }), FOR_TRAINING)).toBe(0);
});

test.each(['m5.xlarge', 'ml.m5', 'ml.m5.', 'ML.m5.xlarge', 'ml.m5.xlarge ', ''])('fails for %j', (value) => {
  expect(() => warningsFor(value, FOR_TRAINING)).toThrow(/^InstanceTypeInvalid {2}S\n {2}instanceType: must look like 'ml\.m5\.xlarge'/);
});

test.each([
  ['ml.m5.xlarge', false], ['ml.c5.large', false], ['ml.t3.medium', false], ['ml.r8g.large', false], ['ml.p3.2xlarge', false], ['ml.inf2.xlarge', false],
  ['ml.m5d.xlarge', true], ['ml.c6gd.large', true], ['ml.r7gd.large', true], ['ml.g4dn.xlarge', true], ['ml.p3dn.24xlarge', true], ['ml.g5.xlarge', true],
  ['ml.g6e.xlarge', true], ['ml.gr6.4xlarge', true], ['ml.p4de.24xlarge', true], ['ml.p5.48xlarge', true], ['ml.trn1.2xlarge', true], ['ml.i3en.large', true],
])('%s has local storage: %s', (instanceType, local) => {
  expect(hasLocalStorage(instanceType)).toBe(local);
});
