import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Context } from 'aws-lambda';
import type { MonitorPlan } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { Log } from '../shared/logging';
import { Captures } from './captures';
import { Planner } from './plan';
import { ServedVersions } from './served-version';

const planner = new Planner(new ServedVersions(new SageMakerClient(clientSettings)), new Captures(new S3Client(clientSettings)));

/** Called by the state machine of monitors when an analysis is due. */
export const handler = (event: unknown, context: Context): Promise<MonitorPlan> =>
  planner.plan(event, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
