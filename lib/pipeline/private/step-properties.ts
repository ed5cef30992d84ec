import facts from '../facts/step-properties.json';

/** The members of a structure, or the one entry of a list or map; 0 stands for a single value. */
type Shape = Readonly<Record<string, string | number>> | readonly (string | number)[];

const shapes: Readonly<Record<string, Shape>> = facts.shapes;
const types: Readonly<Record<string, string>> = facts.types;

/** What steps offer beside what describing their job answers. */
const EXTRA: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {
  Tuning: { TrainingJobSummaries: 'HyperParameterTrainingJobSummaries' },
  AutoML: { BestCandidateProperties: 'BestCandidateProperties' },
  QualityCheck: {
    CalculatedBaselineStatistics: 0, CalculatedBaselineConstraints: 0, BaselineUsedForDriftCheckStatistics: 0, BaselineUsedForDriftCheckConstraints: 0,
  },
  ClarifyCheck: { CalculatedBaselineConstraints: 0, BaselineUsedForDriftCheckConstraints: 0 },
  Condition: { Outcome: 0 },
  Cleanup: {},
};
const EXTRA_SHAPES: Readonly<Record<string, Shape>> = { BestCandidateProperties: { ModelInsightsJsonReportPath: 0, ExplainabilityJsonReportPath: 0 } };

/** What is missing of a path, and what is there in its place. */
interface Missing {
  readonly member: string;
  readonly known: readonly string[];
}

/** By types and paths, with nulls for what is there: steps use the same few of each other again and again. */
const lookedUp = new Map<string, Map<string, Missing | null>>();

/** What a step of a type does not have of a path, and what it has in its place; undefined for a path that it has, and for types that nobody knows here. */
export function missingIn(type: string, path: string): Missing | undefined {
  let ofType = lookedUp.get(type);
  if (ofType === undefined) {
    ofType = new Map();
    lookedUp.set(type, ofType);
  }
  let missing = ofType.get(path);
  if (missing === undefined) {
    missing = lookUp(type, path) ?? null;
    ofType.set(path, missing);
  }
  return missing ?? undefined;
}

function lookUp(type: string, path: string): Missing | undefined {
  const described = shapes[types[type]];
  if (described === undefined && EXTRA[type] === undefined) {
    return undefined;
  }
  let shape: Shape | undefined = { ...described, ...EXTRA[type] };
  for (const { member, entry } of parts(path)) {
    const known: readonly string[] = shape === undefined || isList(shape) ? [] : Object.keys(shape);
    const next: string | number | undefined = shape === undefined ? undefined : nextOf(shape, member, entry);
    if (next === undefined) {
      return { member: entry ?? member, known };
    }
    shape = typeof next === 'string' ? shapes[next] ?? EXTRA_SHAPES[next] ?? {} : undefined;
  }
  return undefined;
}

function nextOf(shape: Shape, member: string, entry: string | undefined): string | number | undefined {
  if (isList(shape)) {
    return entry === undefined ? undefined : shape[0];
  }
  return Object.hasOwn(shape, member) ? shape[member] : undefined;
}

function isList(shape: Shape): shape is readonly (string | number)[] {
  return Array.isArray(shape);
}

/** `A.B[0].C['key']` as its parts; lists are asked by positions, and by the names of what they hold. */
function parts(path: string): { readonly member: string; readonly entry?: string }[] {
  return [...path.matchAll(/\[('[^']*'|\d+)\]|[^.[\]]+/g)].map(([whole, entry]) => ({ member: whole, entry: entry === undefined ? undefined : whole }));
}
