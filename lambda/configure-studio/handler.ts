import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { clientSettings } from '../shared/clients';
import { customResourceHandler } from '../shared/custom-resource';
import { StudioSettingsResource } from './settings-resource';

/** Woken by CloudFormation for `Custom::SageMakerStudioSettings`. */
export const handler = customResourceHandler(new StudioSettingsResource(new SageMakerClient(clientSettings)));
