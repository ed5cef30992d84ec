import type { S3Source } from '../core';
import { invalid, isKnown, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import type { ForEachSelector } from './for-each-selector';
import type { IterableItems } from './iterable-items';
import { IterationSource, iterationValue } from './private/iteration-values';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** Something to do for each item of a list. */
export interface ForEachStepProps extends StepOptions {
  /** What it is done for. */
  readonly items: IterableItems;

  /**
   * Steps that run for each item, at least one: any but those of conditions, ends and this kind.
   *
   * `CurrentItem` is the item in their properties. Their names, with a hyphen and a number behind them, are no other step's.
   */
  readonly body: Step[];

  /**
   * How many steps of the body run at once, from 1 to 50. The quota for the jobs' instances has to allow for as many.
   *
   * @default 5
   */
  readonly maxConcurrency?: number;

  /**
   * Which iteration `selected` tells of.
   *
   * @default - none
   */
  readonly selector?: ForEachSelector;
}

const CONCURRENCY = Limit.between('ForEachMaxConcurrency', 1, 50);
const BODY = Limit.between('ForEachBody', 1);
/** What the service takes inside of no such step. Source: the SageMaker Python SDK, 3.27. */
const NOT_INSIDE = ['Condition', 'Fail', 'ForEach'];

/**
 * Runs steps for each item of a list that may be known in the run alone.
 *
 * It costs nothing itself; each item costs what the steps cost. The roles get what the steps need. A step outside uses outputs of the body through this step:
 * those of the iteration that `selector` finds, or that of a position. What jobs of this library write for one item lies beside what they write for another.
 */
export class ForEachStep extends Step {
  constructor(name: string, private readonly props: ForEachStepProps) {
    super(name, props);
    const property = `step '${name}'`;
    const { body, maxConcurrency, selector } = props;
    new Mistakes()
      .add(CONCURRENCY.mistakeIn(`${property} maxConcurrency`, maxConcurrency))
      .when(isKnown(maxConcurrency) && !Number.isInteger(maxConcurrency), {
        code: 'ForEachConcurrencyNotWhole', property, problem: "'maxConcurrency' must be a whole number", value: maxConcurrency, fix: 'Round it.',
      })
      .add(BODY.mistakeInCount(`${property} body`, body))
      .throwIfAny();
    selector?._check(property, this.bodyNames);
  }

  /** `Succeeded`, `Failed` or `Stopped`, once all iterations have ended. */
  public get status(): PipelineValue {
    return StepProperty._ofStep(this, 'Status');
  }

  /** How many items there were. */
  public get inputItemCount(): PipelineValue {
    return this.count('InputItemCount');
  }

  /** How many steps there were in all iterations: items by steps of the body. */
  public get totalStepCount(): PipelineValue {
    return this.count('TotalStepCount');
  }

  /** How many of them succeeded. */
  public get succeededStepCount(): PipelineValue {
    return this.count('SucceededStepCount');
  }

  /** How many of them failed. */
  public get failedStepCount(): PipelineValue {
    return this.count('FailedStepCount');
  }

  /** How many of them were stopped. */
  public get stoppedStepCount(): PipelineValue {
    return this.count('StoppedStepCount');
  }

  /**
   * An output of the step that `selector` compares, in the iteration that it finds; for example `each.selected(ask.output('model'))`.
   *
   * Fails without `selector`, and for an output of another step of the body.
   */
  public selected(output: PipelineValue): PipelineValue {
    return this.toldAsSelected('selected', iterationValue('selected', output));
  }

  /** The same for a place in S3, for example `each.selectedSource(train.model)`. */
  public selectedSource(source: S3Source): S3Source {
    return new IterationSource(`selectedSource of step '${this.stepName}'`, source, (value) => this.toldAsSelected('selectedSource', value));
  }

  /**
   * An output of a step of the body for one item, by the item's position from 0.
   *
   * A run fails when it has no such item; where the items are known by now, synthesis does.
   */
  public iterationOutput(index: number, output: PipelineValue): PipelineValue {
    return this.toldOfIteration('iterationOutput', index, iterationValue('iterationOutput', output));
  }

  /** The same for a place in S3, for example `each.iterationSource(0, train.model)`. */
  public iterationSource(index: number, source: S3Source): S3Source {
    return new IterationSource(`iterationSource of step '${this.stepName}'`, source, (value) => this.toldOfIteration('iterationSource', index, value));
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { items, body, maxConcurrency, selector } = this.props;
    const inside: _StepSite = {
      ...site,
      jobSite: (stepName, jobName) => {
        const jobSite = site.jobSite(stepName);
        return jobName ? { ...jobSite, outputUri: (output, keep) => jobSite.outputUri(`${jobName}/${output}`, keep) } : jobSite;
      },
    };
    const steps = body.map((step) => step._toJson(inside));
    const refused = steps.find(({ Type }) => NOT_INSIDE.includes(Type));
    if (refused) {
      throw invalid(site.pipeline, {
        code: 'ForEachBodyStep', property: `step '${this.stepName}'`, problem: `'body' may hold no step of type ${refused.Type}`, value: refused.Name,
        fix: 'Move it out, behind or around this step.',
      });
    }
    return {
      Type: 'ForEach',
      Arguments: { IterableItems: items._render(), MaxConcurrency: maxConcurrency ?? 5, Selector: selector?._render(), ForEachBody: steps },
    };
  }

  private get bodyNames(): string[] {
    return this.props.body.map(({ stepName }) => stepName);
  }

  private count(member: string): PipelineValue {
    return StepProperty._numberOfStep(this, member, 'number');
  }

  private toldAsSelected(of: string, output: StepProperty): PipelineValue {
    const compared = this.props.selector?._stepName;
    if (compared !== output._stepName) {
      throw invalid(undefined, {
        code: 'ForEachNotSelected', property: `${of} of step '${this.stepName}'`,
        problem: compared === undefined ? "the step has no 'selector'" : `tells of the step that 'selector' compares, '${compared}'`, value: output._stepName,
        fix: compared === undefined ? "Set 'selector', for example ForEachSelector.maxBy(...)." : 'Use an output of that step, or iterationOutput(...).',
      });
    }
    return output._toldBy(this, 'Selected');
  }

  private toldOfIteration(of: string, index: number, output: StepProperty): PipelineValue {
    const property = `${of} of step '${this.stepName}'`;
    const count = this.props.items._count;
    new Mistakes()
      .when(!this.bodyNames.includes(output._stepName), {
        code: 'ForEachNotInside', property, problem: `tells of the steps in 'body', which are ${this.bodyNames.join(', ')}`, value: output._stepName,
        fix: 'Use an output of one of those.',
      })
      .when(!Number.isInteger(index) || index < 0 || (count !== undefined && index >= count), {
        code: 'ForEachIndexRange', property, problem: `the position must be a whole number from 0${count === undefined ? '' : ` to ${count - 1}`}`, value: index,
        fix: 'Name the position of an item; the first is 0.',
      })
      .throwIfAny();
    return output._toldBy(this, `IterationOutputs[${index}].${output._stepName}`);
  }
}
