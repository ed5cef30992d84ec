import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { clientSettings } from '../shared/clients';
import { customResourceHandler } from '../shared/custom-resource';
import { FeatureDescriptions } from './feature-descriptions';

/** Woken by CloudFormation for `Custom::SageMakerFeatureDescriptions`. */
export const handler = customResourceHandler(new FeatureDescriptions(new SageMakerClient(clientSettings)));
