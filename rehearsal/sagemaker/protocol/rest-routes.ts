import type { Json } from '../api';
import type { ServiceModel } from '../model/service-model';
import type { MemberReference, Operation } from '../model/shapes';

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

/** Finds the operation of a REST-JSON request, and its input in path, query and body, by the model's http traits. */
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

  match(method: string, url: URL, body: string): RestRequest | undefined {
    for (const route of this.routes) {
      const found = method === route.method ? route.path.exec(url.pathname) : null;
      if (found) {
        const labels = Object.fromEntries(route.labels.map((label, index) => [label, decodeURIComponent(found[index + 1])]));
        return { operation: route.operation.name, input: this.inputOf(route.operation, labels, url.searchParams, body) };
      }
    }
    return undefined;
  }

  private inputOf(operation: Operation, labels: Readonly<Record<string, string>>, query: URLSearchParams, body: string): Json {
    const members = Object.entries(this.model.shape(operation.input?.shape ?? '').members ?? {});
    const input: Json = body ? (JSON.parse(body) as Json) : {};
    for (const [name, member] of members) {
      const wireName = member.locationName ?? name;
      if (member.location === 'uri') {
        input[name] = labels[wireName];
      } else if (member.location === 'querystring' && query.has(wireName)) {
        input[name] = this.fromQuery(member, query.getAll(wireName));
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
