import type { RetrainRequest } from '../../lib/core/contract';
import type { Executions } from '../shared/executions';
import type { Log } from '../shared/logging';
import type { NoticeTopic } from '../shared/notices';
import { poll } from '../shared/retry';
import { OutOfTimeError, systemTime, type Time } from '../shared/time';
import { understood } from '../shared/understood';
import { retrainingNotice } from './notice';
import { decisionOn, isCoolingDown, opened, refused, started, type OpenRetraining, type RetrainingRecord } from './record';
import type { RetrainingRecords } from './records';
import { readRequest, runRequest } from './request';

/** How long a delivery waits while another one is at work on the same pipeline; Lambda brings it back a minute later. */
const PATIENCE_MS = 20_000;

/**
 * Starts the pipeline for a drift: once, not within the cool-down, and not while a run is going on.
 *
 * The decision is written before the run is started, and closed after people were told. A delivery that finds an open one whose holder is dead
 * finishes it first: it looks for the run by its name, and starts it with its token where there is none. So the record can be trusted whenever
 * nothing is open.
 */
export class Retraining {
  constructor(
    private readonly records: RetrainingRecords,
    private readonly executions: Executions,
    private readonly topic: NoticeTopic | undefined,
    private readonly time: Time = systemTime,
  ) {}

  /** Throws on a malformed event and when AWS refuses, so that Lambda tries again and then keeps the event. */
  public async handle(event: unknown, log: Log): Promise<void> {
    const request = understood(readRequest, event, log, 'event');
    const { pipelineName: pipeline, event: { detail } } = request;
    const driftLog = log.with({ pipeline, monitor: detail.monitorName, endpoint: detail.endpointName, analysis: detail.analysisId });
    for (let settled = false; !settled;) {
      settled = await this.advance(request, await this.free(pipeline), driftLog);
    }
  }

  /** The record as soon as no other delivery is at work on it. */
  private async free(pipeline: string): Promise<RetrainingRecord> {
    const record = await poll(async () => {
      const found = await this.records.read(pipeline);
      return found.open && this.time.now() < found.open.heldUntil ? undefined : found;
    }, { until: this.time.now() + PATIENCE_MS, firstMs: 500, longestMs: 3_000, time: this.time });
    if (!record) {
      throw new OutOfTimeError(`another delivery is starting a retraining of pipeline '${pipeline}', or died of it; this one has to come again`);
    }
    return record;
  }

  /** Goes on from the record by one decision; false when there is more to do. */
  private async advance(request: RetrainRequest, record: RetrainingRecord, log: Log): Promise<boolean> {
    if (record.open) {
      await this.takeOver(request, record, record.open, log);
      return false;
    }
    const earlier = decisionOn(record, request.event.detail.analysisId);
    if (earlier) {
      log.info('this drift was decided on before', { outcome: earlier.outcome });
      return true;
    }
    if (isCoolingDown(record, request.coolDownSeconds, this.time.now())) {
      const written = await this.records.write(refused(record, request, 'COOLING_DOWN', this.time.now()));
      if (written) {
        log.info('no retraining: the last one that a drift started is too young', { lastStarted: record.lastStarted, coolDownSeconds: request.coolDownSeconds });
      }
      return written !== undefined;
    }
    const held = await this.records.write(opened(record, request, this.time.now()));
    return held !== undefined && this.finish(held, request, true, log);
  }

  /** Finishes what a delivery left that died; of this drift or of another one. */
  private async takeOver(request: RetrainRequest, record: RetrainingRecord, { request: left }: OpenRetraining, log: Log): Promise<void> {
    const held = await this.records.write(opened(record, left, this.time.now()));
    if (held) {
      const own = left.event.detail.analysisId === request.event.detail.analysisId;
      log.warn('finishing a retraining that another delivery left open', { left: left.event.detail.analysisId });
      await this.finish(held, left, own, own ? log : log.with({ monitor: left.event.detail.monitorName, analysis: left.event.detail.analysisId }));
    }
  }

  /** Starts the run unless it exists or another one is going on, tells people, and closes the decision; false when somebody else took it over meanwhile. */
  private async finish(held: RetrainingRecord, request: RetrainRequest, own: boolean, log: Log): Promise<boolean> {
    const run = runRequest(request);
    const { named, unfinished } = await this.executions.standing(request.pipelineName, run.displayName);
    if (!named && unfinished.length > 0) {
      log.info('no retraining: a run is going on', { runs: unfinished.map(({ arn }) => arn) });
      return this.close(refused(held, request, 'RUN_GOING_ON', this.time.now()), log);
    }
    const execution = named?.arn ?? await this.executions.start(run);
    const startedAt = named?.startedAt ?? this.time.now();
    log.info(named ? 'the retraining was started before' : 'started the retraining', { execution, run: run.displayName });
    await this.tell(request, execution, own, log);
    return this.close(started(held, request, execution, startedAt), log);
  }

  /** A topic that takes no message fails this drift's own deliveries; it does not hold up the drifts after it. */
  private async tell(request: RetrainRequest, execution: string, own: boolean, log: Log): Promise<void> {
    try {
      const messageId = await this.topic?.tell(retrainingNotice(request, execution));
      log.info(this.topic ? 'told people' : 'nobody is to be told', { messageId });
    } catch (error) {
      if (own) {
        throw error;
      }
      log.error('people were not told of the retraining', error, { execution });
    }
  }

  private async close(record: RetrainingRecord, log: Log): Promise<boolean> {
    const closed = await this.records.write(record);
    if (!closed) {
      log.warn('another delivery went on with this retraining');
    }
    return closed !== undefined;
  }
}
