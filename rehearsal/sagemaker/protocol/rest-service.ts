import type { Json, ServiceError } from '../api';
import { RestRoutes, type HttpRequest } from './rest-routes';
import type { Service } from './service';

/** What a request is answered with. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** One service that speaks REST-JSON. */
export class RestService {
  private readonly routes: RestRoutes;

  constructor(private readonly service: Service) {
    this.routes = new RestRoutes(service.model);
  }

  /** The answer; nothing when the service has no such address. */
  async reply(request: HttpRequest): Promise<Reply | undefined> {
    try {
      const found = this.routes.match(request);
      return found && this.written(found.operation, await this.service.call(found.operation, found.input, request.headers['user-agent'] as string | undefined));
    } catch (error) {
      return this.refusal(error as ServiceError);
    }
  }

  /** An answer as the model's http traits place it: in headers, as the body, or as the members of a JSON body. */
  private written(operation: string, answer: Json): Reply {
    const { model } = this.service;
    const output = model.operation(operation).output?.shape;
    const shape = output === undefined ? undefined : model.shape(output);
    if (!shape?.payload) {
      return { status: 200, headers: JSON_TYPE, body: JSON.stringify(answer) };
    }
    const headers = Object.entries(shape.members ?? {})
      .filter(([name, member]) => member.location === 'header' && answer[name] !== undefined)
      .map(([name, member]) => [member.locationName ?? name, String(answer[name])]);
    return { status: 200, headers: Object.fromEntries(headers), body: Buffer.from(answer[shape.payload], 'latin1') };
  }

  private refusal({ code, message, members, statusCode }: ServiceError): Reply {
    const runtimeCode = code === 'ValidationException' ? 'ValidationError' : code;
    const status = this.service.model.description.shapes[runtimeCode]?.error?.httpStatusCode ?? statusCode;
    return { status, headers: { ...JSON_TYPE, 'x-amzn-errortype': runtimeCode }, body: JSON.stringify({ Message: message, ...members }) };
  }
}
