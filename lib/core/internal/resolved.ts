import { Token, Tokenization, type IResolvable, type Stack } from 'aws-cdk-lib/core';

/** What every token in a text begins with; most texts have none, and taking each apart would cost more than all the rest. */
export const TOKEN_MARK = '${Token[';
/** What a token for a list of texts begins with; it is the only entry of its list. */
export const LIST_MARK = '#{Token[';
/** How a token for a number ends when it is written out in a text; it begins with a rare character, because it is looked for in long texts. */
export const NUMBER_MARK = '+289';
/** Tokens for numbers are of this size; asking CDK of each number would cost more than the numbers. */
const LEAST_TOKEN = 1e289;

/** The token that a number stands for, or none for a plain number. */
export function tokenOfNumber(value: number): IResolvable | undefined {
  return value > -LEAST_TOKEN ? undefined : Tokenization.reverseNumber(value);
}

const TOKEN = /^\$\{Token\[[A-Za-z0-9:._-]+\]\}$/;
/** What every token in a text ends with. */
export const TOKEN_END = ']}';

/** Whether a text is a token and nothing else. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** The last text that was cut: a large one is first looked through and then resolved. */
let last: { readonly text: string; readonly pieces: readonly string[] } = { text: '', pieces: [''] };

/** A text cut before and after each token, so that every second piece is one; texts are long and tokens few, so they are looked for by their beginning. */
export function splitByTokens(text: string): readonly string[] {
  if (last.text !== text) {
    last = { text, pieces: split(text) };
  }
  return last.pieces;
}

function split(text: string): string[] {
  const pieces: string[] = [];
  let done = 0;
  for (let at = text.indexOf(TOKEN_MARK); at >= 0; at = text.indexOf(TOKEN_MARK, at + 1)) {
    const token = text.slice(at, text.indexOf(TOKEN_END, at) + TOKEN_END.length);
    if (isToken(token)) {
      pieces.push(text.slice(done, at), token);
      done = at + token.length;
    }
  }
  pieces.push(text.slice(done));
  return pieces;
}

/** What of a text is known here. */
export function withoutTokens(text: string): string {
  return splitByTokens(text).filter((_, index) => index % 2 === 0).join('');
}

/**
 * Replaces the tokens of large values as `Stack.resolve` does.
 *
 * A definition or a policy names the same few buckets, keys and roles again and again. Here each of them is resolved once, and the rest is plain text.
 */
export class Resolver {
  private readonly known = new Map<string, unknown>();

  constructor(private readonly stack: Stack) {}

  public resolve(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.text(value);
    }
    if (typeof value !== 'object' || value === null) {
      return typeof value === 'number' ? this.stack.resolve(value) : value;
    }
    if (Tokenization.isResolvable(value) || Token.isUnresolved(value)) {
      return this.stack.resolve(value);
    }
    return Array.isArray(value) ? value.map((each) => this.resolve(each)) : this.members(value);
  }

  private members(value: object): unknown {
    const resolved: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(value)) {
      if (name.includes(TOKEN_MARK)) {
        return this.stack.resolve(value);
      }
      if (member !== undefined) {
        resolved[name] = this.resolve(member);
      }
    }
    return resolved;
  }

  private text(text: string): unknown {
    if (text.includes(NUMBER_MARK)) {
      return this.stack.resolve(text);
    }
    return text.includes(TOKEN_MARK) ? joined(splitByTokens(text).map((part, index) => (index % 2 === 0 ? part : this.token(part)))) : text;
  }

  private token(mark: string): unknown {
    const found = this.known.get(mark) ?? (this.stack.resolve(mark) as unknown);
    this.known.set(mark, found);
    return found;
  }
}

/** Parts of a text as one text, or as the shortest join that CloudFormation can make. */
function joined(parts: readonly unknown[]): unknown {
  const flat: unknown[] = [];
  for (const part of parts.flatMap(partsOf)) {
    const last = flat.at(-1);
    if (isLiteral(part) && isLiteral(last)) {
      flat[flat.length - 1] = `${last}${part}`;
    } else if (part !== '') {
      flat.push(part);
    }
  }
  return flat.length <= 1 ? flat[0] ?? '' : { 'Fn::Join': ['', flat] };
}

function partsOf(part: unknown): unknown[] {
  const join = (part as { 'Fn::Join'?: [unknown, unknown[]] } | undefined)?.['Fn::Join'];
  return join?.[0] === '' && Array.isArray(join[1]) ? join[1].flatMap(partsOf) : [part];
}

function isLiteral(part: unknown): part is string | number {
  return typeof part === 'string' || typeof part === 'number';
}
