import type { Json } from '../api';
import { nameOf, statusOf, type Resource, type ResourceKind } from './resource';

/** What the report and leftover detection see of a resource. */
export interface ResourceSummary {
  readonly kind: string;
  readonly name: string;
  readonly arn: string;
  readonly status?: string;
  /** An ended run, which AWS keeps as history: not a leftover. */
  readonly history: boolean;
}

const ENDED = ['Completed', 'Failed', 'Stopped', 'Succeeded'];

/** All resources of one account in one region, in memory. */
export class ResourceStore {
  private readonly byArn = new Map<string, Resource>();
  private readonly byKind = new Map<string, Map<string, Resource>>();
  private sequence = 0;

  constructor(readonly region: string, readonly account: string) {}

  arn(path: string): string {
    return `arn:aws:sagemaker:${this.region}:${this.account}:${path}`;
  }

  add(kind: ResourceKind, id: string, attributes: Json, tags: readonly Json[] = []): Resource {
    const arn = this.arn(kind.arnPath(attributes));
    const resource: Resource = {
      kind, id, arn, sequence: this.sequence++, attributes,
      tags: new Map(tags.map((tag) => [String(tag.Key), String(tag.Value)])),
    };
    attributes[`${kind.name}Arn`] = arn;
    this.byArn.set(arn.toLowerCase(), resource);
    this.ofKind(kind).set(id, resource);
    return resource;
  }

  remove(resource: Resource): void {
    this.byArn.delete(resource.arn.toLowerCase());
    this.ofKind(resource.kind).delete(resource.id);
  }

  /** The one that a name or an ARN stands for. */
  find(kind: ResourceKind, idOrArn: string): Resource | undefined {
    const found = idOrArn.startsWith('arn:') ? this.findByArn(idOrArn) : this.ofKind(kind).get(idOrArn);
    return found?.kind === kind ? found : undefined;
  }

  /** The one that a request means, by the members that identify its kind; refused in the kind's own words when there is none. */
  require(kind: ResourceKind, input: Json): Resource {
    const id = identityOf(kind, input);
    const found = this.find(kind, id);
    if (!found) {
      throw kind.missing(id, id.startsWith('arn:') ? id : this.arn(kind.arnPath(input)));
    }
    return found;
  }

  findByArn(arn: string): Resource | undefined {
    return this.byArn.get(arn.toLowerCase());
  }

  all(kind: ResourceKind): Resource[] {
    return [...this.ofKind(kind).values()];
  }

  /** Everything that exists, without what is only still shown as deleted. */
  living(): ResourceSummary[] {
    return [...this.byArn.values()].filter(isAlive).map((resource) => ({
      kind: resource.kind.name,
      name: nameOf(resource),
      arn: resource.arn,
      status: statusOf(resource),
      history: resource.kind.isRun === true && ENDED.includes(statusOf(resource) ?? ''),
    }));
  }

  private ofKind(kind: ResourceKind): Map<string, Resource> {
    const found = this.byKind.get(kind.name) ?? new Map<string, Resource>();
    this.byKind.set(kind.name, found);
    return found;
  }
}

/** Whether a resource is more than a memory of a deleted one. */
export const isAlive = (resource: Resource): boolean => {
  const deleted = resource.kind.lifecycle?.deleted;
  return deleted === undefined || statusOf(resource) !== deleted;
};

/** The key of the resource that a request means. */
export function identityOf(kind: ResourceKind, input: Json): string {
  return kind.identity.map((member) => String(input[member] ?? '')).join('/');
}
