import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { clientSettings } from '../shared/clients';
import { Executions } from '../shared/executions';
import { Log } from '../shared/logging';
import { NewData } from './new-data';

const newData = new NewData(new Executions(new SageMakerClient(clientSettings)));

/** Woken by Lambda for messages of a queue, which rules fill when objects land in S3. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  newData.handle(event, Date.now() + context.getRemainingTimeInMillis(), new Log({ handler: context.functionName, requestId: context.awsRequestId }));
