import type { SQSRecord } from 'aws-lambda';
import type { LandedObject } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import { PIPELINE_NAME } from '../shared/run-request';
import { fieldsOf, isCount, isText, isTextMap, printed } from '../shared/values';

/** An object that landed, and the message that tells of it. */
export interface Message {
  readonly id: string;
  readonly object: LandedObject;
  /** Milliseconds since 1970. */
  readonly landedAt: number;
}

const WATCH = /^[0-9a-f]{10}$/;

/** @throws MalformedEventError that names every member that breaks the contract */
export function readMessage({ messageId, body }: Pick<SQSRecord, 'body' | 'messageId'>): Message {
  const object = fieldsOf(parsed(body));
  const { pipelineName, watch, place, gatherSeconds, parameters = {}, landedAt } = object;
  const time = isText(landedAt) ? Date.parse(landedAt) : NaN;
  const problems = [
    ...(isText(pipelineName) && PIPELINE_NAME.test(pipelineName) ? [] : [`pipelineName must be the name of a pipeline, got ${printed(pipelineName)}`]),
    ...(isText(watch) && WATCH.test(watch) ? [] : [`watch must be 10 hexadecimal digits, got ${printed(watch)}`]),
    ...(isText(place) ? [] : ['place must be a text']),
    ...(isCount(gatherSeconds) ? [] : [`gatherSeconds must be a whole number of seconds, got ${printed(gatherSeconds)}`]),
    ...(isTextMap(parameters) ? [] : ['parameters must be an object of texts']),
    ...(Number.isNaN(time) ? [`landedAt must be a time, got ${printed(landedAt)}`] : []),
  ];
  if (problems.length > 0) {
    throw new MalformedEventError(problems.join('; '));
  }
  return { id: messageId, object: object as unknown as LandedObject, landedAt: time };
}

/** Messages by what they may start together. */
export function groupsOf(messages: readonly Message[]): Message[][] {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const key = `${message.object.pipelineName} ${message.object.watch}`;
    groups.set(key, [...groups.get(key) ?? [], message]);
  }
  return [...groups.values()];
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
