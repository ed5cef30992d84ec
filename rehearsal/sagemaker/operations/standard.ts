import type { Json } from '../api';
import type { Context, Handlers } from '../context';
import { mergeDocuments } from '../resources/documents';
import { statusOf, type Resource, type ResourceKind } from '../resources/resource';
import { identityOf, isAlive } from '../resources/resource-store';
import { list } from './listing';

/** Create, Describe, Update, Delete and List of a kind, as far as the service has them, from the kind's table entry alone. */
export function standardOperations(kind: ResourceKind, context: Context): Handlers {
  const { model, resources } = context;
  const answer = (operation: string, resource: Resource): Json => {
    const output = model.operation(operation).output;
    return output ? model.project(output.shape, resource.attributes) : {};
  };
  const handlers: Record<string, (input: Json) => Json> = {
    [`Create${kind.name}`]: (input) => answer(`Create${kind.name}`, create(kind, input, context)),
    [`Describe${kind.name}`]: (input) => answer(`Describe${kind.name}`, resources.require(kind, input)),
    [`Update${kind.name}`]: (input) => answer(`Update${kind.name}`, update(resources.require(kind, input), input, context)),
    [`Delete${kind.name}`]: (input) => {
      const resource = resources.require(kind, input);
      const described = answer(`Delete${kind.name}`, resource);
      remove(resource, context);
      return described;
    },
  };
  if (kind.listing) {
    handlers[kind.listing.operation] = (input) => list(kind, input, context);
  }
  return Object.fromEntries(Object.entries(handlers).filter(([operation]) => operation in model.description.operations));
}

/** Adds a resource, lets it pass through its creating state, and tells EventBridge of both. */
export function create(kind: ResourceKind, input: Json, context: Context): Resource {
  const { resources, clockwork, settings } = context;
  const { Tags: tags, ClientRequestToken: _token, ClientToken: _clientToken, ...members } = input;
  const time = clockwork.now();
  const attributes: Json = { ...members, CreationTime: time, LastModifiedTime: time };
  Object.assign(attributes, kind.prepare?.(attributes, context));
  const id = identityOf(kind, attributes);
  const existing = resources.find(kind, id);
  if (existing && isAlive(existing)) {
    throw kind.exists(id, existing.arn);
  }
  if (kind.lifecycle) {
    attributes[kind.lifecycle.member] ??= kind.lifecycle.creating ?? kind.lifecycle.ready;
  }
  const resource = resources.add(kind, id, attributes, tags);
  context.events.stateChange(resource);
  if (kind.lifecycle?.creating && statusOf(resource) === kind.lifecycle.creating && !kind.isRun && !kind.lifecycle.ownPace) {
    const { creating, ready } = kind.lifecycle;
    clockwork.later(settings.stepMs, () => moveOn(resource, creating, ready, context));
  }
  return resource;
}

/** Merges an update into a resource and lets it pass through its updating state. */
export function update(resource: Resource, input: Json, context: Context): Resource {
  const { kind, attributes } = resource;
  const { ClientRequestToken: _token, ClientToken: _clientToken, ...members } = input;
  const changed = kind.change ? kind.change(resource, members, context) : mergeDocuments(attributes, members);
  const identity = Object.fromEntries(kind.identity.map((member) => [member, attributes[member]]));
  Object.assign(attributes, changed, identity, { LastModifiedTime: context.clockwork.now() });
  if (kind.lifecycle?.updating) {
    const { member, updating, ready } = kind.lifecycle;
    attributes[member] = updating;
    context.clockwork.later(context.settings.stepMs, () => moveOn(resource, updating, ready, context));
  }
  context.events.stateChange(resource);
  return resource;
}

/** Deletes a resource, through its deleting state if it has one, unless something still needs it. */
export function remove(resource: Resource, context: Context): void {
  const { kind } = resource;
  kind.guardDelete?.(resource, context);
  const gone = () => {
    if (kind.lifecycle?.deleted) {
      moveOn(resource, kind.lifecycle.deleting ?? '', kind.lifecycle.deleted, context);
    } else {
      context.resources.remove(resource);
    }
    kind.onDeleted?.(resource, context);
  };
  if (kind.lifecycle?.deleting) {
    if (statusOf(resource) === kind.lifecycle.deleting) {
      return;
    }
    setStatus(resource, kind.lifecycle.deleting, context);
    context.clockwork.later(context.settings.stepMs, gone);
  } else {
    gone();
  }
}

/** Sets a status and tells EventBridge. */
export function setStatus(resource: Resource, status: string, context: Context): void {
  if (resource.kind.lifecycle) {
    resource.attributes[resource.kind.lifecycle.member] = status;
    resource.attributes.LastModifiedTime = context.clockwork.now();
    context.events.stateChange(resource);
  }
}

/** The next state, if nothing else has happened to the resource in the meantime. */
function moveOn(resource: Resource, from: string, to: string, context: Context): void {
  if (statusOf(resource) === from) {
    setStatus(resource, to, context);
  }
}
