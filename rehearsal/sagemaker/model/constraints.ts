import { wholeValuePattern } from './java-pattern';
import type { MemberReference, Shape } from './shapes';

/** What is wrong with one value, worded as the service words it. */
export interface Problem {
  /** Where, in the service's own way of naming members: `inputDataConfig.1.member.channelName`. */
  readonly path: string;
  readonly message: string;
  /** A value of the wrong JSON type; the service answers these with a SerializationException. */
  readonly wrongType?: boolean;
}

export interface ValidationOptions {
  /** Members of the outermost structure that may be missing although the model requires them. */
  readonly absent?: readonly string[];
  /** Says that a value stands for one that is only known later (a pipeline reference, a token), so it is not looked into. */
  readonly isReference?: (value: unknown) => boolean;
}

type ShapeLookup = (name: string) => Shape;

/** Everything that keeps `value` from being a value of the named shape; empty when nothing does. */
export function problemsOf(shapeOf: ShapeLookup, shapeName: string, value: unknown, options: ValidationOptions = {}): Problem[] {
  const problems: Problem[] = [];
  const walk = (name: string, current: unknown, path: string): void => {
    if (options.isReference?.(current)) {
      return;
    }
    const shape = shapeOf(name);
    const mismatch = typeMismatch(shape, current);
    if (mismatch) {
      problems.push({ path, message: `${mismatch} at '${path || shapeName}'`, wrongType: true });
      return;
    }
    switch (shape.type) {
      case 'structure': return structure(shape, current as Record<string, unknown>, path);
      case 'list': return list(shape, current as unknown[], path);
      case 'map': return map(shape, current as Record<string, unknown>, path);
      default:
        for (const constraint of scalarConstraints(shape, current)) {
          problems.push({ path, message: failed(current, path || shapeName, constraint) });
        }
    }
  };

  const structure = (shape: Shape, value_: Record<string, unknown>, path: string): void => {
    const members = shape.members ?? {};
    const at = (name: string) => (path ? `${path}.${lowerFirst(name)}` : lowerFirst(name));
    for (const name of shape.required ?? []) {
      const excused = path === '' && options.absent?.includes(name);
      if (isMissing(value_[name]) && !excused) {
        problems.push({ path: at(name), message: failed(null, at(name), 'Member must not be null') });
      }
    }
    for (const [name, member] of Object.entries(value_)) {
      if (!(name in members)) {
        problems.push({ path: at(name), message: failed(member, at(name), `Member must be one that the API knows: [${Object.keys(members).join(', ')}]`) });
      } else if (!isMissing(member)) {
        walk(members[name].shape, member, at(name));
      }
    }
    if (shape.union && Object.values(value_).filter((member) => !isMissing(member)).length !== 1) {
      problems.push({ path, message: failed(value_, path || shapeName, `Exactly one member must be set of: [${Object.keys(members).join(', ')}]`) });
    }
  };

  const list = (shape: Shape, value_: unknown[], path: string): void => {
    sizeConstraints(shape, value_.length).forEach((constraint) => problems.push({ path, message: failed(value_, path, constraint) }));
    value_.forEach((item, index) => walk((shape.member as MemberReference).shape, item, `${path}.${index + 1}.member`));
  };

  const map = (shape: Shape, value_: Record<string, unknown>, path: string): void => {
    const entries = Object.entries(value_);
    sizeConstraints(shape, entries.length).forEach((constraint) => problems.push({ path, message: failed(value_, path, constraint) }));
    for (const [key, item] of entries) {
      const keyConstraints = scalarConstraints(shapeOf((shape.key as MemberReference).shape), key);
      if (keyConstraints.length > 0) {
        problems.push({ path, message: failed(value_, path, `Map keys must satisfy constraint: [${keyConstraints.join(', ')}]`) });
      }
      walk((shape.value as MemberReference).shape, item, `${path}.${key}.member`);
    }
  };

  walk(shapeName, value, '');
  return problems;
}

/** The service's sentence about a value that breaks a constraint. */
function failed(value: unknown, path: string, constraint: string): string {
  const shown = value === null || value === undefined ? 'Value null' : `Value '${abbreviate(value)}'`;
  return `${shown} at '${path}' failed to satisfy constraint: ${constraint}`;
}

function abbreviate(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

function typeMismatch(shape: Shape, value: unknown): string | undefined {
  const found = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
  const expected: Record<Shape['type'], readonly string[]> = {
    structure: ['object'], map: ['object'], list: ['list'], string: ['string'], boolean: ['boolean'], blob: ['string'],
    integer: ['number'], long: ['number'], float: ['number'], double: ['number'], timestamp: ['number', 'string'],
  };
  if (!expected[shape.type].includes(found)) {
    return `a ${shape.type} was expected but a ${found} was found`;
  }
  if ((shape.type === 'integer' || shape.type === 'long') && !Number.isInteger(value)) {
    return `a whole number was expected but ${String(value)} was found`;
  }
  return undefined;
}

/** The constraints of a string or number that `value` breaks. */
function scalarConstraints(shape: Shape, value: unknown): string[] {
  if (typeof value === 'string') {
    return [
      ...(shape.enum && !shape.enum.includes(value) ? [`Member must satisfy enum value set: [${shape.enum.join(', ')}]`] : []),
      ...sizeConstraints(shape, value.length),
      ...(shape.pattern && !wholeValuePattern(shape.pattern).test(value) ? [`Member must satisfy regular expression pattern: ${shape.pattern}`] : []),
    ];
  }
  if (typeof value === 'number') {
    return [
      ...(shape.max !== undefined && value > shape.max ? [`Member must have value less than or equal to ${shape.max}`] : []),
      ...(shape.min !== undefined && value < shape.min ? [`Member must have value greater than or equal to ${shape.min}`] : []),
    ];
  }
  return [];
}

function sizeConstraints(shape: Shape, size: number): string[] {
  return [
    ...(shape.max !== undefined && size > shape.max ? [`Member must have length less than or equal to ${shape.max}`] : []),
    ...(shape.min !== undefined && size < shape.min ? [`Member must have length greater than or equal to ${shape.min}`] : []),
  ];
}

const isMissing = (value: unknown): boolean => value === undefined || value === null;

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
