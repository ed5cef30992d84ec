import { JobFailure } from '../../containers/failure';

/** A record, and how it is written, by MIME type: CSV lines are lists of cells, JSON is what it says. */
export interface Format {
  /** Whether each line is a record of its own, however the object is split. */
  readonly byLine: boolean;
  read(text: string): unknown;
  write(record: unknown): string;
}

const CSV: Format = {
  byLine: true,
  // Cells keep their quotes, so that what is picked is written as it was.
  read: (line) => [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map(([, cell]) => cell),
  write: (record) => (Array.isArray(record) ? record.join(',') : String(record)),
};
const JSON_TEXT: Format = { byLine: false, read: readJson, write: (record) => JSON.stringify(record) };
const JSON_LINES: Format = { ...JSON_TEXT, byLine: true };

/** The format that a MIME type means; fails for one whose records cannot be told. */
export function formatOf(mime: string | undefined, split: boolean): Format {
  const media = (mime ?? '').split(';')[0].trim().toLowerCase();
  switch (media) {
    case 'text/csv': return CSV;
    case 'application/jsonlines': return JSON_LINES;
    case 'application/json': return split ? JSON_LINES : JSON_TEXT;
    default: throw JobFailure.client(`DataProcessing needs records of text/csv, application/json or application/jsonlines, not '${mime ?? 'nothing'}'`);
  }
}

/** Lines without the end of the last one. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines[lines.length - 1] === '' ? lines.slice(0, -1) : lines;
}

/** Records in as few requests as fit, or one in each. */
export function batchesOf(records: readonly string[], single: boolean, limit: number): string[][] {
  const batches: string[][] = [];
  let size = Infinity;
  for (const record of records) {
    const bytes = Buffer.byteLength(record) + 1;
    if (bytes > limit) {
      throw JobFailure.client(`Too much data for max payload size: a record of ${bytes} bytes does not fit into ${limit}`);
    }
    if (single || size + bytes > limit) {
      batches.push([]);
      size = 0;
    }
    batches[batches.length - 1].push(record);
    size += bytes;
  }
  return batches;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw JobFailure.client(`a record is not JSON: ${(error as Error).message}: ${text.slice(0, 200)}`);
  }
}
