import { randomUUID } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { below, parseS3Uri } from '../../containers/object-store';
import type { Json } from '../api';
import type { Settings } from '../context';
import type { Clockwork } from '../resources/clockwork';

/** One side of a call. */
export interface CapturedSide {
  readonly contentType: string;
  readonly body: Buffer;
}

/** A call that was answered. */
export interface CapturedCall {
  readonly endpoint: string;
  readonly variant: string;
  readonly input: CapturedSide;
  readonly output: CapturedSide;
  readonly inferenceId?: string;
  readonly customAttributes?: string;
}

interface Waiting {
  readonly folder: string;
  readonly first: Date;
  readonly kmsKeyId?: string;
  readonly lines: string[];
}

/** Writes calls of endpoints to S3 in SageMaker's capture format, many calls to a file, a short while after the first of them. */
export class DataCapture {
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly clockwork: Clockwork, private readonly s3: S3Client, private readonly settings: Settings) {}

  /** Notes a call, if the endpoint's configuration wants it and the lot falls on it. */
  add(call: CapturedCall, config: Json | undefined): void {
    if (!config || config.EnableCapture === false || Math.random() * 100 >= config.InitialSamplingPercentage) {
      return;
    }
    const now = new Date();
    const folder = below(config.DestinationS3Uri, `${call.endpoint}/${call.variant}/${hourFolder(now)}`);
    const waiting: Waiting = this.waiting.get(folder) ?? { folder, first: now, kmsKeyId: config.KmsKeyId, lines: [] };
    waiting.lines.push(JSON.stringify(recordOf(call, config, now)));
    if (!this.waiting.has(folder)) {
      this.waiting.set(folder, waiting);
      this.clockwork.later(this.settings.captureFlushMs, () => {
        this.clockwork.background(() => this.flush(folder));
      });
    }
  }

  /** Writes what waits for a folder, or everything that waits, now. */
  async flush(folder?: string): Promise<void> {
    const files = [...this.waiting.values()].filter((waiting) => folder === undefined || waiting.folder === folder);
    files.forEach((waiting) => this.waiting.delete(waiting.folder));
    await Promise.all(files.map((waiting) => this.write(waiting)));
  }

  private async write({ folder, first, kmsKeyId, lines }: Waiting): Promise<void> {
    const [, minute, second, millisecond] = /:(\d\d):(\d\d)\.(\d{3})/.exec(first.toISOString()) ?? [];
    const { bucket, key } = parseS3Uri(below(folder, `${minute}-${second}-${millisecond}-${randomUUID()}.jsonl`));
    const encryption = kmsKeyId ? { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: kmsKeyId } : {};
    try {
      await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: `${lines.join('\n')}\n`, ...encryption }));
    } catch (error) {
      console.error(`sagemaker: ${lines.length} captured calls could not be written to ${folder}: ${String(error)}`);
    }
  }
}

/** `2026/01/31/08`, in UTC. */
const hourFolder = (time: Date): string => time.toISOString().slice(0, 13).replace(/[-T]/g, '/');

function recordOf(call: CapturedCall, config: Json, now: Date): Json {
  const modes: string[] = config.CaptureOptions.map((option: Json) => option.CaptureMode);
  const wants = (mode: string) => modes.includes(mode) || modes.includes('InputAndOutput');
  return {
    captureData: {
      ...(wants('Input') && { endpointInput: sideOf(call.input, 'INPUT', config) }),
      ...(wants('Output') && { endpointOutput: sideOf(call.output, 'OUTPUT', config) }),
    },
    eventMetadata: {
      eventId: randomUUID(),
      ...(call.customAttributes && { customAttributes: [call.customAttributes] }),
      ...(call.inferenceId && { inferenceId: call.inferenceId }),
      inferenceTime: now.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    },
    eventVersion: '0',
  };
}

/** The encoding follows from the content types that the configuration names; without a word about a type it is base64. */
function sideOf({ contentType, body }: CapturedSide, mode: string, config: Json): Json {
  const plain = contentType.split(';')[0].trim().toLowerCase();
  const headers = config.CaptureContentTypeHeader ?? {};
  const among = (types?: readonly string[]) => types?.some((type) => type.toLowerCase() === plain) === true;
  const encoding = among(headers.CsvContentTypes) ? 'CSV' : among(headers.JsonContentTypes) ? 'JSON' : 'BASE64';
  return { observedContentType: contentType, mode, data: body.toString(encoding === 'BASE64' ? 'base64' : 'utf8'), encoding };
}
