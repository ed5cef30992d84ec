import { Token, Tokenization, type IResolvable, type IResolveContext } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { invalid } from '../core/internal/errors';
import { isToken } from '../core/internal/tokens-in-text';

/**
 * A value that is known only while a pipeline runs: a parameter, a step's output, a property of the execution.
 *
 * Use `valueAsString` or `valueAsNumber` in any property of the things a pipeline runs; text around it is joined when the
 * pipeline runs. Outside of a pipeline's definition it has no meaning, and synthesis fails with both places named.
 */
export abstract class PipelineValue {
  private textToken: string | undefined;
  private numberToken: number | undefined;
  private jsonToken: string | undefined;

  /** A token for text properties. */
  public get valueAsString(): string {
    this.textToken ??= new _PipelineToken(this, _TokenKind.TEXT).toString();
    return this.textToken;
  }

  /** A token for number properties. */
  public get valueAsNumber(): number {
    this.numberToken ??= Token.asNumber(new _PipelineToken(this, _TokenKind.NUMBER));
    return this.numberToken;
  }

  /** The token for text, so that the value can stand in a template string. */
  public toString(): string {
    return this.valueAsString;
  }

  /** A token for JSON: the value itself as a member, and text as a part of one. */
  public toJSON(): string {
    this.jsonToken ??= new _PipelineToken(this, _TokenKind.ITSELF).toString();
    return this.jsonToken;
  }

  /**
   * The value as the pipeline definition writes it.
   *
   * @internal
   */
  public abstract _render(): _Rendered;

  /**
   * Whether the value arrives as text; a number that has to be text is joined with nothing, as the SageMaker SDK does.
   *
   * @internal
   */
  public _isText(): boolean {
    return true;
  }

  /**
   * What the value is, where that is known before the run: conditions compare only what is alike.
   *
   * @internal
   */
  public _kind(): _ValueKind | undefined {
    return undefined;
  }

  /**
   * The one pipeline that the value has a meaning in; undefined for a value of any, and for a step that is in none yet.
   *
   * @internal
   */
  public _home(): Construct | undefined {
    return undefined;
  }

  /**
   * What the value is, for messages: `step 'Train'`, `parameter 'Rounds'`.
   *
   * @internal
   */
  public abstract _describe(): string;
}

/**
 * What a single value can be.
 *
 * @internal
 */
export type _ValueKind = 'text' | 'number' | 'truth value';

/**
 * A reference or function of the definition language. Values inside may be references again.
 *
 * @internal
 */
export type _Rendered = { Get: string } | { 'Std:Join': { On: string; Values: unknown[] } } | { 'Std:JsonGet': Record<string, unknown> };

/**
 * What a token was asked for.
 *
 * @internal
 */
export enum _TokenKind { TEXT, NUMBER, ITSELF }

/**
 * Stands in a property until the pipeline is rendered.
 *
 * @internal
 */
export class _PipelineToken implements IResolvable {
  /** The token that a mark in a text stands for; undefined for a mark of somebody else. */
  public static of(mark: string): _PipelineToken | undefined {
    let token = marks.get(mark);
    if (token === undefined) {
      // CDK makes marks too, where a number is written as text.
      const [found] = isToken(mark) ? Tokenization.reverseString(mark).tokens as unknown[] : [];
      token = found instanceof _PipelineToken ? found : null;
      marks.set(mark, token);
    }
    return token ?? undefined;
  }

  public readonly creationStack: string[] = [];

  constructor(public readonly value: PipelineValue, private readonly kind: _TokenKind) {}

  /** Whether a text that is this token and nothing else is the value itself; a number that has to be text is joined with nothing. */
  public get isItself(): boolean {
    return this.kind === _TokenKind.ITSELF || this.value._isText();
  }

  /** Called only when the token is met outside of a definition: there, it is a mistake. */
  public resolve(context: IResolveContext): never {
    const home = this.value._home();
    throw invalid(context.scope, {
      code: 'PipelineValueLeaked',
      property: context.documentPath.slice(2).filter((member) => member !== 'Properties').join('.') || 'a property',
      problem: `${this.value._describe()}${home ? ` of ${home.node.path}` : ''} is known only while the pipeline runs, and this is outside of its definition`,
      fix: 'Use the value in a step of the same pipeline, outside of functions such as Fn.join, or hand what you need to the pipeline as a parameter.',
    });
  }

  public toString(): string {
    const mark = Token.asString(this, { displayHint: 'PipelineValue' });
    marks.set(mark, this);
    return mark;
  }
}

/** By what stands for them in texts, with nulls for those of others; CDK keeps them as long, and takes longer to find them. */
const marks = new Map<string, _PipelineToken | null>();
