import type { IngestionCounts, KeptRecord } from '../../lib/core/contract';
import { withWritten } from '../shared/features/counts';
import type { Group } from '../shared/features/group';
import type { KeptRecords } from '../shared/features/kept-records';
import type { RecordWriter, Row } from '../shared/features/record-writer';
import { MalformedRow, valuesOf } from '../shared/features/values';
import type { FileRow } from './file-row';

/** Rows that are written together; with more there is little to win, and more in memory. */
const BATCH = 1_000;

/** A row with its values, and where it came from. */
interface Pending extends Row {
  readonly row: FileRow;
}

/** The file as people know it, and the folder for what is kept of it. */
export interface Place {
  readonly file: string;
  readonly folder: string;
}

/**
 * Rows of one file on their way into a group, block by block.
 *
 * What is kept of a block is written when all of the block is known, as one object whose name and content do not depend on who does it.
 */
export class Ingestion {
  private block: number | undefined;
  private batch: Pending[] = [];
  private kept: KeptRecord[] = [];

  constructor(
    private readonly around: { readonly writer: RecordWriter; readonly kept: KeptRecords },
    private readonly group: Group,
    private readonly place: Place,
    /** What was counted, with what others counted of the file before. */
    public counts: IngestionCounts,
  ) {}

  /** Makes this the current block; ends the one before, and says that there was one. */
  public async enter(block: number, until: number): Promise<boolean> {
    const { block: before } = this;
    if (before !== block && before !== undefined) {
      await this.finish(until);
    } else if (this.batch.length >= BATCH) {
      await this.flush(until);
    }
    this.block = block;
    return before !== undefined && before !== block;
  }

  public take(row: FileRow): void {
    if (!row.texts) {
      this.refuse(row, row.reason!);
      return;
    }
    try {
      this.batch.push({ row, values: valuesOf(row.texts, this.group) });
    } catch (error) {
      if (!(error instanceof MalformedRow)) {
        throw error;
      }
      this.refuse(row, error.message);
    }
  }

  /** All of the file is read: ends the last block and writes down what the file held. */
  public async end(until: number, etag: string): Promise<void> {
    await this.finish(until);
    const { written, repeated, malformed } = this.counts;
    await this.around.kept.receipt(this.place.folder, {
      file: this.place.file, etag, featureGroup: this.group.name, rows: written + repeated + malformed, ...this.counts,
    });
  }

  private async finish(until: number): Promise<void> {
    await this.flush(until);
    const inOrder = this.kept.sort((one, other) => Number(one.line) - Number(other.line));
    await this.around.kept.keep(`${this.place.folder}/${String(this.block ?? 0).padStart(7, '0')}`, inOrder);
    this.kept = [];
  }

  private async flush(until: number): Promise<void> {
    const { batch } = this;
    this.batch = [];
    if (batch.length === 0) {
      return;
    }
    const result = await this.around.writer.write(batch, this.group, until);
    result.refused.forEach(({ row: { row }, reason }) => this.keep(row, reason));
    this.counts = withWritten(this.counts, result);
    if (result.failed.length > 0) {
      throw result.failed[0].error;
    }
  }

  private refuse(row: FileRow, reason: string): void {
    this.keep(row, reason);
    this.counts = { ...this.counts, malformed: this.counts.malformed + 1 };
  }

  private keep(row: FileRow, reason: string): void {
    this.kept.push({ file: this.place.file, line: row.line, reason, row: row.raw() });
  }
}
