import { createServer, type Server } from 'node:http';
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';

/** An S3 in memory that speaks enough of the protocol for SDKs in any language: put, get, head and list objects. */
export class S3Fake {
  readonly objects = new Map<string, Buffer>();
  private server?: Server;

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server!.address() as AddressInfo).port}`;
  }

  /** What the users' code needs to reach it. */
  get environment(): Record<string, string> {
    return { AWS_ENDPOINT_URL: this.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  }

  client(): S3Client {
    return new S3Client({
      endpoint: this.endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  }

  put(uri: string, body: string | Buffer): void {
    this.objects.set(uri.replace('s3://', ''), Buffer.from(body));
  }

  text(uri: string): string {
    const body = this.objects.get(uri.replace('s3://', ''));
    if (!body) {
      throw new Error(`nothing is at ${uri}; there is: ${[...this.objects.keys()].join(', ')}`);
    }
    return body.toString();
  }

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url!, 'http://s3');
        const path = decodeURIComponent(url.pathname.slice(1));
        const answer = this.answer(request.method!, path, url.searchParams, Buffer.concat(chunks));
        response.writeHead(answer.status, { 'content-type': 'application/xml', 'content-length': String(answer.body.length), ...answer.headers });
        response.end(request.method === 'HEAD' ? undefined : answer.body);
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private answer(method: string, path: string, query: URLSearchParams, body: Buffer): { status: number; body: Buffer; headers?: Record<string, string> } {
    if (method === 'PUT') {
      this.objects.set(path, body);
      return { status: 200, body: Buffer.alloc(0), headers: { etag: '"1"' } };
    }
    if (query.get('list-type') === '2') {
      return { status: 200, body: listing(this.objects, path.replace(/\/$/, ''), query) };
    }
    const object = this.objects.get(path);
    if (!object) {
      return { status: 404, body: Buffer.from('<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>') };
    }
    const etag = `"${createHash('md5').update(object).digest('hex')}"`;
    return { status: 200, body: object, headers: { etag, 'last-modified': new Date(0).toUTCString() } };
  }
}

/** The answer to ListObjectsV2. */
export function listing(objects: ReadonlyMap<string, Buffer>, bucket: string, query: URLSearchParams): Buffer {
  const keys = [...objects.keys()].filter((key) => key.startsWith(`${bucket}/${query.get('prefix') ?? ''}`)).sort();
  const contents = keys.map((key) => `<Contents><Key>${key.slice(bucket.length + 1)}</Key><Size>1</Size></Contents>`).join('');
  return Buffer.from(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`);
}
