import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  DescribeModelPackageCommand, DescribePipelineExecutionCommand, ListPipelineExecutionStepsCommand,
  type PipelineExecutionStep, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { COMPARISON_METADATA, NOTHING_SERVES } from '../../lib/core/contract';
import { textOf } from '../shared/errors';
import { metricsIn, type Metric } from './metrics';
import type { EndedRun, WaitingModel } from './subject-of-event';

/** A step that failed, in SageMaker's words. */
export interface FailedStep {
  readonly name: string;
  readonly reason: string;
  /** The job behind it, when it has one. */
  readonly jobArn: string | undefined;
}

export interface RunDetails {
  readonly reason: string | undefined;
  readonly description: string | undefined;
  readonly failedSteps: readonly FailedStep[];
  /** What could not be read, and why. */
  readonly unread: readonly string[];
}

/** What the version was compared with before it was registered. */
export interface ServingVersion {
  /** ARN of the version; undefined when nothing served. */
  readonly packageArn: string | undefined;
  /** Its metrics on the rows that the new version was evaluated on; none when they could not be read. */
  readonly metrics: readonly Metric[];
}

export interface ModelDetails {
  /** Status now, which may be newer than the event; undefined when it could not be read. */
  readonly approval: string | undefined;
  readonly status: string | undefined;
  readonly description: string | undefined;
  readonly metrics: readonly Metric[];
  /** Undefined when it was compared with nothing. */
  readonly serving: ServingVersion | undefined;
  readonly unread: readonly string[];
}

/** Larger reports are not evaluation reports, and would not fit a message. */
const LARGEST_REPORT = 256 * 1024;

/** Reads what a notice tells; whatever cannot be read is named in it, because a notice without details beats none. */
export class Details {
  constructor(private readonly sagemaker: SageMakerClient, private readonly s3: S3Client) {}

  public async ofRun({ executionArn }: EndedRun): Promise<RunDetails> {
    const unread: string[] = [];
    const execution = await attempt('the run', unread, () =>
      this.sagemaker.send(new DescribePipelineExecutionCommand({ PipelineExecutionArn: executionArn })));
    const failedSteps = await attempt('the steps of the run', unread, () => this.failedSteps(executionArn));
    return {
      reason: execution?.FailureReason,
      description: execution?.PipelineExecutionDescription,
      failedSteps: failedSteps ?? [],
      unread,
    };
  }

  public async ofModel({ packageArn }: WaitingModel): Promise<ModelDetails> {
    const unread: string[] = [];
    const model = await attempt('the model version', unread, () =>
      this.sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn })));
    const report = model?.ModelMetrics?.ModelQuality?.Statistics?.S3Uri;
    const metrics = report ? await attempt(`its metrics in ${report}`, unread, () => this.metrics(report)) : undefined;
    return {
      approval: model?.ModelApprovalStatus,
      status: model?.ModelPackageStatus,
      description: model?.ModelPackageDescription,
      metrics: metrics ?? [],
      serving: await this.serving(model?.CustomerMetadataProperties ?? {}, unread),
      unread,
    };
  }

  private async serving(metadata: Readonly<Record<string, string>>, unread: string[]): Promise<ServingVersion | undefined> {
    const { [COMPARISON_METADATA.SERVING_MODEL_PACKAGE]: packageArn, [COMPARISON_METADATA.SERVING_METRICS]: report } = metadata;
    if (packageArn === undefined) {
      return undefined;
    }
    if (packageArn === NOTHING_SERVES) {
      return { packageArn: undefined, metrics: [] };
    }
    const metrics = report ? await attempt(`the serving version's metrics in ${report}`, unread, () => this.metrics(report)) : undefined;
    return { packageArn, metrics: metrics ?? [] };
  }

  private async failedSteps(executionArn: string): Promise<FailedStep[]> {
    const failed: FailedStep[] = [];
    let token: string | undefined;
    do {
      const page = await this.sagemaker.send(new ListPipelineExecutionStepsCommand({ PipelineExecutionArn: executionArn, MaxResults: 100, NextToken: token }));
      failed.push(...(page.PipelineExecutionSteps ?? []).filter(({ StepStatus }) => StepStatus === 'Failed').map(failedStep));
      token = page.NextToken;
    } while (token);
    return failed;
  }

  private async metrics(uri: string): Promise<Metric[]> {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    if (!bucket || !key) {
      throw new Error('not the address of an S3 object');
    }
    const { Body, ContentLength = 0 } = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!Body || ContentLength > LARGEST_REPORT) {
      throw new Error(`the object has ${ContentLength} bytes; a report has at most ${LARGEST_REPORT}`);
    }
    return metricsIn(await Body.transformToString());
  }
}

async function attempt<T>(what: string, unread: string[], read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    unread.push(`${what} (${textOf(error)})`);
    return undefined;
  }
}

function failedStep(step: PipelineExecutionStep): FailedStep {
  const { ProcessingJob, TrainingJob, TransformJob } = step.Metadata ?? {};
  return {
    name: step.StepName ?? 'unnamed',
    reason: step.FailureReason ?? 'SageMaker gave no reason',
    jobArn: ProcessingJob?.Arn ?? TrainingJob?.Arn ?? TransformJob?.Arn,
  };
}
