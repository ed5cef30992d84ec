import { Lazy, Stack, Token } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { Limit } from '../../lib/core/internal/limits';

const memory = Limit.of('ProductionVariantServerlessConfig.MemorySizeInMB');

test.each([[1023, false], [1024, true], [6144, true], [6145, false], [NaN, false], [Infinity, false]])('%d MB of serverless memory: %s', (value, fine) => {
  expect(memory.mistakeIn('memory', value) === undefined).toBe(fine);
});

test('a number, count or length is fine exactly within the limit', () => {
  fc.assert(fc.property(fc.nat(20), fc.nat(20), fc.nat(40), (min, span, value) => {
    const limit = Limit.between('Things', min, min + span);
    const fine = value >= min && value <= min + span;
    expect(limit.mistakeIn('things', value) === undefined).toBe(fine);
    expect(limit.mistakeInCount('things', Array.from({ length: value })) === undefined).toBe(fine);
    expect(limit.mistakeInText('things', 'x'.repeat(value)) === undefined).toBe(fine);
    expect(limit.mistakeInCount('things', Object.fromEntries(Array.from({ length: value }, (_, index) => [`k${index}`, 1]))) === undefined).toBe(fine);
  }));
});

test('a limit without an upper end says so', () => {
  expect(Limit.between('Rounds', 1).mistakeIn('rounds', 0)).toEqual({
    code: 'RoundsRange', property: 'rounds', problem: 'must be at least 1', value: 0, fix: "Set 'rounds' to a value at least 1.",
  });
  expect(Limit.between('Rounds', 1).mistakeIn('rounds', 1e9)).toBeUndefined();
});

test('a count is reported as a count, a text as its length or its form', () => {
  expect(Limit.between('Subnets', 1, 2).mistakeInCount('subnets', [])).toMatchObject({ code: 'SubnetsCount', value: 0 });
  expect(Limit.between('Note', 0, 2).mistakeInText('note', 'long')).toMatchObject({ code: 'NoteLength', value: 'long' });
  expect(Limit.of('Channel.ChannelName').mistakeInText('channel', 'a b')).toMatchObject({ code: 'ChannelNamePattern' });
  expect(Limit.of('Channel.ChannelName').mistakeInText('channel', 'a.b-c_1')).toBeUndefined();
});

test('tokens and absent values pass', () => {
  expect(memory.mistakeIn('memory', undefined)).toBeUndefined();
  expect(memory.mistakeIn('memory', Token.asNumber({ Ref: 'X' }))).toBeUndefined();
  expect(memory.mistakeInCount('memory', undefined)).toBeUndefined();
  expect(memory.mistakeInCount('memory', Token.asList({ Ref: 'X' }))).toBeUndefined();
  expect(memory.mistakeInText('memory', Lazy.string({ produce: () => '' }))).toBeUndefined();
});

test('checking throws where the value is wrong', () => {
  const scope = new Stack(undefined, 'App');
  expect(() => memory.check(scope, 'memory', 1)).toThrow(/^MemorySizeInMBRange {2}App\n {2}memory: must be from 1024 to 6144, got 1\n/);
  expect(() => memory.check(scope, 'memory', 2048)).not.toThrow();
});
