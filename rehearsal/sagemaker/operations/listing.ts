import { validationException, type Json } from '../api';
import type { Context } from '../context';
import { nameOf, type Resource, type ResourceKind } from '../resources/resource';
import { isAlive } from '../resources/resource-store';

const PAGING = ['MaxResults', 'NextToken', 'SortBy', 'SortOrder', 'CrossAccountFilterOption'];

/** Answers a List operation of a kind: its filters, order and pages are those of the request. */
export function list(kind: ResourceKind, input: Json, context: Context): Json {
  const listing = kind.listing;
  if (!listing) {
    throw new Error(`kind '${kind.name}' has no listing`);
  }
  const summary = context.model.summaryShape(listing.operation, listing.member);
  const found = context.resources.all(kind).filter((resource) => isAlive(resource) && matches(resource, input));
  const page = pageOf(inOrder(found, input, listing.order ?? 'Ascending'), input);
  return {
    [listing.member]: page.items.map((resource) => context.model.project(summary, resource.attributes)),
    ...(page.nextToken && { NextToken: page.nextToken }),
  };
}

/** One page of `items`, by the request's MaxResults and NextToken. */
export function pageOf<T>(items: readonly T[], input: Json): { items: T[]; nextToken?: string } {
  const start = input.NextToken ? Number(input.NextToken) : 0;
  if (!Number.isInteger(start) || start < 0 || start > items.length) {
    throw validationException(`The token '${String(input.NextToken)}' is not one that a previous call returned.`);
  }
  const end = start + Number(input.MaxResults ?? 100);
  return { items: items.slice(start, end), ...(end < items.length && { nextToken: String(end) }) };
}

function matches(resource: Resource, input: Json): boolean {
  return Object.entries(input).every(([filter, wanted]) => PAGING.includes(filter) || wanted === undefined || passes(resource, filter, wanted));
}

function passes(resource: Resource, filter: string, wanted: any): boolean {
  const { attributes, kind } = resource;
  const [, member, test] = /^(.*?)(After|Before|Contains|Prefix|Equals)?$/.exec(filter) as RegExpExecArray;
  const value = attributes[kind.listing?.filters?.[filter] ?? memberOf(resource, member)];
  switch (test) {
    case 'After': return seconds(value) > seconds(wanted);
    case 'Before': return seconds(value) < seconds(wanted);
    case 'Contains': return String(value ?? '').includes(String(wanted));
    case 'Prefix': return String(value ?? '').startsWith(String(wanted));
    default: return value === wanted;
  }
}

/** The member that a filter's first words mean: `Created` is the creation time, `Name` the name, `Status` the status. */
function memberOf(resource: Resource, words: string): string {
  const { kind } = resource;
  const meanings: Record<string, string> = {
    Created: 'CreationTime',
    ModifiedTime: 'LastModifiedTime',
    Name: kind.nameMember ?? kind.identity[kind.identity.length - 1],
    Status: kind.lifecycle?.member ?? 'Status',
  };
  return meanings[words] ?? words;
}

const seconds = (time: unknown): number => (typeof time === 'number' ? time : Date.parse(String(time)) / 1000);

function inOrder(found: readonly Resource[], input: Json, order: string): Resource[] {
  const by = String(input.SortBy ?? 'CreationTime');
  const key = (resource: Resource): string | number =>
    by.endsWith('Name') ? nameOf(resource) : by.endsWith('Status') ? String(resource.attributes[memberOf(resource, by)] ?? '') : resource.sequence;
  const sorted = [...found].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.sequence - b.sequence));
  return (input.SortOrder ?? order) === 'Descending' ? sorted.reverse() : sorted;
}
