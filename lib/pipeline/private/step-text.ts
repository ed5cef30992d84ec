import { Tokenization } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { hasTokensInTextsOnly } from '../../core/internal/json-text';
import { CutText, NUMBER_MARK } from '../../core/internal/tokens-in-text';
import type { _StepJson } from '../step';
import { branchesOf } from './branches';
import { renderValues } from './render';
import type { References } from './references';
import { type Use, usesIn } from './uses';

/** A step as text. */
export interface WrittenStep {
  readonly step: _StepJson;
  /** Its JSON with that of the steps inside of it; undefined where CDK has to write tokens that stand for more than text. */
  readonly text: CutText | undefined;
  /** What it uses, without what only the steps inside of it use. */
  readonly uses: readonly Use[];
  readonly branches: readonly WrittenBranch[];
}

export interface WrittenBranch {
  /** For example `IfSteps`. */
  readonly name: string;
  /** What leads there, in a picture. */
  readonly word: string;
  readonly steps: readonly WrittenStep[];
}

/** A step's JSON in parts with steps of branches between; undefined where CDK has to write it. */
interface OwnJson {
  readonly parts: readonly CutText[] | undefined;
  readonly uses: readonly Use[];
}

/** Tokens that are neither texts nor numbers, as the engine writes them; those of somebody else's making have a stack trace. */
const BESIDE_TEXTS = ['<unresolved-', 'creationStack":', '#{Token['];

/**
 * A step that is written out by the engine at once, which is many times faster than looking at each member.
 *
 * Most tokens stand in texts, where they are found and replaced afterwards. A step with tokens in other places is rendered member by member.
 */
export class StepText {
  private readonly own: _StepJson;
  private readonly branches: readonly { readonly name: string; readonly word: string; readonly steps: readonly StepText[] }[];
  /** Its JSON without steps inside; if it is plain, tokens are texts and numbers. */
  private readonly text: string;
  private readonly isPlain: boolean;

  constructor(private readonly step: _StepJson) {
    this.branches = branchesOf(step).map(({ name, word, steps }) => ({ name, word, steps: steps.map((inside) => new StepText(inside)) }));
    this.own = this.branches.length > 0 ? withGaps(step, this.branches) : step;
    this.text = plainText(this.own);
    this.isPlain = this.text !== '' && !BESIDE_TEXTS.some((mark) => this.text.includes(mark));
  }

  /** About how many characters it has. */
  public get size(): number {
    return this.branches.flatMap(({ steps }) => steps).reduce((sum, { size }) => sum + size, this.text.length);
  }

  /** Replaces what stands for values of the pipeline. */
  public write(pipeline: Construct, references: References): WrittenStep {
    const { parts, uses } = this.written(references) ?? this.rendered(pipeline);
    const branches = this.branches.map(({ name, word, steps }) => ({ name, word, steps: steps.map((step) => step.write(pipeline, references)) }));
    const isPlain = branches.every(({ steps }) => steps.every(({ text }) => text !== undefined));
    return { step: this.step, text: parts && isPlain ? withBranches(parts, branches) : undefined, uses, branches };
  }

  private written(references: References): OwnJson | undefined {
    if (!this.isPlain) {
      return undefined;
    }
    if (this.branches.length === 0) {
      const { text, uses, hasNumbers } = references.writeInto(this.text);
      return hasNumbers ? undefined : { parts: [text], uses };
    }
    const parts = this.cutAtGaps(this.text).map((part) => references.writeInto(part));
    return parts.some(({ hasNumbers }) => hasNumbers) ? undefined : { parts: parts.map(({ text }) => text), uses: parts.flatMap(({ uses }) => uses) };
  }

  /** What it would be with each member looked at. */
  private rendered(pipeline: Construct): OwnJson {
    const rendered = renderValues(this.own, pipeline);
    const isPlain = hasTokensInTextsOnly(rendered);
    const text = JSON.stringify(rendered, isPlain ? undefined : withoutTokens);
    return { parts: isPlain && !text.includes(NUMBER_MARK) ? this.cutAtGaps(text).map((part) => CutText.of(part)) : undefined, uses: usesIn(text) };
  }

  /** What is before the steps of each branch, and after the last. */
  private cutAtGaps(text: string): string[] {
    const parts: string[] = [];
    let done = 0;
    for (const { name } of this.branches) {
      const gap = JSON.stringify(gapFor(name));
      const at = text.indexOf(gap, done);
      parts.push(text.slice(done, at));
      done = at + gap.length;
    }
    return [...parts, text.slice(done)];
  }
}

/** Adds steps that have a text, as a list of JSON. */
export function addSteps(steps: readonly WrittenStep[], json: CutText): void {
  steps.forEach(({ text }, index) => {
    json.add(index === 0 ? '[' : ',');
    json.append(text!);
  });
  json.add(steps.length === 0 ? '[]' : ']');
}

/** A step with something in the place of the steps inside of it, until they are written. */
function withGaps(step: _StepJson, branches: readonly { readonly name: string }[]): _StepJson {
  return { ...step, Arguments: { ...step.Arguments, ...Object.fromEntries(branches.map(({ name }) => [name, gapFor(name)])) } };
}

function withBranches([first, ...others]: readonly CutText[], branches: readonly WrittenBranch[]): CutText {
  others.forEach((part, index) => {
    addSteps(branches[index].steps, first);
    first.append(part);
  });
  return first;
}

/** What stands for the steps of a branch. */
function gapFor(branch: string): string {
  return `\u0001${branch}`;
}

/** The JSON of a step, or nothing: tokens of somebody else's making may hold a construct, and with it all the others. */
function plainText(step: _StepJson): string {
  try {
    return JSON.stringify(step);
  } catch {
    return '';
  }
}

function withoutTokens(_name: string, value: unknown): unknown {
  return Tokenization.isResolvable(value) ? undefined : value;
}
