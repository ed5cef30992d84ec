import { Tokenization } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { invalid } from '../../core/internal/errors';
import { NUMBER_MARK, splitByTokens, TOKEN_MARK, tokenOfNumber } from '../../core/internal/tokens-in-text';
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
export function renderReference(value: PipelineValue, pipeline: Construct): unknown {
  checkHome(value, pipeline);
  return renderMembers(value._render(), pipeline);
}

/** Refuses a value that has no meaning in a pipeline. */
export function checkHome(value: PipelineValue, pipeline: Construct): void {
  const home = value._home();
  if (home !== undefined && home !== pipeline) {
    throw invalid(pipeline, {
      code: 'PipelineValueForeign',
      property: 'steps',
      problem: `${value._describe()} belongs to another pipeline, ${home.node.path}`,
      fix: 'Use a value of this pipeline, or hand the other one over as a parameter when a run is started.',
    });
  }
}

function renderText(text: string, pipeline: Construct): unknown {
  refuseWrittenOutNumber(text, pipeline);
  const parts = text.includes(TOKEN_MARK) ? partsOf(text) : undefined;
  if (!parts) {
    return text;
  }
  const rendered = parts.map((part) => (typeof part === 'string' ? part : renderReference(part.value, pipeline)));
  return isWhole(parts) ? rendered[0] : { 'Std:Join': { On: '', Values: rendered } };
}

/** A text cut where values of the pipeline stand in it; undefined when there are none. */
export function partsOf(text: string): (string | _PipelineToken)[] | undefined {
  const parts: (string | _PipelineToken)[] = [];
  let hasTokens = false;
  for (const piece of splitByTokens(text)) {
    const token = piece.startsWith(TOKEN_MARK) ? _PipelineToken.of(piece) : undefined;
    const last = parts[parts.length - 1];
    if (token) {
      hasTokens = true;
      parts.push(token);
    } else if (typeof last === 'string') {
      // Neighbouring texts become one: CloudFormation puts its own values into them.
      parts[parts.length - 1] = last + piece;
    } else if (piece !== '') {
      parts.push(piece);
    }
  }
  return hasTokens ? parts : undefined;
}

/** Whether the parts are one value that needs no join. */
function isWhole([part, ...others]: readonly (string | _PipelineToken)[]): boolean {
  return others.length === 0 && typeof part !== 'string' && part.isItself;
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
