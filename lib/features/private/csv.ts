/** Rows of a CSV text; each knows the line it starts on. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A quote that is never closed, or text after a closing quote. */
export class CsvError extends Error {
  constructor(public readonly line: number, problem: string) {
    super(problem);
  }
}

/**
 * Reads comma-separated text as RFC 4180 has it: quoted cells may hold commas, line ends and doubled quotes.
 *
 * A byte-order mark and blank lines are left out.
 */
export function parseCsv(text: string): CsvRow[] {
  return new CsvReader(text.startsWith('\ufeff') ? text.slice(1) : text).rows();
}

class CsvReader {
  private at = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  public rows(): CsvRow[] {
    const rows: CsvRow[] = [];
    while (this.at < this.text.length) {
      const line = this.line;
      const cells = this.row();
      if (cells.length > 1 || cells[0] !== '') {
        rows.push({ line, cells });
      }
    }
    return rows;
  }

  private row(): string[] {
    const cells = [this.cell()];
    while (this.text[this.at] === ',') {
      this.at += 1;
      cells.push(this.cell());
    }
    this.endOfLine();
    return cells;
  }

  private cell(): string {
    return this.text[this.at] === '"' ? this.quoted() : this.plain();
  }

  private plain(): string {
    const start = this.at;
    while (this.at < this.text.length && !',\r\n'.includes(this.text[this.at])) {
      this.at += 1;
    }
    return this.text.slice(start, this.at);
  }

  private quoted(): string {
    const opened = this.line;
    let value = '';
    for (;;) {
      const close = this.text.indexOf('"', this.at + 1);
      if (close < 0) {
        throw new CsvError(opened, 'a quote is opened and never closed');
      }
      const part = this.text.slice(this.at + 1, close);
      value += part;
      this.line += part.split('\n').length - 1;
      this.at = close + 1;
      if (this.text[this.at] !== '"') {
        break;
      }
      value += '"';
    }
    if (this.at < this.text.length && !',\r\n'.includes(this.text[this.at])) {
      throw new CsvError(this.line, 'text follows a closing quote');
    }
    return value;
  }

  private endOfLine(): void {
    if (this.text[this.at] === '\r') {
      this.at += 1;
    }
    if (this.text[this.at] === '\n') {
      this.at += 1;
    }
    this.line += 1;
  }
}
