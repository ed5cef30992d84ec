import {
  DescribeHyperParameterTuningJobCommand, DescribeModelPackageCommand, DescribePipelineDefinitionForExecutionCommand, DescribeProcessingJobCommand,
  DescribeTrainingJobCommand, ListPipelineExecutionsCommand, ListPipelineExecutionStepsCommand, ListPipelineParametersForExecutionCommand,
  type PipelineExecutionStep, type PipelineExecutionSummary, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ComparedRun } from '../../lib/core/contract';
import { ifThere } from '../shared/errors';
import type { EvaluationReports } from '../shared/evaluation-reports';
import { Unread } from '../shared/unread';
import { cut, Findings } from './findings';
import { metricsFilesIn, type MetricsFile, type MetricsFiles } from './metrics-files';

/** Pages of a hundred steps that are read of a run, and jobs that are looked at in one: more is no run that a table could show. */
const MOST_PAGES = 5;
const MOST_JOBS = 20;
/** Runs that are read at the same time; each takes about ten requests, one after the other. */
const AT_ONCE = 4;
/** Ends of runs in which a step failed; the last is newer than the client's types. */
const FAILED: readonly string[] = ['Failed', 'CompletedWithFailures'];

/** The runs of pipelines and what became of them. It changes nothing. */
export class Runs {
  constructor(private readonly sagemaker: SageMakerClient, private readonly reports: EvaluationReports) {}

  /** The newest runs with all that can be read of them; none where there is no such pipeline. What cannot be read is named in the run. */
  public async newest(PipelineName: string, count: number): Promise<ComparedRun[]> {
    const page = await ifThere(() => this.sagemaker.send(new ListPipelineExecutionsCommand({
      PipelineName, SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: count,
    })));
    const summaries = (page?.PipelineExecutionSummaries ?? []).slice(0, count);
    const runs: ComparedRun[] = [];
    for (let first = 0; first < summaries.length; first += AT_ONCE) {
      runs.push(...await Promise.all(summaries.slice(first, first + AT_ONCE).map((summary) => this.read(summary))));
    }
    return runs;
  }

  private async read(summary: PipelineExecutionSummary): Promise<ComparedRun> {
    const { PipelineExecutionArn: executionArn = '', PipelineExecutionStatus: status = 'Unknown', StartTime, PipelineExecutionFailureReason } = summary;
    const unread = new Unread();
    const found = new Findings();
    found.addParameters(await unread.attempt('the parameters', () => this.parameters(executionArn)) ?? []);
    const steps = await unread.attempt('the steps', () => this.steps(executionArn)) ?? [];
    const files = steps.some(isMeasured) ? await unread.attempt('the definition', () => this.metricsFiles(executionArn)) : undefined;
    for (const step of steps.filter((each) => each.Metadata !== undefined).slice(0, MOST_JOBS)) {
      await unread.attempt(`step ${step.StepName}`, () => this.look(step, found, files?.of(step.StepName!)));
    }
    const ended = status === 'Executing' || status === 'Stopping' ? undefined : endOf(steps);
    const reason = FAILED.includes(status) ? reasonIn(steps) ?? PipelineExecutionFailureReason : undefined;
    return {
      executionArn,
      name: summary.PipelineExecutionDisplayName ?? executionArn.slice(executionArn.lastIndexOf('/') + 1),
      status,
      ...(StartTime && { startedAt: StartTime.toISOString() }),
      ...(StartTime && ended !== undefined && { seconds: Math.max(0, Math.round((ended - StartTime.getTime()) / 1000)) }),
      ...(reason !== undefined && { reason: cut(reason) }),
      ...found.toAnswer(),
      unread: unread.reasons.map((what) => cut(what)),
    };
  }

  private async look({ StepName: name = '', StepStatus, Metadata = {} }: PipelineExecutionStep, found: Findings, file: MetricsFile | undefined): Promise<void> {
    const { TrainingJob, TuningJob, ProcessingJob, TransformJob, RegisterModel } = Metadata;
    const jobArn = TrainingJob?.Arn ?? TuningJob?.Arn ?? ProcessingJob?.Arn ?? TransformJob?.Arn;
    if (jobArn !== undefined) {
      found.jobs[name] = jobArn;
    }
    if (TrainingJob?.Arn !== undefined) {
      await this.training(name, jobNameIn(TrainingJob.Arn), found);
    } else if (TuningJob?.Arn !== undefined) {
      await this.tuning(name, jobNameIn(TuningJob.Arn), found);
    } else if (ProcessingJob?.Arn !== undefined && file && StepStatus === 'Succeeded') {
      await this.evaluation(name, jobNameIn(ProcessingJob.Arn), file, found);
    } else if (RegisterModel?.Arn !== undefined) {
      await this.version(name, RegisterModel.Arn, found);
    }
  }

  private async training(step: string, TrainingJobName: string, found: Findings): Promise<void> {
    const job = await this.sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName }));
    found.addHyperparameters(step, job.HyperParameters);
    found.addMetrics(step, (job.FinalMetricDataList ?? []).map(({ MetricName, Value }) => ({ name: MetricName, value: Value })));
    if (job.ModelArtifacts?.S3ModelArtifacts !== undefined) {
      found.models[step] = job.ModelArtifacts.S3ModelArtifacts;
    }
  }

  private async tuning(step: string, HyperParameterTuningJobName: string, found: Findings): Promise<void> {
    const { BestTrainingJob } = await this.sagemaker.send(new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName }));
    const { MetricName, Value } = BestTrainingJob?.FinalHyperParameterTuningJobObjectiveMetric ?? {};
    found.addHyperparameters(step, BestTrainingJob?.TunedHyperParameters);
    found.addMetrics(step, [{ name: MetricName, value: Value }]);
  }

  private async evaluation(step: string, ProcessingJobName: string, { output, path }: MetricsFile, found: Findings): Promise<void> {
    const { ProcessingOutputConfig } = await this.sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName }));
    const uri = ProcessingOutputConfig?.Outputs?.find(({ OutputName }) => OutputName === output)?.S3Output?.S3Uri;
    if (uri !== undefined) {
      await this.report(step, `${uri.replace(/\/$/, '')}/${path}`, found);
    }
  }

  /** The metrics that a version brings are read where no step of the run wrote them. */
  private async version(step: string, modelPackageArn: string, found: Findings): Promise<void> {
    const position = found.versions.push({ modelPackageArn }) - 1;
    const version = await ifThere(() => this.sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: modelPackageArn })));
    found.versions[position] = { modelPackageArn, approval: version?.ModelApprovalStatus ?? 'Deleted' };
    const report = version?.ModelMetrics?.ModelQuality?.Statistics?.S3Uri;
    if (report !== undefined) {
      await this.report(step, report, found);
    }
  }

  private async report(step: string, uri: string, found: Findings): Promise<void> {
    if (!found.reports.has(uri)) {
      found.addMetrics(step, await this.reports.metrics(uri));
      found.reports.add(uri);
    }
  }

  private parameters(PipelineExecutionArn: string) {
    return inPages(async (NextToken) => {
      const page = await this.sagemaker.send(new ListPipelineParametersForExecutionCommand({ PipelineExecutionArn, MaxResults: 100, NextToken }));
      return [page.PipelineParameters ?? [], page.NextToken] as const;
    });
  }

  private steps(PipelineExecutionArn: string) {
    return inPages(async (NextToken) => {
      const page = await this.sagemaker.send(new ListPipelineExecutionStepsCommand({ PipelineExecutionArn, SortOrder: 'Ascending', MaxResults: 100, NextToken }));
      return [page.PipelineExecutionSteps ?? [], page.NextToken] as const;
    });
  }

  /** By the definition that the run was started with: the pipeline may have another one by now. */
  private async metricsFiles(PipelineExecutionArn: string): Promise<MetricsFiles> {
    const { PipelineDefinition = '{}' } = await this.sagemaker.send(new DescribePipelineDefinitionForExecutionCommand({ PipelineExecutionArn }));
    return metricsFilesIn(PipelineDefinition);
  }
}

async function inPages<T>(read: (token: string | undefined) => Promise<readonly [T[], string | undefined]>): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const [items, next] = await read(token);
    all.push(...items);
    token = next;
    if (token === undefined) {
      break;
    }
  }
  return all;
}

/** Whether a step may have written metrics. */
function isMeasured({ StepStatus, Metadata }: PipelineExecutionStep): boolean {
  return StepStatus === 'Succeeded' && Metadata?.ProcessingJob?.Arn !== undefined;
}

function endOf(steps: readonly PipelineExecutionStep[]): number | undefined {
  const ends = steps.flatMap(({ EndTime }) => (EndTime ? [EndTime.getTime()] : []));
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

function reasonIn(steps: readonly PipelineExecutionStep[]): string | undefined {
  const failed = steps.find(({ StepStatus }) => StepStatus === 'Failed');
  return failed && `${failed.StepName}: ${failed.Metadata?.Fail?.ErrorMessage ?? failed.FailureReason ?? 'SageMaker gave no reason'}`;
}

function jobNameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
