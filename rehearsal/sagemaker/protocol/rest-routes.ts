import { ServiceError, type Json } from '../api';
import type { ServiceModel } from '../model/service-model';
import type { MemberReference, Operation } from '../model/shapes';

/** A request as it came in. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface RestRequest {
  readonly operation: string;
  readonly input: Json;
}

interface Route {
  readonly operation: Operation;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
}

/** Finds the operation of a REST-JSON request, and its input in path, query, headers and body, by the model's http traits. */
export class RestRoutes {
  private readonly routes: readonly Route[];

  constructor(private readonly model: ServiceModel) {
    this.routes = model.operations.map((operation) => {
      const [path] = operation.http.requestUri.split('?');
      return {
        operation,
        method: operation.http.method,
        path: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
        labels: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]),
      };
    });
  }

  match(request: HttpRequest): RestRequest | undefined {
    for (const route of this.routes) {
      const found = request.method === route.method ? route.path.exec(request.url.pathname) : null;
      if (found) {
        const labels = Object.fromEntries(route.labels.map((label, index) => [label, decodeURIComponent(found[index + 1])]));
        return { operation: route.operation.name, input: this.inputOf(route.operation, labels, request) };
      }
    }
    return undefined;
  }

  private inputOf(operation: Operation, labels: Readonly<Record<string, string>>, { url, headers, body }: HttpRequest): Json {
    const shape = this.model.shape(operation.input?.shape ?? '');
    const input: Json = shape.payload ? { [shape.payload]: body.toString('latin1') } : parseObject(body.toString('utf8'));
    for (const [name, member] of Object.entries(shape.members ?? {})) {
      const wireName = member.locationName ?? name;
      if (member.location === 'uri') {
        input[name] = labels[wireName];
      } else if (member.location === 'querystring' && url.searchParams.has(wireName)) {
        input[name] = this.fromQuery(member, url.searchParams.getAll(wireName));
      } else if (member.location === 'header' && headers[wireName.toLowerCase()] !== undefined) {
        input[name] = String(headers[wireName.toLowerCase()]);
      }
    }
    return input;
  }

  private fromQuery(member: MemberReference, values: readonly string[]): unknown {
    switch (this.model.shape(member.shape).type) {
      case 'list': return values;
      case 'integer':
      case 'long': return Number(values[0]);
      case 'boolean': return values[0] === 'true';
      default: return values[0];
    }
  }
}

/** The JSON object of a body; refused as the service refuses anything else. */
export function parseObject(body: string): Json {
  try {
    const value: unknown = body ? JSON.parse(body) : {};
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value;
    }
  } catch {
    // answered below, like every other body that is no JSON object
  }
  throw new ServiceError('SerializationException', 'The request body is not a JSON object.');
}
