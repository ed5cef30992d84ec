import { JobFailure } from '../../containers/failure';
import type { Json } from '../api';
import { JsonPath } from './json-path';
import { formatOf, linesOf, type Format } from './records';

/** What happens to records before a model sees them, and to its answers before they are written. */
export class DataProcessing {
  private readonly input?: JsonPath;
  private readonly output?: JsonPath;
  private readonly joins: boolean;
  private readonly asked: Format;
  private readonly answered: Format;

  /** Undefined where records and answers are taken as they are. */
  static of({ DataProcessing: settings = {}, TransformInput: { ContentType: type, SplitType: split = 'None' }, TransformOutput: { Accept: accept } }: Json): DataProcessing | undefined {
    const { InputFilter: input = '$', OutputFilter: output = '$', JoinSource: join = 'None' } = settings;
    return input === '$' && output === '$' && join === 'None'
      ? undefined
      : new DataProcessing(input, output, join === 'Input', formatOf(type, split !== 'None'), formatOf(accept ?? type, split !== 'None'));
  }

  private constructor(input: string, output: string, joins: boolean, asked: Format, answered: Format) {
    this.input = input === '$' ? undefined : JsonPath.parse(input);
    this.output = output === '$' ? undefined : JsonPath.parse(output);
    [this.joins, this.asked, this.answered] = [joins, asked, answered];
    if (joins && asked.byLine !== answered.byLine) {
      throw JobFailure.client('JoinSource Input needs answers in the format of the input: set Accept to its content type');
    }
  }

  /** An object's records. */
  recordsOf(text: string): string[] {
    return this.asked.byLine ? linesOf(text) : [text];
  }

  /** What the model gets of a record. */
  before(record: string): string {
    return this.input === undefined ? record : this.asked.write(this.input.pick(this.asked.read(record)));
  }

  /** What is written of the answer to a batch. */
  after(records: readonly string[], answer: string): string {
    const answers = this.answered.byLine ? linesOf(answer) : [answer];
    if (answers.length !== records.length) {
      throw JobFailure.client(`the model gave ${answers.length} answers for ${records.length} records, which cannot be told apart`);
    }
    const written = records.map((record, index) => {
      const told = this.answered.read(answers[index]);
      const whole = this.joins ? joined(this.asked.read(record), told) : told;
      return this.answered.write(this.output === undefined ? whole : this.output.pick(whole));
    });
    return this.answered.byLine ? written.map((line) => `${line}\n`).join('') : written[0];
  }
}

/** Cells of an answer stand behind those of the record; in JSON it is the member `SageMakerOutput`. */
function joined(record: unknown, answer: unknown): unknown {
  if (Array.isArray(record) && Array.isArray(answer) && [...record, ...answer].every((cell) => typeof cell === 'string')) {
    return [...record, ...answer];
  }
  return typeof record === 'object' && record !== null && !Array.isArray(record)
    ? { ...record, SageMakerOutput: answer }
    : { SageMakerInput: record, SageMakerOutput: answer };
}
