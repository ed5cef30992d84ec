import { Token, Tokenization, type IResolvable } from 'aws-cdk-lib/core';
import { PipelineValue, _PipelineToken } from '../value';

/**
 * Turns values of the pipeline into the definition language and leaves CloudFormation's own tokens alone.
 *
 * A property that is only a value becomes the reference itself; text around one becomes a join. Absent members vanish.
 */
export function renderValues(value: unknown): unknown {
  if (value instanceof PipelineValue) {
    return renderReference(value);
  }
  if (typeof value === 'string') {
    return renderText(value);
  }
  if (typeof value === 'number') {
    return renderToken(Tokenization.reverseNumber(value)) ?? value;
  }
  if (Array.isArray(value)) {
    return value.map(renderValues);
  }
  if (typeof value === 'object' && value !== null) {
    return Tokenization.isResolvable(value) ? renderToken(value) : renderMembers(value);
  }
  return value;
}

function renderMembers(value: object): Record<string, unknown> {
  const present = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(present.map(([name, member]) => [name, renderValues(member)]));
}

/** The parts of a function may be values again. */
function renderReference(value: PipelineValue): unknown {
  return renderMembers(value._render());
}

function renderToken(token: IResolvable | undefined): unknown {
  if (!(token instanceof _PipelineToken)) {
    return token;
  }
  const reference = renderReference(token.value);
  return token.asText && !token.value._isText() ? { 'Std:Join': { On: '', Values: [reference] } } : reference;
}

function renderText(text: string): unknown {
  const fragments = Tokenization.reverseString(text);
  if (!fragments.tokens.some((token) => token instanceof _PipelineToken)) {
    return text;
  }
  const whole: JoinedParts = fragments
    .mapTokens({ mapToken: (token) => new JoinedParts([renderToken(token)]) })
    .join({ join: (left: unknown, right: unknown) => JoinedParts.of(left).and(JoinedParts.of(right)) });
  return whole.render();
}

/** Pieces of a text; neighbours that CloudFormation can put together by itself become one. */
class JoinedParts {
  public static of(fragment: unknown): JoinedParts {
    return fragment instanceof JoinedParts ? fragment : new JoinedParts([fragment]);
  }

  constructor(private readonly parts: readonly unknown[]) {}

  public and(other: JoinedParts): JoinedParts {
    const last = this.parts[this.parts.length - 1];
    const [next, ...rest] = other.parts;
    if (isPlain(last) && isPlain(next)) {
      return new JoinedParts([...this.parts.slice(0, -1), asText(last) + asText(next), ...rest]);
    }
    return new JoinedParts([...this.parts, ...other.parts]);
  }

  public render(): unknown {
    return this.parts.length === 1 ? this.parts[0] : { 'Std:Join': { On: '', Values: this.parts } };
  }
}

/** Text or a CloudFormation token: both end as part of one string in the template. */
function isPlain(part: unknown): part is string | IResolvable {
  return typeof part === 'string' || Tokenization.isResolvable(part);
}

function asText(part: string | IResolvable): string {
  return typeof part === 'string' ? part : Token.asString(part);
}
