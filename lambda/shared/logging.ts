import { textOf } from './errors';

export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one JSON object a line; Lambda's JSON log format passes such lines on unchanged. */
export class Log {
  constructor(
    private readonly fields: LogFields,
    private readonly write: (line: string) => unknown = (line) => process.stdout.write(line),
  ) {}

  /** A log whose every line carries these fields too, say `pipeline` or `modelPackage`. */
  public with(fields: LogFields): Log {
    return new Log({ ...this.fields, ...fields }, this.write);
  }

  public info(message: string, fields: LogFields = {}): void {
    this.line('INFO', message, fields);
  }

  public warn(message: string, fields: LogFields = {}): void {
    this.line('WARN', message, fields);
  }

  public error(message: string, error: unknown, fields: LogFields = {}): void {
    this.line('ERROR', message, { ...fields, error: textOf(error), stack: error instanceof Error ? error.stack : undefined });
  }

  private line(level: string, message: string, fields: LogFields): void {
    this.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...this.fields, ...fields })}\n`);
  }
}
