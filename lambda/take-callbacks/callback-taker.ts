import { StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { CallbackMessage } from '../../lib/core/contract';
import { errorName } from '../shared/errors';
import type { Log } from '../shared/logging';
import { understood } from '../shared/understood';
import { callbackIn } from './message';

/**
 * Starts one execution of the state machine for each callback, however often its message comes.
 *
 * SageMaker tells the same token once more when the run is being stopped. That starts nothing where an execution is at work, which notices by itself; where
 * that message came first, the execution finds a run that is over.
 */
export class CallbackTaker {
  constructor(private readonly sfn: SFNClient, private readonly stateMachineArn: string) {}

  /** A message that could not be taken comes again, and ends up in the queue for those; the others of the batch do not. */
  public async takeAll({ Records }: SQSEvent, log: Log): Promise<SQSBatchResponse> {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of Records) {
      try {
        await this.take(record, log);
      } catch (error) {
        log.error('a callback could not be taken', error, { messageId: record.messageId });
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  }

  private async take({ body }: SQSRecord, log: Log): Promise<void> {
    const callback = understood(callbackIn, body, log, 'event');
    const name = nameOf(callback);
    try {
      await this.sfn.send(new StartExecutionCommand({ stateMachineArn: this.stateMachineArn, name, input: JSON.stringify(callback) }));
      log.info('a callback is being worked on', { execution: name, pipelineExecution: callback.pipelineExecutionArn });
    } catch (error) {
      if (errorName(error) !== 'ExecutionAlreadyExists') {
        throw error;
      }
      log.info('a callback was taken before', { execution: name, pipelineExecution: callback.pipelineExecutionArn });
    }
  }
}

/** Step Functions takes a name once in 90 days, and answers the same input with the execution that goes on. */
function nameOf({ pipelineExecutionArn, token }: CallbackMessage): string {
  return `${pipelineExecutionArn.split('/').pop()}-${token}`.slice(-80);
}
