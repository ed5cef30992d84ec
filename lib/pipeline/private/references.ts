import type { Construct } from 'constructs';
import { NUMBER_MARK, TOKEN_END, TOKEN_MARK, tokenOfNumber } from '../../core/internal/resolved';
import { type PipelineValue, _PipelineToken } from '../value';
import { checkHome, renderReference } from './render';

/** The texts of JSON, and numbers that stand for something. */
const TEXTS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-1\.\d+e\+289/g;

/** What a mark in a text stands for. */
interface Reference {
  readonly json: string;
  /** Whether a text that is the mark and nothing else is the reference itself. */
  readonly isItself: boolean;
}

/** Writes the pipeline's references into JSON texts, each of them once: steps use the same few again and again. */
export class References {
  /** By their marks; those of somebody else are null. */
  private readonly known = new Map<string, Reference | null>();

  constructor(private readonly pipeline: Construct) {}

  /** The JSON with references in the place of the texts and numbers that stand for them; undefined where it has other numbers that stand for something. */
  public writeInto(json: string): string | undefined {
    const written = this.intoTexts(json.includes(NUMBER_MARK) ? this.intoNumbers(json) : json);
    return written.includes(NUMBER_MARK) ? undefined : written;
  }

  private intoNumbers(json: string): string {
    return json.replace(TEXTS_AND_NUMBERS, (found) => {
      const token = found.startsWith('"') ? undefined : tokenOfNumber(Number(found));
      return token instanceof _PipelineToken ? this.write(token.value) : found;
    });
  }

  private intoTexts(json: string): string {
    let text = '';
    let done = 0;
    for (let at = json.indexOf(TOKEN_MARK); at >= 0;) {
      const start = quoteBefore(json, at);
      const end = quoteAfter(json, at);
      // Names of members are left: what stands in one is nothing that the definition language has.
      const written = json[end + 1] === ':' ? undefined : this.written(json, start + 1, end, at);
      if (written !== undefined) {
        text += json.slice(done, start) + written;
        done = end + 1;
      }
      at = json.indexOf(TOKEN_MARK, end);
    }
    return text + json.slice(done);
  }

  /** The text from a place to another, the first mark of which is known; undefined where no value of the pipeline stands in it. */
  private written(json: string, start: number, end: number, first: number): string | undefined {
    const values: string[] = [];
    let done = start;
    for (let at = first; at >= 0 && at < end; at = json.indexOf(TOKEN_MARK, at + 1)) {
      const close = json.indexOf(TOKEN_END, at) + TOKEN_END.length;
      const reference = this.reference(json.slice(at, close));
      if (reference) {
        if (at === start && close === end && reference.isItself) {
          return reference.json;
        }
        if (at > done) {
          values.push(`"${json.slice(done, at)}"`);
        }
        values.push(reference.json);
        done = close;
      }
    }
    if (values.length === 0) {
      return undefined;
    }
    if (done < end) {
      values.push(`"${json.slice(done, end)}"`);
    }
    return `{"Std:Join":{"On":"","Values":[${values.join(',')}]}}`;
  }

  private reference(mark: string): Reference | null {
    let reference = this.known.get(mark);
    if (reference === undefined) {
      const token = _PipelineToken.of(mark);
      reference = token ? { json: this.write(token.value), isItself: token.isItself } : null;
      this.known.set(mark, reference);
    }
    return reference;
  }

  /** The parts of a function may be values again. */
  private write(value: PipelineValue): string {
    checkHome(value, this.pipeline);
    return this.writeInto(JSON.stringify(value._render())) ?? JSON.stringify(renderReference(value, this.pipeline));
  }
}

/** The quote that begins the text at a place; those inside of it have a backslash before them. */
function quoteBefore(json: string, at: number): number {
  let quote = at - 1;
  while (json[quote] !== '"' || isEscaped(json, quote)) {
    quote -= 1;
  }
  return quote;
}

/** The quote that ends the text at a place. */
function quoteAfter(json: string, at: number): number {
  let quote = json.indexOf('"', at);
  while (isEscaped(json, quote)) {
    quote = json.indexOf('"', quote + 1);
  }
  return quote;
}

function isEscaped(json: string, quote: number): boolean {
  let backslashes = 0;
  while (json[quote - 1 - backslashes] === '\\') {
    backslashes += 1;
  }
  return backslashes % 2 === 1;
}
