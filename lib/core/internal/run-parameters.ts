import { isKnown, type Mistakes } from './errors';
import { Limit } from './limits';

const PARAMETERS = Limit.of('StartPipelineExecutionRequest.PipelineParameters');
/** EventBridge takes 8,192 characters as the input of a target; the rest is for what else stands there. */
const LARGEST = 7_000;

/** Adds what is wrong with parameter values that a rule of EventBridge hands to a handler. */
export function checkRunParameters(mistakes: Mistakes, code: string, parameters: Readonly<Record<string, string>> = {}): void {
  const size = JSON.stringify(Object.entries(parameters).filter(([, value]) => isKnown(value))).length;
  mistakes.add(PARAMETERS.mistakeInCount('parameters', parameters)).when(size > LARGEST, {
    code: `${code}ParametersSize`, property: 'parameters', problem: `must have at most ${LARGEST} characters together as JSON`, value: size,
    fix: 'Give long values as defaults of the parameters.',
  });
}
