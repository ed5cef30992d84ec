import type { Context } from 'aws-lambda';
import { Log, type LogFields } from '../../../lambda/shared/logging';

/** What Lambda tells a function about its invocation. */
export function invocation(remainingMs = 900_000): Context {
  return {
    functionName: 'function-1',
    awsRequestId: 'c0ffee00-0000-4000-8000-000000000001',
    logStreamName: '2026/11/23/[$LATEST]0123',
    getRemainingTimeInMillis: () => remainingMs,
  } as Context;
}

/** A log that keeps its lines. */
export function keptLog(): { log: Log; lines: Record<string, unknown>[]; makeLog: (fields: LogFields) => Log } {
  const lines: Record<string, unknown>[] = [];
  const makeLog = (fields: LogFields) => new Log(fields, (line) => lines.push(JSON.parse(line)));
  return { log: makeLog({}), lines, makeLog };
}

/** A log that nobody reads. */
export function noLog(): Log {
  return new Log({}, () => undefined);
}

/** An error as the SDK throws it. */
export function awsError(name: string, message = 'refused'): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: 400 } });
}
