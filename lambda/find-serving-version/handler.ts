import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Context } from 'aws-lambda';
import type { ServingVersionAnswer } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { Log } from '../shared/logging';
import { Finder } from './finder';
import { Versions } from './versions';

const finder = new Finder(new Versions(new SageMakerClient(clientSettings)));

/** Called by a step of a pipeline, before a new model is compared with what serves. */
export const handler = (event: unknown, context: Context): Promise<ServingVersionAnswer> =>
  finder.find(event, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
