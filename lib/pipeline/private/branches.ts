import type { _StepJson } from '../step';

/** Steps inside of another. */
export interface Branch {
  /** Member of the arguments that holds them. */
  readonly name: string;
  /** What leads there, in a picture. */
  readonly word: string;
  readonly steps: readonly _StepJson[];
}

/** Arguments that hold steps, by the type of the step that they are arguments of. */
const BRANCHES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Condition: { IfSteps: 'yes', ElseSteps: 'no' },
  ForEach: { ForEachBody: 'each item' },
};

/** The steps inside of a step, by the branches they lie in. */
export function branchesOf({ Type, Arguments }: _StepJson): Branch[] {
  return Object.entries(BRANCHES[Type] ?? {}).map(([name, word]) => ({ name, word, steps: (Arguments[name] ?? []) as _StepJson[] }));
}

