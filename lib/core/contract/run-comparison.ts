/** What the `compare-runs` handler is asked: by a dashboard's widget, which adds a `widgetContext`, or by a program. */
export interface RunComparisonRequest {
  /** The pipeline whose runs are compared; left out, the first of `pipelines`. */
  readonly pipelineName?: string;
  /** Pipelines that a person may choose from; needed where `pipelineName` is left out. */
  readonly pipelines?: readonly string[];
  /** How many runs, the newest first; from 1 to `MOST_COMPARED_RUNS`. Left out, `USUAL_COMPARED_RUNS`. */
  readonly runs?: number;
  /** Metrics of which more is better, beside those that are known for it. */
  readonly higherIsBetter?: readonly string[];
  /** Metrics of which less is better, beside those that are known for it. */
  readonly lowerIsBetter?: readonly string[];
  /** Left out, a widget gets HTML, and everybody else JSON. */
  readonly format?: 'html' | 'json';
}

export const MOST_COMPARED_RUNS = 20;
export const USUAL_COMPARED_RUNS = 10;

/** Values by the step that they belong to, and then by their names. */
export interface OfSteps<Value> {
  readonly [step: string]: { readonly [name: string]: Value };
}

/** A version that a run registered. */
export interface RegisteredVersion {
  readonly modelPackageArn: string;
  /** Left out where the version could not be read. */
  readonly approval?: string;
}

/** One run of a pipeline. */
export interface ComparedRun {
  readonly executionArn: string;
  /** The display name, or the id of a run that has none. */
  readonly name: string;
  readonly status: string;
  /** ISO 8601. */
  readonly startedAt?: string;
  /** From the start to the end of the last step; left out while the run goes on. */
  readonly seconds?: number;
  /** Why it failed. */
  readonly reason?: string;
  readonly parameters: { readonly [name: string]: string };
  /** Of training jobs, and of the best job of a search. */
  readonly hyperparameters: OfSteps<string>;
  /** From the metrics files of steps, from the logs of training jobs, and from the registry where a version has others. */
  readonly metrics: OfSteps<number>;
  /** `s3://` addresses of models, by the step that trained them. */
  readonly models: { readonly [step: string]: string };
  /** ARNs of jobs, by step. */
  readonly jobs: { readonly [step: string]: string };
  readonly versions: readonly RegisteredVersion[];
  /** What could not be read, and why. */
  readonly unread: readonly string[];
}

/** What the handler answers as JSON. */
export interface RunComparisonAnswer {
  readonly pipelineName: string;
  /** The newest first; none where there is no such pipeline, or no run of it yet. */
  readonly runs: readonly ComparedRun[];
}
