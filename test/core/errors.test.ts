import { Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { ConfigurationError, invalid, isKnown, Mistakes, type Mistake } from '../../lib/core/internal/errors';

const MISTAKE: Mistake = { code: 'SizeRange', property: 'size', problem: 'must be from 1 to 50', value: 51, fix: 'Choose a smaller size.' };

describe('an error', () => {
  test('names code, construct path, property, problem, value and fix', () => {
    const scope = new Construct(new Stack(undefined, 'App'), 'Serve');
    expect(invalid(scope, MISTAKE).message).toBe('SizeRange  App/Serve\n  size: must be from 1 to 50, got 51\n  Choose a smaller size.');
  });

  test('leaves out what is not known', () => {
    expect(invalid(undefined, { ...MISTAKE, value: undefined }).message).toBe('SizeRange\n  size: must be from 1 to 50\n  Choose a smaller size.');
  });

  test('carries its parts for programs', () => {
    const error = invalid(new Stack(undefined, 'App'), MISTAKE);
    expect(error).toMatchObject({ name: 'ConfigurationError', code: 'SizeRange', constructPath: 'App', mistakes: [MISTAKE] });
    expect(error).toBeInstanceOf(Error);
  });

  const loop: { self?: unknown } = {};
  loop.self = loop;

  test.each([
    ['text', 'a b', "'a b'"],
    ['an empty text', '', "''"],
    ['a list', [1, 'x'], '[1,"x"]'],
    ['not a number', NaN, 'NaN'],
    ['null', null, 'null'],
    ['a bigint inside an object', { size: 1n }, '[object Object]'],
    ['a loop', loop, '[object Object]'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
  ])('prints %s', (_, value, printed) => {
    expect(invalid(undefined, { ...MISTAKE, value }).message).toContain(`, got ${printed}\n`);
  });

  test('shortens a long value and never fails to print one', () => {
    expect(invalid(undefined, { ...MISTAKE, value: 'x'.repeat(500) }).message).toContain(`got '${'x'.repeat(116)}...\n`);
    fc.assert(fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
      expect(invalid(undefined, { ...MISTAKE, value }).message.split('\n')[1].length).toBeLessThan(200);
    }));
  });
});

describe('several mistakes', () => {
  test('come in one error, in the order they were found', () => {
    const mistakes = new Mistakes(new Stack(undefined, 'App'))
      .when(true, { ...MISTAKE, code: 'First' })
      .when(false, { ...MISTAKE, code: 'Never' })
      .add(undefined)
      .add({ ...MISTAKE, code: 'Second' });
    expect(() => mistakes.throwIfAny()).toThrow(ConfigurationError);
    expect(() => mistakes.throwIfAny()).toThrow(/^First {2}App\n[^]*\nSecond {2}App\n/);
  });

  test('that were not made throw nothing', () => {
    expect(() => new Mistakes().when(false, MISTAKE).add(undefined).throwIfAny()).not.toThrow();
  });
});

test.each([
  ['a value', 'x', true],
  ['zero', 0, true],
  ['an empty text', '', true],
  ['nothing', undefined, false],
  ['a text token', Lazy.string({ produce: () => 'x' }), false],
  ['a number token', Token.asNumber({ Ref: 'X' }), false],
  ['a list token', Token.asList({ Ref: 'X' }), false],
  ['a text with a token in it', `a-${Token.asString({ Ref: 'X' })}`, false],
])('%s can be checked: %s -> %s', (_, value, known) => {
  expect(isKnown(value)).toBe(known);
});
