import { Token, Tokenization, type IResolvable } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { invalid } from '../../core/internal/errors';
import { NUMBER_MARK, TOKEN_MARK, tokenOfNumber } from '../../core/internal/resolved';
import { PipelineValue, _PipelineToken } from '../value';

/**
 * Turns values of a pipeline into the definition language and leaves CloudFormation's own tokens alone.
 *
 * A property that is only a value becomes the reference itself; text around one becomes a join. Absent members vanish.
 */
export function renderValues(value: unknown, pipeline: Construct): unknown {
  if (typeof value === 'string') {
    return renderText(value, pipeline);
  }
  if (typeof value === 'number') {
    const token = tokenOfNumber(value);
    return token instanceof _PipelineToken ? renderReference(token.value, pipeline) : value;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((part) => renderValues(part, pipeline));
  }
  if (value instanceof PipelineValue) {
    return renderReference(value, pipeline);
  }
  if (value instanceof _PipelineToken) {
    return renderReference(value.value, pipeline);
  }
  return Tokenization.isResolvable(value) ? value : renderMembers(value, pipeline);
}

function renderMembers(value: object, pipeline: Construct): Record<string, unknown> {
  const rendered: Record<string, unknown> = {};
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(value)) {
    const member = members[name];
    if (member !== undefined) {
      rendered[name] = renderValues(member, pipeline);
    }
  }
  return rendered;
}

/** The parts of a function may be values again. */
function renderReference(value: PipelineValue, pipeline: Construct): unknown {
  const home = value._home();
  if (home !== undefined && home !== pipeline) {
    throw invalid(pipeline, {
      code: 'PipelineValueForeign',
      property: 'steps',
      problem: `${value._describe()} belongs to another pipeline, ${home.node.path}`,
      fix: 'Use a value of this pipeline, or hand the other one over as a parameter when a run is started.',
    });
  }
  return renderMembers(value._render(), pipeline);
}

function renderText(text: string, pipeline: Construct): unknown {
  refuseWrittenOutNumber(text, pipeline);
  if (!text.includes(TOKEN_MARK)) {
    return text;
  }
  const fragments = Tokenization.reverseString(text);
  if (!fragments.tokens.some((token) => token instanceof _PipelineToken)) {
    return text;
  }
  const whole = fragments
    .mapTokens({ mapToken: (token) => new JoinedParts([renderPart(token, pipeline)]) })
    .join({ join: (left: unknown, right: unknown) => JoinedParts.of(left).and(JoinedParts.of(right)) }) as JoinedParts;
  const [only, ...others] = whole.parts;
  const first: unknown = fragments.tokens[0];
  if (others.length === 0 && first instanceof _PipelineToken && first.value._isText()) {
    return only;
  }
  // A number that has to be text is joined with nothing.
  return { 'Std:Join': { On: '', Values: whole.parts } };
}

function renderPart(token: IResolvable, pipeline: Construct): unknown {
  return token instanceof _PipelineToken ? renderReference(token.value, pipeline) : Token.asString(token);
}

/** A number that stands for a value cannot be told from other text once it is written out. */
function refuseWrittenOutNumber(text: string, pipeline: Construct): void {
  const written = !text.includes(NUMBER_MARK) ? undefined : text.match(/-1\.\d+e\+289/g)?.find((digits) => Tokenization.reverseNumber(Number(digits)) !== undefined);
  if (written !== undefined) {
    throw invalid(pipeline, {
      code: 'PipelineNumberInText',
      property: 'steps',
      problem: "text was made from 'valueAsNumber'",
      value: text.replace(written, '...'),
      fix: "Use 'valueAsString' in text, or the value itself in a template string.",
    });
  }
}

/** Pieces of a text: texts, which may hold CloudFormation's tokens, and references between them. */
class JoinedParts {
  public static of(fragment: unknown): JoinedParts {
    return fragment instanceof JoinedParts ? fragment : new JoinedParts([fragment]);
  }

  constructor(public readonly parts: readonly unknown[]) {}

  /** Neighbouring texts become one: CloudFormation puts them together by itself. */
  public and(other: JoinedParts): JoinedParts {
    const last = this.parts[this.parts.length - 1];
    const [next, ...rest] = other.parts;
    if (typeof last === 'string' && typeof next === 'string') {
      return new JoinedParts([...this.parts.slice(0, -1), last + next, ...rest]);
    }
    return new JoinedParts([...this.parts, ...other.parts]);
  }
}
