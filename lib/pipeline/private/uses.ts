import type { _StepJson } from '../step';

/** What a reference such as `Steps.Train.ModelArtifacts` leads to. */
export interface Use {
  readonly parameter?: string;
  /** Whether it is a name of the experiment. */
  readonly isOfExperiment?: boolean;
  /** Whether it is the item that the step runs for. */
  readonly isOfItem?: boolean;
  /** The step of a body of which one output is compared from item to item. */
  readonly compared?: string;
  readonly step?: string;
  readonly propertyFile?: string;
  /** Where in what the step made. */
  readonly path?: string;
}

const PARAMETERS = 'Parameters.';
const STEPS = 'Steps.';
const PROPERTY_FILES = 'PropertyFiles.';
const EXPERIMENT = 'PipelineExperimentConfig.';
const ITEM = 'ForEach.';
const COMPARED = /^IterationOutput\.([A-Za-z0-9_-]+)\.(.+)$/;

/** Takes a reference apart. */
export function useOf(reference: string): Use {
  const dot = reference.startsWith(STEPS) ? reference.indexOf('.', STEPS.length) : -1;
  if (dot > 0) {
    const [step, path] = [reference.slice(STEPS.length, dot), reference.slice(dot + 1)];
    return path.startsWith(PROPERTY_FILES) ? { step, propertyFile: path.slice(PROPERTY_FILES.length) } : { step, path: path || undefined };
  }
  return reference.startsWith(PARAMETERS) ? { parameter: reference.slice(PARAMETERS.length) } : otherUseOf(reference);
}

function otherUseOf(reference: string): Use {
  const [, compared, path] = COMPARED.exec(reference) ?? [];
  return compared === undefined ? { isOfExperiment: reference.startsWith(EXPERIMENT), isOfItem: reference.startsWith(ITEM) } : { compared, path };
}

const BEFORE_USE = '{"';
/** Looked for without what is before it: texts are long, and braces and quotes in them many. */
export const USE = 'Get":"';

/** What a JSON text uses: each `{"Get":"..."}` in it; in the text of a text, quotes have a backslash. */
export function usesIn(text: string): Use[] {
  const uses: Use[] = [];
  for (let at = text.indexOf(USE); at >= 0; at = text.indexOf(USE, at + USE.length)) {
    const end = text.indexOf('"', at + USE.length);
    if (text[end + 1] === '}' && text.startsWith(BEFORE_USE, at - BEFORE_USE.length)) {
      uses.push(useOf(text.slice(at + USE.length, end)));
    }
  }
  return uses;
}

/** A step that another waits for: for its success where it is a name. */
type Dependency = string | { readonly Step: string; readonly Trigger: string };

const NOTHING: readonly string[] = [];

/** The steps that a step waits for without using what they made. */
export function dependenciesOf({ DependsOn }: _StepJson): readonly string[] {
  return (DependsOn as readonly Dependency[] | undefined)?.map((each) => (typeof each === 'string' ? each : each.Step)) ?? NOTHING;
}

/** Ends other than success that a step waits for, by the step that is to end so. */
export function triggersOf({ DependsOn = [] }: _StepJson): ReadonlyMap<string, string> {
  return new Map((DependsOn as Dependency[]).flatMap((each) => (typeof each === 'string' ? [] : [[each.Step, each.Trigger]])));
}
