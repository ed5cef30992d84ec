import type { DriftDetail } from './monitoring';

/** Environment of the `retrain-on-drift` handler. */
export interface RetrainEnvironment {
  /** The table of endpoints' records, in which each drift and each retraining is noted once. */
  readonly TABLE_NAME: string;
  readonly TOPIC_ARN: string;
}

/** What a rule sends to the `retrain-on-drift` handler. */
export interface RetrainRequest {
  readonly pipelineName: string;
  /** Time after a retraining in which no drift starts another one. */
  readonly coolDownSeconds: number;
  /** The drift event as it came. */
  readonly event: { readonly id: string; readonly time: string; readonly detail: DriftDetail };
}
