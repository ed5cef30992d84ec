import * as fc from 'fast-check';
import { Aws, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { Resolver } from '../../lib/core/internal/resolved';
import { Settled, tokensIn } from '../../lib/core/internal/settled';

const stack = new Stack(undefined, 'S');
const parameter = new CfnParameter(stack, 'Size', { type: 'Number' });
const TOKENS = [
  Aws.REGION, Aws.ACCOUNT_ID, Fn.ref('Bucket'), Fn.join('', ['a-', Fn.ref('B'), '-c']), Fn.join('-', ['x', Aws.REGION]), Lazy.string({ produce: () => 'literal' }),
];

describe('a resolver', () => {
  test('says of any texts with references what Stack.resolve says', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 5 })), { maxLength: 6 }).map((parts) => parts.join(''));
    const value = fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 3 })));
    fc.assert(fc.property(value, (each) => {
      expect(new Resolver(stack).resolve(each)).toEqual(stack.resolve(each));
    }));
  });

  test.each([
    ['a number that stands for something', { value: parameter.valueAsNumber }],
    ['such a number in a text', { value: `at most ${parameter.valueAsNumber}` }],
    ['a list that stands for something', { value: Fn.split(',', Fn.ref('Many')) }],
    ['a key that stands for something', { [Lazy.string({ produce: () => 'name' })]: 'value' }],
    ['a value that is resolved as a whole', { value: Lazy.any({ produce: () => ({ inner: Aws.REGION }) }) }],
    ['a reference to nothing', { value: Lazy.string({ produce: () => '' }) }],
    ['what is absent', { value: undefined, other: null }],
  ])('takes %s', (_, value) => {
    expect(new Resolver(stack).resolve(value)).toEqual(stack.resolve(value));
  });
});

describe('a settled value', () => {
  test('is made once for all that ask after references are settled', () => {
    let made = 0;
    const settled = new Settled(stack, { value: () => ({ region: Aws.REGION, made: ++made }) });
    const property = settled.asAny();
    expect([stack.resolve(property), stack.resolve(property), settled.value()]).toEqual(Array.from({ length: 3 }, () => ({ region: { Ref: 'AWS::Region' }, made: 1 })));
    settled.forget();
    expect(settled.value()).toEqual({ region: { Ref: 'AWS::Region' }, made: 2 });
  });

  test('names each of its tokens once while references are looked for', () => {
    const list = Fn.split(',', Fn.ref('Many'));
    const found = tokensIn({ a: `${Aws.REGION}/${Aws.REGION}`, b: [parameter.valueAsNumber], c: Token.asAny({ Ref: 'X' }), list, plain: 'text' });
    expect(found).toHaveLength(4);
  });
});
