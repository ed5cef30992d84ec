import type { Construct } from 'constructs';
import type { Mistake } from '../../core/internal/errors';
import { isInBody, type PlacedStep } from './placed-step';
import { renderValues } from './render';

/** What a path in a step that runs others for each item leads to. */
export interface Told {
  /** The step of the body that it tells of; left out where it tells of all. */
  readonly of?: PlacedStep;
  /** Where in what that step made. */
  readonly path: string;
  /** What the step could be asked for, where there is nothing at the path. */
  readonly known: readonly string[];
}

const OF_ALL = ['Status', 'InputItemCount', 'TotalStepCount', 'SucceededStepCount', 'FailedStepCount', 'StoppedStepCount'];
const OF_ONE = /^IterationOutputs\[\d+\]\.([A-Za-z0-9_-]+)\.(.+)$/;
const OF_SELECTED = /^Selected\.(.+)$/;

/** What a path leads to: into a step of the body, or to something that is not there; nothing for what is told of all iterations. */
export function toldBy(step: PlacedStep, path: string, all: readonly PlacedStep[]): Told | undefined {
  if (OF_ALL.includes(path)) {
    return undefined;
  }
  const body = bodyOf(step, all);
  const compared = comparedBy(step);
  const known = [...OF_ALL, ...body.map((inside) => `IterationOutputs[0].${inside.step.Name}`), ...(compared === undefined ? [] : ['Selected'])];
  const [, name = compared, pathInOne] = OF_ONE.exec(path) ?? [];
  const pathInside = pathInOne ?? OF_SELECTED.exec(path)?.[1];
  const of = pathInside === undefined ? undefined : body.find((inside) => inside.step.Name === name);
  return { of, path: of ? pathInside : path, known };
}

/** What is wrong with steps that run others for each item, beside references to them. */
export function mistakesInIterations(pipeline: Construct, all: readonly PlacedStep[]): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const each of all) {
    const compared = comparedBy(each);
    if (each.step.Type === 'ForEach') {
      mistakes.push(...mistakesInBody(pipeline, each, all));
    } else if (compared !== undefined) {
      // A comparison has a meaning in the selector of the step around what is compared.
      mistakes.push(selectorMistake(each.step.Name, compared));
    }
  }
  return mistakes;
}

function mistakesInBody(pipeline: Construct, each: PlacedStep, all: readonly PlacedStep[]): Mistake[] {
  const body = bodyOf(each, all);
  const compared = comparedBy(each);
  const hasSelector = each.step.Arguments.Selector !== undefined;
  const outside = all.filter((other) => !isInBody(other));
  return [
    ...(hasSelector && !body.some(({ step }) => step.Name === compared) ? [selectorMistake(each.step.Name, compared)] : []),
    ...body.flatMap((inside) => [
      ...outside.filter(({ step }) => isOfIteration(step.Name, inside.step.Name)).map(({ step }) => sameName(step.Name, inside.step.Name)),
      ...(inside.step.Type === 'Transform' && !differs(pipeline, inside, body) ? [overwrites(inside.step.Name)] : []),
    ]),
  ];
}

function selectorMistake(name: string, compared: string | undefined): Mistake {
  return {
    code: 'ForEachSelectorStep', property: `step '${name}'`, problem: 'compares what is no output of a step in its body', value: compared,
    fix: "Let the 'selector' of a ForEachStep compare an output of a step in its 'body'.",
  };
}

/** Steps are named by their item's position, too: `Try-0`. */
function isOfIteration(name: string, inside: string): boolean {
  return name.startsWith(`${inside}-`) && /^\d+$/.test(name.slice(inside.length + 1));
}

function sameName(name: string, inside: string): Mistake {
  return { code: 'StepNameOfIteration', property: `step '${name}'`, problem: `has a name that an iteration of step '${inside}' gets`, fix: 'Rename one of the two.' };
}

/** Whether where a transform job writes has something of the item, or of a step before it, in it. */
function differs(pipeline: Construct, { step }: PlacedStep, body: readonly PlacedStep[]): boolean {
  const text = JSON.stringify(renderValues(step.Arguments.TransformOutput, pipeline));
  return ['ForEach.', ...body.map((inside) => `Steps.${inside.step.Name}.`)].some((root) => text.includes(`{"Get":"${root}`));
}

function overwrites(name: string): Mistake {
  return {
    code: 'ForEachOverwrites', property: `step '${name}'`, problem: 'writes to the same place for each item, so that the last one stays',
    fix: "Put CurrentItem into the path, with 'overrides' for TransformOutput of its 'transform'.",
  };
}

function comparedBy({ uses }: PlacedStep): string | undefined {
  return uses.find(({ compared }) => compared !== undefined)?.compared;
}

function bodyOf({ step }: PlacedStep, all: readonly PlacedStep[]): PlacedStep[] {
  return all.filter(({ parent }) => parent === step.Name);
}
