import { PipelineValue, type _Rendered } from './value';

/** A property of what a step made, for example `ModelArtifacts.S3ModelArtifacts` of a training step. */
export class StepProperty extends PipelineValue {
  /** Any property of a step, by its path in the Describe answer of what it runs: `A.B`, `A[0]`, `A['key']`. */
  public static of(stepName: string, path: string): StepProperty {
    return new StepProperty(stepName, path);
  }

  private constructor(private readonly stepName: string, private readonly path: string) {
    super();
  }

  /** @internal */
  public _render(): _Rendered {
    return { Get: `Steps.${this.stepName}.${this.path}` };
  }

  /** @internal */
  public _describe(): string {
    return `'${this.path}' of step '${this.stepName}'`;
  }
}

/** A number or text read from a JSON file that a processing step wrote. */
export class PropertyFileValue extends PipelineValue {
  /** A value in a property file, by its JSON path: `a.b[0]`. */
  public static of(stepName: string, propertyFile: string, path: string): PropertyFileValue {
    return new PropertyFileValue(stepName, propertyFile, path);
  }

  private constructor(private readonly stepName: string, private readonly propertyFile: string, private readonly path: string) {
    super();
  }

  /** @internal */
  public _render(): _Rendered {
    const file = { Get: `Steps.${this.stepName}.PropertyFiles.${this.propertyFile}` };
    return { 'Std:JsonGet': { PropertyFile: file, Path: this.path } };
  }

  /** @internal */
  public _describe(): string {
    return `'${this.path}' in '${this.propertyFile}' of step '${this.stepName}'`;
  }
}
