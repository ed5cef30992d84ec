import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { clientSettings } from '../shared/clients';
import { customResourceHandler } from '../shared/custom-resource';
import { GroupVersions } from './group-versions';

/** Woken by CloudFormation for `Custom::SageMakerModelPackages`. */
export const handler = customResourceHandler(new GroupVersions(new SageMakerClient(clientSettings)));
