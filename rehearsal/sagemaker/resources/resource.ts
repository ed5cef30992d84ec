import type { Json, ServiceError } from '../api';
import type { Context } from '../context';

/** One thing that exists in the stand-in's account. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly arn: string;
  /** Members of requests and of answers, in one document. */
  readonly attributes: Json;
  readonly tags: Map<string, string>;
  /** Order of creation, which breaks ties of time. */
  readonly sequence: number;
  /** Stops the process behind a run. */
  stop?: () => void;
}

/** The states a kind passes through, in the words of its own status member. */
export interface Lifecycle {
  readonly member: string;
  readonly creating?: string;
  readonly ready: string;
  readonly updating?: string;
  readonly deleting?: string;
  /** The state that a deleted one is still shown in; without it, it is simply gone. */
  readonly deleted?: string;
  /** Its states follow from work that its own operations start, not from time that passes. */
  readonly ownPace?: boolean;
}

export interface Listing {
  readonly operation: string;
  /** The member of the answer that holds the list. */
  readonly member: string;
  /** The order when the caller names none. */
  readonly order?: 'Ascending' | 'Descending';
  /** Filters whose name does not say which member they look at: filter -> member. */
  readonly filters?: Readonly<Record<string, string>>;
}

/** All that sets one kind of resource apart from another; see the tables in `kinds/`. */
export interface ResourceKind {
  readonly name: string;
  /** Members of a request that together say which one is meant; an ARN may stand in for a single name. */
  readonly identity: readonly string[];
  /** The member that a person would call its name; by default the last of the identity. */
  readonly nameMember?: string;
  /** What follows `arn:aws:sagemaker:<region>:<account>:`, with the service's habits of upper and lower case. */
  readonly arnPath: (attributes: Json) => string;
  readonly lifecycle?: Lifecycle;
  readonly listing?: Listing;
  /** The EventBridge detail type of its state changes, if it has one. */
  readonly eventType?: string;
  /** A run is history once it has ended: AWS keeps it, and nobody has to clean it up. */
  readonly isRun?: boolean;
  readonly missing: (id: string, arn: string) => ServiceError;
  readonly exists: (id: string, arn: string) => ServiceError;
  /** Members the service adds at creation; throws when what the request refers to is not there. */
  readonly prepare?: (attributes: Json, context: Context) => Json;
  /** The document after an update; by default the request's members are merged in. */
  readonly change?: (resource: Resource, input: Json, context: Context) => Json;
  /** Throws while something still needs it. */
  readonly guardDelete?: (resource: Resource, context: Context) => void;
  /** Lets go of what belongs to it when it is gone. */
  readonly onDeleted?: (resource: Resource, context: Context) => void;
}

export const nameOf = (resource: Resource): string => {
  const member = resource.kind.nameMember ?? resource.kind.identity[resource.kind.identity.length - 1];
  return String(resource.attributes[member] ?? resource.id);
};

export const statusOf = (resource: Resource): string | undefined =>
  resource.kind.lifecycle && resource.attributes[resource.kind.lifecycle.member];
