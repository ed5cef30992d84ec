import type { Group } from '../shared/features/group';
import { csvRows } from './csv-rows';
import type { FileRow } from './file-row';
import { jsonRows } from './json-rows';
import type { LandedObject } from './landed-object';
import { PARQUET_BLOCK_ROWS, parquetRows } from './parquet-rows';

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
