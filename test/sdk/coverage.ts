/** What the cases reach of what definitions can say, as a page to read. */
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import facts from '../../lib/pipeline/facts/step-properties.json';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { isRecord } from './readings';
import types from './types.json';

interface TypeFacts {
  /** The calls that the arguments stand for, by the member that holds them. */
  readonly calls: Readonly<Record<string, readonly string[]>>;
  /** Members that are not for the user: the service fills them in, or refuses them. */
  readonly named: readonly string[];
  readonly cache: boolean;
  readonly retry: boolean;
  /** Whether neither line of the SDK has a class for it. */
  readonly unsaid?: boolean;
}

type Json = Record<string, unknown>;
type Step = Json & { Name: string; Type: string; Arguments: Json };

/** Words of definitions that are not arguments of a step. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'Parameter types': ['String', 'Integer', 'Float', 'Boolean'],
  'Parameter settings': ['DefaultValue', 'EnumValues'],
  'Execution variables': [
    'StartDateTime', 'CurrentDateTime', 'PipelineName', 'PipelineArn', 'PipelineExecutionId', 'PipelineExecutionArn', 'TrainingJobName', 'ProcessingJobName',
  ],
  'Experiment names': ['ExperimentName', 'TrialName'],
  Functions: ['Get', 'Std:Join', 'Std:JsonGet of a property file', 'Std:JsonGet of a file in S3'],
  Conditions: ['Equals', 'GreaterThan', 'GreaterThanOrEqualTo', 'LessThan', 'LessThanOrEqualTo', 'In', 'Not', 'Or'],
  'Failures that are tried again': ['Step.SERVICE_FAULT', 'Step.THROTTLING', 'SageMaker.JOB_INTERNAL_ERROR', 'SageMaker.CAPACITY_ERROR', 'SageMaker.RESOURCE_LIMIT'],
  'Attempts end by': ['MaxAttempts', 'ExpireAfterMin'],
  'Ends that are waited for': ['Failed', 'Stopped', 'Any'],
  'Steps for items': ['ForEach.CurrentItem', 'IterationOutput.', 'IterationOutputs[', 'Selected.', 'MaxBy', 'MinBy'],
  'Caches expire': ['Enabled', 'ExpireAfter'],
};

const PRESENT = { yes: '●', no: '○', none: '' };

/** The page, from the definitions of all cases. */
export function coverageOf(definitions: readonly Json[]): string {
  const steps = definitions.flatMap((definition) => stepsIn(definition.Steps as Step[]));
  const models = new Map<string, ServiceModel>();
  const modelOf = (service: string) => models.get(service) ?? models.set(service, ServiceModel.load(botocoreData(), service)).get(service)!;
  const used = referencesIn(definitions);
  const rows = Object.entries(types as unknown as Record<string, TypeFacts>).map(([type, about]) => {
    const mine = steps.filter((step) => step.Type === type);
    const members = Object.entries(about.calls).map(([member, [service, operation]]) => {
      const model = modelOf(service);
      const shape = model.description.operations[operation]?.input?.shape ?? operation;
      const values = mine.map((step) => (member === '' ? step.Arguments : step.Arguments[member])).flat();
      return reach(model, shape, values, member, about.named);
    });
    return {
      type,
      steps: mine.length,
      unsaid: about.unsaid,
      reached: members.reduce((sum, each) => sum + each.reached, 0),
      all: members.reduce((sum, each) => sum + each.all, 0),
      holes: members.flatMap((each) => each.holes),
      cache: mark(mine, 'CacheConfig', about.cache),
      retry: mark(mine, 'RetryPolicies', about.retry),
      display: mark(mine, 'DisplayName', true),
      properties: pathsOf(type, used.get(type) ?? new Set()),
    };
  });
  return [
    '# What the cases reach',
    '',
    'Written by `npm run sdk -- --write`; do not edit. ● is reached by a case, ○ is a hole, and an empty field is nothing that the type of step has.',
    '',
    '| step | steps | members of arguments | cache | retry | names | properties others use |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row.type} | ${row.steps || PRESENT.no} | ${row.all ? `${row.reached} of ${row.all}` : ''} | ${row.cache} | ${row.retry} | ${row.display} | ${row.properties} |`),
    '',
    '| words | reached | holes |',
    '|---|---|---|',
    ...Object.entries(WORDS).map(([kind, words]) => wordRow(kind, words, definitions)),
    '',
    '## Holes',
    '',
    'Members of requests that no case reaches; one that is named stands for all below it. Most can be set by the `overrides` of their step; all can be written in a step by hand.',
    '',
    ...rows.filter((row) => row.holes.length > 0).map((row) => `- **${row.type}**: ${row.holes.map((hole) => `\`${hole}\``).join(', ')}`),
    ...rows.filter((row) => row.steps === 0).map((row) => `- **${row.type}**: ${row.unsaid ? 'no case, because neither line of the SDK has a class for it' : 'no case'}`),
    '',
  ].join('\n');
}

/** Steps, and those in branches. */
function stepsIn(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...['IfSteps', 'ElseSteps', 'ForEachBody'].flatMap((side) => stepsIn((step.Arguments[side] ?? []) as Step[]))]);
}

function mark(steps: readonly Step[], member: string, has: boolean): string {
  return has ? (steps.some((step) => member in step) ? PRESENT.yes : PRESENT.no) : PRESENT.none;
}

/** Which leaves of a shape occur in the values. */
function reach(
  model: ServiceModel, shape: string, values: readonly unknown[], at: string, skipped: readonly string[], within: readonly string[] = [],
): Reached {
  const { type, members = {}, member } = model.shape(shape) as { type: string; members?: Record<string, { shape: string }>; member?: { shape: string } };
  const present = values.filter((value) => value !== undefined && value !== null);
  if (type === 'list' && member) {
    return reach(model, member.shape, present.flatMap((value) => (Array.isArray(value) ? value : [])), `${at}[]`, skipped, within);
  }
  if (type !== 'structure' || within.includes(shape)) {
    return present.length > 0 ? { reached: 1, all: 1, holes: [] } : { reached: 0, all: 1, holes: [at] };
  }
  const parts: Reached[] = Object.entries(members).filter(([name]) => !skipped.includes(name)).map(([name, { shape: inner }]) =>
    reach(model, inner, present.filter(isRecord).map((value) => value[name]), at === '' ? name : `${at}.${name}`, [], [...within, shape]));
  const reached = parts.reduce((sum, each) => sum + each.reached, 0);
  return {
    reached,
    all: parts.reduce((sum, each) => sum + each.all, 0),
    holes: reached === 0 && at !== '' ? [at] : parts.flatMap((each) => each.holes),
  };
}

interface Reached {
  readonly reached: number;
  readonly all: number;
  readonly holes: string[];
}

/** The paths that cases refer to, by the type of step that has them. */
function referencesIn(definitions: readonly Json[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const definition of definitions) {
    const kinds = new Map(stepsIn(definition.Steps as Step[]).map(({ Name, Type }) => [Name, Type]));
    for (const path of valuesOf(definition, 'Get')) {
      const [, name, property] = /^Steps\.([^.]+)\.(.+)$/.exec(String(path)) ?? [];
      const kind = kinds.get(name);
      if (kind && !property.startsWith('PropertyFiles.')) {
        found.set(kind, (found.get(kind) ?? new Set()).add(property));
      }
    }
  }
  return found;
}

/** What is referred to, and how much of the first members of the answer that is. */
function pathsOf(type: string, paths: ReadonlySet<string>): string {
  const shape = (facts.types as Record<string, string>)[type];
  const known = shape ? Object.keys((facts.shapes as Record<string, object>)[shape]).length : 0;
  const first = new Set([...paths].map((path) => path.split(/[.[]/)[0]));
  const listed = [...paths].sort().map((path) => `\`${path}\``).join(', ');
  return known ? `${listed}${listed ? '; ' : ''}${first.size} of ${known} members` : listed;
}

function* valuesOf(value: unknown, member: string): Generator<unknown> {
  for (const [name, each] of typeof value === 'object' && value !== null ? Object.entries(value) : []) {
    if (name === member) {
      yield each;
    }
    yield* valuesOf(each, member);
  }
}

function wordRow(kind: string, words: readonly string[], definitions: readonly Json[]): string {
  const parameters = definitions.flatMap((definition) => definition.Parameters as Json[]);
  const gets = [...valuesOf(definitions, 'Get')].map(String);
  const isThere: Readonly<Record<string, (word: string) => boolean>> = {
    'Parameter types': (word) => parameters.some((each) => each.Type === word),
    'Parameter settings': (word) => parameters.some((each) => word in each),
    'Execution variables': (word) => gets.includes(`Execution.${word}`),
    'Experiment names': (word) => gets.includes(`PipelineExperimentConfig.${word}`),
    Functions: (word) => (word.startsWith('Std:JsonGet')
      ? [...valuesOf(definitions, 'Std:JsonGet')].some((each) => (word.endsWith('S3') ? 'S3Uri' : 'PropertyFile') in (each as Json))
      : [...valuesOf(definitions, word)].length > 0),
    Conditions: (word) => [...valuesOf(definitions, 'Type')].includes(word),
    'Failures that are tried again': (word) => [...valuesOf(definitions, 'ExceptionType')].flat().includes(word),
    'Attempts end by': (word) => [...valuesOf(definitions, 'RetryPolicies')].flat().some((each) => word in (each as Json)),
    'Ends that are waited for': (word) => [...valuesOf(definitions, 'Trigger')].includes(word),
    'Steps for items': (word) => (word.endsWith('By') ? [...valuesOf(definitions, 'Pick')].includes(word) : gets.some((get) => get.includes(word))),
    'Caches expire': (word) => [...valuesOf(definitions, 'CacheConfig')].some((each) => word in (each as Json)),
  };
  const list = (present: boolean) => words.filter((word) => isThere[kind](word) === present).map((word) => `\`${word}\``).join(', ');
  return `| ${kind} | ${list(true)} | ${list(false) || 'none'} |`;
}
