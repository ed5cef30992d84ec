import { MalformedEventError } from '../shared/errors';
import type { Text } from '../shared/features/values';
import { fieldsOf } from '../shared/values';
import type { Settings } from './settings';

/** What is known of one row, by the names of columns and identifiers. */
export type Given = ReadonlyMap<string, Text>;

/** A request as it is worked on. */
export interface Request {
  readonly rows: readonly Given[];
  readonly inferenceId?: string;
}

const INFERENCE_ID = /^[\x21-\x7e][\x20-\x7e]{0,63}$/;

/** @throws MalformedEventError when the request does not follow the contract */
export function readRequest(event: unknown, settings: Settings): Request {
  const { rows, inferenceId } = fieldsOf(event);
  if (!Array.isArray(rows) || rows.length === 0) {
    throw new MalformedEventError("the request must be an object whose 'rows' are a list of at least one object");
  }
  if (inferenceId !== undefined && !(typeof inferenceId === 'string' && INFERENCE_ID.test(inferenceId))) {
    throw new MalformedEventError(`'inferenceId' must be a text of 1 to 64 characters, got ${JSON.stringify(inferenceId)}`);
  }
  const known = new Set([...settings.columns.map(({ name }) => name), ...settings.lookUps.map(({ on }) => on)]);
  return { rows: rows.map((row, n) => givenIn(row, n + 1, known)), ...(inferenceId !== undefined && { inferenceId }) };
}

function givenIn(row: unknown, number: number, known: ReadonlySet<string>): Given {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new MalformedEventError(`row ${number} must be an object`);
  }
  const given = new Map<string, Text>();
  for (const [name, value] of Object.entries(row)) {
    if (!known.has(name)) {
      throw new MalformedEventError(`row ${number}: '${name}' is neither a column nor an identifier; those are ${[...known].join(', ')}`);
    }
    if (value !== null) {
      given.set(name, textOf(value, `row ${number}: '${name}'`));
    }
  }
  return given;
}

function textOf(value: unknown, what: string): Text {
  const texts = (Array.isArray(value) ? value : [value]).map((each) => {
    if (typeof each === 'string' || typeof each === 'boolean' || Number.isFinite(each)) {
      return String(each);
    }
    throw new MalformedEventError(`${what} must be a text, a number or a list of those`);
  });
  return Array.isArray(value) ? texts : texts[0];
}
