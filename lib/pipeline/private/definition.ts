import { createHash } from 'node:crypto';
import { Stack, type IResolvable, type IResolveContext } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { DefinitionSource } from '../../core/contract';
import { stageInFolder } from '../../core/internal/assets';
import { ConfigurationError, invalid } from '../../core/internal/errors';
import { Settled } from '../../core/internal/settled';
import type { PipelineExperiment } from '../experiment';
import type { Parameter } from '../parameters';
import type { _StepJson } from '../step';
import { checkStart, type StartValues } from './check-start';
import { cut, withMarkedNumbers } from './definition-parts';
import { checkSize, DefinitionsInTemplate } from './definition-size';
import { Document } from './document';
import { type WrittenStep, StepText } from './step-text';

/** Folder of the assets that definitions are uploaded to. */
export const SOURCES = 'sagemaker-pipelines';

/** The document that says what a pipeline does; grows until it is rendered. */
export class Definition {
  private readonly parameters = new Map<string, Parameter>();
  private readonly steps: StepText[] = [];
  private readonly starts: StartValues[] = [];
  private readonly inTemplate: DefinitionsInTemplate;
  private readonly text: Settled;
  private rendered: Document | undefined;
  private upload: Settled | undefined;
  private roughly = 0;

  constructor(private readonly scope: Construct, private readonly experiment?: PipelineExperiment) {
    const stack = Stack.of(scope);
    this.inTemplate = DefinitionsInTemplate.of(stack);
    this.inTemplate.add(this);
    this.text = new Settled(scope, { value: () => this.document().text(stack), withTokens: () => this.document().tokens() });
  }

  public addParameter(parameter: Parameter): void {
    if (this.parameters.has(parameter.parameterName)) {
      throw invalid(this.scope, {
        code: 'ParameterNameRepeated', property: `parameter '${parameter.parameterName}'`, problem: 'is declared twice', fix: 'Use the first one, or another name.',
      });
    }
    this.parameters.set(parameter.parameterName, parameter);
    this.grow(JSON.stringify(parameter._declaration()).length);
  }

  public addStep(step: _StepJson): void {
    const text = new StepText(step);
    this.steps.push(text);
    this.grow(text.size);
  }

  /** Notes the values that something starts runs with; they are checked when all parameters are known. */
  public startWith(values: StartValues): void {
    this.starts.push(values);
  }

  /** The document; parts that only CloudFormation knows are tokens. */
  public toJson(): Record<string, unknown> {
    return this.document().toJson();
  }

  /** The steps with what they use. */
  public writtenSteps(): readonly WrittenStep[] {
    return this.document().steps;
  }

  /** The document's text as a property of a construct. */
  public asAny(): IResolvable {
    return this.text.asAny();
  }

  /** About how many characters it has by now. */
  public get roughSize(): number {
    return this.roughly;
  }

  /** The document's text, or the parts of it that are known here and functions of CloudFormation between them. */
  public resolvedText(): unknown {
    return this.text.value();
  }

  /**
   * The document as a property of a construct that fills in what is unknown here: uploaded with gaps, and what belongs into them.
   *
   * From now on it is not in the template.
   */
  public asUpload(): IResolvable {
    this.inTemplate.delete(this);
    this.upload = new Settled(this.scope, {
      value: () => withMarkedNumbers(this.toJson()),
      withTokens: () => this.document().tokens(),
      finish: (resolved): DefinitionSource => {
        const { parts, values } = cut(resolved);
        return { Uri: stageInFolder(this.scope, SOURCES, '.json', JSON.stringify(parts)).uri, Values: values as string[] };
      },
    });
    return this.upload.asAny();
  }

  /** What is uploaded with gaps; undefined while the definition is in the template. */
  public uploaded(): DefinitionSource | undefined {
    return this.upload?.value() as DefinitionSource | undefined;
  }

  /** Changes exactly when the definition does; values that only CloudFormation knows count by where they come from. */
  public hash(context: IResolveContext): string {
    return context.preparing ? '' : createHash('sha256').update(JSON.stringify(this.text.value())).digest('hex');
  }

  /** What would stop a deployment, as messages for synthesis. */
  public mistakes(): string[] {
    const messages = [() => this.checkSteps(), ...this.starts.map((values) => () => checkStart(this.scope, this.parameters, values))].flatMap(messageOf);
    return [...new Set(messages)];
  }

  private grow(size: number): void {
    this.roughly += size;
    this.rendered = undefined;
  }

  private document(): Document {
    if (!this.rendered) {
      this.text.forget();
      this.upload?.forget();
      this.rendered = new Document(this.scope, { parameters: [...this.parameters.values()], steps: this.steps, experiment: this.experiment });
    }
    return this.rendered;
  }

  private checkSteps(): void {
    if (this.steps.length === 0) {
      throw invalid(this.scope, { code: 'PipelineEmpty', property: 'steps', problem: 'the pipeline has no steps', fix: 'Add some with addSteps(...).' });
    }
    checkSize(this.scope, this, this.inTemplate);
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
