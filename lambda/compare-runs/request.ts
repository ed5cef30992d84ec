import { MOST_COMPARED_RUNS, USUAL_COMPARED_RUNS, type RunComparisonRequest } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';

/** What is compared, with nothing left out. */
export interface Comparison {
  readonly pipelineName: string;
  /** What a person may choose from. */
  readonly pipelines: readonly string[];
  readonly runs: number;
  readonly higherIsBetter: readonly string[];
  readonly lowerIsBetter: readonly string[];
  readonly format: 'html' | 'json';
}

const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}$/;

type Member = keyof RunComparisonRequest | 'widgetContext' | 'describe';

/** A dashboard's editor asks a function what it can do. */
export function asksForHelp(event: unknown): boolean {
  return typeof event === 'object' && event !== null && (event as { describe?: unknown }).describe === true;
}

/** @throws MalformedEventError when the request does not follow the contract */
export function readRequest(event: unknown): Comparison {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new MalformedEventError('the request must be an object');
  }
  const { pipelines = [], pipelineName, runs = USUAL_COMPARED_RUNS, format, widgetContext, ...better } = event as Partial<Record<Member, unknown>>;
  if (!isTexts(pipelines) || !pipelines.every((name) => NAME.test(name))) {
    throw refused('list of names of pipelines', pipelines);
  }
  const name = pipelineName ?? pipelines[0];
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw refused('pipelineName', name);
  }
  if (typeof runs !== 'number' || !Number.isInteger(runs) || runs < 1 || runs > MOST_COMPARED_RUNS) {
    throw refused(`number of runs from 1 to ${MOST_COMPARED_RUNS}`, runs);
  }
  if (format !== undefined && format !== 'html' && format !== 'json') {
    throw refused("format, 'html' or 'json'", format);
  }
  const { higherIsBetter = [], lowerIsBetter = [] } = better;
  if (!isTexts(higherIsBetter) || !isTexts(lowerIsBetter)) {
    throw refused("names of metrics in 'higherIsBetter' and 'lowerIsBetter'", [higherIsBetter, lowerIsBetter]);
  }
  return { pipelineName: name, pipelines, runs, higherIsBetter, lowerIsBetter, format: format ?? (widgetContext === undefined ? 'json' : 'html') };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function refused(what: string, value: unknown): MalformedEventError {
  return new MalformedEventError(`the request has no proper ${what}: ${JSON.stringify(value)}`);
}
