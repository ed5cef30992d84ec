import { ListMonitoringExecutionsCommand, type MonitoringExecutionSummary, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { CollectedExecution, CollectedInput, CollectRequest } from '../../lib/core/contract';
import { errorName, isNotFound } from '../shared/errors';
import type { Log } from '../shared/logging';
import { checkMonitor, objectIn } from '../shared/monitoring/members';
import { systemTime, type Time } from '../shared/time';
import { understood } from '../shared/understood';

const ENDED: readonly (string | undefined)[] = ['Completed', 'CompletedWithViolations', 'Failed', 'Stopped'] satisfies CollectedExecution['status'][];
/** What ended so long ago was collected before, or nobody looked for a day. */
const LOOK_BACK_MS = 24 * 3_600_000;

/**
 * Hands every execution that Model Monitor has ended to the state machine that publishes it.
 *
 * Nothing is remembered: the machine's execution is named after the monitor and the time that the service's was due, and Step Functions takes a name once
 * in 90 days. Source: no event of Model Monitor has a published schema that would name schedule and status, so it is asked.
 */
export class Collector {
  constructor(
    private readonly sagemaker: SageMakerClient,
    private readonly sfn: SFNClient,
    private readonly stateMachineArn: string,
    private readonly time: Time = systemTime,
  ) {}

  /** Throws on a malformed request, and when AWS refuses, so that it is tried again. */
  public async collect(event: unknown, log: Log): Promise<void> {
    const request = understood(readRequest, event, log, 'request');
    const monitorLog = log.with({ monitor: request.monitorName, endpoint: request.endpointName });
    const ended = await this.ended(request.monitorName);
    const handed: string[] = [];
    for (const execution of ended) {
      if (await this.hand({ ...request, execution })) {
        handed.push(execution.scheduledTime);
      }
    }
    monitorLog.info('collected executions of Model Monitor', { ended: ended.length, handed });
  }

  /** The executions that ended lately, the oldest first. A schedule that is not there yet has none. */
  private async ended(MonitoringScheduleName: string): Promise<CollectedExecution[]> {
    const found: CollectedExecution[] = [];
    const LastModifiedTimeAfter = new Date(this.time.now() - LOOK_BACK_MS);
    let NextToken: string | undefined;
    try {
      do {
        const page = await this.sagemaker.send(new ListMonitoringExecutionsCommand({
          MonitoringScheduleName, LastModifiedTimeAfter, SortBy: 'ScheduledTime', SortOrder: 'Ascending', MaxResults: 100, NextToken,
        }));
        found.push(...(page.MonitoringExecutionSummaries ?? []).filter(({ MonitoringExecutionStatus: status }) => ENDED.includes(status)).map(executionOf));
        ({ NextToken } = page);
      } while (NextToken);
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
    }
    return found;
  }

  /** False when it was handed over before. */
  private async hand(input: CollectedInput): Promise<boolean> {
    const minute = input.execution.scheduledTime.replace(/\D/g, '').slice(0, 12);
    try {
      await this.sfn.send(new StartExecutionCommand({
        stateMachineArn: this.stateMachineArn, name: `${input.monitorName}-${minute}`, input: JSON.stringify(input),
      }));
      return true;
    } catch (error) {
      if (errorName(error) === 'ExecutionAlreadyExists') {
        return false;
      }
      throw error;
    }
  }
}

function executionOf(summary: MonitoringExecutionSummary): CollectedExecution {
  return {
    status: summary.MonitoringExecutionStatus as CollectedExecution['status'],
    scheduledTime: summary.ScheduledTime!.toISOString(),
    processingJobArn: summary.ProcessingJobArn,
    failureReason: summary.FailureReason,
  };
}

function readRequest(event: unknown): CollectRequest {
  const request = objectIn(event, 'the request');
  checkMonitor(request);
  return request as unknown as CollectRequest;
}
