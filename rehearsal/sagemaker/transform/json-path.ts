import { JobFailure } from '../../containers/failure';
import type { Json } from '../api';

/** One step of a path: names of members, positions (a slice has two ends), or all there are. */
type PathStep = { readonly names: readonly string[] } | { readonly places: readonly (number | readonly [number | undefined, number | undefined])[] } | 'all';

/** A filter of a transform job: picks parts of a record, as in `$[1:]`, `$[0,5:]`, `$.features` and `$['id','SageMakerOutput']`. */
export class JsonPath {
  static parse(text: string): JsonPath {
    const steps: PathStep[] = [];
    let rest = text.trim();
    const refuse = () => JobFailure.client(`JSONPath '${text}' cannot be read: it must begin with $, followed by names, positions, slices or *`);
    if (!rest.startsWith('$')) {
      throw refuse();
    }
    for (rest = rest.slice(1); rest !== '';) {
      const match = /^(?:\.([A-Za-z_][\w-]*|\*)|\[([^\]]+)\])/.exec(rest);
      const step = match && (match[1] === undefined ? inBrackets(match[2]) : match[1] === '*' ? 'all' : { names: [match[1]] });
      if (!step) {
        throw refuse();
      }
      steps.push(step);
      rest = rest.slice(match[0].length);
    }
    return new JsonPath(text, steps);
  }

  private constructor(private readonly text: string, private readonly steps: readonly PathStep[]) {}

  /** What it picks; fails where that is not there, as the service does. */
  pick(value: unknown): unknown {
    return this.steps.reduce((found, step) => this.follow(found, step), value);
  }

  private follow(value: unknown, step: PathStep): unknown {
    if (step === 'all') {
      return Array.isArray(value) ? value : Object.values(value as Json);
    }
    if ('names' in step) {
      const missing = step.names.find((name) => typeof value !== 'object' || value === null || !(name in value));
      if (missing !== undefined) {
        throw JobFailure.client(`JSONPath '${this.text}' finds no '${missing}' in ${JSON.stringify(value).slice(0, 200)}`);
      }
      const record = value as Json;
      return step.names.length === 1 ? record[step.names[0]] : Object.fromEntries(step.names.map((name) => [name, record[name]]));
    }
    const list: unknown[] = Array.isArray(value) ? value : [];
    const [first] = step.places;
    return step.places.length === 1 && typeof first === 'number' ? this.at(list, first)
      : step.places.flatMap((place) => (typeof place === 'number' ? [this.at(list, place)] : list.slice(place[0], place[1])));
  }

  private at(list: readonly unknown[], place: number): unknown {
    if (place >= list.length || place < -list.length) {
      throw JobFailure.client(`JSONPath '${this.text}' asks for position ${place} of ${list.length}`);
    }
    return list.at(place);
  }
}

function inBrackets(text: string): PathStep | undefined {
  const parts = text.split(',').map((part) => part.trim());
  if (text.trim() === '*') {
    return 'all';
  }
  if (parts.every((part) => /^(['"]).*\1$/.test(part))) {
    return { names: parts.map((part) => part.slice(1, -1)) };
  }
  const number = (digits: string) => (digits === '' ? undefined : Number(digits));
  return parts.every((part) => /^(-?\d+|-?\d*:-?\d*)$/.test(part))
    ? { places: parts.map((part) => (part.includes(':') ? [number(part.split(':')[0]), number(part.split(':')[1])] as const : Number(part))) }
    : undefined;
}
