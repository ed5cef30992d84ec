import { Token, Tokenization } from 'aws-cdk-lib/core';
import { isKnown, type Mistake } from '../../core/internal/errors';
import { distance, nearest } from '../../core/internal/nearest';
import type { AlgorithmFacts, HyperparameterFact } from './algorithm-facts';

/** Hyperparameters as the service takes them, and what is wrong with those that were given. */
export interface WrittenHyperparameters {
  readonly values: Record<string, string>;
  readonly mistakes: readonly Mistake[];
  /** Names the table does not know, which a newer image may. */
  readonly unsure: readonly string[];
}

/** Writes and checks what a user set for an algorithm; `contentTypes` are those of the data. */
export function writeHyperparameters(algorithm: string, facts: AlgorithmFacts, given: Record<string, unknown>): WrittenHyperparameters {
  const values: Record<string, string> = {};
  const mistakes: Mistake[] = [];
  const unsure: string[] = [];
  for (const [name, value] of Object.entries(given).filter(([, each]) => each !== undefined)) {
    const fact = Object.hasOwn(facts.hyperparameters, name) ? facts.hyperparameters[name] : undefined;
    const written = fact ? writeOne(name, fact, value) : textOf(value);
    values[name] = typeof written === 'string' ? written : String(value);
    if (typeof written !== 'string') {
      mistakes.push(written);
    } else if (!fact && mayExist(name, facts)) {
      unsure.push(name);
    } else if (!fact) {
      mistakes.push(unknown(algorithm, name, facts));
    }
  }
  return { values, mistakes, unsure };
}

/** The hyperparameters that are needed and not there; whether some are depends on others, and on the data. */
export function missingHyperparameters(facts: AlgorithmFacts, values: Record<string, string>, contentTypes: readonly string[]): Mistake[] {
  return Object.entries(facts.hyperparameters)
    .filter(([name]) => !(name in values))
    .flatMap(([name, fact]) => {
      const why = whyRequired(fact, values, contentTypes);
      return why === undefined ? [] : [{ code: 'HyperparameterMissing', property: 'hyperparameters', problem: `'${name}' is required${why}`, fix: `Set '${name}'${choices(fact)}.` }];
    });
}

/** The words after "is required", or undefined when it is not. */
function whyRequired({ required, requiredWhen }: HyperparameterFact, values: Record<string, string>, contentTypes: readonly string[]): string | undefined {
  if (required) {
    return '';
  }
  const { name, values: asked, contentTypes: types } = requiredWhen ?? {};
  const met = types?.find((type) => contentTypes.includes(type));
  if (met) {
    return ` for data of type '${met}'`;
  }
  if (name === undefined || !(name in values) || (asked && !asked.includes(values[name]))) {
    return undefined;
  }
  return ` when '${name}' is ${asked ? `'${values[name]}'` : 'set'}`;
}

function mayExist(name: string, { growing, hyperparameters }: AlgorithmFacts): boolean {
  return growing === true && !Object.keys(hyperparameters).some((each) => distance(name, each) <= 2);
}

function unknown(algorithm: string, name: string, { hyperparameters }: AlgorithmFacts): Mistake {
  const meant = nearest(name, Object.keys(hyperparameters));
  return {
    code: 'HyperparameterUnknown',
    property: 'hyperparameters',
    problem: `${algorithm} has no such hyperparameter`,
    value: name,
    fix: meant ? `Did you mean '${meant}'?` : `Use some of ${Object.keys(hyperparameters).join(', ')}.`,
  };
}

function writeOne(name: string, fact: HyperparameterFact, value: unknown): string | Mistake {
  if (!isKnown(value) || hasText(value)) {
    return textOf(value);
  }
  const property = `hyperparameters '${name}'`;
  if (fact.orAuto && value === 'auto') {
    return value;
  }
  switch (fact.type) {
    case 'bool': return writeBoolean(property, fact, value);
    case 'int':
    case 'float': return writeNumber(property, fact, value);
    case 'string': return writeText(property, fact, value);
  }
}

function writeBoolean(property: string, { boolStyle }: HyperparameterFact, value: unknown): string | Mistake {
  const text = typeof value === 'boolean' || typeof value === 'string' ? String(value).toLowerCase() : '';
  if (text !== 'true' && text !== 'false') {
    return { code: 'HyperparameterType', property, problem: 'must be true or false', value, fix: `Set ${property} to true or false.` };
  }
  return inStyle(text, boolStyle);
}

function inStyle(text: string, style: 'lower' | 'title' | undefined): string {
  return style === 'title' ? `${text[0].toUpperCase()}${text.slice(1)}` : text;
}

const WHOLE = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function writeNumber(property: string, fact: HyperparameterFact, value: unknown): string | Mistake {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  const whole = fact.type === 'int';
  if (!(whole ? WHOLE : NUMBER).test(text)) {
    const kind = whole ? 'a whole number' : 'a number';
    return { code: 'HyperparameterType', property, problem: `must be ${kind}${orAuto(fact)}`, value, fix: `Set ${property} to ${kind}${orAuto(fact)}.` };
  }
  if (isWithin(fact, Number(text))) {
    return text;
  }
  return { code: 'HyperparameterRange', property, problem: `must be ${rangeOf(fact)}${orAuto(fact)}`, value, fix: `Set ${property} to a value that is ${rangeOf(fact)}.` };
}

function isWithin(fact: HyperparameterFact, value: number): boolean {
  const { min = -Infinity, max = Infinity, exclusiveMin = -Infinity, exclusiveMax = Infinity } = fact;
  return value === fact.orValue || (value >= min && value <= max && value > exclusiveMin && value < exclusiveMax && !fact.not?.includes(value));
}

function rangeOf({ min, max, exclusiveMin, exclusiveMax, not, orValue }: HyperparameterFact): string {
  const bounds = [
    exclusiveMin === undefined ? min === undefined ? [] : [`at least ${min}`] : [`above ${exclusiveMin}`],
    exclusiveMax === undefined ? max === undefined ? [] : [`at most ${max}`] : [`below ${exclusiveMax}`],
    not ? [`not ${not.join(', ')}`] : [],
  ].flat().join(' and ');
  return orValue === undefined ? bounds : `${bounds}, or ${orValue}`;
}

function orAuto({ orAuto: auto }: HyperparameterFact): string {
  return auto ? " or 'auto'" : '';
}

function writeText(property: string, fact: HyperparameterFact, value: unknown): string | Mistake {
  if (Array.isArray(value)) {
    return writeList(property, fact, value);
  }
  if (typeof value === 'boolean' && fact.enum) {
    const same = fact.enum.find((each) => each.toLowerCase() === String(value));
    return same ?? notAChoice(property, fact, value);
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    return { code: 'HyperparameterType', property, problem: `must be text${fact.list ? ' or a list' : ''}`, value, fix: `Write ${property} as text${fact.list ? ' or as a list' : ''}.` };
  }
  const text = String(value);
  if (fact.list) {
    const parts = partsOf(fact, text);
    return parts && fact.enum && parts.some((part) => !fact.enum!.includes(part)) ? notAChoice(property, fact, value) : text;
  }
  if (fact.enum && !fact.enum.includes(text)) {
    return notAChoice(property, fact, value);
  }
  if (fact.pattern !== undefined && !new RegExp(fact.pattern).test(text)) {
    return { code: 'HyperparameterPattern', property, problem: `must match ${fact.pattern}`, value, fix: `Write ${property} in the form the algorithm reads.` };
  }
  return text;
}

function notAChoice(property: string, fact: HyperparameterFact, value: unknown): Mistake {
  const meant = typeof value === 'string' ? nearest(value, fact.enum!) : undefined;
  return {
    code: 'HyperparameterChoice',
    property,
    problem: `must be ${fact.list ? 'some' : 'one'} of ${fact.enum!.join(', ')}`,
    value,
    fix: meant ? `Did you mean '${meant}'?` : `Set ${property}${choices(fact)}.`,
  };
}

function choices({ enum: all, list }: HyperparameterFact): string {
  return all ? ` to ${list ? 'some' : 'one'} of ${all.join(', ')}` : '';
}

/** The entries of a list that was given as text; undefined when it cannot be told apart. */
function partsOf({ list }: HyperparameterFact, text: string): string[] | undefined {
  if (list === 'comma') {
    return text.split(',').map((part) => part.trim());
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return (Array.isArray(parsed) ? parsed : [parsed]).map(String);
  } catch {
    return [text];
  }
}

function writeList(property: string, fact: HyperparameterFact, value: unknown[]): string | Mistake {
  if (!fact.list) {
    return { code: 'HyperparameterType', property, problem: 'must be one value', value, fix: `Give ${property} one value instead of a list.` };
  }
  if (fact.enum && value.some((each) => isKnown(each) && !fact.enum!.includes(String(each)))) {
    return notAChoice(property, fact, value);
  }
  switch (fact.list) {
    case 'json': return JSON.stringify(value);
    case 'comma': return value.join(',');
    case 'tuple': return `(${value.join(', ')})`;
  }
}

/** A value that pipelines know as text too, as those of the pipeline phase do. */
interface Textual {
  readonly valueAsString: string;
}

function hasText(value: unknown): value is Textual {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Textual>).valueAsString === 'string';
}

/** A value as text; what is known later stays a token, and a pipeline's number arrives as the text that hyperparameters are. */
function textOf(value: unknown): string {
  if (hasText(value)) {
    return value.valueAsString;
  }
  if (typeof value !== 'string' && Token.isUnresolved(value)) {
    const token = typeof value === 'number' ? Tokenization.reverseNumber(value) : value;
    const inner: unknown = (token as { value?: unknown } | undefined)?.value;
    return hasText(inner) ? inner.valueAsString : Token.asString(token);
  }
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
