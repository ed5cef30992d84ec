import type { S3Client } from '@aws-sdk/client-s3';
import type { JobRunner } from '../containers/job-runner';
import type { OpenCallbacks } from '../pipelines/callbacks';
import type { Json, SageMakerApi } from './api';
import type { EventPublisher } from './events/event-publisher';
import type { FeatureStore } from './features/feature-store';
import type { DataCapture } from './hosting/data-capture';
import type { Hosting } from './hosting/hosting';
import type { ServiceModel } from './model/service-model';
import type { PipelineExecutorFactory } from './pipelines/executor';
import type { ResourceStore } from './resources/resource-store';
import type { Clockwork } from './resources/clockwork';
import type { HomeFiles } from './studio/home-files';

/** Delays that a person may change while the stand-in runs. */
export interface Settings {
  /** How long a resource stays in a state that it only passes through, in milliseconds. */
  stepMs: number;
  /** How long records wait before they are written to the offline store, in milliseconds. */
  offlineFlushMs: number;
  /** How long captured requests wait before they are written to S3, in milliseconds. */
  captureFlushMs: number;
  /** How long a model may take until it answers its health check, in milliseconds. */
  startupMs: number;
  /** How long a second lasts that a deployment strategy wants to wait, in milliseconds. */
  deploymentSecondMs: number;
  /** Events of this detail type are lost. */
  dropEvents: string;
}

/** What every operation of the stand-in may use. */
export interface Context {
  readonly region: string;
  readonly account: string;
  readonly settings: Settings;
  readonly model: ServiceModel;
  readonly resources: ResourceStore;
  readonly clockwork: Clockwork;
  readonly events: EventPublisher;
  readonly s3: S3Client;
  readonly jobRunner: JobRunner;
  readonly pipelineExecutor: PipelineExecutorFactory;
  readonly callbacks: OpenCallbacks;
  readonly featureStore: FeatureStore;
  readonly hosting: Hosting;
  readonly capture: DataCapture;
  /** Makes home file systems; none where there is no AWS to make them in. */
  readonly homeFiles?: HomeFiles;
  /** The stand-in itself, for those who call it from within. */
  readonly api: SageMakerApi;
}

/** Answers one operation; its input has already been judged by the service model. */
export type Handler = (input: Json) => Json | Promise<Json>;

export type Handlers = Readonly<Record<string, Handler>>;
