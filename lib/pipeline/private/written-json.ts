import { CutText } from '../../core/internal/tokens-in-text';
import { useOf, type Use } from './uses';

/** What a value of the pipeline is written as. */
export interface Reference {
  readonly json: WrittenJson;
  /** Whether a text that is its mark and nothing else is the reference itself. */
  readonly isItself: boolean;
}

/** What stands for a value of the pipeline, or of CloudFormation. */
export interface Mark {
  readonly text: string;
  readonly reference: Reference | undefined;
}

/** A mark from one place of a text to another. */
export interface PlacedMark {
  readonly start: number;
  readonly end: number;
  readonly mark: Mark;
}

/** JSON that is written part by part, until only marks of CloudFormation are left in it. */
export class WrittenJson {
  /** A reference that needs no escaping, and holds no mark. */
  public static ofGet(reference: string): WrittenJson {
    const json = new WrittenJson();
    json.text.add(`{"Get":"${reference}"}`);
    json.uses.push(useOf(reference));
    return json;
  }

  public readonly text = new CutText();
  /** What it uses. */
  public uses: Use[] = [];
  /** Whether there are numbers in it that stand for something. */
  public hasNumbers = false;

  /** Adds what lies between two places of some JSON, with those of the marks that stand there. */
  public addPart(json: string, start: number, end: number, marks: readonly PlacedMark[]): void {
    let done = start;
    for (const placed of marks) {
      if (placed.start >= start && placed.end <= end) {
        this.text.add(json.slice(done, placed.start));
        this.text.addToken(placed.mark.text);
        done = placed.end;
      }
    }
    this.text.add(json.slice(done, end));
  }

  /** Adds a value of the pipeline. */
  public addReference({ json }: Reference): void {
    this.text.append(json.text);
    this.uses.push(...json.uses);
    this.hasNumbers ||= json.hasNumbers;
  }

  /** Adds the text between two places, in which values of the pipeline stand, as a join of those and of what is around them. */
  public addJoin(json: string, start: number, end: number, marks: readonly PlacedMark[]): void {
    let done = start;
    let separator = '{"Std:Join":{"On":"","Values":[';
    for (const placed of marks) {
      const { reference } = placed.mark;
      if (reference !== undefined && placed.start >= start) {
        if (placed.start > done) {
          this.addLiteral(separator, json, done, placed.start, marks);
          separator = ',';
        }
        this.text.add(separator);
        this.addReference(reference);
        separator = ',';
        done = placed.end;
      }
    }
    if (end > done) {
      this.addLiteral(separator, json, done, end, marks);
    }
    this.text.add(']}}');
  }

  private addLiteral(separator: string, json: string, start: number, end: number, marks: readonly PlacedMark[]): void {
    this.text.add(`${separator}"`);
    this.addPart(json, start, end, marks);
    this.text.add('"');
  }
}
