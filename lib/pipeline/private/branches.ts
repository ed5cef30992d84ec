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
const NONE: readonly Branch[] = [];

/** The steps inside of a step, by the branches they lie in, in the order in which they are written. */
export function branchesOf({ Type, Arguments }: _StepJson): readonly Branch[] {
  const places = PLACES[Type];
  if (places === undefined) {
    return NONE;
  }
  return inOrder(places, Object.keys(Arguments)).map(({ name, word }) => ({ name, word, steps: (Arguments[name] ?? []) as _StepJson[] }));
}

/** Those that are left out come last. */
function inOrder(places: readonly Place[], members: readonly string[]): readonly Place[] {
  const position = ({ name }: Place) => (members.includes(name) ? members.indexOf(name) : members.length);
  return [...places].sort((one, other) => position(one) - position(other));
}
