import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { FakeService } from './fake-service';
import { awsError } from './invocation';

/** A bucket that files land in, read by ranges, and one for what is kept of them. */
export class FakeLake extends FakeService {
  public readonly files = new Map<string, Uint8Array>();
  public readonly kept = new Map<string, string>();

  constructor() {
    super(S3Client);
    this.on('GetObject', GetObjectCommand, ({ Key, Range, IfMatch }) => {
      const bytes = this.files.get(Key);
      if (!bytes) {
        throw awsError('NoSuchKey', 'The specified key does not exist.');
      }
      const ETag = etagOf(bytes);
      if (IfMatch && IfMatch !== ETag) {
        throw awsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
      }
      const [from, to] = /^bytes=(\d+)-(\d+)$/.exec(Range)!.slice(1).map(Number);
      if (from >= bytes.length) {
        throw awsError('InvalidRange', 'The requested range is not satisfiable');
      }
      const part = bytes.subarray(from, to + 1);
      return { Body: { transformToByteArray: async () => part }, ETag: `"${ETag}"`, ContentRange: `bytes ${from}-${from + part.length - 1}/${bytes.length}` };
    });
    this.on('PutObject', PutObjectCommand, ({ Key, Body }) => {
      this.kept.set(Key, Body);
      return {};
    });
  }

  /** Lets a file land; its event. */
  public land(key: string, content: string | Uint8Array, time = '2026-01-31T12:00:00Z') {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.files.set(key, bytes);
    return { time, detail: { bucket: { name: 'lake' }, object: { key, size: bytes.length, etag: etagOf(bytes) } } };
  }

  /** The lines that are kept, in the order of their objects. */
  public get keptLines(): any[] {
    return [...this.kept].filter(([key]) => key.endsWith('.jsonl')).sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([, text]) => text.trimEnd().split('\n').map((line) => JSON.parse(line)));
  }

  public get receipts(): any[] {
    return [...this.kept].filter(([key]) => key.endsWith('/summary.json')).map(([, text]) => JSON.parse(text));
  }
}

/** Queues by their URLs, each with its messages. */
export class FakeQueues extends FakeService {
  public readonly messages = new Map<string, { body: string; reason?: string }[]>();

  constructor() {
    super(SQSClient);
    this.on('SendMessage', SendMessageCommand, ({ QueueUrl, MessageBody, MessageAttributes }) => {
      this.in(QueueUrl).push({ body: MessageBody, reason: MessageAttributes?.reason.StringValue });
      return { MessageId: 'm' };
    });
  }

  public in(url: string): { body: string; reason?: string }[] {
    const messages = this.messages.get(url) ?? [];
    this.messages.set(url, messages);
    return messages;
  }
}

function etagOf(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}
