import { PipelineValue, type _Rendered } from './value';

/** Text put together while the pipeline runs; a template string with values in it does the same without a separator. */
export class Join extends PipelineValue {
  /** The parts in order, with a separator between them; a part is text or a value of the pipeline. */
  public static of(separator: string, ...parts: any[]): Join {
    return new Join(separator, parts);
  }

  private constructor(private readonly separator: string, private readonly parts: readonly unknown[]) {
    super();
  }

  /** @internal */
  public _render(): _Rendered {
    return { 'Std:Join': { On: this.separator, Values: [...this.parts] } };
  }

  /** @internal */
  public _describe(): string {
    return 'a join of values';
  }
}
