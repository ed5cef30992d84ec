import type { DriftDetail } from './monitoring';

/** Environment of the `retrain-on-drift` handler. */
export interface RetrainEnvironment {
  /** The table of endpoints' records, in which each drift and each retraining is noted once; its key is `endpointName`. */
  readonly TABLE_NAME: string;
  /** Topic that people subscribe to; left out, nobody is told. */
  readonly TOPIC_ARN?: string;
}

/** What a rule sends to the `retrain-on-drift` handler. */
export interface RetrainRequest {
  readonly pipelineName: string;
  /** Time after a retraining in which no drift starts another one. */
  readonly coolDownSeconds: number;
  /** Parameter values of the run; numbers and booleans as text. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The drift event as it came. */
  readonly event: { readonly id: string; readonly time: string; readonly detail: DriftDetail };
}

/** What the key of a pipeline's item begins with; the rest is the pipeline's name. */
export const RETRAINING_RECORD = 'retraining#';

/** Why a drift starts no retraining. */
export type RetrainingRefusal = 'COOLING_DOWN' | 'RUN_GOING_ON';

/** `lastStarted` of the item, as JSON. */
export interface StartedRetraining {
  readonly analysisId: string;
  readonly execution: string;
  /** When the run started, ISO 8601; the cool-down begins here. */
  readonly at: string;
}

/** `lastRefused` of the item, as JSON. */
export interface RefusedRetraining {
  readonly analysisId: string;
  readonly reason: RetrainingRefusal;
  readonly at: string;
}
