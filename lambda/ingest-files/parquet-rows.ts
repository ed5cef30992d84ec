import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import * as zlib from 'node:zlib';
import type { AsyncBuffer, Compressors, FileMetaData } from 'hyparquet' with { 'resolution-mode': 'import' };
import { fractional } from '../shared/features/fractional';
import type { FeatureKind, Group } from '../shared/features/group';
import type { Text } from '../shared/features/values';
import { checkColumns } from './columns';
import type { FileRow } from './file-row';
import { UnreadableFile, type LandedObject } from './landed-object';

/** Rows that are read at a time. */
export const PARQUET_BLOCK_ROWS = 4_000;
/** A row group is in memory, as it is compressed, while its rows are read. */
const LARGEST_ROW_GROUP = 128 * 1024 * 1024;

/** Newer versions of Node know Zstandard; Lambda's does. */
const { zstdDecompressSync } = zlib as unknown as { readonly zstdDecompressSync?: (bytes: Uint8Array) => Uint8Array };
const COMPRESSORS: Compressors = {
  GZIP: (bytes) => gunzipSync(bytes),
  BROTLI: (bytes) => brotliDecompressSync(bytes),
  ...(zstdDecompressSync && { ZSTD: (bytes: Uint8Array) => zstdDecompressSync(bytes) }),
};

/** Rows of a Parquet file. */
export async function* parquetRows(object: LandedObject, group: Group, at: number): AsyncGenerator<FileRow> {
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  const remote: AsyncBuffer = { byteLength: object.size, slice: async (from, to = object.size) => copied(await object.read(from, to)) };
  const metadata = await readable(() => parquetMetadataAsync(remote));
  checkColumns(parquetSchema(metadata).children.map(({ element }) => element.name), group);
  let begin = 0;
  for (const [index, { num_rows: rows }] of metadata.row_groups.entries()) {
    const end = begin + Number(rows);
    if (end > at) {
      const file = await inMemory(object, metadata, index);
      for (let rowStart = Math.max(at, begin); rowStart < end;) {
        // Blocks are counted from the beginning of the file, whatever its row groups are.
        const rowEnd = Math.min(end, (Math.floor(rowStart / PARQUET_BLOCK_ROWS) + 1) * PARQUET_BLOCK_ROWS);
        const read = await readable(() => parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors: COMPRESSORS }));
        yield* read.map((row, number) => rowOf(row, rowStart + number, group));
        rowStart = rowEnd;
      }
    }
    begin = end;
  }
}

function rowOf(row: Record<string, unknown>, at: number, { kinds, eventTime }: Group): FileRow {
  const place = { from: at, line: at + 1 };
  const texts: [string, Text][] = [];
  for (const [name, value] of Object.entries(row)) {
    const text = textOf(value, kinds.get(name), name === eventTime);
    if (text === undefined) {
      return { ...place, reason: `${name} must be a text, a number or a time, or a list of those`, raw: () => printable(row) };
    }
    texts.push([name, text]);
  }
  return { ...place, texts, raw: () => printable(row) };
}

/** The row group's bytes in memory, and the rest of the file, which is small, as it is asked for. */
async function inMemory(object: LandedObject, metadata: FileMetaData, index: number): Promise<AsyncBuffer> {
  const chunks = metadata.row_groups[index].columns.map(({ meta_data: meta }) => {
    const from = Number(meta!.dictionary_page_offset ?? meta!.data_page_offset);
    return { from, to: from + Number(meta!.total_compressed_size) };
  });
  const from = chunks.reduce((least, chunk) => Math.min(least, chunk.from), Infinity);
  const to = chunks.reduce((most, chunk) => Math.max(most, chunk.to), 0);
  if (to - from > LARGEST_ROW_GROUP) {
    throw new UnreadableFile(`row group ${index + 1} has ${Math.ceil((to - from) / 1024 / 1024)} MB and may have 128: write the file with smaller row groups`);
  }
  const bytes = await object.read(from, to);
  return {
    byteLength: object.size,
    slice: async (start, end = object.size) => copied(start >= from && end <= to ? bytes.subarray(start - from, end - from) : await object.read(start, end)),
  };
}

/** What the file's own bytes are to blame for is told so; a service that does not answer is not. */
async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isOfTheFile(error)) {
      throw new UnreadableFile(`it cannot be read as Parquet (${error.message}): write it anew, compressed with Snappy, Zstandard or not at all`);
    }
    throw error;
  }
}

/** The reader throws plain errors, and what its views and zlib do; errors of S3 have classes, those of connections have codes. */
function isOfTheFile(error: unknown): error is Error {
  const { code } = (error ?? {}) as { readonly code?: string };
  return error instanceof Error && [Error, RangeError, TypeError].includes(error.constructor as ErrorConstructor) && (code === undefined || /^(Z_|ERR_)/.test(code));
}

function textOf(value: unknown, kind: FeatureKind | undefined, isEventTime: boolean): Text | undefined {
  if (Array.isArray(value)) {
    const items = value.map((item) => singleOf(item, kind, false));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  return singleOf(value, kind, isEventTime);
}

/** A time in a feature for numbers is its seconds since 1970, in a text what the service takes as an event time. */
function singleOf(value: unknown, kind: FeatureKind | undefined, isEventTime: boolean): string | undefined {
  switch (typeof value) {
    case 'string': return value;
    case 'bigint': case 'boolean': return String(value);
    case 'number': return numberText(value, kind);
    case 'undefined': return '';
    default:
      if (value === null) {
        return '';
      }
      if (value instanceof Date) {
        return kind?.type === 'Fractional' && isEventTime ? fractional(value.getTime() / 1_000) : value.toISOString();
      }
      return undefined;
  }
}

/** Tables that know no gaps have floating-point numbers in columns of whole ones, and NaN where there is nothing. */
function numberText(value: number, kind: FeatureKind | undefined): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? '' : String(value);
  }
  return Number.isInteger(value) && kind?.type !== 'Fractional' ? String(value) : fractional(value);
}

/** A row without what JSON has no word for. */
function printable(row: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value instanceof Uint8Array ? '(bytes)' : value))) as unknown;
}

function copied(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer;
}
