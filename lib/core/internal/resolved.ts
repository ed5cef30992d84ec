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

/** A text cut before and after each token, so that every second piece is one; texts are long and tokens few, so they are looked for by their beginning. */
export function splitByTokens(text: string): string[] {
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

/** JSON with tokens in its texts, and the object that it was made from. */
export class JsonWithTokens {
  constructor(public readonly json: string, public readonly object: () => unknown) {}
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
  /** Whether what a token stands for would break the JSON text that it is in. */
  private readonly breaking = new Map<string, boolean>();

  constructor(private readonly stack: Stack) {}

  /**
   * JSON as text.
   *
   * Where tokens stand in texts alone, as ARNs and names do, JSON can be written around them in one go; CDK's own way, which escapes what they
   * resolve to and knows numbers and lists, is several times slower and left for the rest.
   */
  public json({ json, object }: JsonWithTokens): unknown {
    const pieces = splitByTokens(json);
    return pieces.some((piece, index) => index % 2 === 1 && this.breaks(piece)) ? this.stack.resolve(this.stack.toJsonString(object())) : this.join(pieces);
  }

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
    return text.includes(TOKEN_MARK) ? this.join(splitByTokens(text)) : text;
  }

  private join(pieces: readonly string[]): unknown {
    return joined(pieces.map((piece, index) => (index % 2 === 0 ? piece : this.token(piece))));
  }

  private breaks(mark: string): boolean {
    const found = this.breaking.get(mark) ?? needsEscaping(this.token(mark));
    this.breaking.set(mark, found);
    return found;
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

/** Whether a literal piece of a resolved token would break the text around it. */
function needsEscaping(resolved: unknown): boolean {
  if (typeof resolved === 'string') {
    return JSON.stringify(resolved) !== `"${resolved}"`;
  }
  return typeof resolved === 'object' && resolved !== null && Object.values(resolved).some(needsEscaping);
}
