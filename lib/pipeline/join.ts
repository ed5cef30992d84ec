import { Token } from 'aws-cdk-lib/core';
import { Mistakes } from '../core/internal/errors';
import { checkLiterals } from './private/literals';
import { PipelineValue, type _Rendered, type _ValueKind } from './value';

/** Text put together while the pipeline runs; a template string with values in it does the same without a separator. */
export class Join extends PipelineValue {
  /**
   * The parts in order, with a separator between them; a part is text, a number, a truth value or a value of the pipeline.
   *
   * Fails without parts, and for a separator that is known only while the pipeline runs.
   */
  public static of(separator: string, ...parts: unknown[]): Join {
    checkLiterals('Join.of', parts);
    new Mistakes()
      .when(parts.length === 0, { code: 'JoinEmpty', property: 'Join.of', problem: 'joins nothing', fix: 'Give it at least one part.' })
      .when(Token.isUnresolved(separator), {
        code: 'JoinSeparator', property: 'Join.of', problem: 'the separator must be plain text', fix: 'Put the value between the parts, with an empty separator.',
      })
      .throwIfAny();
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
  public override _kind(): _ValueKind {
    return 'text';
  }

  /** @internal */
  public _describe(): string {
    return 'a join of values';
  }
}
