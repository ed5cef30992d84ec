import { GlueClient } from '@aws-sdk/client-glue';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Context } from 'aws-lambda';
import type { GlueRunAnswer } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { Log } from '../shared/logging';
import { Callbacks } from './callbacks';
import { Crawls } from './crawls';
import { GlueRunner } from './glue-runner';
import { JobRuns } from './job-runs';

const glue = new GlueClient(clientSettings);
const runner = new GlueRunner(new Callbacks(new SageMakerClient(clientSettings)), new JobRuns(glue), new Crawls(glue));

/** Called by the state machine of Glue steps, again and again until it answers that there is nothing more to do. */
export const handler = (event: unknown, context: Context): Promise<GlueRunAnswer> =>
  runner.advance(event, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
