import type { Construct } from 'constructs';
import { checkJsonPath } from './private/json-path';
import type { Step } from './step';
import { PipelineValue, type _Rendered, type _ValueKind } from './value';

/** A property of what a step made, for example `ModelArtifacts.S3ModelArtifacts` of a training step. */
export class StepProperty extends PipelineValue {
  /**
   * Any property of a step, by its path in the Describe answer of what it runs: `A.B`, `A[0]`, `A['key']`.
   *
   * Name and path are looked up when the app is synthesised, the path where the type of step is one whose answer the API describes.
   */
  public static of(stepName: string, path: string): StepProperty {
    return new StepProperty(stepName, path, undefined, true);
  }

  /** @internal */
  public static _ofStep(step: Step, path: string): StepProperty {
    return new StepProperty(step.stepName, path, step, true);
  }

  /** @internal */
  public static _numberOfStep(step: Step, path: string, kind?: _ValueKind): StepProperty {
    return new StepProperty(step.stepName, path, step, false, kind);
  }

  /** @internal */
  public static _outputOfStep(step: Step, name: string, kind: _ValueKind): StepProperty {
    return new StepProperty(step.stepName, `OutputParameters['${name}']`, step, kind === 'text', kind);
  }

  private constructor(
    private readonly stepName: string,
    private readonly path: string,
    private readonly step: Step | undefined,
    private readonly text: boolean,
    private readonly kind?: _ValueKind,
  ) {
    super();
  }

  /** @internal */
  public get _stepName(): string {
    return this.stepName;
  }

  /**
   * The same property of one iteration, as the step that iterates tells it.
   *
   * @internal
   */
  public _toldBy(step: Step, place: string): StepProperty {
    return new StepProperty(step.stepName, `${place}.${this.path}`, step, this.text, this.kind);
  }

  /**
   * Where it is found in what a step made, below another name than that of all steps.
   *
   * @internal
   */
  public _below(root: string): _Rendered {
    return { Get: `${root}.${this.stepName}.${this.path}` };
  }

  /** @internal */
  public _render(): _Rendered {
    return this._below('Steps');
  }

  /** @internal */
  public override _isText(): boolean {
    return this.text;
  }

  /** @internal */
  public override _kind(): _ValueKind | undefined {
    return this.kind;
  }

  /** @internal */
  public override _home(): Construct | undefined {
    return this.step?._home();
  }

  /** @internal */
  public _describe(): string {
    return `'${this.path}' of step '${this.stepName}'`;
  }
}

/** A number or text read from a JSON file that a processing step wrote. */
export class PropertyFileValue extends PipelineValue {
  /**
   * A value in a property file, by its JSON path: `auc`, `a.b[0]`, `a['b c']`.
   *
   * The value must be a number, a text or a truth value: one that is missing, or holds others, fails the run.
   */
  public static of(stepName: string, propertyFile: string, path: string): PropertyFileValue {
    return new PropertyFileValue(stepName, propertyFile, path, undefined);
  }

  /** @internal */
  public static _ofStep(step: Step, propertyFile: string, path: string): PropertyFileValue {
    return new PropertyFileValue(step.stepName, propertyFile, path, step);
  }

  private constructor(
    private readonly stepName: string,
    private readonly propertyFile: string,
    private readonly path: string,
    private readonly step: Step | undefined,
  ) {
    super();
    checkPath(`step '${stepName}'`, path);
  }

  /** @internal */
  public _render(): _Rendered {
    const file = { Get: `Steps.${this.stepName}.PropertyFiles.${this.propertyFile}` };
    return { 'Std:JsonGet': { PropertyFile: file, Path: this.path } };
  }

  /** @internal */
  public override _isText(): boolean {
    return false;
  }

  /** @internal */
  public override _home(): Construct | undefined {
    return this.step?._home();
  }

  /** @internal */
  public _describe(): string {
    return `'${this.path}' in '${this.propertyFile}' of step '${this.stepName}'`;
  }
}

/** A number or text read from any JSON object in S3. */
export class JsonObjectValue extends PipelineValue {
  /**
   * A value in the object at a URI, by its JSON path.
   *
   * @internal
   */
  public static _of(pipeline: Construct, uri: string, path: string): JsonObjectValue {
    return new JsonObjectValue(pipeline, uri, path);
  }

  private constructor(private readonly pipeline: Construct, private readonly uri: string, private readonly path: string) {
    super();
    checkPath('readJson', path);
  }

  /**
   * The service takes the address as a join only, as the SageMaker SDK writes it.
   *
   * @internal
   */
  public _render(): _Rendered {
    return { 'Std:JsonGet': { S3Uri: { 'Std:Join': { On: '', Values: [this.uri] } }, Path: this.path } };
  }

  /** @internal */
  public override _isText(): boolean {
    return false;
  }

  /** @internal */
  public override _home(): Construct {
    return this.pipeline;
  }

  /** @internal */
  public _describe(): string {
    return `'${this.path}' of a JSON object in S3`;
  }
}

function checkPath(property: string, path: string): void {
  checkJsonPath(path, { code: 'MetricPathInvalid', property, of: 'a metric' });
}
