import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { IConstruct } from 'constructs';
import { existingFile } from '../../core/internal/assets';
import { Feature, FeatureType } from '../feature';
import { refusedSample } from './refused-sample';
import { readThriftStruct, type ThriftStruct, type ThriftValue } from './thrift';

const MAGIC = 'PAR1';
/** Length of the description and the magic word, at the end of the file. */
const TAIL = 8;

/** Numbers of the fields of FileMetaData and SchemaElement. Source: parquet.thrift of Apache Parquet. */
const SCHEMA = 2;
const PHYSICAL = 1;
const REPETITION = 3;
const NAME = 4;
const CHILDREN = 5;
const CONVERTED = 6;
const LOGICAL = 10;

const REPEATED = 2n;
const INT32 = 1n;
const INT64 = 2n;
const FLOAT = 4n;
const DOUBLE = 5n;
/** Converted types that make of a column something else than its bytes. */
const LIST = 3n;
const DECIMAL = 5n;
const MOMENTS = [6n, 7n, 8n, 9n, 10n];
const UNSIGNED_64 = 14n;
/** Members of the union of logical types. */
const LOGICAL_LIST = 3;
const LOGICAL_DECIMAL = 5;
/** Date, time, timestamp, and the type of a column without any value. */
const LOGICAL_TEXTS = [6, 7, 8, 11];
const LOGICAL_INTEGER = 10;
const LOGICAL_FLOAT16 = 15;

/** A column, with what is in it. */
interface Column {
  readonly element: ThriftStruct;
  readonly children: readonly Column[];
}

/** The columns of a Parquet file as features; `eventTime` names the one that must be able to hold a moment. Only the description of the file is read. */
export function featuresOfParquet(scope: IConstruct, path: string, eventTime: string): Feature[] {
  const columns = columnsOf(schemaOf(scope, path));
  if (columns.length === 0) {
    throw refusedSample(scope, path, 'SampleWithoutColumns', 'describes no columns', 'Write a table with the columns that shall be features.');
  }
  return columns.map((column) => {
    const { element } = column;
    const items = isSingle(column) ? undefined : itemsOf(column);
    if (!isSingle(column) && !items) {
      throw refusedSample(scope, path, 'SampleNested', `has a column '${nameOf(element)}' of something else than single values or lists of them, which no feature can hold`,
        'Leave it out of the sample, or write it as text or as columns of its own.');
    }
    return items ? Feature.list(nameOf(element), typeOf(items)) : featureOf(element, eventTime);
  });
}

/** The elements of a schema come one after the other, each before what is in it. */
function columnsOf([root, ...elements]: readonly ThriftStruct[]): Column[] {
  const left = [...elements];
  const next = (): Column[] => {
    const element = left.shift();
    return element ? [{ element, children: several(Number(element.get(CHILDREN) ?? 0)) }] : [];
  };
  const several = (count: number): Column[] => Array.from({ length: Math.min(count, left.length) }, next).flat();
  return root === undefined ? [] : several(left.length);
}

function isSingle({ element, children }: Column): boolean {
  return children.length === 0 && element.get(REPETITION) !== REPEATED;
}

/** What a list is of, in the three levels that the format wants; undefined for all that is no list of single values. */
function itemsOf({ element, children: [repeated] }: Column): ThriftStruct | undefined {
  const union = element.get(LOGICAL);
  const isList = element.get(CONVERTED) === LIST || (union instanceof Map && union.has(LOGICAL_LIST));
  const [item, another] = isList ? repeated?.children ?? [] : [];
  return item && !another && isSingle(item) ? item.element : undefined;
}

function featureOf(column: ThriftStruct, eventTime: string): Feature {
  const name = nameOf(column);
  switch (typeOf(column)) {
    case FeatureType.INTEGRAL: return name === eventTime ? Feature.fractional(name) : Feature.integral(name);
    case FeatureType.FRACTIONAL: return Feature.fractional(name);
    default: return Feature.string(name);
  }
}

function typeOf(column: ThriftStruct): FeatureType {
  const physical = column.get(PHYSICAL);
  const converted = column.get(CONVERTED);
  const union = column.get(LOGICAL);
  const [logical, details] = (union instanceof Map ? [...union as ThriftStruct] : []).at(0) ?? [];
  if (converted === DECIMAL || logical === LOGICAL_DECIMAL || logical === LOGICAL_FLOAT16 || physical === FLOAT || physical === DOUBLE) {
    return FeatureType.FRACTIONAL;
  }
  const isText = MOMENTS.includes(converted as bigint) || LOGICAL_TEXTS.includes(logical ?? 0);
  const isTooLarge = converted === UNSIGNED_64 || (logical === LOGICAL_INTEGER && isUnsigned64(details));
  return (physical === INT32 || physical === INT64) && !isText && !isTooLarge ? FeatureType.INTEGRAL : FeatureType.STRING;
}

/** `IntType`: the width, and whether there is a sign. */
function isUnsigned64(details: ThriftValue | undefined): boolean {
  return details instanceof Map && details.get(1) === 64 && details.get(2) === false;
}

function nameOf(column: ThriftStruct): string {
  return (column.get(NAME) as Buffer).toString('utf8');
}

function schemaOf(scope: IConstruct, path: string): readonly ThriftStruct[] {
  const description = descriptionIn(existingFile(scope, 'features', path));
  try {
    const schema = description && readThriftStruct(description).get(SCHEMA);
    if (Array.isArray(schema) && schema.every((each) => each instanceof Map && Buffer.isBuffer(each.get(NAME)))) {
      return schema as ThriftStruct[];
    }
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
  }
  throw refusedSample(scope, path, 'SampleBroken', 'is no Parquet file, or one that is cut off or encrypted', 'Write it again, without encryption of its footer.');
}

/** The bytes that describe a file, from its end; a sample may be large. */
function descriptionIn(file: string): Buffer | undefined {
  const open = openSync(file, 'r');
  try {
    const { size } = fstatSync(open);
    const tail = Buffer.alloc(TAIL);
    if (size < MAGIC.length + TAIL) {
      return undefined;
    }
    readSync(open, tail, 0, TAIL, size - TAIL);
    const length = tail.readUInt32LE();
    if (tail.toString('latin1', 4) !== MAGIC || length > size - TAIL - MAGIC.length) {
      return undefined;
    }
    const description = Buffer.alloc(length);
    readSync(open, description, 0, length, size - TAIL - length);
    return description;
  } finally {
    closeSync(open);
  }
}
