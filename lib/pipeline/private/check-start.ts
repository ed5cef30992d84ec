import type { Construct } from 'constructs';
import { Mistakes } from '../../core/internal/errors';
import type { Parameter } from '../parameters';

/** Parameter values that something starts runs with. */
export interface StartValues {
  readonly [name: string]: string;
}

/** Refuses to start without values for parameters that have no default, and with values that do not fit a parameter. */
export function checkStart(pipeline: Construct, parameters: ReadonlyMap<string, Parameter>, values: StartValues): void {
  const mistakes = new Mistakes(pipeline);
  for (const parameter of parameters.values()) {
    mistakes.when(!parameter.hasDefault && values[parameter.parameterName] === undefined, {
      code: 'ParameterWithoutValue', property: `parameter '${parameter.parameterName}'`, problem: 'has neither a default nor a value here',
      fix: "Give it a 'defaultValue', or a value where the run is started.",
    });
  }
  for (const [name, value] of Object.entries(values)) {
    const parameter = parameters.get(name);
    mistakes.add(parameter ? parameter._mistakeIn(value) : {
      code: 'ParameterUnknown', property: 'parameters', problem: `the pipeline has ${[...parameters.keys()].join(', ') || 'no parameters'}`, value: name,
      fix: 'Correct the name, or add the parameter to the pipeline.',
    });
  }
  mistakes.throwIfAny();
}
