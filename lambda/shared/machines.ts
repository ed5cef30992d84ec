import { StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { errorName, mayBeYoungPermission, textOf } from './errors';
import type { Log } from './logging';
import { retry } from './retry';
import { systemTime, type Time } from './time';

/** How long IAM may need until a role or policy of the same deployment is known everywhere. */
const IAM_SETTLES_MS = 60_000;
export const MACHINE_ARN = /^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:stateMachine:[^\s:]{1,80}$/;

/** An execution that there is to be. */
export interface WantedExecution {
  readonly machine: string;
  /** Step Functions keeps names for 90 days: one that was started before is not started again, whether it still runs or has ended. */
  readonly name: string;
  readonly input: object;
}

/** Sees to it that an execution was started, once; permissions of the same deployment may take a while to be known. */
export async function startOnce(sfn: SFNClient, { machine, name, input }: WantedExecution, until: number, log: Log, time: Time = systemTime): Promise<void> {
  await retry(() => start(sfn, machine, name, JSON.stringify(input)), {
    when: mayBeYoungPermission,
    until: Math.min(until, time.now() + IAM_SETTLES_MS),
    firstMs: 2_000,
    longestMs: 10_000,
    onRetry: (error, waitMs) => log.warn('the execution could not be started yet, trying again', { machine, error: textOf(error), waitMs }),
    time,
  });
  log.info('the execution is there', { machine, execution: name });
}

async function start(sfn: SFNClient, stateMachineArn: string, name: string, input: string): Promise<void> {
  try {
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
  } catch (error) {
    if (errorName(error) !== 'ExecutionAlreadyExists') {
      throw error;
    }
  }
}
