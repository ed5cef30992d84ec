import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import type { EndpointHandlerEnvironment } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { EndpointRecords } from '../shared/endpoints/records';
import { Waker } from '../shared/endpoints/wake';
import { required } from '../shared/environment';
import { Log } from '../shared/logging';
import { EndpointWaker } from './wake-endpoints';

const waker = new EndpointWaker(
  new EndpointRecords(new DynamoDBClient(clientSettings), required<EndpointHandlerEnvironment>('TABLE_NAME')),
  new Waker(new SFNClient(clientSettings), required<EndpointHandlerEnvironment>('STATE_MACHINE_ARN')),
);

/** Woken by approvals, by changes of endpoints, by a timer and by schedules that start and stop endpoints. */
export async function handler(event: unknown, context: Context): Promise<void> {
  await waker.handle(event, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
}
