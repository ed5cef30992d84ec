import type { Json } from '../api';
import type { ServiceModel } from '../model/service-model';
import type { Resource } from '../resources/resource';

/** Members whose value events write in another way than the API: `InService` becomes `IN_SERVICE`. */
const UPPER_SNAKE = new Set(['EndpointStatus']);

/** The detail of a state change event: what Describe says, with times in milliseconds, and the tags. */
export function stateChangeDetail(resource: Resource, model: ServiceModel): Json {
  const describe = model.operation(`Describe${resource.kind.name}`);
  const described = model.project(describe.output?.shape ?? '', resource.attributes);
  const detail: Json = {};
  for (const [member, value] of Object.entries(described)) {
    if (member === 'NextToken') {
      continue;
    }
    detail[member] = UPPER_SNAKE.has(member) ? upperSnake(String(value)) : inMilliseconds(member, value);
  }
  return { ...detail, Tags: [...resource.tags].map(([Key, Value]) => ({ Key, Value })) };
}

/** Times are written in milliseconds, however deep they lie. */
function inMilliseconds(member: string, value: unknown): unknown {
  if (typeof value === 'number') {
    return member.endsWith('Time') ? Math.round(value * 1000) : value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => inMilliseconds('', item));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inMilliseconds(name, inner)]))
    : value;
}

/** `RollingBack` as `ROLLING_BACK`. */
export const upperSnake = (status: string): string => status.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();

/** The moment as pipeline events write it, say `2026-01-26T12:25:24.000Z`. */
export const isoTime = (seconds: number | undefined): string | undefined =>
  seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();
