import type { ComparedRun, OfSteps } from '../../lib/core/contract';
import { rounded } from '../shared/metrics';
import { bestOf, directionOf, type Wanted } from './better';

/** One thing that runs have, with its value in each run. */
export interface Column {
  /** The step that it belongs to; parameters belong to the run. */
  readonly step?: string;
  readonly name: string;
  readonly cells: readonly (string | undefined)[];
  /** Positions of the best values. */
  readonly best: readonly number[];
}

/** Every metric that some run has. */
export function metricColumns(runs: readonly ComparedRun[], wanted: Wanted): Column[] {
  return namesIn(runs.map(({ metrics }) => metrics)).map(([step, name]) => {
    const values = runs.map(({ metrics }) => (metrics[step] as OfSteps<number>[string] | undefined)?.[name]);
    return { step, name, cells: values.map((value) => (value === undefined ? undefined : rounded(value))), best: bestOf(values, directionOf(name, wanted)) };
  });
}

/** Parameters of the runs and hyperparameters of their jobs. */
export function settingColumns(runs: readonly ComparedRun[]): Column[] {
  const parameters = [...new Set(runs.flatMap((run) => Object.keys(run.parameters)))]
    .map((name) => ({ name, cells: runs.map((run) => run.parameters[name] as string | undefined), best: [] }));
  const hyperparameters = namesIn(runs.map((run) => run.hyperparameters)).map(([step, name]) => (
    { step, name, cells: runs.map((run) => (run.hyperparameters[step] as OfSteps<string>[string] | undefined)?.[name]), best: [] }
  ));
  return [...parameters, ...hyperparameters];
}

/** Whether all runs that have a value have the same: such a column tells nothing of how runs differ. */
export function isConstant({ cells }: Column): boolean {
  return new Set(cells.filter((cell) => cell !== undefined)).size <= 1;
}

/** Steps and names, each pair once, in the order in which runs have them. */
function namesIn(all: readonly OfSteps<unknown>[]): [string, string][] {
  const steps = new Map<string, Set<string>>();
  for (const of of all) {
    for (const [step, values] of Object.entries(of)) {
      steps.set(step, new Set([...steps.get(step) ?? [], ...Object.keys(values)]));
    }
  }
  return [...steps].flatMap(([step, names]) => [...names].map((name): [string, string] => [step, name]));
}
