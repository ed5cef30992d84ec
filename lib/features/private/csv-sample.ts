import { readFileSync } from 'node:fs';
import type { IConstruct } from 'constructs';
import { existingFile } from '../../core/internal/assets';
import { Feature } from '../feature';
import { type CsvRow, CsvError, parseCsv } from './csv';
import { refusedSample } from './refused-sample';

const WHOLE = /^[+-]?(0|[1-9]\d*)$/;
const NUMBER = /^[+-]?(0|[1-9]\d*|(?=\.\d))(\.\d*)?([eE][+-]?\d+)?$/;
const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;

/** The columns of a sample file as features; `eventTime` names the one that must be able to hold a moment. */
export function featuresOfSample(scope: IConstruct, path: string, eventTime: string): Feature[] {
  const [header, ...records] = read(scope, path);
  if (records.length === 0) {
    throw refusedSample(scope, path, 'SampleWithoutRecords', 'has a header line and no records, so types cannot be inferred',
      'Add some records, or name the features with Features.of([...]).');
  }
  const ragged = records.find((record) => record.cells.length !== header.cells.length);
  if (ragged) {
    throw refusedSample(scope, path, 'SampleRowWidth', `line ${ragged.line} has ${ragged.cells.length} cells and the header has ${header.cells.length}`,
      'Correct the line; a cell that holds a comma needs double quotes around it.');
  }
  return header.cells.map((name, column) => inferred(name.trim(), records.map((record) => record.cells[column]), eventTime));
}

/** The narrowest feature that holds every value; empty cells fit any. */
export function inferred(name: string, cells: readonly string[], eventTime: string): Feature {
  const values = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (values.length === 0 || !values.every((value) => NUMBER.test(value) && !isOversized(value))) {
    return Feature.string(name);
  }
  return values.every((value) => WHOLE.test(value)) && name !== eventTime ? Feature.integral(name) : Feature.fractional(name);
}

function isOversized(value: string): boolean {
  return WHOLE.test(value) ? BigInt(value.replace('+', '')) < SMALLEST || BigInt(value.replace('+', '')) > LARGEST : !Number.isFinite(Number(value));
}

function read(scope: IConstruct, path: string): CsvRow[] {
  const text = readFileSync(existingFile(scope, 'features', path), 'utf8');
  try {
    const rows = parseCsv(text);
    if (rows.length === 0) {
      throw refusedSample(scope, path, 'SampleWithoutRecords', 'holds nothing but blank lines', 'Put a header line and some records into it.');
    }
    return rows;
  } catch (error) {
    if (error instanceof CsvError) {
      throw refusedSample(scope, path, 'SampleBroken', `line ${error.line}: ${error.message}`, 'Correct the line; a quote inside a quoted cell is doubled.');
    }
    throw error;
  }
}
