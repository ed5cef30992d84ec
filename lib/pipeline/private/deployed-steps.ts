import type { _StepJson } from '../step';
import { branchesOf } from './branches';
import type { DrawnStep } from './mermaid';
import { usesIn } from './uses';

/** The steps of a definition as it was deployed, for a picture of them. */
export function deployedSteps(steps: readonly _StepJson[]): DrawnStep[] {
  return steps.map((step) => {
    const branches = branchesOf(step).map(({ name, word, steps: inside }) => ({ name, word, steps: deployedSteps(inside) }));
    const own = { ...step, Arguments: { ...step.Arguments, ...Object.fromEntries(branches.map(({ name }) => [name, undefined])) } };
    return { step, uses: usesIn(JSON.stringify(own)), branches };
  });
}
