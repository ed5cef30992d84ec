import { validationException, type Json } from '../api';

const NAME = /^[A-Za-z0-9\-_]{1,64}$/;
const PARAMETER_TYPES = ['String', 'Integer', 'Boolean', 'Float'];

/** The document behind a definition's text, refused as CreatePipeline refuses one that it cannot run. */
export function parseDefinition(text: string): Json {
  let definition: Json;
  try {
    definition = JSON.parse(text) as Json;
  } catch (error) {
    throw refused(`The pipeline definition is not valid JSON: ${(error as Error).message}`);
  }
  if (definition.Version !== '2020-12-01') {
    throw refused(`Version must be '2020-12-01', but is '${String(definition.Version)}'`);
  }
  if (!Array.isArray(definition.Steps) || definition.Steps.length === 0) {
    throw refused('Steps must be a list with at least one step');
  }
  const problems = [...parameterProblems(definition), ...stepProblems(definition)];
  if (problems.length > 0) {
    throw refused(problems.join('; '));
  }
  return definition;
}

/** Steps in their order, those inside conditions included. */
export function allSteps(steps: readonly Json[]): Json[] {
  return steps.flatMap((step) =>
    step.Type === 'Condition' ? [step, ...allSteps(step.Arguments?.IfSteps ?? []), ...allSteps(step.Arguments?.ElseSteps ?? [])] : [step]);
}

function parameterProblems(definition: Json): string[] {
  const parameters: Json[] = definition.Parameters ?? [];
  return [
    ...parameters.filter((parameter) => !NAME.test(parameter.Name ?? '')).map((parameter) => `the parameter name '${String(parameter.Name)}' is not valid`),
    ...parameters.filter((parameter) => !PARAMETER_TYPES.includes(parameter.Type))
      .map((parameter) => `parameter '${parameter.Name}' has the unknown type '${String(parameter.Type)}'`),
    ...repeated(parameters.map((parameter) => parameter.Name)).map((name) => `the parameter '${name}' is defined more than once`),
  ];
}

function stepProblems(definition: Json): string[] {
  const steps = allSteps(definition.Steps);
  const names = steps.map((step) => String(step.Name));
  const parameters = (definition.Parameters ?? []).map((parameter: Json) => parameter.Name);
  return [
    ...names.filter((name) => !NAME.test(name)).map((name) => `the step name '${name}' is not valid`),
    ...repeated(names).map((name) => `the step name '${name}' is used more than once`),
    ...steps.filter((step) => typeof step.Type !== 'string').map((step) => `step '${step.Name}' has no Type`),
    ...steps.flatMap((step) => (step.DependsOn ?? []).filter((name: string) => !names.includes(name))
      .map((name: string) => `step '${step.Name}' depends on '${name}', which is not a step`)),
    ...references(definition.Steps).flatMap((reference) => {
      const [, root, name] = /^(Parameters|Steps)\.([^.[]+)/.exec(reference) ?? [];
      const known = root === 'Parameters' ? parameters : names;
      return root && !known.includes(name) ? [`'${reference}' refers to '${name}', which is not defined`] : [];
    }),
  ];
}

/** Every `{"Get": "..."}` within a document. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(references);
  }
  if (typeof value === 'object' && value !== null) {
    const { Get: get } = value as Json;
    return typeof get === 'string' ? [get] : Object.values(value).flatMap(references);
  }
  return [];
}

const repeated = (names: readonly string[]): string[] => [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];

const refused = (reason: string) => validationException(`Unable to parse pipeline definition. ${reason}.`);
