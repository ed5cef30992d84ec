import { UnreadableFile } from './landed-object';

/** Bytes of a text that belong together, without their line end. */
export interface TextRecord {
  readonly bytes: Uint8Array;
  /** Where it begins and where the next one does. */
  readonly from: number;
  readonly to: number;
  /** How many lines end in it. */
  readonly lines: number;
}

/** A record has at most 350 KB of values; quotes and escapes may make more of it. */
const LARGEST_RECORD = 4 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * Cuts a text at its line ends, however its bytes come; `quoted` leaves those within the quotes of a CSV cell alone. Blank lines are records without bytes,
 * and so may the second half of a CRLF be.
 */
export async function* textRecords(parts: AsyncIterable<Uint8Array>, at: number, quoted: boolean): AsyncGenerator<TextRecord> {
  const cut = quoted ? new CsvEnds() : new LineEnds();
  let rest: Uint8Array = new Uint8Array();
  let from = at;
  for await (const part of parts) {
    const bytes = rest.length === 0 ? part : Buffer.concat([rest, part]);
    let start = 0;
    for (let end = cut.after(bytes, rest.length); end >= 0; end = cut.after(bytes, end)) {
      yield { bytes: withoutLineEnd(bytes, start, end), from: from + start, to: from + end, lines: cut.takeLines() };
      start = end;
    }
    rest = bytes.subarray(start);
    from += start;
    if (rest.length > LARGEST_RECORD) {
      throw new UnreadableFile(`a record that begins at byte ${from} is larger than 4 MB: see that its lines end, and its quotes`);
    }
  }
  if (cut.isOpen) {
    throw new UnreadableFile(`a quote is opened after byte ${from} and never closed: correct the quotes there`);
  }
  if (rest.length > 0) {
    yield { bytes: withoutLineEnd(rest, 0, rest.length), from, to: from + rest.length, lines: cut.takeLast() };
  }
}

/** Text of bytes in UTF-8, without a byte-order mark at the beginning of a file. */
export function decoded({ bytes, from }: TextRecord): string {
  try {
    const text = DECODER.decode(bytes);
    return from === 0 && text.startsWith('\ufeff') ? text.slice(1) : text;
  } catch {
    throw new UnreadableFile(`it is not UTF-8 text at byte ${from}: save it as UTF-8`);
  }
}

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function withoutLineEnd(bytes: Uint8Array, start: number, end: number): Uint8Array {
  let last = end;
  while (last > start && (bytes[last - 1] === LF || bytes[last - 1] === CR)) {
    last--;
  }
  return bytes.subarray(start, last);
}

/** Ends of lines. */
class LineEnds {
  public readonly isOpen: boolean = false;

  /** The position after the next end, from a position up to which was looked already; -1 where there is none. */
  public after(bytes: Uint8Array, from: number): number {
    return bytes.indexOf(LF, from) + 1 || -1;
  }

  public takeLines(): number {
    return 1;
  }

  public takeLast(): number {
    return 1;
  }
}

/** Ends of CSV records: line ends outside of quotes. It remembers where it is in a cell when a part ends. */
class CsvEnds {
  private cell: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  private lines = 0;
  private previous = 0;

  public get isOpen(): boolean {
    return this.cell === 'quoted';
  }

  public after(bytes: Uint8Array, from: number): number {
    if (this.cell === 'start') {
      const simple = this.simpleEnd(bytes, from);
      if (simple > 0) {
        this.previous = LF;
        this.lines++;
        return simple;
      }
    }
    for (let at = from; at < bytes.length; at++) {
      if (this.take(bytes[at])) {
        return at + 1;
      }
    }
    return -1;
  }

  public takeLines(): number {
    const { lines } = this;
    this.lines = 0;
    return lines;
  }

  /** Of the record that the file ends with, without a line end. */
  public takeLast(): number {
    return this.takeLines() + 1;
  }

  /** The end of a line without quotes and carriage returns in its midst, which most lines are. */
  private simpleEnd(bytes: Uint8Array, from: number): number {
    const end = bytes.indexOf(LF, from);
    if (end < 0 || (end === from && this.previous === CR)) {
      return -1;
    }
    const line = bytes.subarray(from, end);
    const cr = line.indexOf(CR);
    return line.includes(QUOTE) || (cr >= 0 && cr < line.length - 1) ? -1 : end + 1;
  }

  /** Takes one byte; true where a record ends with it. */
  private take(byte: number): boolean {
    const { previous } = this;
    this.previous = byte;
    const lineEnds = byte === CR || byte === LF;
    if (byte === CR || (byte === LF && previous !== CR)) {
      this.lines++;
    }
    if (this.cell === 'quoted') {
      this.cell = byte === QUOTE ? 'closed' : 'quoted';
      return false;
    }
    if (lineEnds) {
      this.cell = 'start';
      return true;
    }
    if (byte === QUOTE) {
      // A doubled quote opens the cell again.
      this.cell = this.cell === 'plain' ? 'plain' : 'quoted';
    } else {
      this.cell = byte === COMMA ? 'start' : 'plain';
    }
    return false;
  }
}
