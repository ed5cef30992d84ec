import type { StepSummary } from '../report';

/** A step with its place: how many steps lie before it at least, and its row among those beside it. */
export interface PlacedStep {
  readonly step: StepSummary;
  readonly layer: number;
  readonly row: number;
  /** The steps that an arrow comes from. */
  readonly from: readonly PlacedStep[];
}

/**
 * Places the steps of one run, in the order in which they ended.
 *
 * A step that ended depends on such as ended before it, so other names are passed over, and there are no circles. Without any known
 * dependency the steps form a chain. What follows from other arrows has no arrow of its own.
 */
export function placeSteps(steps: readonly StepSummary[]): PlacedStep[] {
  const known = dependenciesKnown(steps);
  const placed: PlacedStep[] = [];
  for (const step of steps) {
    const wanted = known ? placed.filter((each) => step.dependsOn?.includes(each.step.name)) : placed.slice(-1);
    const from = wanted.filter((each) => !wanted.some((other) => other !== each && reaches(each, other)));
    const layer = Math.max(-1, ...from.map((each) => each.layer)) + 1;
    const row = placed.filter((each) => each.layer === layer).length;
    placed.push({ step, layer, row, from });
  }
  return placed;
}

export function dependenciesKnown(steps: readonly StepSummary[]): boolean {
  return steps.some(({ dependsOn }) => dependsOn !== undefined);
}

/** Whether arrows lead from one step to the other. */
function reaches(start: PlacedStep, end: PlacedStep): boolean {
  return end.layer > start.layer && end.from.some((each) => each === start || reaches(start, each));
}
