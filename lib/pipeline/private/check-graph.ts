import type { Construct } from 'constructs';
import { type Mistake, Mistakes } from '../../core/internal/errors';
import type { _StepJson } from '../step';
import { mistakesInCleanups } from './check-cleanup';
import { checkCycles } from './check-cycles';
import { mistakesInIterations, toldBy } from './check-for-each';
import { isInBody, type PlacedStep, placed } from './placed-step';
import { missingIn } from './step-properties';
import type { WrittenStep } from './step-text';
import { type Use } from './uses';

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
    for (const mistake of mistakesInUses(user, byName, declared)) {
      mistakes.add(mistake);
    }
  }
  for (const mistake of [...mistakesInIterations(scope, all), ...mistakesInCleanups(all, byName)]) {
    mistakes.add(mistake);
  }
  mistakes.throwIfAny();
  checkCycles(scope, all);
  checkProperties(scope, all, byName);
}

function repeated({ step }: PlacedStep): Mistake {
  return { code: 'StepNameRepeated', property: `step '${step.Name}'`, problem: 'another step has the same name', fix: 'Give each step a name of its own.' };
}

function mistakesInUses(user: PlacedStep, byName: ByName, { parameters, hasExperiment }: Declared): Mistake[] {
  const mistakes: Mistake[] = [];
  const ofSteps: Mistake[] = [];
  for (const use of user.uses) {
    if (use.step !== undefined) {
      ofSteps.push(...mistakesInUse(user, use.step, use, byName.get(use.step)));
    } else if (use.parameter !== undefined && !parameters.includes(use.parameter)) {
      mistakes.push(unknownParameter(user, use.parameter));
    }
  }
  for (const name of user.waitsFor) {
    ofSteps.push(...mistakesInUse(user, name, {}, byName.get(name)));
  }
  if (!hasExperiment && user.uses.some(({ isOfExperiment }) => isOfExperiment)) {
    mistakes.push(withoutExperiment(user));
  }
  if (!isInBody(user) && user.uses.some(({ isOfItem }) => isOfItem)) {
    mistakes.push(withoutItem(user));
  }
  return [...mistakes, ...ofSteps];
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

function mistakesInUse(user: PlacedStep, name: string, { propertyFile }: Use, used: PlacedStep | undefined): Mistake[] {
  const property = `step '${user.step.Name}'`;
  if (!used) {
    return [{ code: 'StepUnknown', property, problem: 'uses a step that is not in the pipeline', value: name, fix: 'Add that step to the pipeline too.' }];
  }
  const mistakes: Mistake[] = [];
  const outside = used.branch.some((branch, depth) => user.branch[depth] !== branch);
  if (outside && isInBody(used)) {
    mistakes.push({
      code: 'StepInForEach', property, problem: `uses '${name}', which runs for each item of '${used.parent}'`, value: used.branch.join(' > '),
      fix: "Use 'selected(...)' or 'iterationOutput(...)' of that step, or move this one into its 'body'.",
    });
  } else if (outside) {
    mistakes.push({
      code: 'StepInBranch', property, problem: `uses '${name}', which runs only in a branch of a condition`, value: used.branch.join(' > '),
      fix: 'Move the step into the same branch, or the other one out of it.',
    });
  }
  if (used.step.Type === 'Fail') {
    mistakes.push({ code: 'StepAfterEnd', property, problem: `waits for '${name}', which ends the run`, fix: 'Let it wait for another step.' });
  }
  if (propertyFile !== undefined && !propertyFilesOf(used.step).includes(propertyFile)) {
    mistakes.push({
      code: 'PropertyFileUnknown', property, problem: `reads a property file that '${name}' does not write`, value: propertyFile,
      fix: `Set 'metrics' of step '${name}'.`,
    });
  }
  return mistakes;
}

function propertyFilesOf({ PropertyFiles = [] }: _StepJson): string[] {
  return (PropertyFiles as { readonly PropertyFileName: string }[]).map(({ PropertyFileName }) => PropertyFileName);
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
