import { invalid } from '../core/internal/errors';
import type { PipelineValue } from './value';

/** A yes or no of a step: fixed, or chosen for each run. */
export class RunChoice {
  /** Always. */
  public static yes(): RunChoice {
    return new RunChoice(true);
  }

  /** Never. */
  public static no(): RunChoice {
    return new RunChoice(false);
  }

  /** As a parameter, or an output of an earlier step, says for each run. Fails for a value that is known to be text or a number. */
  public static of(value: PipelineValue): RunChoice {
    const kind = value._kind();
    if (kind !== undefined && kind !== 'truth value') {
      throw invalid(undefined, {
        code: 'RunChoiceType', property: 'RunChoice.of', problem: `must be a yes or no, and this is a ${kind}`, value: value._describe(), fix: 'Use addBooleanParameter.',
      });
    }
    return new RunChoice(value);
  }

  private constructor(private readonly value: boolean | PipelineValue) {}

  /** @internal */
  public _render(): unknown {
    return this.value;
  }
}
