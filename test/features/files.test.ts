import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Feature, FeatureGroup, Features, OnlineStore } from '../../lib/features';
import { refusal } from '../support/reading';
import { groupProperties, newStack, Template, withFile } from './support';

const COLUMNS = join(__dirname, 'fixtures', 'columns.parquet');
const typesOf = (features: Features, eventTime = 'at') =>
  Object.fromEntries(features._resolve(newStack(), eventTime).map(({ name, type }) => [name, type]));

/** The same with how several values belong together: `List of String`. */
const collectionsOf = (features: Features) => Object.fromEntries(features._resolve(newStack(), 'at')
  .map(({ name, type, collection, dimension }) => [name, `${collection ? `${collection} of ` : ''}${type}${dimension ? ` (${dimension})` : ''}`]));

/** The fixtures were written by Apache Arrow. */
describe('a Parquet file', () => {
  test('gives each column the type that holds it', () => {
    expect(typesOf(Features.fromParquetSample(COLUMNS))).toEqual({
      customer_id: 'String', at: 'Fractional', small: 'Integral', unsigned: 'Integral', huge: 'String', half: 'Fractional', single: 'Fractional', double: 'Fractional',
      price: 'Fractional', member: 'String', born: 'String', seen: 'String', clock: 'String', raw: 'String', category: 'String', nothing: 'String',
    });
  });

  test('keeps whole seconds whole where they are not the event time', () => {
    expect(typesOf(Features.fromParquetSample(COLUMNS), 'seen').at).toBe('Integral');
  });

  test('makes a group', () => {
    const stack = newStack();
    new FeatureGroup(stack, 'Customers', { recordIdentifier: 'customer_id', eventTime: 'at', features: Features.fromParquetSample(COLUMNS) });
    expect(groupProperties(stack).FeatureDefinitions.slice(0, 2)).toEqual([
      { FeatureName: 'customer_id', FeatureType: 'String' }, { FeatureName: 'at', FeatureType: 'Fractional' },
    ]);
  });

  test('makes lists of columns of lists', () => {
    expect(collectionsOf(Features.fromParquetSample(join(__dirname, 'fixtures', 'lists.parquet')))).toEqual({
      id: 'String', at: 'Fractional', tags: 'List of String', seen: 'List of Integral', taste: 'List of Fractional', flags: 'List of String', last: 'String',
    });
  });

  test('makes a group in memory, whose vector it cannot tell from a list', () => {
    const stack = newStack();
    new FeatureGroup(stack, 'Customers', {
      recordIdentifier: 'id', eventTime: 'at', online: OnlineStore.inMemory(),
      features: Features.fromParquetSample(join(__dirname, 'fixtures', 'lists.parquet')).with(Feature.vector('taste', 3)),
    });
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('Custom::SageMakerFeatureGroup'));
    expect(Properties.FeatureDefinitions.at(-1)).toMatchObject({ FeatureName: 'taste', CollectionType: 'Vector' });
  });

  test.each(['structures', 'maps', 'lists-of-lists', 'lists-of-structures'])('fails for a column of %s', (what) => {
    expect(refusal(() => typesOf(Features.fromParquetSample(join(__dirname, 'fixtures', `${what}.parquet`)))))
      .toMatch(/SampleNested {2}Shop\n {2}features: the sample has a column 'home' of something else than single values or lists of them/);
  });

  const whole = readFileSync(COLUMNS);
  test.each<[string, Buffer]>([
    ['is next to nothing', Buffer.from('PAR1')],
    ['is none', Buffer.from('customer_id,at\na,1\n')],
    ['is cut off at its end', whole.subarray(0, -1)],
    ['is cut off at its start', whole.subarray(-200)],
    ['says its description is longer than it is', Buffer.concat([whole.subarray(0, -8), Buffer.from([0xff, 0xff, 0xff, 0x7f]), Buffer.from('PAR1')])],
    ['is encrypted', Buffer.concat([whole.subarray(0, -4), Buffer.from('PARE')])],
  ])('fails for a file that %s', (_, content) => {
    expect(withFile(content, (path) => refusal(() => typesOf(Features.fromParquetSample(path))))).toContain('SampleBroken');
  });

  test('fails for a file that is missing', () => {
    expect(refusal(() => typesOf(Features.fromParquetSample('no-such.parquet')))).toContain('no-such.parquet');
  });

  test('whose description is damaged gives types or a refusal, and no other error', () => {
    const start = whole.length - 8 - whole.readUInt32LE(whole.length - 8);
    fc.assert(fc.property(fc.integer({ min: start, max: whole.length - 9 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
      const damaged = Buffer.from(whole);
      damaged[at] = byte;
      expect(withFile(damaged, (path) => refusal(() => typesOf(Features.fromParquetSample(path))))).toMatch(/^(accepted|Sample\w+ {2}Shop)/);
    }), { numRuns: 200 });
  });
});

describe('a JSON schema', () => {
  const typesIn = (schema: unknown, eventTime?: string) =>
    withFile(typeof schema === 'string' ? schema : JSON.stringify(schema), (path) => typesOf(Features.fromJsonSchema(path), eventTime));
  const typeOf = (property: unknown, more: object = {}) => typesIn({ type: 'object', properties: { value: property }, ...more }).value;

  test.each<[string, unknown, string]>([
    ['an integer', { type: 'integer' }, 'Integral'],
    ['a number', { type: 'number' }, 'Fractional'],
    ['text', { type: 'string', format: 'date-time' }, 'String'],
    ['a truth value', { type: 'boolean' }, 'String'],
    ['an integer that may be missing', { type: ['integer', 'null'] }, 'Integral'],
    ['an integer or a number', { type: ['integer', 'number'] }, 'Fractional'],
    ['a number or text', { type: ['number', 'string'] }, 'String'],
    ['one of several', { anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'Integral'],
    ['exactly one of several', { oneOf: [{ type: 'integer' }, { type: 'number' }] }, 'Fractional'],
    ['one of some values', { enum: [1, 2, null] }, 'Integral'],
    ['one of some words', { enum: ['a', 'b'] }, 'String'],
    ['one value', { const: 1.5 }, 'Fractional'],
    ['anything', {}, 'String'],
    ['a reference', { $ref: '#/$defs/a~1b' }, 'Integral'],
    ['a reference to a reference', { $ref: '#/$defs/c' }, 'Integral'],
  ])('of %s', (_, property, type) => {
    expect(typeOf(property, { $defs: { 'a/b': { type: 'integer' }, c: { $ref: '#/$defs/a~1b' } } })).toBe(type);
  });

  test.each<[string, object, string]>([
    ['texts', { items: { type: 'string' } }, 'List of String'],
    ['anything', {}, 'List of String'],
    ['integers, as many as there are', { items: { type: 'integer' }, minItems: 3, maxItems: 3 }, 'List of Integral'],
    ['numbers', { items: { type: 'number' }, maxItems: 3 }, 'List of Fractional'],
    ['three numbers', { items: { type: 'number' }, minItems: 3, maxItems: 3 }, 'Vector of Fractional (3)'],
    ['texts of which there is each once', { items: { $ref: '#/$defs/word' }, uniqueItems: true }, 'Set of String'],
    ['numbers, or none', { type: ['array', 'null'], items: { type: ['number', 'null'] } }, 'List of Fractional'],
  ])('makes a collection of an array of %s', (_, property, expected) => {
    const schema = (value: object) => ({ properties: { value }, $defs: { word: { type: 'string' } } });
    const read = (value: object) => withFile(JSON.stringify(schema(value)), (path) => collectionsOf(Features.fromJsonSchema(path))).value;
    expect(read({ type: 'array', ...property })).toBe(expected);
    expect(read({ anyOf: [{ type: 'null' }, { type: 'array', ...property }] })).toBe(expected);
  });

  test('gives its properties in order, and whole seconds of the event time a fraction', () => {
    const types = typesIn({ properties: { id: { type: 'string' }, at: { type: 'integer' }, age: { type: 'integer' } } });
    expect(Object.entries(types)).toEqual([['id', 'String'], ['at', 'Fractional'], ['age', 'Integral']]);
  });

  test('may be a reference itself, as generators write it', () => {
    expect(typesIn({ $ref: '#/definitions/Customer', definitions: { Customer: { type: 'object', properties: { id: { type: 'string' } } } } })).toEqual({ id: 'String' });
  });

  test.each<[string, unknown, string]>([
    ['text that is no JSON', '{', 'SampleBroken'],
    ['a schema that is no object', 'true', 'SampleBroken'],
    ['a schema without properties', { type: 'object' }, 'SampleWithoutColumns'],
    ['an array of arrays', { properties: { tags: { type: 'array', items: { type: 'array' } } } }, "has a property 'tags' of arrays and array"],
    ['an array of objects', { properties: { tags: { type: 'array', items: { type: 'object' } } } }, "has a property 'tags' of arrays and object"],
    ['an array beside text', { properties: { tags: { type: ['array', 'string'] } } }, "has a property 'tags' of arrays and string"],
    ['an object, even beside text', { properties: { home: { type: ['string', 'object'] } } }, "has a property 'home' of type object"],
    ['a reference that leads nowhere', { properties: { a: { $ref: '#/nowhere' } } }, "has a property 'a' of type unknown"],
    ['a reference to another file', { properties: { a: { $ref: 'other.json' } } }, "has a property 'a' of type unknown"],
    ['a reference to itself', { properties: { a: { $ref: '#/properties/a' } } }, "has a property 'a' of type unknown"],
  ])('fails for %s', (_, schema, problem) => {
    expect(refusal(() => typesIn(schema))).toContain(problem);
  });
});
