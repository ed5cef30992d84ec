import type { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { cutJson, jsonOf } from '../../core/internal/json-text';
import { JsonWithTokens } from '../../core/internal/resolved';
import { type CutText } from '../../core/internal/tokens-in-text';
import type { PipelineExperiment } from '../experiment';
import type { Parameter } from '../parameters';
import { checkGraph } from './check-graph';
import { References } from './references';
import { renderValues } from './render';
import { addSteps, type StepText, type WrittenStep } from './step-text';

/** What a pipeline consists of. */
export interface DocumentParts {
  readonly parameters: readonly Parameter[];
  readonly steps: readonly StepText[];
  readonly experiment?: PipelineExperiment;
}

/** A pipeline's definition once it is rendered: the pipeline's values are references, and only tokens of CloudFormation are left. */
export class Document {
  /** Its steps; those of a condition are in its branches. */
  public readonly steps: readonly WrittenStep[];
  private readonly head: Record<string, unknown>;
  /** Its JSON; undefined where CDK has to write tokens that stand for more than text. */
  private readonly plain: CutText | undefined;
  private object: Record<string, unknown> | undefined;

  /** Fails for what the service would refuse, or never run. */
  constructor(private readonly pipeline: Construct, { parameters, steps, experiment }: DocumentParts) {
    const references = new References(pipeline);
    this.steps = steps.map((step) => step.write(pipeline, references));
    checkGraph(pipeline, this.steps, { parameters: parameters.map(({ parameterName }) => parameterName), hasExperiment: experiment !== undefined });
    this.head = {
      Version: '2020-12-01',
      Metadata: {},
      Parameters: parameters.map((parameter) => renderValues(parameter._declaration(), pipeline)),
      // Without a null the service makes an experiment and trials, which need permissions of their own and outlive the pipeline.
      PipelineExperimentConfig: experiment ? renderValues(experiment._render(), pipeline) : null,
    };
    this.plain = this.steps.every(({ text }) => text !== undefined) ? this.written() : undefined;
  }

  /** The definition as an object. */
  public toJson(): Record<string, unknown> {
    this.object ??= this.plain !== undefined ? JSON.parse(this.plain.toString()) as Record<string, unknown> : {
      ...this.head, Steps: this.steps.map(({ step }) => renderValues(step, this.pipeline)),
    };
    return this.object;
  }

  /** The definition as a text with tokens. */
  public text(stack: Stack): JsonWithTokens | string {
    return this.plain !== undefined ? new JsonWithTokens(this.plain, () => this.toJson()) : jsonOf(this.toJson(), stack);
  }

  /** Something that holds all of its tokens. */
  public tokens(): unknown {
    return this.plain?.pieces ?? this.toJson();
  }

  private written(): CutText | undefined {
    const json = cutJson(this.head);
    if (json) {
      const last = json.pieces.length - 1;
      json.pieces[last] = json.pieces[last].slice(0, -1);
      json.add(',"Steps":');
      addSteps(this.steps, json);
      json.add('}');
    }
    return json;
  }
}
