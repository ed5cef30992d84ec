import { StepFailure } from '../failure';
import { isObject } from '../references';
import type { StepKind } from '../step-kind';
import { LONGEST_VALUE, outputProblems, outputsOf, type Output } from './lambda';

/** Answers come as text, whatever the type is. */
const READ: Readonly<Record<string, (text: string) => unknown>> = {
  String: (text) => text,
  Integer: (text) => (/^-?\d+$/.test(text) ? Number(text) : undefined),
  Float: (text) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined),
  Boolean: (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined),
};

/** Sends a message to a queue, and waits for SendPipelineExecutionStepSuccess or ...Failure with its token. */
export const callback: StepKind = {
  type: 'Callback',
  check: (step, place) => [
    ...(step.SqsQueueUrl === undefined ? [`${place} lacks SqsQueueUrl`] : []),
    ...(isObject(step.Arguments ?? {}) ? [] : [`${place}: Arguments must be a JSON object`]),
    ...outputProblems(step.OutputParameters ?? [], place),
  ],
  run: async (step, { callbacks, values, report, signal }) => {
    const SqsQueueUrl = String(await values.resolve(step.SqsQueueUrl));
    const executionArn = String(await values.resolve({ Get: 'Execution.PipelineExecutionArn' }));
    const pending = await callbacks.ask({ queueUrl: SqsQueueUrl, arguments: await values.resolve(step.Arguments ?? {}), executionArn }, signal);
    const metadata = { Callback: { CallbackToken: pending.token, SqsQueueUrl } };
    report({ metadata });
    const answer = await pending.answer;
    if (answer === undefined) {
      return { status: 'Stopped', metadata };
    }
    if ('failureReason' in answer) {
      return { status: 'Failed', failureReason: answer.failureReason, metadata };
    }
    const outputs = Object.fromEntries(outputsOf(step).map((output) => [output.OutputName, valueOf(output, answer.outputs)]));
    const shown = [...answer.outputs].map(([Name, Value]) => ({ Name, Value }));
    return { status: 'Succeeded', properties: { OutputParameters: outputs }, metadata: { Callback: { ...metadata.Callback, OutputParameters: shown } } };
  },
};

function valueOf({ OutputName: name, OutputType: type }: Output, outputs: ReadonlyMap<string, string>): unknown {
  const text = outputs.get(name);
  if (text === undefined) {
    throw new StepFailure(`the answer has no '${name}', which is an output of the step`);
  }
  const value = text.length > LONGEST_VALUE ? undefined : READ[type](text);
  if (value === undefined) {
    throw new StepFailure(`the answer has '${text}' as '${name}', which is not of type ${type}, or longer than ${LONGEST_VALUE}`);
  }
  return value;
}
