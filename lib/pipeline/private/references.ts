import type { Construct } from 'constructs';
import { NUMBER_MARK, TOKEN_END, TOKEN_MARK, tokenOfNumber } from '../../core/internal/resolved';
import { _PipelineToken } from '../value';
import { renderReference } from './render';

/** The texts of JSON, and numbers that stand for something. */
const TEXTS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-1\.\d+e\+289/g;

/** Writes the pipeline's references into JSON texts, each of them once: steps use the same few again and again. */
export class References {
  private readonly known = new Map<_PipelineToken, string>();

  constructor(private readonly pipeline: Construct) {}

  /** The JSON with references in the place of the texts and numbers that stand for them; undefined where it has other numbers that stand for something. */
  public writeInto(json: string): string | undefined {
    const written = this.intoTexts(json.includes(NUMBER_MARK) ? this.intoNumbers(json) : json);
    return written.includes(NUMBER_MARK) ? undefined : written;
  }

  private intoNumbers(json: string): string {
    return json.replace(TEXTS_AND_NUMBERS, (found) => {
      const token = found.startsWith('"') ? undefined : tokenOfNumber(Number(found));
      return token instanceof _PipelineToken ? this.reference(token) : found;
    });
  }

  private intoTexts(json: string): string {
    let text = '';
    let done = 0;
    for (let at = json.indexOf(TOKEN_MARK); at >= 0;) {
      const start = quoteAt(json, json.lastIndexOf('"', at), (before) => json.lastIndexOf('"', before - 1));
      const end = quoteAt(json, json.indexOf('"', at), (before) => json.indexOf('"', before + 1));
      // Names of members are left: what stands in one is nothing that the definition language has.
      const written = json[end + 1] === ':' ? undefined : this.written(json, { start, end, at });
      if (written !== undefined) {
        text += json.slice(done, start) + written;
        done = end + 1;
      }
      at = json.indexOf(TOKEN_MARK, end);
    }
    return text + json.slice(done);
  }

  /** The text between two quotes, the first mark of which is known; undefined where no value of the pipeline stands in it. */
  private written(json: string, { start, end, at: first }: { readonly start: number; readonly end: number; readonly at: number }): string | undefined {
    const values: string[] = [];
    let token: _PipelineToken | undefined;
    let done = start + 1;
    for (let at = first; at >= 0 && at < end; at = json.indexOf(TOKEN_MARK, at + 1)) {
      const close = json.indexOf(TOKEN_END, at) + TOKEN_END.length;
      const found = _PipelineToken.of(json.slice(at, close));
      if (found) {
        if (at > done) {
          values.push(`"${json.slice(done, at)}"`);
        }
        values.push(this.reference(found));
        token = found;
        done = close;
      }
    }
    if (!token) {
      return undefined;
    }
    if (done < end) {
      values.push(`"${json.slice(done, end)}"`);
    }
    return values.length === 1 && token.isItself ? values[0] : `{"Std:Join":{"On":"","Values":[${values.join(',')}]}}`;
  }

  private reference(token: _PipelineToken): string {
    const known = this.known.get(token) ?? JSON.stringify(renderReference(token.value, this.pipeline));
    this.known.set(token, known);
    return known;
  }
}

/** The first quote from a place on that begins or ends a text; those inside of one have a backslash before them. */
function quoteAt(json: string, place: number, next: (before: number) => number): number {
  let quote = place;
  while (isEscaped(json, quote)) {
    quote = next(quote);
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
