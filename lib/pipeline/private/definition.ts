import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConfigurationError, invalid, Mistakes } from '../../core/internal/errors';
import limits from '../../core/facts/limits.json';
import type { Parameter } from '../parameters';
import type { _StepJson } from '../step';
import { checkGraph } from './check-graph';
import { renderValues } from './render';

const LARGEST = limits['CreatePipelineRequest.PipelineDefinition'].max;

/** The document that says what a pipeline does; grows until it is rendered. */
export class Definition {
  private readonly parameters = new Map<string, Parameter>();
  private readonly steps: _StepJson[] = [];

  constructor(private readonly scope: Construct) {}

  public addParameter(parameter: Parameter): void {
    if (this.parameters.has(parameter.parameterName)) {
      throw invalid(this.scope, {
        code: 'ParameterNameRepeated', property: `parameter '${parameter.parameterName}'`, problem: 'is declared twice', fix: 'Use the first one, or another name.',
      });
    }
    this.parameters.set(parameter.parameterName, parameter);
  }

  public addStep(step: _StepJson): void {
    this.steps.push(step);
  }

  /** Refuses to start without values for parameters that have no default, and values for parameters that do not exist. */
  public requireValues(values: { [name: string]: string }): void {
    const mistakes = new Mistakes(this.scope);
    for (const parameter of this.parameters.values()) {
      mistakes.when(!parameter.hasDefault && values[parameter.parameterName] === undefined, {
        code: 'ParameterWithoutValue', property: `parameter '${parameter.parameterName}'`, problem: 'has neither a default nor a value here',
        fix: "Give it a 'defaultValue', or a value where the run is started.",
      });
    }
    for (const name of Object.keys(values)) {
      mistakes.when(!this.parameters.has(name), {
        code: 'ParameterUnknown', property: 'parameters', problem: `the pipeline has ${[...this.parameters.keys()].join(', ') || 'no parameters'}`, value: name,
        fix: 'Correct the name, or add the parameter to the pipeline.',
      });
    }
    mistakes.throwIfAny();
  }

  public toJson(): Record<string, unknown> {
    const steps = renderValues(this.steps) as Parameters<typeof checkGraph>[1];
    checkGraph(this.scope, steps, [...this.parameters.keys()]);
    return {
      Version: '2020-12-01',
      Metadata: {},
      Parameters: [...this.parameters.values()].map((parameter) => renderValues(parameter._declaration())),
      PipelineExperimentConfig: {
        ExperimentName: { Get: 'Execution.PipelineName' },
        TrialName: { Get: 'Execution.PipelineExecutionId' },
      },
      Steps: steps,
    };
  }

  public toJsonString(): string {
    return Stack.of(this.scope).toJsonString(this.toJson());
  }

  /** Changes exactly when the definition does; values that only CloudFormation knows count by where they come from. */
  public hash(): string {
    return createHash('sha256').update(this.resolved()).digest('hex');
  }

  /** What would stop a deployment, as messages for synthesis. */
  public mistakes(): string[] {
    try {
      if (this.steps.length === 0) {
        throw invalid(this.scope, { code: 'PipelineEmpty', property: 'steps', problem: 'the pipeline has no steps', fix: 'Add some with addSteps(...).' });
      }
      const { length } = this.resolved();
      new Mistakes(this.scope).when(length > LARGEST, {
        code: 'PipelineDefinitionSize', property: 'steps', problem: `the definition may have ${LARGEST} characters`, value: length, fix: 'Split the pipeline.',
      }).throwIfAny();
      return [];
    } catch (error) {
      if (error instanceof ConfigurationError) {
        return [error.message];
      }
      throw error;
    }
  }

  private resolved(): string {
    return JSON.stringify(Stack.of(this.scope).resolve(this.toJson()));
  }
}
