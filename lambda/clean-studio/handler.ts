import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import type { StudioLookAnswer } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { customResourceHandler } from '../shared/custom-resource';
import { Log } from '../shared/logging';
import { fieldsOf } from '../shared/values';
import { StudioCleaner } from './cleaner';
import { StudioContents } from './contents-resource';
import { Studio } from './studio';

const deploy = customResourceHandler(new StudioContents(new SFNClient(clientSettings)));
const cleaner = new StudioCleaner(new Studio(new SageMakerClient(clientSettings)));

/** Woken by CloudFormation for `Custom::SageMakerStudioContents`, and by the state machine that it starts then. */
export const handler = (event: unknown, context: Context): Promise<StudioLookAnswer | void> =>
  'cleanUp' in fieldsOf(event)
    ? cleaner.advance(event, context.logStreamName, new Log({ handler: context.functionName, requestId: context.awsRequestId }))
    : deploy(event, context);
