import { DeleteEndpointCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import type { ReconcileAnswer, ReconcileCall } from '../../lib/core/contract';
import { sendAnswer, success } from '../shared/custom-resource-answer';
import { recordOf, type Attempt, type EndpointRecord, type EndpointRow, type MonitorProgress, type Progress } from '../shared/endpoints/record';
import { LostLockError, type EndpointRecords } from '../shared/endpoints/records';
import { isNotFound, mayBeYoungPermission, textOf } from '../shared/errors';
import type { Log } from '../shared/logging';
import { systemTime, type Time } from '../shared/time';
import { observe } from './observe';
import { plan, scalingOf, type Step } from './plan';
import type { Reports } from './reports';
import { begin, isBusy, isFinal, prepare } from './roll-out';
import { removeScaling, setScaling } from './scaling';
import { undeclared } from './sources';
import { tidy } from './tidy';
import { deleteSchedule, tidyMonitor, watch } from './watch';

/** A holder that says nothing for so long has died; longer than any wait and any invocation. */
const LEASE_MS = 10 * 60_000;
const BUSY_SECONDS = 30;
const MOST_FAILURES = 20;
const LONGEST_REASON = 1_000;
const DONE: ReconcileAnswer = { next: 'DONE', seconds: 0 };

export interface Services {
  readonly sagemaker: SageMakerClient;
  readonly autoscaling: ApplicationAutoScalingClient;
  readonly records: EndpointRecords;
  readonly reports: Reports;
  readonly time?: Time;
}

/**
 * Closes the difference between what an endpoint should be and what it is, step by step, until there is none or SageMaker needs time.
 *
 * Before each step the record and SageMaker are looked at anew. Whoever dies between two calls, comes twice or comes late leaves nothing that the next does
 * not understand.
 */
export class Reconciler {
  private readonly time: Time;

  constructor(private readonly services: Services) {
    this.time = services.time ?? systemTime;
  }

  public async handle({ endpointName, execution }: ReconcileCall, log: Log): Promise<ReconcileAnswer> {
    try {
      for (;;) {
        const now = this.time.now();
        const row = await this.services.records.lock(endpointName, execution, now, now + LEASE_MS);
        if (!row) {
          log.info('nothing to do: the endpoint is unknown, or another execution works on it');
          return DONE;
        }
        const answer = await this.step(await this.read(row), log);
        if (answer) {
          return answer;
        }
      }
    } catch (error) {
      if (error instanceof LostLockError) {
        log.warn('another turn has taken over', { reason: error.message });
        return DONE;
      }
      throw error;
    }
  }

  /** What should be. With settings that cannot be believed nothing is done but to fail, which sets off the alarm; the lock is free for those that come next. */
  private async read(row: EndpointRow): Promise<EndpointRecord> {
    try {
      return recordOf(row);
    } catch (error) {
      await this.services.records.release(row);
      throw error;
    }
  }

  /** Takes one step; an answer ends the turn. */
  private async step(record: EndpointRecord, endpointLog: Log): Promise<ReconcileAnswer | undefined> {
    const step = plan(record, await observe(this.services.sagemaker, record));
    const log = endpointLog.with({ modelPackage: 'attempt' in step ? step.attempt.packageArn : record.progress.serving?.packageArn });
    log.info(`step: ${step.do}`, { why: 'why' in step ? step.why : 'reason' in step ? step.reason : undefined });
    switch (step.do) {
      case 'wait': return { next: 'WAIT', seconds: step.seconds };
      case 'rest': return await this.services.records.release(record) ? DONE : undefined;
      case 'forget': return this.keep(record, { ...record.progress, target: undefined });
      case 'tidy': return this.tidyUp(record, step.keep);
      case 'roll-out': return this.rollOut(record, step, log);
      case 'succeed': return this.succeed(record, step.attempt, log);
      case 'fail': return this.fail(record, step.attempt, step.reason);
      case 'delete-endpoint': return this.deleteEndpoint(record);
      case 'remove': return this.remove(record, log);
      case 'watch': return this.watch(record, step, log);
      case 'leave-unwatched': return this.leaveUnwatched(record, step);
      case 'delete-schedule':
        await deleteSchedule(this.services.sagemaker, step.monitorName);
        return { next: 'WAIT', seconds: BUSY_SECONDS };
      case 'tidy-monitor': return this.tidyMonitor(record, step, log);
    }
  }

  private async rollOut(record: EndpointRecord, { attempt, version, endpointExists }: Extract<Step, { do: 'roll-out' }>, log: Log) {
    const { sagemaker, records } = this.services;
    const refusal = undeclared(version.containers, record.settings.sources);
    if (refusal !== undefined) {
      return this.fail(record, attempt, refusal);
    }
    const saved = await records.save(record, { ...record.progress, target: attempt });
    try {
      await prepare(sagemaker, record.settings, attempt);
      await begin(sagemaker, record.settings, attempt, endpointExists);
    } catch (error) {
      if (!isFinal(error) || mayBeYoungPermission(error)) {
        throw error;
      }
      log.error('SageMaker does not take the deployment', error);
      return this.fail({ ...record, ...saved }, attempt, textOf(error));
    }
    return { next: 'WAIT', seconds: BUSY_SECONDS } as const;
  }

  private async succeed(record: EndpointRecord, attempt: Attempt, log: Log): Promise<undefined> {
    const { sagemaker, autoscaling, records, reports } = this.services;
    const { progress, settings, endpointName } = record;
    const scaling = scalingOf(record);
    if (scaling !== undefined) {
      await setScaling(autoscaling, settings);
    } else if (progress.scaling !== undefined) {
      await removeScaling(autoscaling, settings);
    }
    if (progress.serving?.configName !== attempt.configName) {
      await reports.inService(endpointName, attempt);
    }
    const deleted = await tidy(sagemaker, endpointName, [attempt.configName]);
    log.info('in service', { version: attempt.version, deleted });
    await records.save(record, { ...progress, target: undefined, serving: attempt, untidy: undefined, scaling });
  }

  private async fail(record: EndpointRecord, attempt: Attempt, reason: string): Promise<undefined> {
    const { records, reports } = this.services;
    const { progress, endpointName } = record;
    await reports.failed(endpointName, attempt, reason.slice(0, LONGEST_REASON), progress.serving);
    const failure = { key: attempt.key, packageArn: attempt.packageArn, reason: reason.slice(0, LONGEST_REASON), at: new Date(this.time.now()).toISOString() };
    await records.save(record, { ...progress, target: undefined, untidy: true, failures: [failure, ...progress.failures].slice(0, MOST_FAILURES) });
  }

  private async deleteEndpoint({ endpointName, settings, progress }: EndpointRecord): Promise<ReconcileAnswer> {
    const { sagemaker, autoscaling } = this.services;
    if (progress.scaling !== undefined) {
      await removeScaling(autoscaling, settings);
    }
    try {
      await sagemaker.send(new DeleteEndpointCommand({ EndpointName: endpointName }));
    } catch (error) {
      if (!isNotFound(error) && !isBusy(error)) {
        throw error;
      }
    }
    return { next: 'WAIT', seconds: BUSY_SECONDS };
  }

  /** Leaves nothing of a deleted endpoint, and then tells CloudFormation, which takes the permissions away. */
  private async remove(record: EndpointRecord, log: Log): Promise<ReconcileAnswer | undefined> {
    const { sagemaker, autoscaling, records } = this.services;
    if (record.progress.scaling !== undefined) {
      await removeScaling(autoscaling, record.settings);
    }
    const deleted = await tidy(sagemaker, record.endpointName, []);
    const { deletion } = record;
    if (deletion) {
      await sendAnswer(deletion.ResponseURL, success(deletion, deletion.PhysicalResourceId, {}), log, this.time);
    }
    log.info('removed', { deleted });
    return await records.remove(record, this.time.now()) ? DONE : undefined;
  }

  private async tidyUp(record: EndpointRecord, keep: readonly string[]): Promise<undefined> {
    await tidy(this.services.sagemaker, record.endpointName, keep);
    await this.keep(record, { ...record.progress, untidy: undefined });
  }

  private async watch(record: EndpointRecord, { wanted, scheduleExists }: Extract<Step, { do: 'watch' }>, log: Log) {
    const { definitionName, settings: { monitorName } } = wanted;
    const saved = await this.services.records.save(record, withMonitor(record, monitorName, { definitionName, untidy: true }));
    try {
      const begun = await watch(this.services.sagemaker, record.endpointName, wanted, scheduleExists);
      log.info('changed a monitor', { monitor: monitorName, definition: definitionName, begun });
    } catch (error) {
      if (!isFinal(error) || mayBeYoungPermission(error)) {
        throw error;
      }
      log.error('SageMaker does not take the monitor', error, { monitor: monitorName });
      return this.leaveUnwatched({ ...record, ...saved }, { monitorName, definitionName, reason: textOf(error) });
    }
    return { next: 'WAIT', seconds: BUSY_SECONDS } as const;
  }

  private async leaveUnwatched(record: EndpointRecord, step: Pick<Extract<Step, { do: 'leave-unwatched' }>, 'monitorName' | 'definitionName' | 'reason'>) {
    const { monitorName, definitionName } = step;
    const refusal = step.reason.slice(0, LONGEST_REASON);
    await this.services.reports.unwatched(record.endpointName, monitorName, refusal);
    return this.keep(record, withMonitor(record, monitorName, { definitionName, refusal, untidy: true }));
  }

  private async tidyMonitor(record: EndpointRecord, { monitorName, keep, forget }: Extract<Step, { do: 'tidy-monitor' }>, log: Log): Promise<undefined> {
    const deleted = await tidyMonitor(this.services.sagemaker, record.endpointName, monitorName, keep);
    log.info('tidied a monitor', { monitor: monitorName, deleted });
    const { untidy: _, ...tidied } = record.progress.monitors![monitorName];
    return this.keep(record, withMonitor(record, monitorName, forget ? undefined : tidied));
  }

  private async keep(record: EndpointRecord, progress: Progress): Promise<undefined> {
    await this.services.records.save(record, progress);
  }
}

/** The progress with another state of one monitor; without it when there is nothing of it any more. */
function withMonitor({ progress }: EndpointRecord, name: string, state: MonitorProgress | undefined): Progress {
  const { [name]: _, ...others } = progress.monitors ?? {};
  const monitors = state ? { ...others, [name]: state } : others;
  return { ...progress, monitors: Object.keys(monitors).length > 0 ? monitors : undefined };
}
