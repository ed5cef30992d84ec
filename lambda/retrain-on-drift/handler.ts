import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import type { RetrainEnvironment } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { required } from '../shared/environment';
import { Executions } from '../shared/executions';
import { Log } from '../shared/logging';
import { NoticeTopic } from '../shared/notices';
import { RetrainingRecords } from './records';
import { Retraining } from './retraining';

const topicArn = process.env.TOPIC_ARN;
const retraining = new Retraining(
  new RetrainingRecords(new DynamoDBClient(clientSettings), required<RetrainEnvironment>('TABLE_NAME')),
  new Executions(new SageMakerClient(clientSettings)),
  topicArn ? new NoticeTopic(new SNSClient(clientSettings), topicArn) : undefined,
);

/** Woken by EventBridge when a monitor found drift. */
export const handler = (event: unknown, context: Context): Promise<void> =>
  retraining.handle(event, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
