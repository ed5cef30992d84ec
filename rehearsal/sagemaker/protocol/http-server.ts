import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceError, type Json } from '../api';
import type { AdminRoutes } from './admin-routes';
import { RestRoutes } from './rest-routes';
import type { Service } from './service';

/** What a request is answered with. */
interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** Speaks AWS JSON 1.1 for SageMaker, REST-JSON for the feature store runtime, and plain JSON for the rehearsal's own routes. */
export class HttpServer {
  private readonly server = http.createServer((request, response) => {
    this.serve(request, response).catch(() => response.destroy());
  });
  private readonly restRoutes: RestRoutes;

  constructor(private readonly sagemaker: Service, private readonly featureStore: Service, private readonly admin: AdminRoutes) {
    this.restRoutes = new RestRoutes(featureStore.model);
  }

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
    const reply = await this.reply(request, Buffer.concat(chunks).toString('utf8'));
    response.writeHead(reply.status, reply.headers).end(JSON.stringify(reply.body));
  }

  private async reply(request: http.IncomingMessage, body: string): Promise<Reply> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const method = request.method ?? 'GET';
    const caller = request.headers['user-agent'];
    if (url.pathname.startsWith('/_rehearsal/')) {
      const answer = await this.admin.answer(method, url.pathname, body);
      return { status: answer.status, headers: { 'content-type': 'application/json' }, body: answer.body };
    }
    const target = request.headers['x-amz-target'];
    return typeof target === 'string' ? this.replyJson(target, body, caller) : this.replyRest(method, url, body, caller);
  }

  private async replyJson(target: string, body: string, caller?: string): Promise<Reply> {
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    try {
      const answer = await this.sagemaker.call(target.slice(target.indexOf('.') + 1), parse(body), caller);
      return { status: 200, headers, body: answer };
    } catch (error) {
      const { code, message, statusCode } = error as ServiceError;
      return { status: statusCode, headers, body: { __type: code, message, Message: message } };
    }
  }

  private async replyRest(method: string, url: URL, body: string, caller?: string): Promise<Reply> {
    const headers = { 'content-type': 'application/json' };
    try {
      const found = this.restRoutes.match(method, url, checked(body));
      if (!found) {
        throw new ServiceError('UnknownOperationException', `No operation of the feature store runtime answers ${method} ${url.pathname}.`, 404);
      }
      return { status: 200, headers, body: await this.featureStore.call(found.operation, found.input, caller) };
    } catch (error) {
      const { code, message } = error as ServiceError;
      const runtimeCode = code === 'ValidationException' ? 'ValidationError' : code;
      const status = this.featureStore.model.description.shapes[runtimeCode]?.error?.httpStatusCode ?? (error as ServiceError).statusCode;
      return { status, headers: { ...headers, 'x-amzn-errortype': runtimeCode }, body: { Message: message } };
    }
  }
}

function parse(body: string): Json {
  return body ? (JSON.parse(checked(body)) as Json) : {};
}

/** The text of a body, refused as the service refuses one that is not a JSON object. */
function checked(body: string): string {
  try {
    const value: unknown = body ? JSON.parse(body) : {};
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return body;
    }
  } catch {
    // answered below, like every other body that is no JSON object
  }
  throw new ServiceError('SerializationException', 'The request body is not a JSON object.');
}
