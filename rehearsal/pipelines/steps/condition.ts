import { conditionProblems, holds } from '../conditions';
import type { StepKind } from '../step-kind';

/** Chooses which steps come next: IfSteps where all conditions hold. */
export const condition: StepKind = {
  type: 'Condition',
  check: (step, place) => {
    const conditions = step.Arguments?.Conditions;
    return Array.isArray(conditions) && conditions.length > 0
      ? conditions.flatMap((each) => conditionProblems(each, place))
      : [`${place} lacks Conditions`];
  },
  run: async (step, { values }) => {
    const results: boolean[] = [];
    for (const each of step.Arguments!.Conditions) {
      results.push(await holds(each, values));
    }
    const outcome = results.every(Boolean);
    return {
      status: 'Succeeded',
      branch: outcome ? 'IfSteps' : 'ElseSteps',
      properties: { Outcome: outcome ? 'True' : 'False' },
      metadata: { Condition: { Outcome: outcome ? 'True' : 'False' } },
    };
  },
};
