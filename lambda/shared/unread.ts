import { textOf } from './errors';

/** What could not be read, and why, for people who see the rest all the same: an answer with gaps beats none. */
export class Unread {
  public readonly reasons: string[] = [];

  /** What there is to read; undefined, and noted, where that fails. */
  public async attempt<T>(what: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.reasons.push(`${what} (${textOf(error)})`);
      return undefined;
    }
  }
}
