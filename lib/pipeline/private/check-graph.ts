import type { Construct } from 'constructs';
import { type Mistake, Mistakes } from '../../core/internal/errors';
import type { _StepJson } from '../step';
import { mistakesInCleanups } from './check-cleanup';
import { checkCycles } from './check-cycles';
import { mistakesInIterations, toldBy } from './check-for-each';
import { isInBody, type PlacedStep, placed } from './placed-step';
import { missingIn } from './step-properties';
import type { WrittenStep } from './step-text';

/** What a pipeline declares beside its steps. */
interface Declared {
  readonly parameters: readonly string[];
  readonly hasExperiment: boolean;
}

type ByName = ReadonlyMap<string, PlacedStep>;

/** What the service would refuse, or never run: repeated names, dangling references, references into a branch, cycles. */
export function checkGraph(scope: Construct, steps: readonly WrittenStep[], declared: Declared): void {
  const all = placed(steps);
  const mistakes = new Mistakes(scope);
  const byName = new Map<string, PlacedStep>();
  for (const each of all) {
    mistakes.add(byName.has(each.step.Name) ? repeated(each) : undefined);
    byName.set(each.step.Name, each);
  }
  for (const user of all) {
    checkUses(user, byName, declared, mistakes);
  }
  for (const mistake of [...mistakesInIterations(scope, all), ...mistakesInCleanups(all, byName)]) {
    mistakes.add(mistake);
  }
  mistakes.throwIfAny();
  checkCycles(scope, all, byName);
  checkProperties(scope, all, byName);
}

function repeated({ step }: PlacedStep): Mistake {
  return { code: 'StepNameRepeated', property: `step '${step.Name}'`, problem: 'another step has the same name', fix: 'Give each step a name of its own.' };
}

function checkUses(user: PlacedStep, byName: ByName, { parameters, hasExperiment }: Declared, mistakes: Mistakes): void {
  let [usesExperiment, usesItem] = [false, false];
  for (const { parameter, step, propertyFile, isOfExperiment, isOfItem } of user.uses) {
    if (step !== undefined) {
      checkUse(user, step, byName.get(step), propertyFile, mistakes);
    } else if (parameter !== undefined) {
      mistakes.add(parameters.includes(parameter) ? undefined : unknownParameter(user, parameter));
    } else {
      usesExperiment ||= isOfExperiment === true;
      usesItem ||= isOfItem === true;
    }
  }
  mistakes.add(usesExperiment && !hasExperiment ? withoutExperiment(user) : undefined);
  mistakes.add(usesItem && !isInBody(user) ? withoutItem(user) : undefined);
  for (const name of user.waitsFor) {
    checkUse(user, name, byName.get(name), undefined, mistakes);
  }
}

function unknownParameter({ step }: PlacedStep, value: string): Mistake {
  return {
    code: 'ParameterUnknown', property: `step '${step.Name}'`, problem: 'uses a parameter that the pipeline does not have', value, fix: 'Add the parameter to this pipeline.',
  };
}

function withoutExperiment({ step }: PlacedStep): Mistake {
  return {
    code: 'ExperimentMissing', property: `step '${step.Name}'`, problem: 'uses the name of an experiment, and the pipeline has none',
    fix: "Set 'experiment' of the pipeline.",
  };
}

function withoutItem({ step }: PlacedStep): Mistake {
  return {
    code: 'CurrentItemOutside', property: `step '${step.Name}'`, problem: 'uses the current item, and runs for no item', fix: "Move it into the 'body' of a ForEachStep.",
  };
}

function checkUse(user: PlacedStep, name: string, used: PlacedStep | undefined, propertyFile: string | undefined, mistakes: Mistakes): void {
  mistakes.add(used ? mistakeInPlace(user, used) : unknownStep(user, name));
  mistakes.add(used?.step.Type === 'Fail' ? afterEnd(user, name) : undefined);
  mistakes.add(used && propertyFile !== undefined && !hasPropertyFile(used.step, propertyFile) ? unknownPropertyFile(user, name, propertyFile) : undefined);
}

function unknownStep({ step }: PlacedStep, value: string): Mistake {
  return { code: 'StepUnknown', property: `step '${step.Name}'`, problem: 'uses a step that is not in the pipeline', value, fix: 'Add that step to the pipeline too.' };
}

/** A step in a branch is seen from that branch, and from those in it. */
function mistakeInPlace(user: PlacedStep, used: PlacedStep): Mistake | undefined {
  if (used.branch === user.branch || used.branch.every((branch, depth) => user.branch[depth] === branch)) {
    return undefined;
  }
  const [property, value, name] = [`step '${user.step.Name}'`, used.branch.join(' > '), used.step.Name];
  return isInBody(used) ? {
    code: 'StepInForEach', property, problem: `uses '${name}', which runs for each item of '${used.parent}'`, value,
    fix: "Use 'selected(...)' or 'iterationOutput(...)' of that step, or move this one into its 'body'.",
  } : {
    code: 'StepInBranch', property, problem: `uses '${name}', which runs only in a branch of a condition`, value,
    fix: 'Move the step into the same branch, or the other one out of it.',
  };
}

function afterEnd({ step }: PlacedStep, name: string): Mistake {
  return { code: 'StepAfterEnd', property: `step '${step.Name}'`, problem: `waits for '${name}', which ends the run`, fix: 'Let it wait for another step.' };
}

function unknownPropertyFile({ step }: PlacedStep, name: string, value: string): Mistake {
  return {
    code: 'PropertyFileUnknown', property: `step '${step.Name}'`, problem: `reads a property file that '${name}' does not write`, value,
    fix: `Set 'metrics' of step '${name}'.`,
  };
}

function hasPropertyFile({ PropertyFiles = [] }: _StepJson, name: string): boolean {
  return (PropertyFiles as { readonly PropertyFileName: string }[]).some(({ PropertyFileName }) => PropertyFileName === name);
}

/** What is used of steps is what they will have. */
function checkProperties(scope: Construct, all: readonly PlacedStep[], byName: ByName): void {
  const mistakes = new Mistakes(scope);
  for (const { step, uses } of all) {
    for (const { step: used, compared = used, path } of uses) {
      mistakes.add(compared === undefined || path === undefined ? undefined : mistakeInPath(step.Name, byName.get(compared)!, path, all));
    }
  }
  mistakes.throwIfAny();
}

/** What the used step will not have when it has run. */
function mistakeInPath(user: string, placedStep: PlacedStep, path: string, all: readonly PlacedStep[]): Mistake | undefined {
  const { step: used } = placedStep;
  const told = used.Type === 'ForEach' ? toldBy(placedStep, path, all) : undefined;
  if (told?.of) {
    return mistakeInPath(user, told.of, told.path, all);
  }
  const missing = told ? { member: path, known: told.known } : missingOf(used, path);
  return missing && {
    code: 'StepPropertyUnknown', property: `step '${user}'`, value: missing.member,
    problem: `uses '${path}' of step '${used.Name}', and a step of type ${used.Type} has no such property`,
    fix: missing.known.length > 0 ? `Use one of ${missing.known.join(', ')}.` : 'End the path before it.',
  };
}

function missingOf({ Type: type, OutputParameters: outputs }: _StepJson, path: string) {
  return outputs === undefined ? missingIn(type, path) : missingOutput(outputs as OutputParameter[], path);
}

interface OutputParameter {
  readonly OutputName: string;
}

function missingOutput(outputs: readonly OutputParameter[], path: string) {
  const output = /^OutputParameters\['(.*)'\]$/.exec(path)?.[1];
  return outputs.some(({ OutputName }) => OutputName === output) ? undefined : {
    member: output ?? path, known: outputs.map(({ OutputName }) => `OutputParameters['${OutputName}']`),
  };
}
