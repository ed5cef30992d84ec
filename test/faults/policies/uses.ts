import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sent } from '../wire';
import type { Site } from './template';

/** What AWS asks a policy about: one action on one resource, with what conditions can look at. */
export interface Use {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  /** What leads to it. */
  readonly by: string;
}

/** What a call takes, with the request's members in braces. */
interface Needs {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly context?: Readonly<Record<string, string>>;
  /** Why, where it is not the call itself. */
  readonly why?: string;
}

const TABLE = JSON.parse(readFileSync(join(__dirname, 'actions.json'), 'utf8')) as Readonly<Record<string, readonly Needs[]>>;
/** The answer to CloudFormation goes to a URL that is signed already. */
const WITHOUT_POLICY = ['cloudformation Answer'];

/** Everything that a function was seen to use, each thing once. */
export function usesOf(sent: readonly Sent[], site: Site): Use[] {
  const uses = new Map<string, Use>();
  const note = (needs: readonly Needs[], by: string, values: unknown) => needs.forEach(({ actions, resources, context = {} }) => {
    for (const action of actions) {
      for (const resource of resources) {
        const use = { action, resource: filled(resource, values, by), context: mapped(context, (text) => filled(text, values, by)) };
        uses.set(JSON.stringify(use), { ...use, by });
      }
    }
  });
  note(TABLE['every function'], 'every function', site);
  note(site.key === undefined ? [] : TABLE['every function with a key'], 'every function with a key', site);
  note(site.deadLetters === undefined ? [] : TABLE['every function with dead letters'], 'every function with dead letters', site);
  for (const { service, command, input } of sent) {
    const call = `${service} ${command}`;
    if (!WITHOUT_POLICY.includes(call)) {
      note(needsOf(call), call, { ...site, ...input as object, ...queueOf(input as object, site) });
      note(TABLE[`every request to ${service}`] ?? [], call, site);
    }
  }
  return [...uses.values()];
}

/** Requests name queues by their URLs, and policies by their ARNs. */
function queueOf({ QueueUrl }: { readonly QueueUrl?: string }, { deadLetters }: Site): { queueArn?: string } {
  const [, region, account, name] = /^https:\/\/sqs\.([^.]+)\.amazonaws\.com\/(\d+)\/(.+)$/.exec(QueueUrl ?? '') ?? [];
  return name === undefined ? {} : { queueArn: name === 'dead-letters' ? deadLetters : `arn:aws:sqs:${region}:${account}:${name}` };
}

function needsOf(call: string): readonly Needs[] {
  const needs = TABLE[call];
  if (!needs) {
    throw new Error(`test/faults/policies/actions.json does not know which actions ${call} takes`);
  }
  return needs;
}

/** `endpoint/{EndpointName}`, `{Entries.0.Source}`. */
function filled(text: string, values: unknown, by: string): string {
  return text.replace(/\{([^}]+)\}/g, (_, path: string) => {
    const value = path.split('.').reduce((at: any, member) => at?.[member], values);
    if (typeof value !== 'string') {
      throw new Error(`a request '${by}' has no ${path}, which test/faults/policies/actions.json names`);
    }
    return value;
  });
}

function mapped(texts: Readonly<Record<string, string>>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));
}
