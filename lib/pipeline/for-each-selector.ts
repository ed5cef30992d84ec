import { Mistakes } from '../core/internal/errors';
import { iterationValue } from './private/iteration-values';
import { checkIsNumber } from './private/kinds';
import type { StepProperty } from './step-value';
import { PipelineValue, type _Rendered } from './value';

/** How a {@link ForEachStep} finds the iteration whose outputs `selected` gives: by a number that one of its steps makes. */
export class ForEachSelector {
  /** The iteration where the output of a step in the body is largest. */
  public static maxBy(output: PipelineValue): ForEachSelector {
    return ForEachSelector.by('MaxBy', output);
  }

  /** The iteration where the output of a step in the body is smallest. */
  public static minBy(output: PipelineValue): ForEachSelector {
    return ForEachSelector.by('MinBy', output);
  }

  private static by(pick: string, output: PipelineValue): ForEachSelector {
    const property = `ForEachSelector ${pick}`;
    checkIsNumber(property, [output]);
    return new ForEachSelector(pick, iterationValue(property, output));
  }

  private constructor(private readonly pick: string, private readonly output: StepProperty) {}

  /**
   * The step in the body whose output is compared.
   *
   * @internal
   */
  public get _stepName(): string {
    return this.output._stepName;
  }

  /**
   * Refuses a step that is not in the body.
   *
   * @internal
   */
  public _check(property: string, body: readonly string[]): void {
    new Mistakes().when(!body.includes(this._stepName), {
      code: 'ForEachSelectorStep', property, problem: `'selector' must compare an output of a step in 'body', which has ${body.join(', ')}`, value: this._stepName,
      fix: 'Choose an output of one of those.',
    }).throwIfAny();
  }

  /** @internal */
  public _render(): { [member: string]: unknown } {
    return { Pick: this.pick, Field: new IterationOutput(this.output) };
  }
}

/** An output of a step in a body, in whatever iteration. */
class IterationOutput extends PipelineValue {
  constructor(private readonly output: StepProperty) {
    super();
  }

  /** @internal */
  public _render(): _Rendered {
    return this.output._below('IterationOutput');
  }

  /** @internal */
  public override _home() {
    return this.output._home();
  }

  /** @internal */
  public _describe(): string {
    return this.output._describe();
  }
}
