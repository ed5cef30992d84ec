import type { Group } from './group';
import { fractional } from './fractional';

/** A row that the feature group cannot hold; the message says why. */
export class MalformedRow extends Error {
  public override readonly name = 'MalformedRow';
}

/** The text of a value, or the texts of a collection. */
export type Text = string | readonly string[];
/** Texts by the feature they belong to. */
export type Texts = ReadonlyMap<string, Text>;

/** A record as the service takes it. */
export interface Values {
  readonly identifier: string;
  /** The event time, in seconds since 1970. */
  readonly moment: number;
  readonly texts: Texts;
  /** Bytes of all texts. */
  readonly bytes: number;
}

const WHOLE = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;
const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;
const LARGEST_RECORD = 350 * 1024;
const LARGEST_IDENTIFIER = 2 * 1024;

/**
 * The typed values of a row of texts; empty ones are left out.
 *
 * The rules, the reasons and the texts that are written are those of the library's ingestion job, `lib/features/scripts/schema.py`; a test gives both the
 * same rows.
 *
 * @throws MalformedRow with the reason
 */
export function valuesOf(row: Iterable<readonly [string, Text]>, group: Group): Values {
  const texts = new Map<string, Text>();
  for (const [name, text] of row) {
    if (typeof text === 'string' ? text.trim() !== '' : text.length > 0) {
      texts.set(name, valueOf(name, text, group));
    }
  }
  for (const name of [group.recordIdentifier, group.eventTime]) {
    if (!texts.has(name)) {
      throw new MalformedRow(`${name} is empty`);
    }
  }
  const identifier = texts.get(group.recordIdentifier) as string;
  if (Buffer.byteLength(identifier) > LARGEST_IDENTIFIER) {
    throw new MalformedRow(`${group.recordIdentifier} is larger than 2 KB`);
  }
  let bytes = 0;
  for (const text of texts.values()) {
    bytes += typeof text === 'string' ? Buffer.byteLength(text) : text.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  }
  if (bytes > LARGEST_RECORD) {
    throw new MalformedRow('the record is larger than 350 KB');
  }
  return { identifier, moment: secondsOf(texts.get(group.eventTime) as string, group), texts, bytes };
}

/** Whether two texts of a feature are the same value, however the service writes it. */
export function sameValue(name: string, one: Text | undefined, other: Text | undefined, { kinds }: Group): boolean {
  if (one === undefined || other === undefined || typeof one !== typeof other) {
    return one === other;
  }
  if (typeof one !== 'string') {
    const kind = kinds.get(name);
    // The values of a set come back in an order of the service's own.
    const holds = (each: string, index: number) =>
      kind?.collection === 'Set' ? (other as readonly string[]).some((that) => sameSingle(each, that, kind.type)) : sameSingle(each, other[index], kind?.type);
    return one.length === other.length && one.every(holds);
  }
  return sameSingle(one, other as string, kinds.get(name)?.type);
}

/** The event time of a record, in seconds since 1970. */
export function secondsOf(text: string, { eventTime, kinds }: Group): number {
  return kinds.get(eventTime)?.type === 'String' ? Date.parse(text) / 1_000 : Number(text);
}

function valueOf(name: string, text: Text, { kinds, eventTime }: Group): Text {
  const kind = kinds.get(name);
  if (!kind) {
    throw new MalformedRow(`${name} is no feature of the group`);
  }
  if (kind.collection === undefined) {
    if (typeof text !== 'string') {
      throw new MalformedRow(`${name} must be a single value, found ${text.length}`);
    }
    return single(name, text, kind.type, name === eventTime);
  }
  const items = typeof text === 'string' ? itemsOf(name, text) : text;
  if (kind.dimension !== undefined && items.length !== kind.dimension) {
    throw new MalformedRow(`${name} must have ${kind.dimension} values, found ${items.length}`);
  }
  const texts = items.map((item) => single(name, item, kind.type, false));
  return kind.collection === 'Set' ? [...new Set(texts)] : texts;
}

/** A text as the value of a feature's type is written. */
export function single(name: string, text: string, type: string, isEventTime: boolean): string {
  switch (type) {
    case 'Integral': return whole(text.trim(), name);
    case 'Fractional': return number(text.trim(), name);
    default: return isEventTime ? moment(text.trim(), name) : text;
  }
}

function whole(text: string, name: string): string {
  if (!WHOLE.test(text)) {
    throw new MalformedRow(`${name} must be a whole number, found '${text}'`);
  }
  const value = BigInt(text.replace('+', ''));
  if (value < SMALLEST || value > LARGEST) {
    throw new MalformedRow(`${name} must fit into 64 bits, found ${text}`);
  }
  return String(value);
}

function number(text: string, name: string): string {
  if (!NUMBER.test(text) || !Number.isFinite(Number(text))) {
    throw new MalformedRow(`${name} must be a number, found '${text}'`);
  }
  return fractional(Number(text));
}

/** A moment in one of the two forms that the service takes. Dates that are in no calendar become others when they are read, which tells them. */
function moment(text: string, name: string): string {
  const milliseconds = MOMENT.test(text) && !text.startsWith('0000') ? Date.parse(text) : NaN;
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 19) !== text.slice(0, 19)) {
    throw new MalformedRow(`${name} must look like 2026-01-31T12:00:00Z, found '${text}'`);
  }
  return text;
}

/** A collection in a text file is a JSON array, as the offline store keeps it. */
function itemsOf(name: string, text: string): string[] {
  try {
    const items: unknown = JSON.parse(text);
    if (Array.isArray(items) && items.every((item) => typeof item === 'string' || typeof item === 'number')) {
      return items.map(String);
    }
  } catch {
    // It is told below.
  }
  throw new MalformedRow(`${name} must be a JSON array of texts or numbers, found '${text}'`);
}

function sameSingle(one: string, other: string, type: string | undefined): boolean {
  if (one === other || type === 'String') {
    return one === other;
  }
  return WHOLE.test(one) && WHOLE.test(other) ? BigInt(one.replace('+', '')) === BigInt(other.replace('+', '')) : Number(one) === Number(other);
}
