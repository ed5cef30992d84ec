import type { KinesisStreamEvent, KinesisStreamRecord, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { KeptRecord } from '../../lib/core/contract';
import { metricsOf, NOTHING, withWritten } from '../shared/features/counts';
import type { Group, Groups } from '../shared/features/group';
import { jsonRecord } from '../shared/features/json-texts';
import type { KeptRecords } from '../shared/features/kept-records';
import type { RecordWriter, Row } from '../shared/features/record-writer';
import { MalformedRow, valuesOf } from '../shared/features/values';
import type { Log } from '../shared/logging';
import { systemTime, type Time } from '../shared/time';
import { hashOf } from '../shared/tokens';

/** A message of a queue or a record of a stream. */
interface Message {
  /** What Lambda knows it by when it has to come again. */
  readonly id: string;
  /** The queue or stream. */
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly body: string;
}

interface Pending extends Row {
  readonly message: Message;
}

/** After this a busy service is not asked again. */
const LAST_WORDS_MS = 5_000;

/**
 * Puts the records of messages into a feature group: each message is one JSON object.
 *
 * Messages that the service did not take come again, the others of the batch do not. Those that the group can never hold are kept in S3, and end.
 */
export class Messages {
  constructor(
    private readonly groups: Groups,
    private readonly writer: RecordWriter,
    private readonly kept: KeptRecords,
    private readonly time: Time = systemTime,
  ) {}

  /**
   * Says which messages have to come again. Throws where all of them have to, so that the function's errors tell of it.
   *
   * @param deadline when the function is cut off, in milliseconds since 1970
   */
  public async handle({ Records }: SQSEvent | KinesisStreamEvent, deadline: number, log: Log): Promise<SQSBatchResponse> {
    const messages = Records.map(messageOf);
    const group = await this.latest(messages);
    const { rows, malformed } = sorted(messages, group);
    const result = await this.writer.write(rows, group, deadline - LAST_WORDS_MS);
    const refused = [...malformed, ...result.refused.map(({ row: { message }, reason }) => ({ message, reason, row: readable(message) }))];
    await this.keep(refused, log);
    log.info('records went in', metricsOf(group.name, withWritten(NOTHING, { ...result, refused }), this.time.now()));
    const { failed } = result;
    if (failed.length > 0 && failed.length === rows.length) {
      throw failed[0].error;
    }
    if (failed.length > 0) {
      log.error('some messages come again', failed[0].error, { messages: failed.length });
    }
    return { batchItemFailures: failed.map(({ row }) => ({ itemIdentifier: row.message.id })) };
  }

  /** Definitions that lack a feature of a message were asked for after it was sent. */
  private async latest(messages: readonly Message[]): Promise<Group> {
    const now = this.time.now();
    const remembered = await this.groups.latest(now);
    const unknown = messages.filter(({ body }) => {
      const read = jsonRecord(body);
      return 'texts' in read && [...read.texts.keys()].some((name) => !remembered.kinds.has(name));
    });
    return unknown.length === 0 ? remembered : this.groups.latest(now, Math.max(...unknown.map(({ sentAt }) => sentAt)));
  }

  private async keep(refused: readonly Malformed[], log: Log): Promise<void> {
    if (refused.length === 0) {
      return;
    }
    const records = refused.map(({ message, reason, row }): KeptRecord => ({ file: message.source, line: message.id, reason, row }));
    const day = new Date(Math.min(...refused.map(({ message }) => message.sentAt))).toISOString().slice(0, 10);
    const place = await this.kept.keep(`${day}/messages-${hashOf(...refused.map(({ message }) => message.id)).slice(0, 12)}`, records);
    log.warn('the group cannot hold some messages: they are kept', { messages: refused.length, place, first: refused[0].reason });
  }
}

interface Malformed {
  readonly message: Message;
  readonly reason: string;
  readonly row: unknown;
}

function sorted(messages: readonly Message[], group: Group): { rows: Pending[]; malformed: Malformed[] } {
  const rows: Pending[] = [];
  const malformed: Malformed[] = [];
  for (const message of messages) {
    const read = jsonRecord(message.body);
    if ('reason' in read) {
      malformed.push({ message, reason: read.reason, row: read.raw });
      continue;
    }
    try {
      rows.push({ message, values: valuesOf(read.texts, group) });
    } catch (error) {
      if (!(error instanceof MalformedRow)) {
        throw error;
      }
      malformed.push({ message, reason: error.message, row: read.raw });
    }
  }
  return { rows, malformed };
}

function readable({ body }: Message): unknown {
  return jsonRecord(body).raw;
}

function messageOf(record: SQSRecord | KinesisStreamRecord): Message {
  if ('kinesis' in record) {
    const { sequenceNumber, data, approximateArrivalTimestamp } = record.kinesis;
    return {
      id: sequenceNumber, source: nameIn(record.eventSourceARN), sentAt: approximateArrivalTimestamp * 1_000, body: Buffer.from(data, 'base64').toString('utf8'),
    };
  }
  return { id: record.messageId, source: nameIn(record.eventSourceARN), sentAt: Number(record.attributes.SentTimestamp), body: record.body };
}

/** `stream/orders` of a stream's ARN, `orders` of a queue's. */
function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
