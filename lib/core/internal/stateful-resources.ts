import { CfnResource, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import facts from '../facts/stateful-resources.json';
import { TOKEN_MARK } from './tokens-in-text';

/** What CloudFormation does when properties of a kind of resource change. Properties below others are written with a slash. */
export interface StatefulKind {
  /** What people call it. */
  readonly noun: string;
  /** What is in it that a new one would not have. */
  readonly holds: string;
  /** Properties whose change replaces it. */
  readonly replaces: readonly string[];
  /** Properties on whose change AWS's own sources disagree, or which replace it in some cases. */
  readonly mayReplace?: readonly string[];
  /** A list that can be added to at its end and not changed otherwise, and how many entries one update may add; any number where it is left out. */
  readonly grows?: { readonly property: string; readonly most?: number };
}

const KINDS = new Map<string, StatefulKind>(Object.entries(facts));

/** The kind of a resource type; undefined for types that hold nothing which a replacement would lose. */
export function statefulKind(type: string): StatefulKind | undefined {
  return KINDS.get(type);
}

/** What decides whether CloudFormation keeps a resource, as its template says it. */
export interface Shape {
  readonly type: string;
  /** Path of the construct, as people know it. */
  readonly path: string;
  /** Values of the properties that replace it, by their path; absent ones are left out. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A stateful resource of the app. */
export interface Stateful {
  readonly stack: string;
  readonly logicalId: string;
  readonly shape: Shape;
  readonly resource: CfnResource;
}

/** The stateful resources among constructs; references must be settled. */
export function statefulAmong(constructs: readonly IConstruct[]): Stateful[] {
  return constructs.filter(CfnResource.isCfnResource).flatMap((resource) => {
    const kind = statefulKind(resource.cfnResourceType);
    const stack = Stack.of(resource);
    return kind ? [{ resource, stack: stack.node.path, logicalId: stack.resolve(resource.logicalId) as string, shape: shapeOf(resource, kind) }] : [];
  });
}

function shapeOf(resource: CfnResource, kind: StatefulKind): Shape {
  const properties = writtenProperties(resource);
  const values = [...kind.replaces, ...kind.mayReplace ?? []].sort().map((path) => [path, valueAt(properties, path)] as const);
  const grown = kind.grows && valueAt(properties, kind.grows.property);
  return {
    type: resource.cfnResourceType,
    path: pathOf(resource),
    properties: Object.fromEntries([
      ...values.filter(([, value]) => value !== undefined),
      ...kind.grows && Array.isArray(grown) ? [[kind.grows.property, grown.map(inOneLine)]] : [],
    ]) as Record<string, unknown>,
  };
}

/** The properties as the template has them, overrides included. */
export function writtenProperties(resource: CfnResource): unknown {
  const written = resource as unknown as { _toCloudFormation(): unknown };
  const { Resources } = Stack.of(resource).resolve(written._toCloudFormation()) as { Resources: Record<string, { Properties?: unknown }> };
  return Object.values(Resources)[0].Properties;
}

function valueAt(properties: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], properties);
}

/** An entry of a list as people read it: `customer_id String`. */
function inOneLine(entry: unknown): string {
  const values = typeof entry === 'object' && entry !== null ? Object.values(entry as Record<string, unknown>) : [entry];
  return values.map((value) => (typeof value === 'string' && !value.includes(TOKEN_MARK) ? value : JSON.stringify(value))).join(' ');
}

/** The construct that people made, rather than the resource in it. */
function pathOf(resource: CfnResource): string {
  return resource.node.id === 'Resource' && resource.node.scope ? resource.node.scope.node.path : resource.node.path;
}
