import { S3Client } from '@aws-sdk/client-s3';
import type { JobRunner } from '../containers/job-runner';
import type { ModelHost } from '../containers/model-host';
import { StepCache } from '../pipelines/cache';
import { DeployedQueues, NO_QUEUES, OpenCallbacks } from '../pipelines/callbacks';
import { DeployedFunctions } from '../pipelines/functions';
import { PipelineRunner } from '../pipelines/runner';
import type { Json, SageMakerApi } from './api';
import type { Context, Handlers, Settings } from './context';
import { EventPublisher } from './events/event-publisher';
import { Catalogue } from './features/catalogue';
import { FeatureStore } from './features/feature-store';
import { featureStoreRuntimeOperations } from './features/runtime-operations';
import { CloudWatchAlarms, type AlarmReader } from './hosting/alarms';
import { DataCapture } from './hosting/data-capture';
import { Hosting } from './hosting/hosting';
import { endpointRuntimeOperations } from './hosting/runtime-operations';
import { ServiceModel } from './model/service-model';
import { controlPlaneOperations } from './operations/all';
import { endMonitoring, type EndedMonitoring } from './operations/monitoring';
import type { PipelineExecutorFactory } from './pipelines/executor';
import { AdminRoutes } from './protocol/admin-routes';
import { HttpServer } from './protocol/http-server';
import { RequestLog, type RequestSummary } from './protocol/request-log';
import { RestService } from './protocol/rest-service';
import { Service } from './protocol/service';
import { Clockwork } from './resources/clockwork';
import { ResourceStore, type ResourceSummary } from './resources/resource-store';
import type { HomeFiles } from './studio/home-files';

export interface SageMakerOptions {
  /** botocore's data folder, which holds the API models. */
  readonly botocoreData: string;
  /** Runs the processes behind processing and training jobs. */
  readonly jobRunner: JobRunner;
  /**
   * Starts the servers behind endpoints.
   *
   * @default - endpoints end in `Failed`
   */
  readonly modelHost?: ModelHost;
  /**
   * Tells which alarms ring while a new fleet is watched.
   *
   * @default - CloudWatch's own answer
   */
  readonly alarms?: AlarmReader;
  /**
   * Makes the executor of a pipeline run.
   *
   * @default - the rehearsal's own pipeline runner
   */
  readonly pipelineExecutor?: PipelineExecutorFactory;
  /**
   * Where S3, EventBridge, Lambda and SQS are.
   *
   * @default - no events are sent, nothing can be read from or written to S3, no function be called and no queue be sent to
   */
  readonly awsEndpoint?: string;
  /**
   * Makes the home file systems of domains.
   *
   * @default - they are ids and nothing else
   */
  readonly homeFiles?: HomeFiles;
  /** @default us-east-1 */
  readonly region?: string;
  /** @default 000000000000 */
  readonly account?: string;
  /**
   * How long a resource stays in a state that it only passes through.
   *
   * @default 100
   */
  readonly stepMs?: number;
  /**
   * How long records wait before they are written to the offline store.
   *
   * @default 1000
   */
  readonly offlineFlushMs?: number;
  /**
   * How long captured requests wait before they are written to S3.
   *
   * @default 500
   */
  readonly captureFlushMs?: number;
  /**
   * How long a model may take until it answers its health check; one whose program ends fails at once.
   *
   * @default 60000
   */
  readonly startupMs?: number;
  /**
   * How long a second lasts that a deployment strategy wants to wait.
   *
   * @default 5
   */
  readonly deploymentSecondMs?: number;
}

/** A SageMaker that answers on this machine. */
export class SageMakerStandIn implements SageMakerApi {
  readonly settings: Settings;
  private readonly log = new RequestLog();
  private readonly clockwork = new Clockwork();
  private readonly resources: ResourceStore;
  private readonly events: EventPublisher;
  private readonly s3: S3Client;
  private readonly featureStore: FeatureStore;
  private readonly capture: DataCapture;
  private readonly alarms?: CloudWatchAlarms;
  private readonly functions?: DeployedFunctions;
  private readonly queues?: DeployedQueues;
  private readonly hosting: Hosting;
  private readonly sagemaker: Service;
  private readonly context: Context;
  private readonly server: HttpServer;

  constructor(options: SageMakerOptions) {
    const { awsEndpoint, botocoreData, region = 'us-east-1', account = '000000000000' } = options;
    const model = ServiceModel.load(botocoreData, 'sagemaker');
    this.settings = {
      stepMs: options.stepMs ?? 100, offlineFlushMs: options.offlineFlushMs ?? 1_000, captureFlushMs: options.captureFlushMs ?? 500,
      startupMs: options.startupMs ?? 60_000, deploymentSecondMs: options.deploymentSecondMs ?? 5, dropEvents: '',
    };
    this.resources = new ResourceStore(region, account);
    this.events = new EventPublisher({ model, settings: this.settings, endpoint: awsEndpoint, region });
    this.s3 = new S3Client({
      endpoint: awsEndpoint ?? 'http://127.0.0.1:1', region, forcePathStyle: true,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 2,
    });
    this.featureStore = new FeatureStore(this.clockwork, this.s3, this.settings, awsEndpoint ? new Catalogue(awsEndpoint, region) : undefined);
    this.capture = new DataCapture(this.clockwork, this.s3, this.settings);
    this.functions = awsEndpoint ? new DeployedFunctions(awsEndpoint, region) : undefined;
    this.queues = awsEndpoint ? new DeployedQueues(awsEndpoint, region) : undefined;
    const cache = new StepCache();
    const callbacks = new OpenCallbacks(this.queues ?? NO_QUEUES);
    this.alarms = awsEndpoint ? new CloudWatchAlarms(awsEndpoint, region) : undefined;
    this.hosting = new Hosting(this.settings, options.alarms ?? this.alarms?.read ?? noAlarms, options.modelHost);
    this.context = {
      region, account, model, settings: this.settings, resources: this.resources, clockwork: this.clockwork, events: this.events,
      s3: this.s3, featureStore: this.featureStore, hosting: this.hosting, capture: this.capture, jobRunner: options.jobRunner, api: this,
      pipelineExecutor: options.pipelineExecutor ?? ((api, s3) => new PipelineRunner(api, s3, { functions: this.functions, callbacks, cache })),
      callbacks, homeFiles: options.homeFiles,
    };
    this.sagemaker = new Service(model, controlPlaneOperations(this.context), this.log);
    const runtime = (name: string, operations: Handlers) => new RestService(new Service(ServiceModel.load(botocoreData, name), operations, this.log));
    this.server = new HttpServer(this.sagemaker, [
      runtime('sagemaker-featurestore-runtime', featureStoreRuntimeOperations(this.context)),
      runtime('sagemaker-runtime', endpointRuntimeOperations(this.context)),
    ], new AdminRoutes(this));
  }

  call(operation: string, input: Record<string, unknown>): Promise<Json> {
    return this.sagemaker.call(operation, input);
  }

  /** What was asked so far, and everything that was refused. */
  requests(): RequestSummary {
    return this.log.summary();
  }

  /** Everything that exists now; ended runs are marked as history. */
  state(): { resources: ResourceSummary[] } {
    return { resources: this.resources.living() };
  }

  /** Writes waiting feature records and captured calls to S3, now. */
  async flush(): Promise<void> {
    await Promise.all([this.featureStore.flush(), this.capture.flush()]);
  }

  /** Ends an execution of one of the service's own monitors as a scene wants it. */
  endMonitoring(ended: EndedMonitoring): Promise<Json> {
    return endMonitoring(ended, this.context);
  }

  /** Answers on 127.0.0.1; port 0 takes a free one. */
  async listen(port = 0): Promise<{ port: number; close: () => Promise<void> }> {
    return { port: await this.server.listen(port), close: () => this.close() };
  }

  /** Stops answering, stops running jobs and everything that serves, and waits for their end. */
  async close(): Promise<void> {
    await this.server.close();
    await this.clockwork.close();
    await this.hosting.close();
    await this.capture.flush();
    await this.featureStore.close();
    await this.events.close();
    this.alarms?.close();
    this.functions?.close();
    this.queues?.close();
    this.s3.destroy();
  }
}

/** Without an endpoint of AWS nothing can ring. */
const noAlarms: AlarmReader = () => Promise.resolve([]);

/** A stand-in that is ready to listen or to be called in process. */
export function createSageMaker(options: SageMakerOptions): SageMakerStandIn {
  return new SageMakerStandIn(options);
}
