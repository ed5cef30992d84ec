import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import type { NotifyPeopleEnvironment } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { optional, required } from '../shared/environment';
import { EvaluationReports } from '../shared/evaluation-reports';
import { Log } from '../shared/logging';
import { NoticeTopic } from '../shared/notices';
import { Details } from './details';
import { Notifier } from './notify';

const notifier = new Notifier(
  new Details(new SageMakerClient(clientSettings), new EvaluationReports(new S3Client(clientSettings))),
  new NoticeTopic(new SNSClient(clientSettings), required<NotifyPeopleEnvironment>('TOPIC_ARN')),
  optional<NotifyPeopleEnvironment>('STUDIO_DOMAIN_ID'),
);

/** Woken by EventBridge when a pipeline run ended badly and when a model version awaits approval. */
export const handler = (event: unknown, context: Context): Promise<void> =>
  notifier.handle(event, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
