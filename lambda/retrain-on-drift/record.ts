import type { RefusedRetraining, RetrainingRefusal, RetrainRequest, StartedRetraining } from '../../lib/core/contract';

/** A retraining that was decided on and is being started; its run may exist already. */
export interface OpenRetraining {
  readonly request: RetrainRequest;
  /** Until then, in milliseconds since 1970, the delivery that wrote this is at work or dead; afterwards it is dead. */
  readonly heldUntil: number;
}

/** What became of a drift. */
export interface Decision {
  readonly analysisId: string;
  readonly outcome: 'STARTED' | RetrainingRefusal;
}

/** What is known about the retrainings of one pipeline. */
export interface RetrainingRecord {
  readonly pipelineName: string;
  /** Counts writes, so that nobody overwrites what he has not read; 0 when nothing was written yet. */
  readonly version: number;
  readonly open?: OpenRetraining;
  readonly lastStarted?: StartedRetraining;
  readonly lastRefused?: RefusedRetraining;
  /** The newest first. */
  readonly decided: readonly Decision[];
}

/** Longer than the function may run, so that whoever finds a record held beyond it may take over. */
export const HOLD_MS = 75_000;
/** EventBridge and Lambda deliver an event again within a day; a monitor that runs hourly and its neighbours make far fewer decisions in it. */
const MOST_DECISIONS = 200;

/** What was decided about an analysis before, if it is remembered. */
export function decisionOn(record: RetrainingRecord, analysisId: string): Decision | undefined {
  return record.decided.find((decision) => decision.analysisId === analysisId);
}

/** True while the last retraining that a drift started is too young for another. */
export function isCoolingDown({ lastStarted }: RetrainingRecord, coolDownSeconds: number, now: number): boolean {
  return lastStarted !== undefined && now < Date.parse(lastStarted.at) + coolDownSeconds * 1_000;
}

/** The record with a retraining that is about to be started by whoever writes this. */
export function opened(record: RetrainingRecord, request: RetrainRequest, now: number): RetrainingRecord {
  return { ...record, open: { request, heldUntil: now + HOLD_MS } };
}

/** The record once the run exists. */
export function started(record: RetrainingRecord, { event: { detail } }: RetrainRequest, execution: string, startedAt: number): RetrainingRecord {
  const { analysisId } = detail;
  const { lastStarted } = record;
  // The run of a drift that was forgotten long ago must not end the cool-down of a later one.
  const isLast = lastStarted === undefined || startedAt >= Date.parse(lastStarted.at);
  return {
    ...decided(record, { analysisId, outcome: 'STARTED' }),
    open: undefined,
    lastStarted: isLast ? { analysisId, execution, at: new Date(startedAt).toISOString() } : lastStarted,
  };
}

/** The record of a drift that starts nothing. */
export function refused(record: RetrainingRecord, { event: { detail } }: RetrainRequest, reason: RetrainingRefusal, now: number): RetrainingRecord {
  const { analysisId } = detail;
  return {
    ...decided(record, { analysisId, outcome: reason }),
    open: undefined,
    lastRefused: { analysisId, reason, at: new Date(now).toISOString() },
  };
}

function decided(record: RetrainingRecord, decision: Decision): RetrainingRecord {
  return { ...record, decided: [decision, ...record.decided].slice(0, MOST_DECISIONS) };
}
