import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { listing } from '../containers/s3-fake';

export interface SentEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: string[];
  readonly detail: any;
}

/** Just enough of S3 (put, get, list), EventBridge (PutEvents) and the Glue Data Catalog to see what the stand-in does with them. */
export class FakeAws {
  readonly objects = new Map<string, Buffer>();
  readonly events: SentEvent[] = [];
  /** Databases and tables of the catalogue, by `<database>` and `<database>.<table>`. */
  readonly catalogue = new Map<string, any>();
  /** While true, every request is answered with an error. */
  broken = false;
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  details(detailType: string): any[] {
    return this.events.filter((event) => event.detailType === detailType).map((event) => event.detail);
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const body = Buffer.concat(chunks);
    const [path, search] = (request.url ?? '').split('?');
    const [key, query] = [decodeURIComponent(path.slice(1)), new URLSearchParams(search)];
    if (this.broken) {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end('{"__type":"Broken","message":"broken on purpose"}');
    } else if (request.headers['x-amz-target'] === 'AWSEvents.PutEvents') {
      const { Entries: entries } = JSON.parse(body.toString('utf8'));
      for (const entry of entries) {
        this.events.push({ source: entry.Source, detailType: entry.DetailType, resources: entry.Resources, detail: JSON.parse(entry.Detail) });
      }
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}');
    } else if (request.headers['x-amz-target']?.toString().startsWith('AWSGlue.')) {
      const answer = this.keepInCatalogue(request.headers['x-amz-target'].toString(), JSON.parse(body.toString('utf8')));
      response.writeHead(answer.__type ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    } else if (request.method === 'PUT') {
      this.objects.set(key, unchunked(request, body));
      response.writeHead(200, { etag: '"1"' }).end();
    } else if (query.get('list-type') === '2') {
      response.writeHead(200, { 'content-type': 'application/xml' }).end(listing(this.objects, key.replace(/\/$/, ''), query));
    } else if (this.objects.has(key)) {
      const content = this.objects.get(key)!;
      response.writeHead(200, { 'content-length': content.length }).end(content);
    } else {
      response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>');
    }
  }

  private keepInCatalogue(target: string, { DatabaseName, DatabaseInput, TableInput }: any): { __type?: string } {
    const name = TableInput ? `${DatabaseName}.${TableInput.Name}` : DatabaseInput.Name;
    if (target.includes('.Create') && this.catalogue.has(name)) {
      return { __type: 'AlreadyExistsException' };
    }
    this.catalogue.set(name, TableInput ?? DatabaseInput);
    return {};
  }
}

/** The content of a body that the SDK sent in signed chunks. */
function unchunked(request: http.IncomingMessage, body: Buffer): Buffer {
  if (request.headers['content-encoding'] !== 'aws-chunked') {
    return body;
  }
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = parseInt(body.subarray(at, lineEnd).toString('latin1'), 16);
    if (!size) {
      return Buffer.concat(parts);
    }
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
