import { Tokenization } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type Mistake, Mistakes } from '../../core/internal/errors';
import { missingIn } from './step-properties';

/** A rendered step: references are `{ Get: 'Steps...' }` objects somewhere inside. */
interface RenderedStep {
  readonly Name: string;
  readonly Type: string;
  readonly Arguments: Record<string, unknown>;
  readonly DependsOn?: string[];
  readonly PropertyFiles?: { PropertyFileName: string }[];
  readonly OutputParameters?: { OutputName: string }[];
}

interface PlacedStep {
  readonly step: RenderedStep;
  /** The branches of conditions it lies in, outermost first, for example `['GoodEnough/IfSteps']`. */
  readonly branch: readonly string[];
}

/** What a pipeline declares beside its steps. */
interface Declared {
  readonly parameters: readonly string[];
  readonly hasExperiment: boolean;
}

/** What the service would refuse, or never run: repeated names, dangling references, references into a branch, cycles. */
export function checkGraph(scope: Construct, steps: readonly RenderedStep[], declared: Declared): void {
  const placed = steps.flatMap((step) => place(step, []));
  const mistakes = new Mistakes(scope);
  const byName = new Map<string, PlacedStep>();
  for (const each of placed) {
    mistakes.when(byName.has(each.step.Name), {
      code: 'StepNameRepeated', property: `step '${each.step.Name}'`, problem: 'another step has the same name', fix: 'Give each step a name of its own.',
    });
    byName.set(each.step.Name, each);
  }
  for (const each of placed) {
    checkReferences(each, byName, declared, mistakes);
  }
  mistakes.throwIfAny();
  checkCycles(scope, placed);
  checkProperties(scope, placed, byName);
}

function place(step: RenderedStep, branch: readonly string[]): PlacedStep[] {
  const inside = (['IfSteps', 'ElseSteps'] as const).flatMap((side) =>
    ((step.Arguments[side] ?? []) as RenderedStep[]).flatMap((child) => place(child, [...branch, `${step.Name}/${side}`])));
  return [{ step, branch }, ...(step.Type === 'Condition' ? inside : [])];
}

function checkReferences(user: PlacedStep, byName: Map<string, PlacedStep>, { parameters, hasExperiment }: Declared, mistakes: Mistakes): void {
  const property = `step '${user.step.Name}'`;
  const uses = usesOf(user.step);
  for (const name of uses.parameters) {
    mistakes.when(!parameters.includes(name), {
      code: 'ParameterUnknown', property, problem: 'uses a parameter that the pipeline does not have', value: name, fix: 'Add the parameter to this pipeline.',
    });
  }
  mistakes.when(uses.experiment && !hasExperiment, {
    code: 'ExperimentMissing', property, problem: 'uses the name of an experiment, and the pipeline has none', fix: "Set 'experiment' of the pipeline.",
  });
  for (const { name, propertyFile } of uses.steps) {
    const used = byName.get(name);
    mistakes.when(!used, {
      code: 'StepUnknown', property, problem: 'uses a step that is not in the pipeline', value: name, fix: 'Add that step to the pipeline too.',
    });
    mistakes.when(used?.branch.some((branch, depth) => user.branch[depth] !== branch) ?? false, {
      code: 'StepInBranch', property, problem: `uses '${name}', which runs only in a branch of a condition`, value: used?.branch.join(' > '),
      fix: 'Move the step into the same branch, or the other one out of it.',
    });
    mistakes.when(used?.step.Type === 'Fail', {
      code: 'StepAfterEnd', property, problem: `waits for '${name}', which ends the run`, fix: 'Let it wait for another step.',
    });
    mistakes.when(propertyFile !== undefined && used !== undefined && !used.step.PropertyFiles?.some((file) => file.PropertyFileName === propertyFile), {
      code: 'PropertyFileUnknown', property, problem: `reads a property file that '${name}' does not write`, value: propertyFile,
      fix: `Set 'metrics' of step '${name}'.`,
    });
  }
}

/** What is used of steps is what they will have. */
function checkProperties(scope: Construct, placed: readonly PlacedStep[], byName: Map<string, PlacedStep>): void {
  const mistakes = new Mistakes(scope);
  for (const { step } of placed) {
    for (const { name, path } of usesOf(step).steps) {
      mistakes.add(path === undefined ? undefined : mistakeInPath(`step '${step.Name}'`, byName.get(name)!.step, path));
    }
  }
  mistakes.throwIfAny();
}

/** What the used step will not have when it has run. */
function mistakeInPath(property: string, { Name: name, Type: type, OutputParameters: outputs }: RenderedStep, path: string): Mistake | undefined {
  const output = /^OutputParameters\['(.*)'\]$/.exec(path)?.[1];
  const missing = outputs === undefined ? missingIn(type, path) : {
    member: output ?? path, known: outputs.map(({ OutputName }) => `OutputParameters['${OutputName}']`),
  };
  return missing === undefined || (output !== undefined && outputs?.some(({ OutputName }) => OutputName === output)) ? undefined : {
    code: 'StepPropertyUnknown', property, problem: `uses '${path}' of step '${name}', and a step of type ${type} has no such property`, value: missing.member,
    fix: missing.known.length > 0 ? `Use one of ${missing.known.join(', ')}.` : 'End the path before it.',
  };
}

function checkCycles(scope: Construct, placed: readonly PlacedStep[]): void {
  const edges = new Map(placed.map(({ step, branch }) => {
    const condition = branch.length > 0 ? [branch[branch.length - 1].replace(/\/(If|Else)Steps$/, '')] : [];
    return [step.Name, [...usesOf(step).steps.map(({ name }) => name), ...condition]];
  }));
  const done = new Set<string>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) {
      return;
    }
    const cycle = onPath.has(name) ? [...path.slice(path.indexOf(name)), name] : undefined;
    new Mistakes(scope).when(cycle !== undefined, {
      code: 'StepCycle', property: `step '${name}'`, problem: `waits for itself: ${cycle?.join(' -> ')}`, fix: 'Remove one of these dependencies.',
    }).throwIfAny();
    path.push(name);
    onPath.add(name);
    edges.get(name)?.forEach(visit);
    path.pop();
    onPath.delete(name);
    done.add(name);
  };
  placed.forEach(({ step }) => visit(step.Name));
}

interface UsedStep {
  readonly name: string;
  readonly propertyFile?: string;
  /** Where in what the step made. */
  readonly path?: string;
}

/** What a step uses, without what only the steps inside of it use. */
interface Uses {
  readonly parameters: readonly string[];
  readonly steps: readonly UsedStep[];
  /** Whether it uses the names of the experiment. */
  readonly experiment: boolean;
}

const PARAMETER = 'Parameters.';
const EXPERIMENT = 'PipelineExperimentConfig.';
const STEP = /^Steps\.([A-Za-z0-9_-]+)\.(?:PropertyFiles\.(.+)|(.+))?/;

/** Each step is asked several times. */
const known = new WeakMap<RenderedStep, Uses>();

function usesOf(step: RenderedStep): Uses {
  const uses = known.get(step) ?? findUses(step);
  known.set(step, uses);
  return uses;
}

function findUses(step: RenderedStep): Uses {
  const parameters: string[] = [];
  const steps: UsedStep[] = [];
  let experiment = false;
  const use = (reference: string): void => {
    if (reference.startsWith(PARAMETER)) {
      parameters.push(reference.slice(PARAMETER.length));
      return;
    }
    experiment ||= reference.startsWith(EXPERIMENT);
    const match = STEP.exec(reference);
    if (match) {
      steps.push({ name: match[1], propertyFile: match[2], path: match[3] });
    }
  };
  visitReferences(step.Type === 'Condition' ? step.Arguments.Conditions : step, use);
  return { parameters, steps: [...steps, ...(step.DependsOn ?? []).map((name) => ({ name }))], experiment };
}

/** Calls back with each `{ Get: '...' }` inside of a rendered value. */
function visitReferences(value: unknown, use: (reference: string) => void): void {
  if (typeof value !== 'object' || value === null || Tokenization.isResolvable(value)) {
    return;
  }
  const members = value as Record<string, unknown>;
  const names = Object.keys(members);
  if (names.length === 1 && typeof members.Get === 'string') {
    use(members.Get);
  } else {
    for (const name of names) {
      visitReferences(members[name], use);
    }
  }
}
