import { Token, Tokenization } from 'aws-cdk-lib/core';
import { isKnown, type Mistake, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';

/** Where between the ends of a range values are tried most. */
export enum HyperparameterScaling {
  /** Hyperparameter tuning chooses. */
  AUTO = 'Auto',
  /** Evenly. */
  LINEAR = 'Linear',
  /** As often between 0.01 and 0.1 as between 0.1 and 1; for ranges above 0. */
  LOGARITHMIC = 'Logarithmic',
  /** Most near the upper end; for ranges of numbers from 0 to below 1. */
  REVERSE_LOGARITHMIC = 'ReverseLogarithmic',
}

const VALUES = Limit.between('HyperparameterValues', 1, 30);
const VALUE = Limit.between('HyperparameterValue', 0, 256);

/** Values of one hyperparameter to try. Numbers and texts may be values of the pipeline. */
export class HyperparameterRange {
  /** Any number from one to another. */
  public static continuous(min: number, max: number, scaling?: HyperparameterScaling): HyperparameterRange {
    checkEnds(min, max, scaling);
    return HyperparameterRange.between('Continuous', min, max, scaling);
  }

  /** Any whole number from one to another. */
  public static integer(min: number, max: number, scaling?: HyperparameterScaling): HyperparameterRange {
    checkEnds(min, max, scaling, true);
    return HyperparameterRange.between('Integer', min, max, scaling);
  }

  /** One of some texts, 1 to 30. */
  public static categorical(...values: string[]): HyperparameterRange {
    const mistakes = new Mistakes()
      .add(VALUES.mistakeInCount('HyperparameterRange.categorical', values))
      .when(new Set(values).size < values.length, {
        code: 'HyperparameterValueRepeated', property: 'HyperparameterRange.categorical', problem: 'names a value twice', value: values.join(), fix: 'Name it once.',
      });
    values.forEach((value) => mistakes.add(VALUE.mistakeInText('HyperparameterRange.categorical', value)));
    mistakes.throwIfAny();
    return new HyperparameterRange('Categorical', { Values: values }, values.length);
  }

  /** What hyperparameter tuning finds out by itself, from a value that is about right. */
  public static automatic(hint: string): HyperparameterRange {
    new Mistakes().add(VALUE.mistakeInText('HyperparameterRange.automatic', hint)).throwIfAny();
    return new HyperparameterRange('Auto', { ValueHint: hint });
  }

  private static between(kind: _RangeKind, min: number, max: number, scaling?: HyperparameterScaling): HyperparameterRange {
    return new HyperparameterRange(kind, { MinValue: asText(min), MaxValue: asText(max), ScalingType: scaling });
  }

  private constructor(
    /** @internal */
    public readonly _kind: _RangeKind,
    private readonly members: { [member: string]: unknown },
    /** @internal */
    public readonly _choices?: number,
  ) {}

  /** @internal */
  public _render(name: string): { [member: string]: unknown } {
    return { Name: name, ...this.members };
  }
}

/** @internal */
export type _RangeKind = 'Continuous' | 'Integer' | 'Categorical' | 'Auto';

/** What the jobs of a search are compared by. */
export class TuningObjective {
  /** The larger, the better; the metric is one that the trainer reads from its log, or that the algorithm writes. */
  public static maximize(metricName: string): TuningObjective {
    return new TuningObjective('Maximize', metricName);
  }

  /** The smaller, the better. */
  public static minimize(metricName: string): TuningObjective {
    return new TuningObjective('Minimize', metricName);
  }

  /** Name of the metric. */
  public readonly metricName: string;

  private constructor(private readonly type: string, metricName: string) {
    this.metricName = metricName;
  }

  /** @internal */
  public _render(): { [member: string]: unknown } {
    return { Type: this.type, MetricName: this.metricName };
  }
}

/** How many units a Hyperband search trains with, such as epochs. */
export interface HyperbandOptions {
  /**
   * The fewest units that a job trains with before it may be stopped; at least 1.
   *
   * @default - the service's
   */
  readonly minResource?: number;

  /**
   * The most units that a job trains with.
   *
   * @default - the service's
   */
  readonly maxResource?: number;
}

const RESOURCE = Limit.between('HyperbandResource', 1);

/** How the next values are chosen. */
export class TuningStrategy {
  /** By what was learnt from the values tried before: fewer jobs, of which few should run at once. */
  public static bayesian(): TuningStrategy {
    return new TuningStrategy('Bayesian');
  }

  /** By chance: all jobs may run at once. */
  public static random(): TuningStrategy {
    return new TuningStrategy('Random');
  }

  /** Each combination once; for choices among texts alone. */
  public static grid(): TuningStrategy {
    return new TuningStrategy('Grid');
  }

  /** By chance, where jobs that do badly are stopped and the others get their time; for training that reports its metric as it goes. */
  public static hyperband(options: HyperbandOptions = {}): TuningStrategy {
    const { minResource, maxResource } = options;
    new Mistakes()
      .add(RESOURCE.mistakeIn('minResource', minResource))
      .add(RESOURCE.mistakeIn('maxResource', maxResource))
      .when(isKnown(minResource) && isKnown(maxResource) && minResource >= maxResource, {
        code: 'HyperbandResources', property: 'maxResource', problem: `must be above 'minResource' (${minResource})`, value: maxResource, fix: 'Raise it.',
      })
      .throwIfAny();
    return new TuningStrategy('Hyperband', { HyperbandStrategyConfig: { MinResource: minResource, MaxResource: maxResource } });
  }

  private constructor(
    /** @internal */
    public readonly _name: string,
    /** @internal */
    public readonly _config?: { [member: string]: unknown },
  ) {}
}

const PARENTS = Limit.of('HyperParameterTuningJobWarmStartConfig.ParentHyperParameterTuningJobs');

/** Earlier searches to learn from, 1 to 5. Names may be values of the pipeline. */
export class WarmStart {
  /** The same data and algorithm; ranges may have changed. */
  public static identicalDataAndAlgorithm(...tuningJobNames: string[]): WarmStart {
    return new WarmStart('IdenticalDataAndAlgorithm', tuningJobNames);
  }

  /** Other data, or another version of the algorithm, of which the same is expected. */
  public static transferLearning(...tuningJobNames: string[]): WarmStart {
    return new WarmStart('TransferLearning', tuningJobNames);
  }

  private constructor(private readonly type: string, private readonly parents: readonly string[]) {
    const mistakes = new Mistakes().add(PARENTS.mistakeInCount('warmStart', parents));
    for (const name of parents) {
      mistakes.when(isKnown(name) && !/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}$/.test(name), {
        code: 'TuningJobName', property: 'warmStart', problem: 'must be the name of a tuning job: at most 32 letters, digits and hyphens', value: name, fix: 'Correct the name.',
      });
    }
    mistakes.throwIfAny();
  }

  /** @internal */
  public _render(): { [member: string]: unknown } {
    return { WarmStartType: this.type, ParentHyperParameterTuningJobs: this.parents.map((name) => ({ HyperParameterTuningJobName: name })) };
  }
}

function checkEnds(min: number, max: number, scaling: HyperparameterScaling | undefined, whole = false): void {
  const property = `HyperparameterRange.${whole ? 'integer' : 'continuous'}`;
  const known = [min, max].filter(isKnown);
  const mistake = (code: string, problem: string, value: unknown, fix: string): Mistake => ({ code, property, problem, value, fix });
  new Mistakes()
    .when(known.some((end) => !Number.isFinite(end) || (whole && !Number.isInteger(end))), mistake(
      'HyperparameterRangeNumber', `must go from one ${whole ? 'whole ' : ''}number to another`, known.join(' to '), 'Correct the ends.',
    ))
    .when(isKnown(min) && isKnown(max) && min >= max, mistake('HyperparameterRangeEmpty', 'must end above its start', `${min} to ${max}`, 'Swap the ends, or set a fixed value.'))
    .when(scaling === HyperparameterScaling.LOGARITHMIC && known.some((end) => end <= 0), mistake(
      'HyperparameterScaling', 'must lie above 0 to be searched logarithmically', known.join(' to '), 'Raise the start, or use HyperparameterScaling.LINEAR.',
    ))
    .when(scaling === HyperparameterScaling.REVERSE_LOGARITHMIC && (whole || known.some((end) => end < 0 || end >= 1)), mistake(
      'HyperparameterScaling', 'must have any numbers from 0 to below 1 to be searched reverse-logarithmically', known.join(' to '), 'Use HyperparameterScaling.LINEAR.',
    ))
    .throwIfAny();
}

/** The API takes numbers of ranges as text. */
function asText(value: number): string {
  const token = Tokenization.reverseNumber(value);
  return token ? Token.asString(token) : String(value);
}
