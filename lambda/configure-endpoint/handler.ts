import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { EndpointHandlerEnvironment } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { customResourceHandler } from '../shared/custom-resource';
import { EndpointRecords } from '../shared/endpoints/records';
import { Waker } from '../shared/endpoints/wake';
import { required } from '../shared/environment';
import { EndpointSettingsResource } from './endpoint-settings';

/** Woken by CloudFormation for `Custom::SageMakerEndpointSettings`. */
export const handler = customResourceHandler(new EndpointSettingsResource(
  new EndpointRecords(new DynamoDBClient(clientSettings), required<EndpointHandlerEnvironment>('TABLE_NAME')),
  new Waker(new SFNClient(clientSettings), required<EndpointHandlerEnvironment>('STATE_MACHINE_ARN')),
));
