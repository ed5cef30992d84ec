import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Context } from 'aws-lambda';
import type { MonitorPlan } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { Log } from '../shared/logging';
import { Captures } from './captures';
import { EndedJobs } from './ended-jobs';
import { Planner } from './plan';
import { ServedVersions } from './served-version';

const sagemaker = new SageMakerClient(clientSettings);
const planner = new Planner(new ServedVersions(sagemaker), new Captures(new S3Client(clientSettings)), new EndedJobs(sagemaker));

/** Called by the state machine of monitors when an analysis is due, or when Model Monitor has ended one. */
export const handler = (event: unknown, context: Context): Promise<MonitorPlan> =>
  planner.plan(event, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
