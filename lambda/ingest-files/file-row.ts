import type { Text } from '../shared/features/values';

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
