import { resourceInUse, resourceNotFound, validationException } from '../api';
import type { ResourceKind } from '../resources/resource';
import { model } from './hosting';

/** A container that turns inputs in S3 into outputs in S3. */
export const processingJob: ResourceKind = {
  name: 'ProcessingJob',
  identity: ['ProcessingJobName'],
  arnPath: (attributes) => `processing-job/${attributes.ProcessingJobName}`,
  lifecycle: { member: 'ProcessingJobStatus', creating: 'InProgress', ready: 'Completed' },
  listing: { operation: 'ListProcessingJobs', member: 'ProcessingJobSummaries', order: 'Descending' },
  eventType: 'SageMaker Processing Job State Change',
  isRun: true,
  missing: (id) => validationException(`Could not find requested job with name: ${id}`),
  exists: (_id, arn) => resourceInUse(`Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`),
  guardDelete: (resource) => refuseWhileRunning(resource.attributes.ProcessingJobStatus, resource.arn),
};

/** A container that turns data into a model artifact. */
export const trainingJob: ResourceKind = {
  name: 'TrainingJob',
  identity: ['TrainingJobName'],
  arnPath: (attributes) => `training-job/${attributes.TrainingJobName}`,
  lifecycle: { member: 'TrainingJobStatus', creating: 'InProgress', ready: 'Completed' },
  listing: { operation: 'ListTrainingJobs', member: 'TrainingJobSummaries', order: 'Descending' },
  eventType: 'SageMaker Training Job State Change',
  isRun: true,
  missing: () => validationException('Requested resource not found.'),
  exists: (_id, arn) =>
    resourceInUse(`Training job names must be unique within an AWS account and region, and a training job with this name already exists (${arn})`),
  guardDelete: (resource) => refuseWhileRunning(resource.attributes.TrainingJobStatus, resource.arn),
};

/** A model's container that answers a batch of objects. */
export const transformJob: ResourceKind = {
  name: 'TransformJob',
  identity: ['TransformJobName'],
  arnPath: (attributes) => `transform-job/${String(attributes.TransformJobName).toLowerCase()}`,
  lifecycle: { member: 'TransformJobStatus', creating: 'InProgress', ready: 'Completed' },
  listing: { operation: 'ListTransformJobs', member: 'TransformJobSummaries', order: 'Descending' },
  eventType: 'SageMaker Transform Job State Change',
  isRun: true,
  missing: (id) => validationException(`Could not find requested job with name: ${id}`),
  exists: (_id, arn) => resourceInUse(`Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`),
  prepare: (attributes, context) => {
    context.resources.require(model, attributes);
    return {};
  },
};

/** Training jobs that try hyperparameters; it counts them and knows the best. */
export const tuningJob: ResourceKind = {
  name: 'HyperParameterTuningJob',
  identity: ['HyperParameterTuningJobName'],
  arnPath: (attributes) => `hyper-parameter-tuning-job/${String(attributes.HyperParameterTuningJobName).toLowerCase()}`,
  lifecycle: { member: 'HyperParameterTuningJobStatus', creating: 'InProgress', ready: 'Completed' },
  listing: { operation: 'ListHyperParameterTuningJobs', member: 'HyperParameterTuningJobSummaries', order: 'Descending' },
  eventType: 'SageMaker HyperParameter Tuning Job State Change',
  isRun: true,
  missing: () => validationException('Requested resource not found.'),
  exists: (_id, arn) =>
    resourceInUse(`Hyperparameter tuning job names must be unique within an AWS account and region, and a job with this name already exists (${arn})`),
  guardDelete: (resource) => refuseWhileRunning(resource.attributes.HyperParameterTuningJobStatus, resource.arn),
};

/** A definition of steps; its ARN is written in lower case whatever its name. */
export const pipeline: ResourceKind = {
  name: 'Pipeline',
  identity: ['PipelineName'],
  arnPath: (attributes) => `pipeline/${String(attributes.PipelineName).toLowerCase()}`,
  lifecycle: { member: 'PipelineStatus', ready: 'Active' },
  listing: {
    operation: 'ListPipelines', member: 'PipelineSummaries', order: 'Descending', filters: { PipelineNamePrefix: 'PipelineName' },
  },
  missing: (id, arn) => resourceNotFound(`Pipeline '${id.startsWith('arn:') ? id : arn}' does not exist.`),
  exists: (id) => validationException(`Pipeline names must be unique within an AWS account and region. Pipeline with name (${id}) already exists.`),
};

/** One run of a pipeline. */
export const pipelineExecution: ResourceKind = {
  name: 'PipelineExecution',
  identity: ['PipelineExecutionArn'],
  arnPath: (attributes) => `pipeline/${String(attributes.PipelineName).toLowerCase()}/execution/${attributes.ExecutionId}`,
  lifecycle: { member: 'PipelineExecutionStatus', creating: 'Executing', ready: 'Succeeded' },
  listing: {
    operation: 'ListPipelineExecutions', member: 'PipelineExecutionSummaries', order: 'Descending', filters: { PipelineName: 'PipelineName' },
  },
  isRun: true,
  missing: (id) => resourceNotFound(`Pipeline execution '${id}' does not exist.`),
  exists: (id) => validationException(`Pipeline execution '${id}' already exists.`),
};

function refuseWhileRunning(status: string, arn: string): void {
  if (status === 'InProgress' || status === 'Stopping') {
    throw resourceInUse(`The job ${arn} is ${status}: stop it and wait for its end before it is deleted.`);
  }
}
