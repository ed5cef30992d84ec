import { readFileSync } from 'node:fs';
import type { IConstruct } from 'constructs';
import { existingFile } from '../../core/internal/assets';
import { Feature, FeatureType } from '../feature';
import { refusedSample } from './refused-sample';

/** What is read of a JSON schema; a boolean stands for anything or nothing. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly uniqueItems?: boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** References that lead to references; one that leads to itself ends here. */
const MOST_REFERENCES = 20;
/** Types with a feature that holds them; null is a value that is not there. */
const SIMPLE = ['string', 'integer', 'number', 'boolean', 'null'];

/** The properties of an object that a JSON schema describes, as features; `eventTime` names the one that must be able to hold a moment. */
export function featuresOfSchema(scope: IConstruct, path: string, eventTime: string): Feature[] {
  const refuse = (code: string, problem: string, fix: string) => refusedSample(scope, path, code, problem, fix);
  const document = parsed(readFileSync(existingFile(scope, 'features', path), 'utf8'));
  if (typeof document !== 'object' || document === null) {
    throw refuse('SampleBroken', 'is no JSON schema', 'Write a JSON object with the properties of a record.');
  }
  const schema = followed(document, document);
  const properties = Object.entries(schema?.properties ?? {});
  if (properties.length === 0) {
    throw refuse('SampleWithoutColumns', 'describes no properties', "Describe a record as an object: { \"type\": \"object\", \"properties\": { ... } }.");
  }
  return properties.map(([name, property]) => {
    const types = typesOf(property, document);
    const array = types.includes('array') ? arrayIn(property, document) : undefined;
    const single = (array ? typesOf(array.items ?? {}, document) : types).filter((type) => type !== 'null');
    const foreign = single.find((type) => !SIMPLE.includes(type)) ?? (array && types.find((type) => !['array', 'null'].includes(type)));
    if (foreign !== undefined) {
      throw refuse('SampleNested', `has a property '${name}' ${array ? 'of arrays and' : 'of type'} ${foreign}, which no feature can hold`,
        'Leave it out of the schema, or describe it as text, as an array of texts or numbers, or as properties of its own.');
    }
    return array ? collectionOf(name, single, array) : featureOf(name, single, eventTime);
  });
}

function featureOf(name: string, types: readonly string[], eventTime: string): Feature {
  const type = typeOfAll(types);
  if (type === FeatureType.STRING) {
    return Feature.string(name);
  }
  return type === FeatureType.FRACTIONAL || name === eventTime ? Feature.fractional(name) : Feature.integral(name);
}

/** Numbers of which there are always as many are a vector; values that must differ are a set, and all others a list. */
function collectionOf(name: string, types: readonly string[], { uniqueItems, minItems, maxItems }: Schema): Feature {
  const type = typeOfAll(types);
  if (uniqueItems === true) {
    return Feature.set(name, type);
  }
  return type === FeatureType.FRACTIONAL && minItems !== undefined && minItems === maxItems ? Feature.vector(name, minItems) : Feature.list(name, type);
}

function typeOfAll(types: readonly string[]): FeatureType {
  if (types.length === 0 || types.some((type) => type === 'string' || type === 'boolean')) {
    return FeatureType.STRING;
  }
  return types.includes('number') ? FeatureType.FRACTIONAL : FeatureType.INTEGRAL;
}

/** The one of the schemas that a value may follow which describes arrays. */
function arrayIn(property: Schema, document: Schema): Schema | undefined {
  const schema = followed(property, document);
  const choices = schema?.type === undefined ? schema?.anyOf ?? schema?.oneOf : undefined;
  return choices ? choices.map((choice) => arrayIn(choice, document)).find((each) => each !== undefined) : [schema?.type].flat().includes('array') ? schema : undefined;
}

/** The types that a value may have. */
function typesOf(property: Schema, document: Schema): string[] {
  const schema = followed(property, document);
  if (!schema) {
    return ['unknown'];
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (schema.type !== undefined) {
    return [schema.type].flat();
  }
  if (choices) {
    return choices.flatMap((choice) => typesOf(choice, document));
  }
  const values = schema.const === undefined ? schema.enum ?? [] : [schema.const];
  return values.map(typeOf);
}

function typeOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}

/** What a reference into the same file stands for; undefined for one that leads elsewhere or nowhere. */
function followed(schema: Schema, document: Schema, left = MOST_REFERENCES): Schema | undefined {
  if (schema.$ref === undefined) {
    return schema;
  }
  if (!schema.$ref.startsWith('#') || left === 0) {
    return undefined;
  }
  const steps = schema.$ref.slice(1).split('/').slice(1).map((step) => decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~'));
  const target = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
  return typeof target === 'object' && target !== null ? followed(target, document, left - 1) : undefined;
}

function parsed(text: string): Schema | undefined {
  try {
    return JSON.parse(text) as Schema;
  } catch {
    return undefined;
  }
}
