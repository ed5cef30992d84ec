import { Token, Tokenization, type IResolvable, type Stack } from 'aws-cdk-lib/core';

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

/** JSON with tokens in its texts, as one text after the other, and the object that it was made from. */
export class JsonWithTokens {
  constructor(public readonly texts: readonly string[], public readonly object: () => unknown) {}
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
  private readonly known = new Map<string, ResolvedToken>();

  constructor(private readonly stack: Stack) {}

  /**
   * JSON as text.
   *
   * Where tokens stand in texts alone, as ARNs and names do, JSON can be written around them in one go; CDK's own way, which escapes what they
   * resolve to and knows numbers and lists, is several times slower and left for the rest.
   */
  public json({ texts, object }: JsonWithTokens): unknown {
    const joined = this.joined(texts);
    const isForCdk = joined.breaksJson || texts.some((text) => text.includes(NUMBER_MARK));
    return isForCdk ? this.stack.resolve(this.stack.toJsonString(object())) : joined.value();
  }

  public resolve(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.text(value);
    }
    if (typeof value !== 'object' || value === null) {
      return typeof value === 'number' ? this.stack.resolve(value) : value;
    }
    if (Tokenization.isResolvable(value)) {
      return this.stack.resolve(value);
    }
    return Array.isArray(value) ? this.list(value) : this.members(value);
  }

  private list(list: readonly unknown[]): unknown {
    return isListToken(list) ? this.stack.resolve(list) : list.map((each) => this.resolve(each)).filter((each) => each !== undefined);
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
    return text.includes(TOKEN_MARK) ? this.joined([text]).value() : text;
  }

  private joined(texts: readonly string[]): Joined {
    const joined = new Joined();
    for (const text of texts) {
      splitByTokens(text).forEach((piece, index) => {
        if (index % 2 === 0) {
          joined.add(piece);
        } else {
          const { value, breaksJson } = this.token(piece);
          joined.add(value);
          joined.breaksJson ||= breaksJson;
        }
      });
    }
    return joined;
  }

  private token(mark: string): ResolvedToken {
    let token = this.known.get(mark);
    if (!token) {
      const value = this.stack.resolve(mark) as unknown;
      token = { value, breaksJson: needsEscaping(value) };
      this.known.set(mark, token);
    }
    return token;
  }
}

/** What a token stands for. */
interface ResolvedToken {
  readonly value: unknown;
  readonly breaksJson: boolean;
}

/** Parts of a text as one text, or as the shortest join that CloudFormation can make. */
class Joined {
  /** Whether one of them would break a JSON text that it is put into. */
  public breaksJson = false;
  private readonly parts: unknown[] = [];

  public add(part: unknown): void {
    const last = this.parts.length - 1;
    const inner = partsOf(part);
    if (inner) {
      inner.forEach((each) => this.add(each));
    } else if (isLiteral(part) && isLiteral(this.parts[last])) {
      this.parts[last] = `${this.parts[last]}${part}`;
    } else if (part !== '') {
      this.parts.push(part);
    }
  }

  public value(): unknown {
    return this.parts.length <= 1 ? this.parts[0] ?? '' : { 'Fn::Join': ['', this.parts] };
  }
}

/** What a join with nothing between consists of. */
function partsOf(part: unknown): unknown[] | undefined {
  const join = typeof part === 'object' ? (part as { 'Fn::Join'?: [unknown, unknown[]] } | null)?.['Fn::Join'] : undefined;
  return join?.[0] === '' && Array.isArray(join[1]) ? join[1] : undefined;
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
