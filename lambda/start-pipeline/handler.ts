import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { clientSettings } from '../shared/clients';
import { customResourceHandler } from '../shared/custom-resource';
import { Executions } from '../shared/executions';
import { PipelineRun } from './pipeline-run';

/** Woken by CloudFormation for `Custom::SageMakerPipelineRun`. */
export const handler = customResourceHandler(new PipelineRun(new Executions(new SageMakerClient(clientSettings))));
