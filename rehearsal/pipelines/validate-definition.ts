import type { Json } from '../sagemaker/api';
import { BRANCHES, type ParameterDefinition, type PipelineDefinition, type PlacedStep, placeSteps } from './definition';
import { allReferences, dependenciesOf, isObject, nameIn, ownPart, parsePath } from './references';
import { STEP_KINDS } from './steps';
import { outputsOf } from './steps/lambda';

/** Types of steps that the service runs and the rehearsal does not: what they mean in a run is not written anywhere that we know of. */
const NOT_REHEARSED = ['ForEach', 'Cleanup', 'Job'];
const NAME = /^[A-Za-z0-9\-_]{1,64}$/;
const EXECUTION_VARIABLES = [
  'StartDateTime', 'CurrentDateTime', 'PipelineName', 'PipelineArn', 'PipelineExecutionId', 'PipelineExecutionArn', 'TrainingJobName', 'ProcessingJobName',
];
const FITS: Readonly<Record<string, ((value: unknown) => boolean) | undefined>> = {
  String: (value) => typeof value === 'string',
  Integer: Number.isInteger,
  Float: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
};

/** Everything that keeps a definition from being run, each in one sentence; nothing when it is sound. */
export function validateDefinition(definition: unknown): string[] {
  if (!isObject(definition)) {
    return ['the definition must be a JSON object'];
  }
  const { Version: version, Parameters: parameters = [], Steps: steps } = definition;
  const misshapen = [...shapeProblems('Parameters', parameters), ...shapeProblems('Steps', steps)];
  if (misshapen.length > 0) {
    return misshapen;
  }
  const placed = placeSteps(steps);
  return [
    ...(placed.length > 0 ? [] : ['Steps must hold at least one step']),
    ...(version === '2020-12-01' ? [] : [`Version must be '2020-12-01', got '${version}'`]),
    ...parameters.flatMap(parameterProblems),
    ...repeated(parameters.map((parameter: ParameterDefinition) => parameter.Name)).map((name) => `parameter '${name}' is defined more than once`),
    ...repeated(placed.map(({ step }) => step.Name)).map((name) => `step name '${name}' is used more than once`),
    ...placed.flatMap((each) => stepProblems(each, placed, definition as PipelineDefinition)),
    ...cycleProblems(placed),
  ];
}

/** What would keep the other checks from reading the definition at all. */
function shapeProblems(place: string, items: unknown): string[] {
  if (!Array.isArray(items)) {
    return [`${place} must be a list`];
  }
  return items.flatMap((item, index) => {
    if (!isObject(item) || typeof item.Name !== 'string') {
      return [`${place}[${index}] must be a JSON object with a Name`];
    }
    const dependsOn = item.DependsOn ?? [];
    return [
      ...(Array.isArray(dependsOn) ? [] : [`${place}[${index}]: DependsOn must be a list of step names`]),
      ...(item.Type === 'Condition' ? BRANCHES.flatMap((branch) => shapeProblems(`${item.Name}.${branch}`, item.Arguments?.[branch] ?? [])) : []),
    ];
  });
}

function parameterProblems(parameter: ParameterDefinition): string[] {
  const fits = FITS[parameter.Type];
  const { Name: name, DefaultValue: value, EnumValues: allowed } = parameter;
  return [
    ...(NAME.test(name) ? [] : [`parameter name '${name}' must be 1 to 64 letters, digits, '-' or '_'`]),
    ...(fits ? [] : [`parameter '${name}' has the unknown type '${parameter.Type}'`]),
    ...(fits && value !== undefined && !fits(value) ? [`parameter '${name}': default ${JSON.stringify(value)} is not of type ${parameter.Type}`] : []),
    ...(allowed && value !== undefined && !allowed.includes(value as string)
      ? [`parameter '${name}': default ${JSON.stringify(value)} is not among its EnumValues`]
      : []),
  ];
}

function stepProblems(placed: PlacedStep, all: readonly PlacedStep[], definition: PipelineDefinition): string[] {
  const { step, visible } = placed;
  const place = `step '${step.Name}'`;
  if (NOT_REHEARSED.includes(step.Type)) {
    return [`${place} is of type ${step.Type}, which the rehearsal does not run`];
  }
  const kind = STEP_KINDS.get(step.Type);
  const known = new Set(all.map((each) => each.step.Name));
  const explicit = (step.DependsOn ?? []).flatMap((dependency) => {
    const name = nameIn(dependency);
    if (!known.has(name)) {
      return [`${place} depends on '${name}', which is not a step`];
    }
    if (typeof dependency !== 'string') {
      return [`${place} waits for step '${name}' to end as ${dependency.Trigger}; the rehearsal runs steps after success alone`];
    }
    return visible.includes(name) ? [] : [`${place} depends on '${name}', which stands in a branch of a condition that it is not part of`];
  });
  return [
    ...(NAME.test(step.Name) ? [] : [`step name '${step.Name}' must be 1 to 64 letters, digits, '-' or '_'`]),
    ...(kind ? (kind.check?.(step, place) ?? []) : [`${place} has the unknown type '${step.Type}'; known are ${[...STEP_KINDS.keys()].join(', ')}`]),
    ...explicit,
    ...allReferences(ownPart(step)).flatMap((reference) => referenceProblems(reference, placed, all, definition)).map((problem) => `${place}: ${problem}`),
    ...functionProblems(ownPart(step)).map((problem) => `${place}: ${problem}`),
  ];
}

function referenceProblems(reference: string, { visible }: PlacedStep, all: readonly PlacedStep[], definition: PipelineDefinition): string[] {
  const [root, name, member, file] = parsePath(reference) ?? [];
  switch (root) {
    case 'Parameters':
      return definition.Parameters?.some((parameter) => parameter.Name === name) ? [] : [`'${reference}' refers to a parameter that is not defined`];
    case 'Execution':
      return EXECUTION_VARIABLES.includes(String(name)) ? [] : [`'${reference}' is not an execution variable`];
    case 'PipelineExperimentConfig':
      return definition.PipelineExperimentConfig?.[name] === undefined ? [`'${reference}' refers to a setting that is not defined`] : [];
    case 'Steps': {
      const target = all.find((each) => each.step.Name === name);
      if (!target) {
        return [`'${reference}' refers to a step that does not exist`];
      }
      if (!visible.includes(String(name))) {
        return [`'${reference}' refers into a branch of a condition from outside`];
      }
      if (member === undefined) {
        return [`'${reference}' names no property of the step`];
      }
      if (member === 'OutputParameters') {
        return outputsOf(target.step).some((output) => output.OutputName === file) ? [] : [`'${reference}' refers to an output that step '${name}' does not declare`];
      }
      return member === 'PropertyFiles' ? propertyFileProblems(reference, String(file), target) : [];
    }
    default:
      return [`'${reference}' cannot be read: it must begin with Parameters, Execution, Steps or PipelineExperimentConfig`];
  }
}

function propertyFileProblems(reference: string, file: string, { step }: PlacedStep): string[] {
  const declared = step.PropertyFiles?.find((candidate) => candidate.PropertyFileName === file);
  if (!declared) {
    return [`'${reference}' refers to a property file that step '${step.Name}' does not declare`];
  }
  const outputs: Json[] = step.Arguments?.ProcessingOutputConfig?.Outputs ?? [];
  return outputs.some((output) => output.OutputName === declared.OutputName)
    ? []
    : [`property file '${file}' of step '${step.Name}' lies in output '${declared.OutputName}', which the step does not have`];
}

/** Functions that do not exist, or lack what they need. */
function functionProblems(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(functionProblems);
  }
  if (!isObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, argument]) => [...callProblems(name, argument), ...functionProblems(argument)]);
}

function callProblems(name: string, argument: Json): string[] {
  switch (name) {
    case 'Std:Join':
      return typeof argument?.On === 'string' && Array.isArray(argument.Values) ? [] : ['Std:Join needs On and a list of Values'];
    case 'Std:JsonGet': {
      const isFile = /^Steps\.[^.]+\.PropertyFiles\./.test(argument?.PropertyFile?.Get ?? '');
      const hasOneSource = (argument?.PropertyFile === undefined) !== (argument?.S3Uri === undefined);
      return argument?.Path !== undefined && hasOneSource && (isFile || argument.S3Uri !== undefined)
        ? []
        : ['Std:JsonGet needs a Path and either an S3Uri or the PropertyFile of a step'];
    }
    default:
      return name.startsWith('Std:') ? [`function '${name}' does not exist`] : [];
  }
}

function cycleProblems(placed: readonly PlacedStep[]): string[] {
  const waiting = new Map(placed.map((each) => [each.step.Name, dependenciesOf(each)]));
  for (;;) {
    const free = [...waiting].filter(([, names]) => !names.some((name) => waiting.has(name))).map(([name]) => name);
    if (free.length === 0) {
      break;
    }
    free.forEach((name) => waiting.delete(name));
  }
  const circle = onCircle(waiting);
  return circle.length > 0 ? [`steps wait for each other: ${circle.map((name) => `'${name}'`).join(' -> ')}`] : [];
}

/** One circle among steps of which each waits for another: it is met by following any of them far enough. */
function onCircle(waiting: ReadonlyMap<string, readonly string[]>): string[] {
  const way: string[] = [];
  let [name] = waiting.keys();
  while (name !== undefined && !way.includes(name)) {
    way.push(name);
    name = waiting.get(name)!.find((next) => waiting.has(next))!;
  }
  return name === undefined ? [] : [...way.slice(way.indexOf(name)), name];
}

const repeated = (names: readonly string[]): string[] => [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
