import type { Group } from '../shared/features/group';
import { checkColumns } from './columns';
import type { FileRow } from './file-row';
import { UnreadableFile, type LandedObject } from './landed-object';
import { decoded, textRecords, type TextRecord } from './text-records';

interface Header {
  readonly names: readonly string[];
  readonly to: number;
  readonly lines: number;
}

/** Rows of a CSV file with a header line. */
export async function* csvRows(object: LandedObject, group: Group, at: number, line: number): AsyncGenerator<FileRow> {
  const header = await headerOf(object, group);
  const from = Math.max(at, header.to);
  let lines = at > 0 ? line : header.lines;
  for await (const record of textRecords(object.parts(from), from, true)) {
    lines += record.lines;
    if (record.bytes.length > 0) {
      yield rowOf(record, lines, header.names);
    }
  }
}

function rowOf(record: TextRecord, line: number, names: readonly string[]): FileRow {
  const cells = cellsOf(record, line);
  const place = { from: record.from, line };
  if (cells.length !== names.length) {
    return { ...place, reason: `has ${cells.length} cells and the header has ${names.length}`, raw: () => ({ cells }) };
  }
  const texts = names.map((name, column) => [name, cells[column]] as const);
  return { ...place, texts, raw: () => Object.fromEntries(texts) };
}

/** The first line that is not blank; it stands at the beginning, also where reading begins further on. */
async function headerOf(object: LandedObject, group: Group): Promise<Header> {
  let lines = 0;
  for await (const record of textRecords(object.parts(0), 0, true)) {
    lines += record.lines;
    const cells = cellsOf(record, lines);
    if (cells.length > 1 || cells[0] !== '') {
      const names = cells.map((cell) => cell.trim());
      checkColumns(names, group);
      return { names, to: record.to, lines };
    }
  }
  throw new UnreadableFile('it is empty: it needs a header line and records');
}

function cellsOf(record: TextRecord, line: number): string[] {
  const text = decoded(record);
  return text.includes('"') ? quotedCells(text, line) : text.split(',');
}

/** Cells of which some are in quotes, as RFC 4180 has it; a quote in the midst of a plain cell is part of it. */
function quotedCells(text: string, line: number): string[] {
  const cells: string[] = [];
  for (let at = 0; ;) {
    const cell = text[at] === '"' ? quotedCell(text, at, line) : plainCell(text, at);
    cells.push(cell.value);
    if (cell.end >= text.length) {
      return cells;
    }
    at = cell.end + 1;
    if (at === text.length) {
      return [...cells, ''];
    }
  }
}

function plainCell(text: string, at: number): { value: string; end: number } {
  const comma = text.indexOf(',', at);
  const end = comma < 0 ? text.length : comma;
  return { value: text.slice(at, end), end };
}

function quotedCell(text: string, at: number, line: number): { value: string; end: number } {
  let close = text.indexOf('"', at + 1);
  while (close >= 0 && text[close + 1] === '"') {
    close = text.indexOf('"', close + 2);
  }
  const end = close + 1;
  if (close < 0 || (end < text.length && text[end] !== ',')) {
    throw new UnreadableFile(`it cannot be read beyond line ${line} (text follows a closing quote): correct the quotes there`);
  }
  return { value: text.slice(at + 1, close).replace(/""/g, '"'), end };
}
