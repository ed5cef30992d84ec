import { Token, Tokenization } from 'aws-cdk-lib/core';
import { invalid } from '../core/internal/errors';
import { Condition } from './condition';
import type { ProcessingStep } from './processing-step';
import type { ComparedPipelineOptions } from './run-comparison';
import { checkLiterals } from './private/literals';
import { _PipelineToken, type PipelineValue } from './value';

/**
 * A metric of a model, by its path in the metrics file.
 *
 * Fails at synthesis for a path that cannot be read or a bar that is no number; a run fails when the file has nothing there.
 */
export class Metric {
  /** For example `auc`, or `binary_classification_metrics.auc.value`. */
  public static of(path: string): Metric {
    return new Metric(path);
  }

  private constructor(private readonly path: string) {}

  /** The metric must be as large, or larger. */
  public atLeast(bar: number): AcceptanceRule {
    return AcceptanceRule._of(this.path, true, `at least ${inWords(bar)}`, (value) => Condition.greaterThanOrEqualTo(value, bar));
  }

  /** The metric must be as small, or smaller. */
  public atMost(bar: number): AcceptanceRule {
    return AcceptanceRule._of(this.path, false, `at most ${inWords(bar)}`, (value) => Condition.lessThanOrEqualTo(value, bar));
  }

  /**
   * The metric must be as large as that of the version that serves, on the same rows, or larger: for metrics of which more is better.
   *
   * A first version is compared with itself, and passes.
   */
  public atLeastServing(): AcceptanceRule {
    return AcceptanceRule._ofServing(this.path, true, 'at least that of the version that serves', (value, bar) => Condition.greaterThanOrEqualTo(value, bar));
  }

  /**
   * The metric must be as small as that of the version that serves, on the same rows, or smaller: for metrics of which less is better.
   *
   * A first version is compared with itself, and passes.
   */
  public atMostServing(): AcceptanceRule {
    return AcceptanceRule._ofServing(this.path, false, 'at most that of the version that serves', (value, bar) => Condition.lessThanOrEqualTo(value, bar));
  }
}

/** What a model must reach to be registered, or approved. */
export class AcceptanceRule {
  /** @internal */
  public static _of(path: string, higherIsBetter: boolean, bar: string, ask: (value: PipelineValue) => Condition): AcceptanceRule {
    return new AcceptanceRule(path, higherIsBetter, bar, false, ask);
  }

  /** @internal */
  public static _ofServing(
    path: string, higherIsBetter: boolean, bar: string, ask: (value: PipelineValue, serving: number) => Condition,
  ): AcceptanceRule {
    return new AcceptanceRule(path, higherIsBetter, bar, true, (value, serving) => ask(value, serving!.valueAsNumber));
  }

  /**
   * What the rules say of metrics, by the names under which comparisons of runs show them.
   *
   * @internal
   */
  public static _wanted(rules: readonly AcceptanceRule[]): ComparedPipelineOptions {
    const names = (higher: boolean) => rules.filter(({ higherIsBetter }) => higherIsBetter === higher).map(({ path }) => path.replace(/\.value$/, '').split('.').at(-1)!);
    return { higherIsBetter: names(true), lowerIsBetter: names(false) };
  }

  /** The metric's path in the metrics file. */
  public readonly path: string;
  /** The bar in words: `at least 0.85`. */
  public readonly bar: string;
  /** Whether the bar is the version that serves. */
  public readonly comparesWithServing: boolean;

  private constructor(
    path: string,
    private readonly higherIsBetter: boolean,
    bar: string,
    comparesWithServing: boolean,
    private readonly ask: (value: PipelineValue, serving: PipelineValue | undefined) => Condition,
  ) {
    this.path = path;
    this.bar = bar;
    this.comparesWithServing = comparesWithServing;
  }

  /**
   * The rule as a condition on the metrics of a step.
   *
   * Fails for a rule that compares with the version that serves, without the step that measured that one.
   */
  public conditionOn(step: ProcessingStep, serving?: ProcessingStep): Condition {
    return this.ask(step.metric(this.path), this.servingValue(serving));
  }

  /** What people are told when a model is too weak; the metrics' values are filled in while the pipeline runs. */
  public explainedFor(step: ProcessingStep, serving?: ProcessingStep): string {
    const bar = this.servingValue(serving);
    return `${this.path} was ${step.metric(this.path)} and must be ${this.bar}${bar ? `, ${bar}` : ''}`;
  }

  /** The serving version's value; undefined for a rule that does not ask for it. */
  private servingValue(serving: ProcessingStep | undefined): PipelineValue | undefined {
    if (this.comparesWithServing && !serving) {
      throw invalid(undefined, {
        code: 'ServingComparisonMissing', property: `Metric.of('${this.path}')`, problem: `must be ${this.bar}, which nobody measures`,
        fix: "Give 'comparedWith' (leave 'compareWithServing' of a ModelLifecycle on), or use a number: atLeast(...), atMost(...).",
      });
    }
    return this.comparesWithServing ? serving?.metric(this.path) : undefined;
  }
}

/** A bar may be a parameter of the pipeline, or a value that CloudFormation fills in. */
function inWords(bar: number): string {
  checkLiterals('Metric', [bar]);
  const token = Tokenization.reverseNumber(bar);
  if (token instanceof _PipelineToken) {
    return token.value.valueAsString;
  }
  return token ? Token.asString(token) : String(bar);
}
