import { StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { ReconcileInput } from '../../../lib/core/contract';
import { errorName } from '../errors';
import type { EndpointRow } from './record';

/** Starts the work on an endpoint, unless somebody is at it: whoever holds the lock sees that the record changed, and goes on. */
export class Waker {
  constructor(private readonly sfn: SFNClient, private readonly stateMachineArn: string) {}

  /** The same state of a record starts one execution, however often it is asked for. */
  public async wake({ endpointName, generation, lock }: EndpointRow, nowMs: number): Promise<boolean> {
    if (lock && lock.untilMs > nowMs) {
      return false;
    }
    const input: ReconcileInput = { endpointName };
    try {
      await this.sfn.send(new StartExecutionCommand({
        stateMachineArn: this.stateMachineArn,
        name: `${endpointName}-${generation}`.slice(-80),
        input: JSON.stringify(input),
      }));
    } catch (error) {
      if (errorName(error) !== 'ExecutionAlreadyExists') {
        throw error;
      }
    }
    return true;
  }
}
