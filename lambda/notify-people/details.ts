import {
  DescribeModelPackageCommand, DescribePipelineExecutionCommand, ListPipelineExecutionStepsCommand,
  type PipelineExecutionStep, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { COMPARISON_METADATA, NOTHING_SERVES } from '../../lib/core/contract';
import type { EvaluationReports } from '../shared/evaluation-reports';
import type { Metric } from '../shared/metrics';
import { Unread } from '../shared/unread';
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

/** Reads what a notice tells; whatever cannot be read is named in it, because a notice without details beats none. */
export class Details {
  constructor(private readonly sagemaker: SageMakerClient, private readonly reports: EvaluationReports) {}

  public async ofRun({ executionArn }: EndedRun): Promise<RunDetails> {
    const unread = new Unread();
    const execution = await unread.attempt('the run', () =>
      this.sagemaker.send(new DescribePipelineExecutionCommand({ PipelineExecutionArn: executionArn })));
    const failedSteps = await unread.attempt('the steps of the run', () => this.failedSteps(executionArn));
    return {
      reason: execution?.FailureReason,
      description: execution?.PipelineExecutionDescription,
      failedSteps: failedSteps ?? [],
      unread: unread.reasons,
    };
  }

  public async ofModel({ packageArn }: WaitingModel): Promise<ModelDetails> {
    const unread = new Unread();
    const model = await unread.attempt('the model version', () =>
      this.sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn })));
    const report = model?.ModelMetrics?.ModelQuality?.Statistics?.S3Uri;
    const metrics = report ? await unread.attempt(`its metrics in ${report}`, () => this.reports.metrics(report)) : undefined;
    return {
      approval: model?.ModelApprovalStatus,
      status: model?.ModelPackageStatus,
      description: model?.ModelPackageDescription,
      metrics: metrics ?? [],
      serving: await this.serving(model?.CustomerMetadataProperties ?? {}, unread),
      unread: unread.reasons,
    };
  }

  private async serving(metadata: Readonly<Record<string, string>>, unread: Unread): Promise<ServingVersion | undefined> {
    const { [COMPARISON_METADATA.SERVING_MODEL_PACKAGE]: packageArn, [COMPARISON_METADATA.SERVING_METRICS]: report } = metadata;
    if (packageArn === undefined) {
      return undefined;
    }
    if (packageArn === NOTHING_SERVES) {
      return { packageArn: undefined, metrics: [] };
    }
    const metrics = report ? await unread.attempt(`the serving version's metrics in ${report}`, () => this.reports.metrics(report)) : undefined;
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
}

function failedStep(step: PipelineExecutionStep): FailedStep {
  const { ProcessingJob, TrainingJob, TransformJob } = step.Metadata ?? {};
  return {
    name: step.StepName ?? 'unnamed',
    reason: step.FailureReason ?? 'SageMaker gave no reason',
    jobArn: ProcessingJob?.Arn ?? TrainingJob?.Arn ?? TransformJob?.Arn,
  };
}
