import { SFNClient } from '@aws-sdk/client-sfn';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Context } from 'aws-lambda';
import type { CollectEnvironment } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { required } from '../shared/environment';
import { Log } from '../shared/logging';
import { Collector } from './collect';

const collector = new Collector(new SageMakerClient(clientSettings), new SFNClient(clientSettings), required<CollectEnvironment>('STATE_MACHINE_ARN'));

/** Woken by a schedule for each monitor that SageMaker Model Monitor runs. */
export const handler = (event: unknown, context: Context): Promise<void> =>
  collector.collect(event, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
