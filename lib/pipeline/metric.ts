import { Token, Tokenization } from 'aws-cdk-lib/core';
import { Condition } from './condition';
import type { ProcessingStep } from './processing-step';
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
    return AcceptanceRule._of(this.path, `at least ${inWords(bar)}`, (value) => Condition.greaterThanOrEqualTo(value, bar));
  }

  /** The metric must be as small, or smaller. */
  public atMost(bar: number): AcceptanceRule {
    return AcceptanceRule._of(this.path, `at most ${inWords(bar)}`, (value) => Condition.lessThanOrEqualTo(value, bar));
  }
}

/** What a model must reach to be registered. */
export class AcceptanceRule {
  /** @internal */
  public static _of(path: string, bar: string, ask: (value: PipelineValue) => Condition): AcceptanceRule {
    return new AcceptanceRule(path, bar, ask);
  }

  /** The metric's path in the metrics file. */
  public readonly path: string;
  /** The bar in words: `at least 0.85`. */
  public readonly bar: string;

  private constructor(path: string, bar: string, private readonly ask: (value: PipelineValue) => Condition) {
    this.path = path;
    this.bar = bar;
  }

  /** The rule as a condition on the metrics of a step. */
  public conditionOn(step: ProcessingStep): Condition {
    return this.ask(step.metric(this.path));
  }

  /** What people are told when a model is too weak; the metric's value is filled in while the pipeline runs. */
  public explainedFor(step: ProcessingStep): string {
    return `${this.path} was ${step.metric(this.path)} and must be ${this.bar}`;
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
