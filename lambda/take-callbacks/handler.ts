import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { TakeCallbacksEnvironment } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { required } from '../shared/environment';
import { Log } from '../shared/logging';
import { CallbackTaker } from './callback-taker';

const taker = new CallbackTaker(new SFNClient(clientSettings), required<TakeCallbacksEnvironment>('STATE_MACHINE_ARN'));

/** Woken by the queue that callback steps of pipelines send to. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  taker.takeAll(event, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
