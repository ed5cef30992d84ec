import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { FileReceipt, KeptRecord } from '../../../lib/core/contract';

/** The place where records are kept that a group cannot hold. Whoever writes the same again writes it to the same keys. */
export class KeptRecords {
  constructor(private readonly s3: S3Client, private readonly bucket: string, private readonly prefix: string) {}

  /** Keeps records, a line for each; nothing where there are none. Says where. */
  public async keep(key: string, records: readonly KeptRecord[]): Promise<string | undefined> {
    return records.length > 0 ? this.put(`${key}.jsonl`, records.map((record) => `${JSON.stringify(record)}\n`).join('')) : undefined;
  }

  /** Writes down what a file held. */
  public async receipt(key: string, receipt: FileReceipt): Promise<string> {
    return this.put(`${key}/summary.json`, `${JSON.stringify(receipt, null, 2)}\n`);
  }

  private async put(key: string, text: string): Promise<string> {
    const Key = `${this.prefix}${key}`;
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body: text, ContentType: key.endsWith('.json') ? 'application/json' : 'application/x-ndjson' }));
    return `s3://${this.bucket}/${Key}`;
  }
}
