import type { Json } from '../sagemaker/api';
import { BRANCHES, type Dependency, type PlacedStep, type StepDefinition } from './definition';

/** Where a value is found: names of members, positions in lists and keys of maps, in their order. */
export type Path = readonly (string | number)[];

/** `Outputs['train'].S3Uri` or `scores[0]` as a path; undefined when it cannot be read. */
export function parsePath(text: string): Path | undefined {
  const steps: (string | number)[] = [];
  let rest = text.startsWith('[') ? text : `.${text}`;
  while (rest !== '') {
    const match = /^(?:\.([^.[\]]+)|\[(\d+)\]|\[(['"])(.*?)\3\])/.exec(rest);
    if (!match) {
      return undefined;
    }
    const [all, member, position, , key] = match;
    steps.push(position === undefined ? (member ?? key) : Number(position));
    rest = rest.slice(all.length);
  }
  return steps;
}

/** The value at a path. A key also finds the member of a list that carries it as its name, as in `Outputs['train']`. */
export function follow(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((found, step) => {
    if (Array.isArray(found) && typeof step === 'string') {
      return found.find((item) => isObject(item) && Object.entries(item).some(([member, name]) => member.endsWith('Name') && name === step));
    }
    return isObject(found) || Array.isArray(found) ? (found as Json)[step] : undefined;
  }, value);
}

/** The text of `{"Get": text}`, and undefined for anything else. */
export function referenceIn(value: unknown): string | undefined {
  return isObject(value) && Object.keys(value).length === 1 && typeof value.Get === 'string' ? value.Get : undefined;
}

/** Every text of a `{"Get": text}` within a value, at any depth. */
export function allReferences(value: unknown): string[] {
  const text = referenceIn(value);
  if (text !== undefined) {
    return [text];
  }
  return Array.isArray(value) || isObject(value) ? Object.values(value).flatMap(allReferences) : [];
}

/** What a step says itself, without the steps inside it. */
export function ownPart(step: StepDefinition): Json {
  if (step.Type !== 'Condition') {
    return step;
  }
  const own = Object.entries(step.Arguments ?? {}).filter(([member]) => !(BRANCHES as readonly string[]).includes(member));
  return { ...step, Arguments: Object.fromEntries(own) };
}

/** Names of the steps that must end before a step starts: those it names, those whose outputs it uses and its condition. */
export function dependenciesOf({ step, gate }: PlacedStep): string[] {
  const used = allReferences(ownPart(step)).flatMap((text) => /^Steps\.([^.[]+)/.exec(text)?.[1] ?? []);
  return [...new Set([...(step.DependsOn ?? []).map(nameIn), ...used, ...(gate ? [gate.condition] : [])])];
}

/** The step that a dependency names. */
export function nameIn(dependency: Dependency): string {
  return typeof dependency === 'string' ? dependency : dependency.Step;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
