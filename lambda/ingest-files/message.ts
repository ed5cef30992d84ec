import type { FileMessage, FilePosition, IngestionCounts } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import { fieldsOf, isCount, isText, printed } from '../shared/values';

/** @throws MalformedEventError that names every member that breaks the contract */
export function readMessage(body: string): FileMessage {
  const message = fieldsOf(parsed(body));
  const detail = fieldsOf(message.detail);
  const { name } = fieldsOf(detail.bucket);
  const { key, etag, 'version-id': version } = fieldsOf(detail.object);
  const { time, position } = message;
  const problems = [
    ...(isText(name) ? [] : [`detail.bucket.name must be a text, got ${printed(name)}`]),
    ...(isText(key) ? [] : [`detail.object.key must be a text, got ${printed(key)}`]),
    ...[['etag', etag], ['version-id', version]].filter(([, value]) => value !== undefined && typeof value !== 'string')
      .map(([member, value]) => `detail.object.${String(member)} must be a text, got ${printed(value)}`),
    ...(time === undefined || (isText(time) && !Number.isNaN(Date.parse(time))) ? [] : [`time must be a time, got ${printed(time)}`]),
    ...(position === undefined || isPosition(position) ? [] : [`position must be where the function left the file, got ${printed(position)}`]),
  ];
  if (problems.length > 0) {
    throw new MalformedEventError(problems.join('; '));
  }
  return message as unknown as FileMessage;
}

function isPosition(value: unknown): value is FilePosition {
  const { etag, at, line, counts } = fieldsOf(value);
  const { written, repeated, late, malformed } = fieldsOf(counts) as { readonly [Name in keyof IngestionCounts]?: unknown };
  return isText(etag) && [at, line, written, repeated, late, malformed].every(isCount);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
