import type { Json } from '../../sagemaker/api';
import type { StepDefinition } from '../definition';
import { StepFailure } from '../failure';
import { isObject } from '../references';
import type { StepKind } from '../step-kind';

/** An output that a step declares. */
export interface Output {
  readonly OutputName: string;
  readonly OutputType: string;
}

const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  Integer: Number.isInteger,
  Float: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
};
const MOST_OUTPUTS = 50;
export const LONGEST_VALUE = 1024;

/** Calls a function with the step's arguments; members of its answer become the step's outputs. */
export const lambda: StepKind = {
  type: 'Lambda',
  check: (step, place) => [
    ...(step.FunctionArn === undefined ? [`${place} lacks FunctionArn`] : []),
    ...(isObject(step.Arguments ?? {}) ? [] : [`${place}: Arguments must be a JSON object`]),
    ...outputProblems(step.OutputParameters ?? [], place),
  ],
  run: async (step, { functions, values, report }) => {
    const arn = String(await values.resolve(step.FunctionArn));
    report({ metadata: { Lambda: { Arn: arn } } });
    const answer = await functions.invoke(arn, await values.resolve(step.Arguments ?? {}));
    const outputs = Object.fromEntries(outputsOf(step).map((output) => [output.OutputName, valueOf(output, answer)]));
    const shown = Object.entries(outputs).map(([Name, value]) => ({ Name, Value: textOf(value) }));
    return { status: 'Succeeded', properties: { OutputParameters: outputs }, metadata: { Lambda: { Arn: arn, OutputParameters: shown } } };
  },
};

/** The outputs that a step declares, by what its definition says. */
export function outputsOf(step: StepDefinition): readonly Output[] {
  return Array.isArray(step.OutputParameters) ? step.OutputParameters as readonly Output[] : [];
}

/** What is wrong with the outputs that a step declares. */
export function outputProblems(outputs: unknown, place: string): string[] {
  if (!Array.isArray(outputs) || outputs.length > MOST_OUTPUTS) {
    return [`${place}: OutputParameters must be a list of at most ${MOST_OUTPUTS}`];
  }
  return outputs.filter((output: Json) => typeof output?.OutputName !== 'string' || !Object.hasOwn(FITS, String(output.OutputType)))
    .map((output) => `${place}: output ${JSON.stringify(output)} needs an OutputName and one of the types ${Object.keys(FITS).join(', ')}`);
}

function valueOf({ OutputName: name, OutputType: type }: Output, answer: unknown): unknown {
  const value: unknown = isObject(answer) ? answer[name] : undefined;
  if (value === undefined || value === null) {
    throw new StepFailure(`the function's answer has no '${name}', which is an output of the step`);
  }
  if (!FITS[type](value) || textOf(value).length > LONGEST_VALUE) {
    throw new StepFailure(`the function's answer has ${JSON.stringify(value)} as '${name}', which is not of type ${type}, or longer than ${LONGEST_VALUE}`);
  }
  return value;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
