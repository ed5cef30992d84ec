import { Tokenization, type Stack } from 'aws-cdk-lib/core';
import { isListToken, NUMBER_MARK, splitByTokens, TOKEN_MARK, type CutText } from './tokens-in-text';

/** JSON that has tokens in its texts alone, and the object that it was made from. */
export class JsonWithTokens {
  constructor(public readonly text: CutText, public readonly object: () => unknown) {}
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
   * Where tokens stand for texts alone, as ARNs and names do, JSON can be written around them in one go; CDK's own way, which escapes what they
   * resolve to, is several times slower and left for the rest.
   */
  public json({ text, object }: JsonWithTokens): unknown {
    const joined = this.joined(text.pieces);
    return joined.breaksJson ? this.stack.resolve(this.stack.toJsonString(object())) : joined.value();
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
    return text.includes(TOKEN_MARK) ? this.joined(splitByTokens(text)).value() : text;
  }

  /** Every second piece is a token. */
  private joined(pieces: readonly string[]): Joined {
    const joined = new Joined();
    joined.add(pieces[0]);
    for (let index = 1; index < pieces.length; index += 2) {
      const { parts, breaksJson } = this.token(pieces[index]);
      for (const part of parts) {
        joined.add(part);
      }
      joined.breaksJson ||= breaksJson;
      joined.add(pieces[index + 1]);
    }
    return joined;
  }

  private token(mark: string): ResolvedToken {
    let token = this.known.get(mark);
    if (!token) {
      const value = this.stack.resolve(mark) as unknown;
      token = { parts: partsOf(value), breaksJson: needsEscaping(value) };
      this.known.set(mark, token);
    }
    return token;
  }
}

/** What a token stands for. */
interface ResolvedToken {
  readonly parts: readonly unknown[];
  readonly breaksJson: boolean;
}

/** Parts of a text as one text, or as the shortest join that CloudFormation can make. */
class Joined {
  /** Whether one of them would break a JSON text that it is put into. */
  public breaksJson = false;
  private readonly parts: unknown[] = [];

  public add(part: unknown): void {
    const last = this.parts.length - 1;
    if (isLiteral(part) && isLiteral(this.parts[last])) {
      this.parts[last] = `${this.parts[last]}${part}`;
    } else if (part !== '') {
      this.parts.push(part);
    }
  }

  public value(): unknown {
    return this.parts.length <= 1 ? this.parts[0] ?? '' : { 'Fn::Join': ['', this.parts] };
  }
}

/** What a join with nothing between consists of, or the one thing that a value is. */
function partsOf(value: unknown): readonly unknown[] {
  const join = typeof value === 'object' ? (value as { 'Fn::Join'?: [unknown, unknown[]] } | null)?.['Fn::Join'] : undefined;
  return join?.[0] === '' && Array.isArray(join[1]) ? join[1].flatMap(partsOf) : [value];
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
