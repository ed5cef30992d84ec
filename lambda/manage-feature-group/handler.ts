import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import type { FeatureGroupLookAnswer } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { customResourceHandler } from '../shared/custom-resource';
import { Log } from '../shared/logging';
import { fieldsOf } from '../shared/values';
import { FeatureGroupResource } from './group-resource';
import { GroupManager } from './group-manager';
import { GroupService } from './group-service';

const deploy = customResourceHandler(new FeatureGroupResource(new SFNClient(clientSettings)));
const manager = new GroupManager(new GroupService(new SageMakerClient(clientSettings)));

/** Woken by CloudFormation for `Custom::SageMakerFeatureGroup`, and by the state machine that it starts then. */
export const handler = (event: unknown, context: Context): Promise<FeatureGroupLookAnswer | void> =>
  'work' in fieldsOf(event)
    ? manager.advance(event, context.logStreamName, new Log({ handler: context.functionName, requestId: context.awsRequestId }))
    : deploy(event, context);
