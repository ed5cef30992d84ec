import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings } from '../shared/clients';
import { customResourceHandler } from '../shared/custom-resource';
import { StartedExecution } from './execution';

/** Woken by CloudFormation for `Custom::SageMakerExecution`. */
export const handler = customResourceHandler(new StartedExecution(new SFNClient(clientSettings)));
