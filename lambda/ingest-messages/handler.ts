import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import type { Context, KinesisStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { FeatureIngestionEnvironment } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { required } from '../shared/environment';
import { Groups } from '../shared/features/group';
import { KeptRecords } from '../shared/features/kept-records';
import { RecordWriter } from '../shared/features/record-writer';
import { Log } from '../shared/logging';
import { Messages } from './messages';

const variable = (name: keyof FeatureIngestionEnvironment): string => required<FeatureIngestionEnvironment>(name);
const messages = new Messages(
  new Groups(new SageMakerClient(clientSettings), variable('FEATURE_GROUP')),
  new RecordWriter(new SageMakerFeatureStoreRuntimeClient(clientSettings), { lookUp: variable('LOOK_UP') === 'yes' }),
  new KeptRecords(new S3Client(clientSettings), variable('KEPT_BUCKET'), process.env.KEPT_PREFIX ?? ''),
);

/** Woken by Lambda for messages of a queue or records of a stream. */
export const handler = (event: SQSEvent | KinesisStreamEvent, context: Context): Promise<SQSBatchResponse> =>
  messages.handle(event, Date.now() + context.getRemainingTimeInMillis(), new Log({ handler: context.functionName, requestId: context.awsRequestId }));
