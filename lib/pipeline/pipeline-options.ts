import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { MlflowTracking } from '../core';
import type { DefinitionPlace } from './definition-place';
import type { PipelineExperiment } from './experiment';
import type { IPipelineStarter } from './pipeline-starter';

/** A pipeline to make. */
export interface PipelineProps {
  /**
   * Name of the pipeline; at most 256 letters, digits and hyphens. Another name replaces the pipeline and its history of runs.
   *
   * @default - made from the construct's place in the app
   */
  readonly pipelineName?: string;

  /**
   * Name shown in Studio; at most 256 letters, digits and hyphens.
   *
   * @default - the pipeline's name
   */
  readonly displayName?: string;

  /**
   * What the pipeline is for; one line of at most 3,072 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Bucket for what the steps make: intermediate results below `runs/`, models and their metrics below `models/`.
   *
   * @default - a bucket of its own, kept when the stack is deleted; intermediate results expire after 90 days
   */
  readonly artifacts?: s3.IBucket;

  /**
   * Key for volumes and results. Both roles may use it.
   *
   * @default - the key of the artifact bucket, if it has one
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How many steps may run at once; at least 1.
   *
   * @default - as many as there are
   */
  readonly maxParallelSteps?: number;

  /**
   * Where SageMaker's experiments show the runs. Experiments and trials stay when the pipeline is deleted; the pipeline's role may make them.
   *
   * @default - nowhere: no experiment is made
   */
  readonly experiment?: PipelineExperiment;

  /**
   * Where the definition lies when it is deployed.
   *
   * @default DefinitionPlace.automatic()
   */
  readonly definition?: DefinitionPlace;

  /**
   * Where all training and processing jobs of the pipeline log to, those without a network left out; a job may have its own.
   *
   * @default - what the jobs say
   */
  readonly mlflow?: MlflowTracking;

  /**
   * Role that the pipeline acts as: it starts jobs and registers models.
   *
   * @default - a role with just the permissions that the steps need
   */
  readonly role?: iam.IRole;

  /**
   * Role that the jobs' containers run as: it reads inputs and writes results, and can start nothing.
   *
   * @default - a role with just the permissions that the steps' inputs, images and results need
   */
  readonly jobRole?: iam.IRole;
}

/** How runs are stopped before a pipeline is deleted. */
export interface StopOnDeletionOptions {
  /**
   * What stops the runs.
   *
   * @default - a function that the stack's pipelines share
   */
  readonly starter?: IPipelineStarter;
}

/** How a pipeline is run when it is deployed. */
export interface StartOnDeploymentOptions {
  /**
   * Parameter values of the run.
   *
   * @default - the parameters' defaults
   */
  readonly parameters?: { [name: string]: string };

  /**
   * What starts the run.
   *
   * @default - what `stopOnDeletion` was given, else a function that the stack's pipelines share
   */
  readonly starter?: IPipelineStarter;
}
