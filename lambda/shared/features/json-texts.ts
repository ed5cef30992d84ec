import type { Text } from './values';

/** What a JSON text is, or why it is no record. */
export type JsonRecord = { readonly texts: Map<string, Text>; readonly raw: unknown } | { readonly reason: string; readonly raw: unknown };

/** More digits than a number of JavaScript tells apart. */
const LONG_NUMBER = /\d{16}/;
const TEXTS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** The members of a JSON object as texts. Numbers keep all their digits; what is null is left out. */
export function jsonRecord(json: string): JsonRecord {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    return { reason: 'is no JSON', raw: json };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return { reason: 'is no JSON object', raw };
  }
  const exact = LONG_NUMBER.test(json) ? JSON.parse(json.replace(TEXTS_AND_NUMBERS, quoted)) as object : raw;
  const texts = new Map<string, Text>();
  for (const [name, value] of Object.entries(exact)) {
    const text = textOf(value);
    if (text === undefined) {
      return { reason: `${name} must be a text, a number, or an array of those, found ${JSON.stringify(value).slice(0, 100)}`, raw };
    }
    texts.set(name, text);
  }
  return { texts, raw };
}

function quoted(part: string): string {
  return part.startsWith('"') ? part : `"${part}"`;
}

function textOf(value: unknown): Text | undefined {
  if (Array.isArray(value)) {
    const items = value.map(singleOf);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  return value === null ? '' : singleOf(value);
}

function singleOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
