import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workFolder } from '../host/project';

/** Columns that a request does not carry. */
const NOT_SENT = ['person_id', 'event_time', 'income_over_50k'];

/** Rows that training never saw, as requests: CSV lines without a header. */
export class HeldOutRows {
  /** Reads what the scene of independent metrics downloaded. */
  static read(): HeldOutRows {
    const [header, ...lines] = readFileSync(join(workFolder, 'independent', 'test', 'test.csv'), 'utf8').trim().split('\n');
    const names = header.split(',');
    const sent = names.filter((name) => !NOT_SENT.includes(name));
    return new HeldOutRows(sent, lines.map((line) => {
      const cells = line.split(',');
      return sent.map((name) => cells[names.indexOf(name)]);
    }));
  }

  private constructor(private readonly columns: readonly string[], private readonly rows: readonly (readonly string[])[]) {}

  get length(): number {
    return this.rows.length;
  }

  /** Some rows as one request. */
  csv(from: number, to: number): string {
    return this.rows.slice(from, to).map((row) => row.join(',')).join('\n');
  }

  /** The same people, but older, and working less. */
  shifted(): HeldOutRows {
    const [age, hours] = ['age', 'hours_per_week'].map((name) => this.columns.indexOf(name));
    return new HeldOutRows(this.columns, this.rows.map((row) => row.map((cell, at) => {
      if (at === age) {
        return String(Number(cell) + 25);
      }
      return at === hours ? String(Math.max(1, Math.round(Number(cell) / 2))) : cell;
    })));
  }
}
