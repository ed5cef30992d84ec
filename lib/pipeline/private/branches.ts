import type { _StepJson } from '../step';

/** Where steps lie inside of another. */
interface Place {
  /** Member of the arguments that holds them. */
  readonly name: string;
  /** What leads there, in a picture. */
  readonly word: string;
}

/** Steps inside of another. */
export interface Branch extends Place {
  readonly steps: readonly _StepJson[];
}

/** Arguments that hold steps, by the type of the step that they are arguments of. */
const PLACES: Readonly<Record<string, readonly Place[]>> = {
  Condition: [{ name: 'IfSteps', word: 'yes' }, { name: 'ElseSteps', word: 'no' }],
  ForEach: [{ name: 'ForEachBody', word: 'each item' }],
};
const NOWHERE: readonly Place[] = [];

/** The steps inside of a step, by the branches they lie in. */
export function branchesOf({ Type, Arguments }: _StepJson): Branch[] {
  return (PLACES[Type] ?? NOWHERE).map(({ name, word }) => ({ name, word, steps: (Arguments[name] ?? []) as _StepJson[] }));
}
