import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import type { EndpointHandlerEnvironment, ReconcileAnswer } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { EndpointRecords } from '../shared/endpoints/records';
import { required } from '../shared/environment';
import { Log } from '../shared/logging';
import { NoticeTopic } from '../shared/notices';
import { readCall } from './call';
import { Reconciler } from './reconciler';
import { Reports } from './reports';

const reconciler = new Reconciler({
  sagemaker: new SageMakerClient(clientSettings),
  autoscaling: new ApplicationAutoScalingClient(clientSettings),
  records: new EndpointRecords(new DynamoDBClient(clientSettings), required<EndpointHandlerEnvironment>('TABLE_NAME')),
  reports: new Reports(new NoticeTopic(new SNSClient(clientSettings), required<EndpointHandlerEnvironment>('TOPIC_ARN'))),
});

/** Called by the state machine of endpoints, again and again until there is nothing left to do. */
export async function handler(event: unknown, context: Context): Promise<ReconcileAnswer> {
  const call = readCall(event);
  const { endpointName: endpoint, execution } = call;
  return reconciler.handle(call, new Log({ handler: context.functionName, requestId: context.awsRequestId, endpoint, execution }));
}
