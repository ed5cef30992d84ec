import { Duration } from 'aws-cdk-lib/core';
import type { S3Source } from '../../core';
import type { Mistakes } from '../../core/internal/errors';
import type { ApiRequest } from '../../core/internal/job-site';
import type { AutoMlProblemOptions } from '../auto-ml-problem-options';
import type { CompletionOptions } from './auto-ml-rules';

/** Content types of tables, the usual one first. */
export const TABLES = ['text/csv;header=present', 'x-application/vnd.amazon+parquet'];

const USUAL_RUNTIME = Duration.hours(4);

/** When a search ends, whatever is searched. */
export function completionOf({ maxRuntime = USUAL_RUNTIME, maxRuntimePerTrainingJob }: AutoMlProblemOptions): CompletionOptions {
  return { maxRuntime, maxRuntimePerTrainingJob };
}

/** One kind of problem: its member of the request, and what it says of the other members. */
export interface ProblemKind {
  /** As people read it: `time-series forecasting`. */
  readonly name: string;
  /** Member of `AutoMLProblemTypeConfig`. */
  readonly member: string;
  readonly completion: CompletionOptions;
  /** Content types of the data, the usual one first. */
  readonly contentTypes: readonly string[];
  /** What the data's place may be: `S3Prefix` and so on. */
  readonly dataTypes: readonly string[];
  readonly takesGzip: boolean;
  /** Whether it may be said what candidates are validated with. */
  readonly takesValidation: boolean;
  /** Name of the metric that candidates are compared by. */
  readonly metric?: string;
  check(mistakes: Mistakes): void;
  /** The member without its completion criteria; `place` names an object and lets the job read it. */
  render(place: (source: S3Source) => string): ApiRequest;
}
