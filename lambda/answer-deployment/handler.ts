import type { Context } from 'aws-lambda';
import { Log } from '../shared/logging';
import { answerDeployment } from './answer';

/** Called by state machines whose end a deployment waits for. */
export const handler = (event: unknown, context: Context): Promise<void> =>
  answerDeployment(event, context.logStreamName, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
