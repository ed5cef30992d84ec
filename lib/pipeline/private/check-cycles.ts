import type { Construct } from 'constructs';
import { invalid } from '../../core/internal/errors';
import { isInBody, type PlacedStep } from './placed-step';

/** Refuses steps that wait for themselves: by what they use or wait for, or by the step they lie in. */
export function checkCycles(scope: Construct, all: readonly PlacedStep[], byName: ReadonlyMap<string, PlacedStep>): void {
  const forBodies = waitedForByBodies(all);
  const done = new Set<string>();
  const path = new Set<string>();
  const visit = (name: string | undefined): void => {
    if (name === undefined || done.has(name)) {
      return;
    }
    if (path.has(name)) {
      const names = [...path];
      const cycle = [...names.slice(names.indexOf(name)), name].join(' -> ');
      throw invalid(scope, { code: 'StepCycle', property: `step '${name}'`, problem: `waits for itself: ${cycle}`, fix: 'Remove one of these dependencies.' });
    }
    path.add(name);
    const placedStep = byName.get(name)!;
    for (const { step } of placedStep.uses) {
      visit(step);
    }
    placedStep.waitsFor.forEach(visit);
    visit(placedStep.parent);
    forBodies.get(name)?.forEach(visit);
    path.delete(name);
    done.add(name);
  };
  all.forEach(({ step }) => visit(step.Name));
}

/** What runs steps for each item has ended when they have, and so waits for what they wait for outside. */
function waitedForByBodies(all: readonly PlacedStep[]): ReadonlyMap<string, readonly (string | undefined)[]> {
  const inBodies = all.filter((each) => isInBody(each));
  const owners = new Map(inBodies.map(({ step, parent }) => [step.Name, parent]));
  const waited = new Map<string, (string | undefined)[]>();
  for (const { uses, waitsFor, parent } of inBodies) {
    const outside = [...uses.map(({ step }) => step), ...waitsFor].filter((name) => name !== parent && owners.get(name!) !== parent);
    waited.set(parent!, [...waited.get(parent!) ?? [], ...outside]);
  }
  return waited;
}
