import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceError } from '../api';
import type { AdminRoutes } from './admin-routes';
import { parseObject, type HttpRequest } from './rest-routes';
import type { Reply, RestService } from './rest-service';
import type { Service } from './service';

/** Speaks AWS JSON 1.1 for SageMaker, REST-JSON for its runtimes, and plain JSON for the rehearsal's own routes. */
export class HttpServer {
  private readonly server = http.createServer((request, response) => {
    this.serve(request, response).catch(() => response.destroy());
  });

  constructor(private readonly sagemaker: Service, private readonly runtimes: readonly RestService[], private readonly admin: AdminRoutes) {}

  /** Listens on this machine only; port 0 takes a free one. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const reply = await this.reply({
      method: request.method ?? 'GET', url: new URL(request.url ?? '/', 'http://127.0.0.1'), headers: request.headers, body: Buffer.concat(chunks),
    });
    response.writeHead(reply.status, reply.headers).end(reply.body);
  }

  private async reply(request: HttpRequest): Promise<Reply> {
    const { method, url, headers, body } = request;
    if (url.pathname.startsWith('/_rehearsal/')) {
      const answer = await this.admin.answer(method, url.pathname, body.toString('utf8'));
      return { status: answer.status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer.body) };
    }
    const target = headers['x-amz-target'];
    return typeof target === 'string' ? this.replyJson(target, request) : this.replyRest(request);
  }

  private async replyJson(target: string, request: HttpRequest): Promise<Reply> {
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    try {
      const operation = target.slice(target.indexOf('.') + 1);
      const answer = await this.sagemaker.call(operation, parseObject(request.body.toString('utf8')), request.headers['user-agent'] as string | undefined);
      return { status: 200, headers, body: JSON.stringify(answer) };
    } catch (error) {
      const { code, message, statusCode } = error as ServiceError;
      return { status: statusCode, headers, body: JSON.stringify({ __type: code, message, Message: message }) };
    }
  }

  private async replyRest(request: HttpRequest): Promise<Reply> {
    for (const runtime of this.runtimes) {
      const reply = await runtime.reply(request);
      if (reply) {
        return reply;
      }
    }
    const message = `No operation of the runtimes answers ${request.method} ${request.url.pathname}.`;
    const headers = { 'content-type': 'application/json', 'x-amzn-errortype': 'UnknownOperationException' };
    return { status: 404, headers, body: JSON.stringify({ Message: message }) };
  }
}
