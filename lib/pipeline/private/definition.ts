import { createHash } from 'node:crypto';
import { Stack, type IResolvable, type IResolveContext } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { DefinitionSource } from '../../core/contract';
import { stageInFolder } from '../../core/internal/assets';
import { ConfigurationError, invalid, Mistakes } from '../../core/internal/errors';
import { textOf } from '../../core/internal/json-text';
import { Limit } from '../../core/internal/limits';
import { Settled } from '../../core/internal/settled';
import type { PipelineExperiment } from '../experiment';
import type { Parameter } from '../parameters';
import type { _StepJson } from '../step';
import { checkGraph } from './check-graph';
import { cut, withMarkedNumbers } from './definition-parts';
import { roughSize } from './rough-size';
import { renderValues } from './render';

/** Folder of the assets that definitions are uploaded to. */
export const SOURCES = 'sagemaker-pipelines';

const SIZE = Limit.of('CreatePipelineRequest.PipelineDefinition');
/** What CloudFormation takes for a template. */
const TEMPLATE_SIZE = 1_000_000;
/** A reference of the template may be as many times longer than what it counts for roughly. */
const MOST_BY_WHICH_ROUGH_IS_LESS = 6;
/** CloudFormation sends values before and after a change to a function in one event of 256 KB; an ARN may have 250 characters and more. */
const MOST_VALUES = 400;

/** Definitions in the template of a stack, which share its room. */
const inTemplates = new WeakMap<Stack, Set<Definition>>();

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
  private upload: Settled | undefined;
  private measured: { readonly text: unknown; readonly size: number } | undefined;
  private roughly = 0;

  constructor(private readonly scope: Construct, private readonly experiment?: PipelineExperiment) {
    inTemplate(Stack.of(scope)).add(this);
    this.text = new Settled(scope, { value: () => textOf(this.toJson(), Stack.of(scope)), withTokens: () => this.toJson() });
  }

  public addParameter(parameter: Parameter): void {
    if (this.parameters.has(parameter.parameterName)) {
      throw invalid(this.scope, {
        code: 'ParameterNameRepeated', property: `parameter '${parameter.parameterName}'`, problem: 'is declared twice', fix: 'Use the first one, or another name.',
      });
    }
    this.parameters.set(parameter.parameterName, parameter);
    this.roughly += roughSize(parameter._declaration());
    this.rendered = undefined;
  }

  public addStep(step: _StepJson): void {
    this.steps.push(step);
    this.roughly += roughSize(step);
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

  /** About how many characters it has by now. */
  public get roughSize(): number {
    return this.roughly;
  }

  /**
   * The document as a property of a construct that fills in what is unknown here: uploaded with gaps, and what belongs into them.
   *
   * From now on it is not in the template.
   */
  public asUpload(): IResolvable {
    inTemplate(Stack.of(this.scope)).delete(this);
    this.upload = new Settled(this.scope, {
      value: () => withMarkedNumbers(this.toJson()),
      withTokens: () => this.toJson(),
      finish: (resolved): DefinitionSource => {
        const { parts, values } = cut(resolved);
        return { Uri: stageInFolder(this.scope, SOURCES, '.json', JSON.stringify(parts)).uri, Values: values as string[] };
      },
    });
    return this.upload.asAny();
  }

  private render(): Record<string, unknown> {
    this.text.forget();
    this.upload?.forget();
    const steps = renderValues(this.steps, this.scope) as Parameters<typeof checkGraph>[1];
    checkGraph(this.scope, steps, { parameters: [...this.parameters.keys()], hasExperiment: this.experiment !== undefined });
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
    const length = charactersIn(this.text.value());
    const mistakes = new Mistakes(this.scope).when(length > SIZE.max!, {
      code: 'PipelineDefinitionSize', property: 'steps', problem: `the definition may have ${SIZE.max} characters`, value: length, fix: 'Split the pipeline.',
    });
    if (this.upload) {
      const { Values = [] } = this.upload.value() as DefinitionSource;
      mistakes.when(Values.length > MOST_VALUES, {
        code: 'PipelineDefinitionValues', property: 'steps', problem: `a definition in S3 may take ${MOST_VALUES} different values from CloudFormation`, value: Values.length,
        fix: 'Write out some of them, or split the pipeline.',
      });
    } else if (this.mayFillTheTemplate()) {
      const size = this.sizeInTemplate();
      const all = [...inTemplate(Stack.of(this.scope))].reduce((sum, each) => sum + (each === this ? size : each.sizeIfValid()), 0);
      mistakes.when(all > TEMPLATE_SIZE, {
        code: 'TemplateDefinitionsSize', property: 'definition', value: all,
        problem: `the pipelines of a stack may have definitions of ${TEMPLATE_SIZE} characters in its template, and this one adds ${size}`,
        fix: 'Put large ones into S3 with DefinitionPlace.inS3(), or split the stack.',
      });
    }
    mistakes.throwIfAny();
  }

  /** Whether it is worth writing out the definitions of the stack to know their size. */
  private mayFillTheTemplate(): boolean {
    const roughly = [...inTemplate(Stack.of(this.scope))].reduce((sum, definition) => sum + definition.roughSize, 0);
    return roughly * MOST_BY_WHICH_ROUGH_IS_LESS > TEMPLATE_SIZE;
  }

  private sizeInTemplate(): number {
    const text = this.text.value();
    if (!this.measured || this.measured.text !== text) {
      this.measured = { text, size: JSON.stringify(text).length };
    }
    return this.measured.size;
  }

  /** A definition that cannot be rendered says so itself. */
  private sizeIfValid(): number {
    let size = 0;
    messageOf(() => {
      size = this.sizeInTemplate();
    });
    return size;
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

function inTemplate(stack: Stack): Set<Definition> {
  const all = inTemplates.get(stack) ?? new Set<Definition>();
  inTemplates.set(stack, all);
  return all;
}

/** Characters of a text that are known here. */
function charactersIn(value: unknown): number {
  const parts = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join']?.[1] ?? [value];
  return parts.reduce((sum: number, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
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
