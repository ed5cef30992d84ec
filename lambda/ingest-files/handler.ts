import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { FeatureIngestionEnvironment } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { required } from '../shared/environment';
import { Groups } from '../shared/features/group';
import { KeptRecords } from '../shared/features/kept-records';
import { RecordWriter } from '../shared/features/record-writer';
import { Log } from '../shared/logging';
import { Files } from './files';

const variable = (name: keyof FeatureIngestionEnvironment): string => required<FeatureIngestionEnvironment>(name);
const s3 = new S3Client(clientSettings);
const files = new Files({
  s3,
  sqs: new SQSClient(clientSettings),
  groups: new Groups(new SageMakerClient(clientSettings), variable('FEATURE_GROUP')),
  writer: new RecordWriter(new SageMakerFeatureStoreRuntimeClient(clientSettings), { lookUp: variable('LOOK_UP') === 'yes' }),
  kept: new KeptRecords(s3, variable('KEPT_BUCKET'), process.env.KEPT_PREFIX ?? ''),
  filesQueueUrl: variable('FILES_QUEUE_URL'),
  deadLettersUrl: variable('DEAD_LETTERS_URL'),
});

/** Woken by Lambda for messages of a queue, which rules fill when objects land in S3. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  files.handle(event, Date.now() + context.getRemainingTimeInMillis(), new Log({ handler: context.functionName, requestId: context.awsRequestId }));
