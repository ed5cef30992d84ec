import type { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { FileMessage, FilePosition } from '../../lib/core/contract';
import { textOf } from '../shared/errors';
import { metricsOf, NOTHING, since } from '../shared/features/counts';
import type { Group, Groups } from '../shared/features/group';
import type { KeptRecords } from '../shared/features/kept-records';
import type { RecordWriter } from '../shared/features/record-writer';
import type { Log } from '../shared/logging';
import { systemTime, type Time } from '../shared/time';
import { hashOf } from '../shared/tokens';
import { understood } from '../shared/understood';
import { UnknownColumns } from './columns';
import { formatOf, type FileFormat } from './file-format';
import { Ingestion } from './ingestion';
import { LandedObject, ReplacedFile, UnreadableFile } from './landed-object';
import { readMessage } from './message';

/** Kept for the last block of rows, and for asking that the rest be read. */
const RESERVE_MS = 150_000;
/** After this a busy service is not asked again, so that the function can say what it was waiting for. */
const LAST_WORDS_MS = 10_000;

/** What the work needs of AWS. */
export interface Surroundings {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly groups: Groups;
  readonly writer: RecordWriter;
  readonly kept: KeptRecords;
  readonly filesQueueUrl: string;
  readonly deadLettersUrl: string;
}

/**
 * Puts the records of files into a feature group.
 *
 * A message stands for what is left of a file, and ends only when all of that is written or kept, or when another message stands for the rest. So a file that
 * takes longer than a function may is read by several, one after the other, and one that died is made good by whoever gets its message again: what it wrote
 * is written again, or found to be there.
 */
export class Files {
  constructor(private readonly around: Surroundings, private readonly time: Time = systemTime) {}

  /** @param deadline when the function is cut off, in milliseconds since 1970 */
  public async handle({ Records }: SQSEvent, deadline: number, log: Log): Promise<SQSBatchResponse> {
    for (const record of Records) {
      const message = understood((event) => readMessage((event as typeof record).body), record, log, 'event');
      const { bucket, object } = message.detail;
      await this.file(message, deadline, log.with({ file: `s3://${bucket.name}/${object.key}` }));
    }
    return { batchItemFailures: [] };
  }

  private async file(message: FileMessage, deadline: number, log: Log): Promise<void> {
    const format = formatOf(message.detail.object.key);
    if (!format) {
      log.info('not a file of records: left alone');
      return;
    }
    try {
      await this.withLatest(message, (group) => this.ingest(message, group, format, deadline, log));
    } catch (error) {
      if (error instanceof ReplacedFile) {
        log.warn('the file was replaced; a message of its own tells of what it is now', message.position && { from: message.position });
      } else if (error instanceof UnreadableFile) {
        await this.refuse(message, error, log);
      } else {
        throw error;
      }
    }
  }

  /** Definitions from before a file landed do not count, nor do those from before now where they lack its columns: it may be sent again because of them. */
  private async withLatest({ time }: FileMessage, ingest: (group: Group) => Promise<void>): Promise<void> {
    const { groups } = this.around;
    const now = this.time.now();
    try {
      await ingest(await groups.latest(now, time === undefined ? now : Date.parse(time)));
    } catch (error) {
      if (!(error instanceof UnknownColumns)) {
        throw error;
      }
      await ingest(await groups.latest(this.time.now(), now));
    }
  }

  private async ingest(message: FileMessage, group: Group, format: FileFormat, deadline: number, log: Log): Promise<void> {
    const { s3 } = this.around;
    const { bucket: { name: bucket }, object: { key, etag, 'version-id': versionId } } = message.detail;
    const begin = message.position ?? { at: 0, line: 0, counts: NOTHING };
    const until = deadline - LAST_WORDS_MS;
    const object = await LandedObject.open(s3, { bucket, key, versionId, etag: message.position?.etag ?? etag }, until, this.time);
    const ingestion = new Ingestion(this.around, group, { file: `s3://${bucket}/${key}`, folder: folderOf(message, object.etag) }, begin.counts);
    let { line } = begin;
    try {
      for await (const row of format.rows(object, group, begin.at, begin.line)) {
        if (await ingestion.enter(Math.floor(row.from / format.block), until) && this.time.now() > deadline - RESERVE_MS) {
          await this.goOn(message, { etag: object.etag, at: row.from, line, counts: ingestion.counts }, log);
          return;
        }
        ingestion.take(row);
        ({ line } = row);
      }
      await ingestion.end(until, object.etag);
      log.info('the file is in', { ...ingestion.counts });
    } finally {
      log.info('records went in', metricsOf(group.name, since(begin.counts, ingestion.counts), this.time.now()));
    }
  }

  /** Asks that the rest of a file be read; then the message that led here may end. */
  private async goOn(message: FileMessage, position: FilePosition, log: Log): Promise<void> {
    await this.send(this.around.filesQueueUrl, { ...message, position });
    log.info('the time is nearly over: another message stands for the rest of the file', { ...position });
  }

  /** Keeps the message where people find it, and can send it again when they have mended the file or the group. */
  private async refuse(message: FileMessage, error: UnreadableFile, log: Log): Promise<void> {
    log.error('the file cannot be read', error);
    await this.send(this.around.deadLettersUrl, message, textOf(error));
  }

  private async send(QueueUrl: string, message: FileMessage, reason?: string): Promise<void> {
    await this.around.sqs.send(new SendMessageCommand({
      QueueUrl, MessageBody: JSON.stringify(message), ...(reason !== undefined && { MessageAttributes: { reason: { DataType: 'String', StringValue: reason } } }),
    }));
  }
}

/** Where what is kept of a file lies: by the day it landed, its name for people, and a fingerprint of which file it is. */
function folderOf({ time, detail: { bucket, object } }: FileMessage, etag: string): string {
  const name = object.key.slice(object.key.lastIndexOf('/') + 1).replace(/[^\w.-]/g, '_').slice(-100);
  const day = time === undefined ? 'sent-by-hand' : new Date(time).toISOString().slice(0, 10);
  return `${day}/${name}-${hashOf(bucket.name, object.key, etag).slice(0, 12)}`;
}
