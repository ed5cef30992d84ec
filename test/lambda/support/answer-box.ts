import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: any;
}

/** The place where CloudFormation waits for an answer: a web server on this machine. */
export class AnswerBox {
  public static async open(): Promise<AnswerBox> {
    const box = new AnswerBox();
    await new Promise<void>((resolve) => box.server.listen(0, '127.0.0.1', resolve));
    return box;
  }

  public readonly received: Received[] = [];
  /** Status codes of the next replies; 200 when there are none left. */
  public readonly replies: number[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.received.push({ method: request.method, headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
        response.writeHead(this.replies.shift() ?? 200).end();
      });
    });
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/answer?signature=secret`;
  }

  /** Bodies of the answers. */
  public get answers(): any[] {
    return this.received.map(({ body }) => body);
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
