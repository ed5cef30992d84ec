import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../shared/clients';
import { customResourceHandler } from '../shared/custom-resource';
import { DefinitionObject } from './definition-object';

/** Woken by CloudFormation for `Custom::SageMakerPipelineDefinition`. */
export const handler = customResourceHandler(new DefinitionObject(new S3Client(clientSettings)));
