import type { Construct } from 'constructs';
import { invalid } from '../../core/internal/errors';
import { isInBody, type PlacedStep } from './placed-step';

/** Refuses steps that wait for themselves: by what they use or wait for, or by the step they lie in. */
export function checkCycles(scope: Construct, all: readonly PlacedStep[]): void {
  const edges = new Map(all.map(({ step, uses, waitsFor, parent }) => [step.Name, [...uses.map((use) => use.step), ...waitsFor, parent]]));
  // What runs steps for each item has ended when they have, and so waits for what they wait for outside.
  const inBodies = all.filter((each) => isInBody(each));
  const owners = new Map(inBodies.map(({ step, parent }) => [step.Name, parent]));
  for (const { step, parent } of inBodies) {
    edges.get(parent!)!.push(...edges.get(step.Name)!.filter((name) => name !== parent && owners.get(name!) !== parent));
  }
  const done = new Set<string>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) {
      return;
    }
    if (onPath.has(name)) {
      const cycle = [...path.slice(path.indexOf(name)), name].join(' -> ');
      throw invalid(scope, { code: 'StepCycle', property: `step '${name}'`, problem: `waits for itself: ${cycle}`, fix: 'Remove one of these dependencies.' });
    }
    path.push(name);
    onPath.add(name);
    for (const next of edges.get(name) ?? []) {
      if (next !== undefined) {
        visit(next);
      }
    }
    path.pop();
    onPath.delete(name);
    done.add(name);
  };
  all.forEach(({ step }) => visit(step.Name));
}
