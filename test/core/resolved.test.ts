import * as fc from 'fast-check';
import { Template } from 'aws-cdk-lib/assertions';
import { App, Aws, CfnParameter, CfnResource, Fn, Lazy, Stack, Token, Tokenization } from 'aws-cdk-lib/core';
import { jsonText } from '../../lib/core/internal/json-text';
import { Resolver } from '../../lib/core/internal/resolved';
import { newsIn, Settled } from '../../lib/core/internal/settled';

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

  test('is handed to CDK as it is, which would resolve what is resolved already', () => {
    const settled = new Settled(stack, { value: () => ({ region: Aws.REGION }) });
    expect(stack.resolve({ property: settled.asAny() }).property).toBe(settled.value());
    const finished = new Settled(stack, { value: () => ({}), finish: () => ({ region: Aws.REGION }) });
    expect(stack.resolve(finished.asAny())).toEqual({ region: { Ref: 'AWS::Region' } });
  });

  test('has numbers that were written out in a text of JSON, as CDK does', () => {
    const object = { most: `at most ${parameter.valueAsNumber}`, region: Aws.REGION };
    expect(stack.resolve(jsonText(stack, () => object))).toEqual(stack.resolve(stack.toJsonString(object)));
  });

  test('leaves absent entries out of lists, as CDK does', () => {
    const value = { list: ['a', undefined, Lazy.any({ produce: () => undefined }), Aws.REGION] };
    expect(stack.resolve(new Settled(stack, { value: () => value }).asAny())).toEqual(stack.resolve(value));
  });

  test('names what is not known yet once, while references are looked for', () => {
    const lazy = Lazy.string({ produce: () => 'later' });
    expect(newsIn({ a: `${lazy}/${lazy}`, b: [Token.asNumber({ Ref: 'N' })], c: Token.asAny({ Ref: 'X' }), list: Fn.split(',', lazy), plain: 'text' }, stack)).toHaveLength(4);
  });

  test('names no reference within its stack, and one to another stack once for all', () => {
    const app = new App();
    const [here, there] = ['Here', 'There'].map((id) => new Stack(app, id));
    const arnIn = (owner: Stack) => Token.asString(new CfnResource(owner, 'Topic', { type: 'AWS::SNS::Topic' }).getAtt('TopicArn'));
    const both = { own: arnIn(here), foreign: arnIn(there) };
    expect(newsIn(both, here)).toEqual([Tokenization.reverseString(both.foreign).firstToken]);
    expect(newsIn(both, here)).toEqual([]);
  });

  test('is written with the references of its stack, whichever of its values told of them first', () => {
    const app = new App();
    const [here, there] = ['Here', 'There'].map((id) => new Stack(app, id));
    const topic = new CfnResource(there, 'Topic', { type: 'AWS::SNS::Topic' });
    ['First', 'Second'].forEach((id) => new CfnResource(here, id, {
      type: 'AWS::SNS::Topic', properties: { Name: new Settled(here, { value: () => `of ${Token.asString(topic.ref)}` }).asAny() },
    }));
    const { Resources } = Template.fromStack(here).toJSON();
    expect(Resources.First.Properties).toEqual({ Name: { 'Fn::Join': ['', ['of ', { 'Fn::ImportValue': 'There:ExportsOutputRefTopicA7DE468A' }]] } });
    expect(Resources.Second).toEqual(Resources.First);
  });
});
