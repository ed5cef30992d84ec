import type { RowContentType } from '../../lib/core/contract';
import { MalformedRow, single, type Text } from '../shared/features/values';
import type { Column } from './settings';

/** A value that the model's column cannot hold. */
export class UnfitValueError extends Error {
  public override readonly name = 'UnfitValueError';
}

/** Whether there is nothing in a text: of a number or a list, where it is empty. */
export function isBlank(text: Text, { type }: Column): boolean {
  return typeof text === 'string' ? type !== 'String' && text.trim() === '' : text.length === 0;
}

/** @throws UnfitValueError when the text is no value of the column */
export function typed(text: Text, { name, type }: Column, where: string): Text {
  try {
    return typeof text === 'string' ? single(name, text, type, false) : text.map((each) => single(name, each, type, false));
  } catch (error) {
    throw error instanceof MalformedRow ? new UnfitValueError(`${where}: ${error.message}`) : error;
  }
}

/** Rows as the model reads them, each ended by a line break. */
export function written(rows: readonly (readonly (Text | undefined)[])[], columns: readonly Column[], contentType: RowContentType): string {
  return rows.map((values) => `${contentType === 'text/csv' ? csvLine(values, columns) : jsonLine(values, columns)}\n`).join('');
}

function csvLine(values: readonly (Text | undefined)[], columns: readonly Column[]): string {
  return values.map((value = '', n) => {
    if (typeof value !== 'string') {
      throw new UnfitValueError(`'${columns[n].name}' has a list of ${value.length} values, which a row of CSV cannot hold: use JSON lines`);
    }
    return /[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value;
  }).join(',');
}

/** Written by hand: objects of JavaScript put names that are numbers first, and know no whole numbers of 64 bits. */
function jsonLine(values: readonly (Text | undefined)[], columns: readonly Column[]): string {
  return `{${values.map((value, n) => `${JSON.stringify(columns[n].name)}:${json(value, columns[n])}`).join(',')}}`;
}

function json(value: Text | undefined, { type }: Column): string {
  if (value === undefined) {
    return 'null';
  }
  const one = (text: string) => (type === 'String' ? JSON.stringify(text) : text);
  return typeof value === 'string' ? one(value) : `[${value.map(one).join(',')}]`;
}
