import { Tokenization } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { hasTokensInTextsOnly } from '../../core/internal/json-text';
import type { _StepJson } from '../step';
import { branchesOf } from './branches';
import { renderValues } from './render';
import type { References } from './references';

/** A step as text. */
export interface WrittenStep {
  readonly step: _StepJson;
  /** Its JSON with that of the steps inside of it; undefined where CDK has to write tokens that stand for more than text. */
  readonly text: string | undefined;
  /** What it uses, such as `Steps.Train.ModelArtifacts`, without what only the steps inside of it use. */
  readonly uses: readonly string[];
  readonly branches: readonly WrittenBranch[];
}

export interface WrittenBranch {
  /** For example `IfSteps`. */
  readonly name: string;
  /** What leads there, in a picture. */
  readonly word: string;
  readonly steps: readonly WrittenStep[];
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
    const written = this.isPlain ? references.writeInto(this.text) : undefined;
    const own = written === undefined ? this.rendered(pipeline) : { text: written, isPlain: true };
    const branches = this.branches.map(({ name, word, steps }) => ({ name, word, steps: steps.map((step) => step.write(pipeline, references)) }));
    const isPlain = own.isPlain && branches.every(({ steps }) => steps.every(({ text }) => text !== undefined));
    return { step: this.step, text: isPlain ? withBranches(own.text, branches) : undefined, uses: usesIn(own.text), branches };
  }

  /** What the text would be with each member looked at; tokens beside texts are left out of it. */
  private rendered(pipeline: Construct): { readonly text: string; readonly isPlain: boolean } {
    const rendered = renderValues(this.own, pipeline);
    const isPlain = hasTokensInTextsOnly(rendered);
    return { text: JSON.stringify(rendered, isPlain ? undefined : withoutTokens), isPlain };
  }
}

/** Steps that have a text, as a list of JSON, one text after the other. */
export function textsOf(steps: readonly WrittenStep[]): string[] {
  const texts: string[] = [];
  steps.forEach(({ text }) => texts.push(texts.length === 0 ? '[' : ',', text!));
  texts.push(steps.length === 0 ? '[]' : ']');
  return texts;
}

/** A step with something in the place of the steps inside of it, until they are written. */
function withGaps(step: _StepJson, branches: readonly { readonly name: string }[]): _StepJson {
  return { ...step, Arguments: { ...step.Arguments, ...Object.fromEntries(branches.map(({ name }) => [name, gapFor(name)])) } };
}

function withBranches(text: string, branches: readonly WrittenBranch[]): string {
  return branches.reduce((before, { name, steps }) => before.replace(JSON.stringify(gapFor(name)), () => textsOf(steps).join('')), text);
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

const BEFORE_USE = '{"';
/** Looked for without what is before it: texts are long, and braces and quotes in them many. */
const USE = 'Get":"';

/** Each `{"Get":"..."}` in a JSON text; in the text of a text, quotes have a backslash. */
function usesIn(text: string): string[] {
  const uses: string[] = [];
  for (let at = text.indexOf(USE); at >= 0; at = text.indexOf(USE, at + USE.length)) {
    const end = text.indexOf('"', at + USE.length);
    if (text[end + 1] === '}' && text.startsWith(BEFORE_USE, at - BEFORE_USE.length)) {
      uses.push(text.slice(at + USE.length, end));
    }
  }
  return uses;
}
