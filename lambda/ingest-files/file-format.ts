import type { Group } from '../shared/features/group';
import type { Text } from '../shared/features/values';
import { csvRows } from './csv-rows';
import { jsonRows } from './json-rows';
import type { LandedObject } from './landed-object';
import { PARQUET_BLOCK_ROWS, parquetRows } from './parquet-rows';

/** A row of a file. */
export interface FileRow {
  /** Where it begins: in bytes of a text, in rows of a Parquet file. */
  readonly from: number;
  /** The line that it ends on, or its number; from 1 on. */
  readonly line: number;
  /** Its texts by column; left out where it could not be read. */
  readonly texts?: Iterable<readonly [string, Text]>;
  /** Why it could not be read. */
  readonly reason?: string;
  /** The row, to be kept where the group cannot hold it. */
  readonly raw: () => unknown;
}

/** A way to read files. */
export interface FileFormat {
  /**
   * Rows belong to blocks by where they begin. What is kept of a block is one object, and a file is left between two blocks: so it makes no difference where
   * whoever reads a block began.
   */
  readonly block: number;
  /** The rows from a position on, of which so many lines come before. */
  readonly rows: (object: LandedObject, group: Group, at: number, line: number) => AsyncGenerator<FileRow>;
}

const TEXT_BLOCK_BYTES = 1024 * 1024;
const JSON_LINES: FileFormat = { block: TEXT_BLOCK_BYTES, rows: jsonRows };

const FORMATS: Readonly<Record<string, FileFormat>> = {
  csv: { block: TEXT_BLOCK_BYTES, rows: csvRows },
  json: JSON_LINES,
  jsonl: JSON_LINES,
  ndjson: JSON_LINES,
  parquet: { block: PARQUET_BLOCK_ROWS, rows: parquetRows },
};

/** How a file is read, by its ending; undefined for what holds no records, `_SUCCESS` say. */
export function formatOf(key: string): FileFormat | undefined {
  return FORMATS[/\.([^./]+)$/.exec(key)?.[1].toLowerCase() ?? ''];
}
