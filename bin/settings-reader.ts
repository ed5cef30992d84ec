import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from 'constructs';
import { ConfigurationError, type Mistake } from '../lib/core/internal/errors';

const PREFIX = 'lifecycle:';

/**
 * Reads settings out of the context and keeps what is wrong with them, so that all of it is told at once.
 *
 * cdk.json gives texts, numbers, booleans and lists; the command line gives texts. Both mean the same here.
 */
export class SettingsReader {
  private readonly mistakes: Mistake[] = [];
  private readonly known = new Set<string>();

  constructor(private readonly node: Node) {}

  /** A text of a certain form. */
  public matching(name: string, fallback: string, pattern: RegExp, form: string): string {
    const value = this.text(name) ?? fallback;
    this.refuse(!pattern.test(value), name, `must be ${form}`, value);
    return value;
  }

  /** A text that may be absent; `none` takes back on the command line what cdk.json says. */
  public optional(name: string, pattern: RegExp, form: string): string | undefined {
    const value = this.text(name);
    if (value === undefined || value === 'none') {
      return undefined;
    }
    this.refuse(!pattern.test(value), name, `must be ${form}`, value);
    return value;
  }

  /** An instance type; what it may be used for is checked where it is used. */
  public instance(name: string, fallback: string): string {
    return this.matching(name, fallback, /^ml\.[a-z0-9-]+\.[a-z0-9-]+$/, "a SageMaker instance type such as 'ml.m5.large'");
  }

  public numberBetween(name: string, fallback: number, low: number, high: number): number {
    const value = this.text(name) ?? String(fallback);
    const number = Number(value);
    this.refuse(value.trim() === '' || !(number >= low && number <= high), name, `must be a number from ${low} to ${high}`, value);
    return number;
  }

  public wholeNumberBetween(name: string, fallback: number, low: number, high: number): number {
    const value = this.text(name) ?? String(fallback);
    const number = Number(value);
    this.refuse(value.trim() === '' || !(Number.isInteger(number) && number >= low && number <= high), name, `must be a whole number from ${low} to ${high}`, value);
    return number;
  }

  /** One of several words, each of which stands for a value. */
  public choice<T>(name: string, fallback: string, choices: Record<string, T>): T {
    const value = this.text(name) ?? fallback;
    this.refuse(!Object.hasOwn(choices, value), name, `must be one of ${Object.keys(choices).join(', ')}`, value);
    return choices[value];
  }

  /** A list in cdk.json, or text with commas on the command line. */
  public list(name: string, pattern: RegExp, form: string): string[] {
    const raw = this.raw(name);
    const values = Array.isArray(raw) ? raw.map(printed) : (this.text(name) ?? '').split(',').map((each) => each.trim()).filter(Boolean);
    values.forEach((each) => this.refuse(!pattern.test(each), name, `must be ${form}`, each));
    return values;
  }

  public file(name: string, fallback: string): string {
    const value = this.text(name) ?? fallback;
    this.refuse(!statSync(value, { throwIfNoEntry: false })?.isFile(), name, 'no such file', value, relativeToHere());
    return value;
  }

  /** A folder that holds certain files. */
  public folderWith(name: string, fallback: string, files: readonly string[]): string {
    const value = this.text(name) ?? fallback;
    const isFolder = statSync(value, { throwIfNoEntry: false })?.isDirectory() ?? false;
    this.refuse(!isFolder, name, 'no such folder', value, relativeToHere());
    const missing = files.filter((file) => !existsSync(join(value, file)));
    this.refuse(isFolder && missing.length > 0, name, `the folder must hold ${missing.join(', ')}`, value, 'Add what is missing, or name another folder.');
    return value;
  }

  /** Refuses what nobody asked for, which is mostly a misspelt name, and throws when anything was wrong. */
  public finish(): void {
    const context = this.node.getAllContext() as Record<string, unknown>;
    for (const key of Object.keys(context).filter((each) => each.startsWith(PREFIX))) {
      const name = key.slice(PREFIX.length);
      this.refuse(!this.known.has(name), name, `no such setting; there are ${[...this.known].join(', ')}`, undefined, 'Correct the name.');
    }
    if (this.mistakes.length > 0) {
      throw new ConfigurationError(this.mistakes);
    }
  }

  /** The text of a single value, whatever its JSON type; undefined when there is none. */
  private text(name: string): string | undefined {
    const raw = this.raw(name);
    if (raw === undefined || raw === null) {
      return undefined;
    }
    // A list or an object never becomes a default in silence: its text is refused by every form.
    return printed(raw);
  }

  private raw(name: string): unknown {
    this.known.add(name);
    return this.node.tryGetContext(PREFIX + name);
  }

  private refuse(when: boolean, name: string, problem: string, value: unknown, fix = `Correct '${PREFIX}${name}' in cdk.json, or in the -c option.`): void {
    if (when) {
      this.mistakes.push({ code: 'SettingInvalid', property: `${PREFIX}${name}`, problem, value, fix });
    }
  }
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function relativeToHere(): string {
  return `Correct the path; it is relative to the folder the app runs in (${process.cwd()}).`;
}
