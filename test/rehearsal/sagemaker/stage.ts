import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { PipelineRun } from '../../../rehearsal/pipelines/runner';
import type { PipelineExecutorFactory } from '../../../rehearsal/sagemaker/pipelines/executor';
import { createSageMaker, type SageMakerOptions, type SageMakerStandIn } from '../../../rehearsal/sagemaker/sagemaker';
import { FakeAws } from './fake-aws';
import { botocoreData } from './model-folder';

/** Decides how fake jobs and pipeline runs end, and remembers what they were given. */
export class FakeWork {
  readonly processing: any[] = [];
  readonly training: any[] = [];
  readonly runs: PipelineRun[] = [];
  /** How long a job takes, unless it is stopped. */
  jobMs = 300;
  failure?: string;
  stopped = 0;

  readonly jobRunner: any = {
    runProcessing: (request: any, signal: AbortSignal) => {
      this.processing.push(request);
      return this.finish(signal);
    },
    runTraining: async (request: any, signal: AbortSignal) => {
      this.training.push(request);
      const result = await this.finish(signal);
      return { ...result, modelArtifacts: 's3://ml/models/made/model.tar.gz', finalMetrics: [{ MetricName: 'validation:auc', Value: 0.91, Timestamp: new Date() }] };
    },
  };

  pipelineExecutor: PipelineExecutorFactory = () => ({
    execute: async (run) => {
      this.runs.push(run);
      run.onStep({ name: 'Prepare', type: 'Processing', status: 'Executing', startTime: Date.now() / 1000 });
      const result = await this.finish(run.signal);
      const status = result.status === 'Completed' ? 'Succeeded' : result.status;
      const metadata = { ProcessingJob: { Arn: 'arn:aws:sagemaker:us-east-1:000000000000:processing-job/prepare' } };
      run.onStep({ name: 'Prepare', type: 'Processing', status, startTime: Date.now() / 1000, endTime: Date.now() / 1000, metadata, failureReason: result.failureReason });
      return { status, failureReason: result.failureReason };
    },
  });

  private async finish(signal: AbortSignal): Promise<any> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.jobMs);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.stopped += signal.aborted ? 1 : 0;
    const status = signal.aborted ? 'Stopped' : this.failure ? 'Failed' : 'Completed';
    return { status, failureReason: status === 'Failed' ? this.failure : undefined, logFile: '/dev/null', seconds: this.jobMs / 1000 };
  }
}

/** A stand-in with the real SDK clients in front of it and a fake S3 and EventBridge behind it. */
export class Stage {
  readonly aws = new FakeAws();
  readonly work = new FakeWork();
  standIn!: SageMakerStandIn;
  sagemaker!: SageMakerClient;
  features!: SageMakerFeatureStoreRuntimeClient;
  runtime!: SageMakerRuntimeClient;
  url!: string;
  private stop!: () => Promise<void>;

  /** @param more what a test wants otherwise; it is told where the fake S3 is */
  static async open(more: (awsEndpoint: string) => Partial<SageMakerOptions> = () => ({})): Promise<Stage> {
    const stage = new Stage();
    const awsEndpoint = await stage.aws.listen();
    stage.standIn = createSageMaker({
      botocoreData: botocoreData(), awsEndpoint, jobRunner: stage.work.jobRunner,
      pipelineExecutor: (api, s3) => stage.work.pipelineExecutor(api, s3), stepMs: 1_000, offlineFlushMs: 50, ...more(awsEndpoint),
    });
    const { port, close } = await stage.standIn.listen();
    stage.stop = close;
    stage.url = `http://127.0.0.1:${port}`;
    const client = { endpoint: stage.url, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 };
    stage.sagemaker = new SageMakerClient(client);
    stage.features = new SageMakerFeatureStoreRuntimeClient(client);
    stage.runtime = new SageMakerRuntimeClient(client);
    return stage;
  }

  /** Does something whose states in between nobody looks at. */
  async quickly<T>(work: () => Promise<T>): Promise<T> {
    const { settings } = this.standIn;
    const { stepMs } = settings;
    settings.stepMs = 10;
    try {
      return await work();
    } finally {
      settings.stepMs = stepMs;
    }
  }

  /** Closes everything; fails when an answer of the stand-in was not one that the service model allows. */
  async close(): Promise<void> {
    this.sagemaker.destroy();
    this.features.destroy();
    this.runtime.destroy();
    await this.stop();
    await this.aws.close();
    expect(this.standIn.requests().brokenAnswers).toEqual([]);
  }
}

/** Asks again and again until `probe` gives something that holds. */
export async function eventually<T>(probe: () => Promise<T> | T, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await probe();
    if (holds(value) || Date.now() > deadline) {
      expect(holds(value) ? 'holds' : value).toBe('holds');
      return value;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
