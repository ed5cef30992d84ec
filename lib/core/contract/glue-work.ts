/** What a callback step of a pipeline puts on its queue. Its `status` is not read: whether the run goes on is asked where it is known. */
export interface CallbackMessage {
  /** What the answer is given with. */
  readonly token: string;
  readonly pipelineExecutionArn: string;
  /** The step's inputs; SageMaker may leave them out where it tells that the run is being stopped. */
  readonly arguments?: unknown;
}

/** Environment of the `take-callbacks` handler. */
export interface TakeCallbacksEnvironment {
  /** The state machine that does what callbacks ask for; its input is a `CallbackMessage`. */
  readonly STATE_MACHINE_ARN: string;
}

/** A job of Glue to run, as the inputs of a step say it. */
export interface GlueJobWork {
  readonly jobName: string;
  /** Arguments of the job by their names, `--input`, as Glue takes them. */
  readonly jobArguments?: Readonly<Record<string, string>>;
}

/** A crawler of Glue to run, as the inputs of a step say it. */
export interface GlueCrawlerWork {
  readonly crawlerName: string;
}

/** The argument that each run of a job gets, by which it is found again; its value stands for the callback. */
export const GLUE_RUN_MARK = '--sagemaker-pipeline-callback';

/** What the state machine asks the `run-glue` handler, again and again. */
export interface GlueRunRequest {
  readonly callback: CallbackMessage;
  /** When the execution began, ISO 8601. */
  readonly startTime: string;
  /** What the handler answered last; at first, the callback. */
  readonly before: Partial<GlueRunAnswer>;
}

/** What the handler answers. */
export interface GlueRunAnswer {
  /** Whether somebody has to look again. */
  readonly next: 'WAIT' | 'DONE';
  /** When, in seconds. */
  readonly waitSeconds: number;
  /** The run of the job, once it is started. */
  readonly jobRunId?: string;
}

/** Names of a step's outputs, by what it runs. */
export const GLUE_JOB_OUTPUTS = { jobRunId: 'jobRunId', executionSeconds: 'executionSeconds' } as const;
export const GLUE_CRAWLER_OUTPUTS = { crawlId: 'crawlId' } as const;
