import { createHash } from 'node:crypto';
import { Stack, type IResolvable, type IResolveContext } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConfigurationError, invalid, Mistakes } from '../../core/internal/errors';
import { textOf } from '../../core/internal/json-text';
import { Limit } from '../../core/internal/limits';
import { Settled } from '../../core/internal/settled';
import type { PipelineExperiment } from '../experiment';
import type { Parameter } from '../parameters';
import type { _StepJson } from '../step';
import { checkGraph } from './check-graph';
import { renderValues } from './render';

const SIZE = Limit.of('CreatePipelineRequest.PipelineDefinition');

/** Parameter values that something starts runs with. */
interface StartValues {
  readonly [name: string]: string;
}

/** The document that says what a pipeline does; grows until it is rendered. */
export class Definition {
  private readonly parameters = new Map<string, Parameter>();
  private readonly steps: _StepJson[] = [];
  private readonly starts: StartValues[] = [];
  private rendered: Record<string, unknown> | undefined;
  private readonly text: Settled;

  constructor(private readonly scope: Construct, private readonly experiment?: PipelineExperiment) {
    this.text = new Settled(scope, { value: () => textOf(this.toJson(), Stack.of(scope)), withTokens: () => this.toJson() });
  }

  public addParameter(parameter: Parameter): void {
    if (this.parameters.has(parameter.parameterName)) {
      throw invalid(this.scope, {
        code: 'ParameterNameRepeated', property: `parameter '${parameter.parameterName}'`, problem: 'is declared twice', fix: 'Use the first one, or another name.',
      });
    }
    this.parameters.set(parameter.parameterName, parameter);
    this.rendered = undefined;
  }

  public addStep(step: _StepJson): void {
    this.steps.push(step);
    this.rendered = undefined;
  }

  /** Notes the values that something starts runs with; they are checked when all parameters are known. */
  public startWith(values: StartValues): void {
    this.starts.push(values);
  }

  /** The document; parts that only CloudFormation knows are tokens. */
  public toJson(): Record<string, unknown> {
    this.rendered ??= this.render();
    return this.rendered;
  }

  /** The document's text as a property of a construct. */
  public asAny(): IResolvable {
    return this.text.asAny();
  }

  private render(): Record<string, unknown> {
    this.text.forget();
    const steps = renderValues(this.steps, this.scope) as Parameters<typeof checkGraph>[1];
    checkGraph(this.scope, steps, [...this.parameters.keys()]);
    return {
      Version: '2020-12-01',
      Metadata: {},
      Parameters: [...this.parameters.values()].map((parameter) => renderValues(parameter._declaration(), this.scope)),
      // Without a null the service makes an experiment and trials, which need permissions of their own and outlive the pipeline.
      PipelineExperimentConfig: this.experiment ? renderValues(this.experiment._render(), this.scope) : null,
      Steps: steps,
    };
  }

  /** Changes exactly when the definition does; values that only CloudFormation knows count by where they come from. */
  public hash(context: IResolveContext): string {
    return context.preparing ? '' : createHash('sha256').update(JSON.stringify(this.text.value())).digest('hex');
  }

  /** What would stop a deployment, as messages for synthesis. */
  public mistakes(): string[] {
    const messages = [() => this.checkSteps(), ...this.starts.map((values) => () => this.checkStart(values))].flatMap(messageOf);
    return [...new Set(messages)];
  }

  private checkSteps(): void {
    if (this.steps.length === 0) {
      throw invalid(this.scope, { code: 'PipelineEmpty', property: 'steps', problem: 'the pipeline has no steps', fix: 'Add some with addSteps(...).' });
    }
    const { length } = JSON.stringify(this.text.value());
    new Mistakes(this.scope).when(length > SIZE.max!, {
      code: 'PipelineDefinitionSize', property: 'steps', problem: `the definition may have ${SIZE.max} characters`, value: length, fix: 'Split the pipeline.',
    }).throwIfAny();
  }

  /** Refuses to start without values for parameters that have no default, and with values that do not fit a parameter. */
  private checkStart(values: StartValues): void {
    const mistakes = new Mistakes(this.scope);
    for (const parameter of this.parameters.values()) {
      mistakes.when(!parameter.hasDefault && values[parameter.parameterName] === undefined, {
        code: 'ParameterWithoutValue', property: `parameter '${parameter.parameterName}'`, problem: 'has neither a default nor a value here',
        fix: "Give it a 'defaultValue', or a value where the run is started.",
      });
    }
    for (const [name, value] of Object.entries(values)) {
      const parameter = this.parameters.get(name);
      mistakes.add(parameter ? parameter._mistakeIn(value) : {
        code: 'ParameterUnknown', property: 'parameters', problem: `the pipeline has ${[...this.parameters.keys()].join(', ') || 'no parameters'}`, value: name,
        fix: 'Correct the name, or add the parameter to the pipeline.',
      });
    }
    mistakes.throwIfAny();
  }
}

/** The message of a check that throws; other errors are nobody's mistake and go on. */
function messageOf(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return [error.message];
    }
    throw error;
  }
}
