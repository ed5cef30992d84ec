import type { _StepJson } from '../step';
import type { WrittenStep } from './step-text';
import { dependenciesOf, type Use } from './uses';

/** A step in its place in the pipeline. */
export interface PlacedStep {
  readonly step: _StepJson;
  /** What it uses itself. */
  readonly uses: readonly Use[];
  /** The steps that it waits for without using what they made. */
  readonly waitsFor: readonly string[];
  /** The branches and bodies it lies in, outermost first, for example `['GoodEnough/IfSteps']`. */
  readonly branch: readonly string[];
  /** The step it lies in. */
  readonly parent?: string;
}

/** All steps, those of branches included, in the order in which they are written. */
export function placed(steps: readonly WrittenStep[], branch: readonly string[] = [], parent?: string, all: PlacedStep[] = []): PlacedStep[] {
  for (const { step, uses, branches } of steps) {
    all.push({ step, uses, waitsFor: dependenciesOf(step), branch, parent });
    for (const inside of branches) {
      placed(inside.steps, [...branch, `${step.Name}/${inside.name}`], step.Name, all);
    }
  }
  return all;
}

/** Whether a step runs for each item of a list. */
export function isInBody({ branch }: PlacedStep): boolean {
  return branch.at(-1)?.endsWith('/ForEachBody') ?? false;
}
