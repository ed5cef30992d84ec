import type { Json } from '../api';

const isDocument = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `change` laid over `base`: documents are merged member by member, lists and plain values are replaced. */
export function mergeDocuments(base: Json, change: Json): Json {
  const merged: Json = { ...base };
  for (const [name, value] of Object.entries(change)) {
    merged[name] = isDocument(value) && isDocument(merged[name]) ? mergeDocuments(merged[name], value) : value;
  }
  return merged;
}
