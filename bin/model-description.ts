import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { invalid } from '../lib/core/internal/errors';
import { ModelCardStatus, ObjectiveFunction, RiskRating, type ModelDescription } from '../lib/pipeline';

const FILE = 'card.json';

/** What a value must be, in words; undefined when it is that. */
type Form = (value: unknown) => string | undefined;

const text: Form = (value) => (typeof value === 'string' ? undefined : 'a text');
const oneOf = (words: Record<string, string>): Form => (value) =>
  Object.values(words).includes(value as string) ? undefined : `one of ${Object.values(words).join(', ')}`;
const texts: Form = (value) => (isObject(value) && Object.values(value).every((each) => typeof each === 'string') ? undefined : 'an object of texts');

const OBJECTIVE: Record<string, Form> = { function: oneOf(ObjectiveFunction), facet: text, condition: text, notes: text };
const objective: Form = (value) =>
  isObject(value) && 'function' in value && Object.entries(value).every(([name, each]) => OBJECTIVE[name] && OBJECTIVE[name](each) === undefined)
    ? undefined
    : `an object with ${Object.keys(OBJECTIVE).join(', ')}, of which 'function' is Maximize or Minimize`;

const MEMBERS: Readonly<Record<keyof ModelDescription, Form>> = {
  status: oneOf(ModelCardStatus), riskRating: oneOf(RiskRating), objective, customDetails: texts,
  creator: text, purpose: text, intendedUses: text, efficiencyFactors: text, riskExplanation: text, businessProblem: text, businessStakeholders: text,
  lineOfBusiness: text, trainingObservations: text, ethicalConsiderations: text, caveats: text,
};

/** What people say of the model, in `card.json` beside its scripts; nothing when there is no such file. */
export function modelDescription(folder: string): ModelDescription | undefined {
  const path = join(folder, FILE);
  if (!existsSync(path)) {
    return undefined;
  }
  const card = parsed(path);
  for (const [name, value] of Object.entries(card)) {
    if (!Object.hasOwn(MEMBERS, name)) {
      throw wrong(path, `may hold ${Object.keys(MEMBERS).join(', ')}`, name);
    }
    const wanted = MEMBERS[name as keyof ModelDescription](value);
    if (wanted !== undefined) {
      throw wrong(path, `'${name}' must be ${wanted}`, value);
    }
  }
  return card;
}

function parsed(path: string): Record<string, unknown> {
  let card: unknown;
  try {
    card = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw wrong(path, `is no JSON: ${(error as Error).message}`);
  }
  if (!isObject(card)) {
    throw wrong(path, 'must hold an object', card);
  }
  return card;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(path: string, problem: string, value?: unknown) {
  return invalid(undefined, { code: 'ModelCardFileInvalid', property: path, problem, value, fix: 'Correct the file, or remove it: the card then has what runs know.' });
}
