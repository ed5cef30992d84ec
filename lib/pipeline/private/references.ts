import type { Construct } from 'constructs';
import { isToken, NUMBER_MARK, TOKEN_END, TOKEN_MARK, tokenOfNumber } from '../../core/internal/tokens-in-text';
import { type PipelineValue, _PipelineToken } from '../value';
import { checkHome } from './render';
import { USE, usesIn } from './uses';
import { type Mark, type PlacedMark, WrittenJson } from './written-json';

/** The texts of JSON, and numbers that stand for something. */
const TEXTS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-1\.\d+e\+289/g;

/** Text that JSON has as it is, without marks. */
const PLAIN = /^[\w.'[\]-]*$/;

/** Writes the pipeline's references into JSON texts, each of them once: steps use the same few again and again. */
export class References {
  /** By their texts, with nothing for those that only look like marks. */
  private readonly known = new Map<string, Mark | undefined>();

  constructor(private readonly pipeline: Construct) {}

  /** The JSON with references in the place of the texts and numbers that stand for them. */
  public writeInto(json: string): WrittenJson {
    const written = new WrittenJson();
    const hasNumbers = json.includes(NUMBER_MARK);
    this.writeTexts(hasNumbers ? this.intoNumbers(json) : json, written);
    if (hasNumbers || json.includes(USE)) {
      const text = written.text.toString();
      written.uses = usesIn(text);
      written.hasNumbers ||= text.includes(NUMBER_MARK);
    }
    return written;
  }

  private intoNumbers(json: string): string {
    return json.replace(TEXTS_AND_NUMBERS, (found) => {
      const token = found.startsWith('"') ? undefined : tokenOfNumber(Number(found));
      return token instanceof _PipelineToken ? this.write(token.value).text.toString() : found;
    });
  }

  private writeTexts(json: string, written: WrittenJson): void {
    let done = 0;
    let marks: PlacedMark[] = [];
    for (let at = json.indexOf(TOKEN_MARK); at >= 0;) {
      const placed = this.markAt(json, at, marks);
      const reference = placed?.mark.reference;
      const text = reference && textAround(json, placed);
      if (text) {
        const { start, end } = text;
        written.addPart(json, done, start - 1, marks);
        if (reference.isItself && start === placed.start && end === placed.end) {
          written.addReference(reference);
        } else {
          this.marksBetween(json, placed.end, end, marks);
          written.addJoin(json, start, end, marks);
        }
        done = end + 1;
        marks = [];
      }
      at = json.indexOf(TOKEN_MARK, text ? done : at + 1);
    }
    written.addPart(json, done, json.length, marks);
  }

  private marksBetween(json: string, start: number, end: number, marks: PlacedMark[]): void {
    for (let at = json.indexOf(TOKEN_MARK, start); at >= 0 && at < end; at = json.indexOf(TOKEN_MARK, at + 1)) {
      this.markAt(json, at, marks);
    }
  }

  /** The mark that begins at a place; it is added to the others. */
  private markAt(json: string, start: number, marks: PlacedMark[]): PlacedMark | undefined {
    const end = json.indexOf(TOKEN_END, start) + TOKEN_END.length;
    const mark = this.mark(json.slice(start, end));
    const placed = mark && { start, end, mark };
    if (placed) {
      marks.push(placed);
    }
    return placed;
  }

  private mark(text: string): Mark | undefined {
    let mark = this.known.get(text);
    if (mark === undefined && !this.known.has(text)) {
      const token = _PipelineToken.of(text);
      const reference = token && { json: this.write(token.value), isItself: token.isItself };
      mark = token || isToken(text) ? { text, reference } : undefined;
      this.known.set(text, mark);
    }
    return mark;
  }

  /** The parts of a function may be values again. */
  private write(value: PipelineValue): WrittenJson {
    checkHome(value, this.pipeline);
    const rendered = value._render();
    return 'Get' in rendered && PLAIN.test(rendered.Get) ? WrittenJson.ofGet(rendered.Get) : this.writeInto(JSON.stringify(rendered));
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/** The text in which a mark stands; undefined for names of members, where nothing of the definition language can be. */
function textAround(json: string, mark: PlacedMark): { readonly start: number; readonly end: number } | undefined {
  const isWhole = json.charCodeAt(mark.start - 1) === QUOTE && json.charCodeAt(mark.end) === QUOTE && json.charCodeAt(mark.start - 2) !== BACKSLASH;
  const start = isWhole ? mark.start : quoteBefore(json, mark.start) + 1;
  const end = isWhole ? mark.end : quoteAfter(json, mark.end);
  return json.charCodeAt(end + 1) === COLON ? undefined : { start, end };
}

/** The quote that begins the text at a place; those inside of it have a backslash before them. */
function quoteBefore(json: string, at: number): number {
  let quote = at - 1;
  while (json.charCodeAt(quote) !== QUOTE || isEscaped(json, quote)) {
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
  while (json.charCodeAt(quote - 1 - backslashes) === BACKSLASH) {
    backslashes += 1;
  }
  return backslashes % 2 === 1;
}
