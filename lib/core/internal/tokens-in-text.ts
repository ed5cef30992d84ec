import { Token, Tokenization, type IResolvable } from 'aws-cdk-lib/core';

/** What every token in a text begins with; most texts have none, and taking each apart would cost more than all the rest. */
export const TOKEN_MARK = '${Token[';
/** What a token for a list of texts begins with; it is the only entry of its list. */
const LIST_MARK = '#{Token[';
/** How a token for a number ends when it is written out in a text; it begins with a rare character, because it is looked for in long texts. */
export const NUMBER_MARK = '+289';
/** Tokens for numbers are of this size; asking CDK of each number would cost more than the numbers. */
const LEAST_TOKEN = 1e289;

/** Whether a list of texts is a token; asking CDK of each list would cost more than the lists. */
export function isListToken(list: readonly unknown[]): list is readonly string[] {
  return typeof list[0] === 'string' && list[0].includes(LIST_MARK) && Token.isUnresolved(list);
}

/** The token that a number stands for, or none for a plain number. */
export function tokenOfNumber(value: number): IResolvable | undefined {
  return value > -LEAST_TOKEN ? undefined : Tokenization.reverseNumber(value);
}

/** What every token in a text ends with. */
export const TOKEN_END = ']}';
const TOKEN = /^\$\{Token\[[A-Za-z0-9:._-]+\]\}$/;
const TOKENS = /(\$\{Token\[[A-Za-z0-9:._-]+\]\})/;

/** Whether a text is a token and nothing else. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** A text cut before and after each token, so that every second piece is one. */
export function splitByTokens(text: string): string[] {
  return text.split(TOKENS);
}

/** What of a text is known here. */
export function withoutTokens(text: string): string {
  return splitByTokens(text).filter((_, index) => index % 2 === 0).join('');
}

/** A text cut before and after each token. */
export class CutText {
  /** Cuts a text that is there. */
  public static of(text: string): CutText {
    return new CutText(splitByTokens(text));
  }

  /** Every second piece is a token; what is around them may be empty. */
  constructor(public readonly pieces: string[] = ['']) {}

  public add(text: string): void {
    this.pieces[this.pieces.length - 1] += text;
  }

  public addToken(mark: string): void {
    this.pieces.push(mark, '');
  }

  public append({ pieces }: CutText): void {
    this.add(pieces[0]);
    for (let index = 1; index < pieces.length; index++) {
      this.pieces.push(pieces[index]);
    }
  }

  public toString(): string {
    return this.pieces.join('');
  }
}
