import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { clientSettings } from '../shared/clients';
import { Log } from '../shared/logging';
import { Publisher } from './publish';
import { ServiceReports } from './service-reports';
import { Summaries } from './summaries';

const s3 = new S3Client(clientSettings);
const publisher = new Publisher(
  new Summaries(s3), new ServiceReports(s3), new CloudWatchClient(clientSettings), new EventBridgeClient(clientSettings),
);

/** Called by the state machine of monitors when an analysis has ended, or when there was nothing to analyse. */
export const handler = (event: unknown, context: Context): Promise<void> =>
  publisher.publish(event, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
