import { invalid, Mistakes } from '../../core/internal/errors';
import type { Limit } from '../../core/internal/limits';
import type { OutputType } from '../output-type';
import type { Step } from '../step';
import { StepProperty } from '../step-value';
import type { PipelineValue, _ValueKind } from '../value';

/** What a step's outside hands back, by name. */
export type StepOutputs = { readonly [name: string]: OutputType } | undefined;

const KINDS: { readonly [type in OutputType]: _ValueKind } = { String: 'text', Integer: 'number', Float: 'number', Boolean: 'truth value' };

/** Names become part of references, in quotes. */
export function checkOutputs(step: string, outputs: StepOutputs = {}, count: Limit): void {
  const property = `step '${step}'`;
  const mistakes = new Mistakes().add(count.mistakeInCount(`${property} outputs`, outputs));
  for (const name of Object.keys(outputs)) {
    mistakes.when(!/^[^'"[\]]{1,256}$/.test(name), {
      code: 'StepOutputName', property, problem: 'an output may have up to 256 characters, and no quotes and brackets among them', value: name,
      fix: "Name it as the member of the function's answer, for example 'modelUrl'.",
    });
  }
  mistakes.throwIfAny();
}

/** One of the outputs, for other steps. Fails for one that was not declared. */
export function outputOf(step: Step, outputs: StepOutputs = {}, name: string): PipelineValue {
  if (!Object.hasOwn(outputs, name)) {
    throw invalid(undefined, {
      code: 'StepOutputUnknown',
      property: `step '${step.stepName}'`,
      problem: `has no such output; it has ${Object.keys(outputs).join(', ') || 'none'}`,
      value: name,
      fix: "Name it in the step's 'outputs', or use one of those it has.",
    });
  }
  return StepProperty._outputOfStep(step, name, KINDS[outputs[name]]);
}

/** The outputs as the definition declares them. */
export function renderOutputs(outputs: StepOutputs = {}): { OutputName: string; OutputType: OutputType }[] {
  return Object.entries(outputs).map(([OutputName, OutputType]) => ({ OutputName, OutputType }));
}
