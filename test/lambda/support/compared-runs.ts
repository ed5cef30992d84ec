import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeHyperParameterTuningJobCommand, DescribeModelPackageCommand, DescribePipelineDefinitionForExecutionCommand, DescribeProcessingJobCommand,
  DescribeTrainingJobCommand, ListPipelineExecutionStepsCommand, ListPipelineExecutionsCommand, ListPipelineParametersForExecutionCommand,
} from '@aws-sdk/client-sagemaker';
import { RunsBesideEachOther } from '../../../lambda/compare-runs/compare';
import { Runs } from '../../../lambda/compare-runs/runs';
import { EvaluationReports } from '../../../lambda/shared/evaluation-reports';
import { awsError } from './invocation';
import { Played } from './played';

/** A run as a test wants it to have been. */
export interface PlayedRun {
  readonly status?: string;
  readonly name?: string;
  readonly parameters?: Record<string, string>;
  readonly hyperparameters?: Record<string, string>;
  /** What the evaluation wrote; undefined for a run that did not come so far. */
  readonly evaluation?: object;
  /** Number of the version it registered. */
  readonly version?: number;
  readonly failed?: { readonly step: string; readonly reason: string };
}

export interface Place {
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
}

const STARTED = Date.UTC(2026, 10, 24, 10);
const DEFINITION = {
  Steps: [
    { Name: 'Prepare', Type: 'Processing' },
    { Name: 'GoodEnough', Type: 'Condition', Arguments: { IfSteps: [{ Name: 'Register', Type: 'RegisterModel' }], ElseSteps: [] } },
    { Name: 'Evaluate', Type: 'Processing', PropertyFiles: [{ PropertyFileName: 'evaluation', OutputName: 'evaluation', FilePath: 'evaluation.json' }] },
  ],
};

/** SageMaker and S3 with the runs of one pipeline: prepare, train or search, evaluate, register. The first run is the newest. */
export class PlayedRuns {
  public readonly sagemaker: Played;
  public readonly s3: Played;

  constructor(
    private readonly pipeline: string, private readonly runs: readonly PlayedRun[], private readonly place: Place, services?: { sagemaker: any; s3: any },
  ) {
    this.sagemaker = new Played(services?.sagemaker)
      .on(ListPipelineExecutionsCommand, ({ PipelineName, MaxResults }) => {
        if (PipelineName !== pipeline) {
          throw awsError('ResourceNotFound', `Pipeline '${PipelineName}' does not exist.`);
        }
        return { PipelineExecutionSummaries: runs.map((run, index) => this.summary(run, index)).slice(0, MaxResults) };
      })
      .on(ListPipelineParametersForExecutionCommand, ({ PipelineExecutionArn }) => ({
        PipelineParameters: Object.entries(this.run(PipelineExecutionArn).parameters ?? {}).map(([Name, Value]) => ({ Name, Value })),
      }))
      // Steps come on two pages, so that nobody forgets the second.
      .on(ListPipelineExecutionStepsCommand, ({ PipelineExecutionArn, NextToken }) => {
        const steps = this.steps(PipelineExecutionArn);
        return NextToken === undefined
          ? { PipelineExecutionSteps: steps.slice(0, 2), ...(steps.length > 2 && { NextToken: 'more' }) }
          : { PipelineExecutionSteps: steps.slice(2) };
      })
      .on(DescribePipelineDefinitionForExecutionCommand, () => ({ PipelineDefinition: JSON.stringify(DEFINITION) }))
      .on(DescribeTrainingJobCommand, ({ TrainingJobName }) => ({
        HyperParameters: { sagemaker_program: 'train.py', ...this.runOfJob(TrainingJobName).hyperparameters },
        FinalMetricDataList: [{ MetricName: 'train:loss', Value: 0.25 }],
        ModelArtifacts: { S3ModelArtifacts: `s3://${place.bucket}/models/${pipeline}/${TrainingJobName}/output/model.tar.gz` },
      }))
      .on(DescribeHyperParameterTuningJobCommand, () => ({
        BestTrainingJob: { TunedHyperParameters: { eta: '0.2' }, FinalHyperParameterTuningJobObjectiveMetric: { MetricName: 'validation:auc', Value: 0.875 } },
      }))
      .on(DescribeProcessingJobCommand, ({ ProcessingJobName }) => ({
        ProcessingOutputConfig: { Outputs: [
          { OutputName: 'other', S3Output: { S3Uri: 's3://elsewhere/x' } },
          { OutputName: 'evaluation', S3Output: { S3Uri: this.reportFolder(ProcessingJobName) } },
        ] },
      }))
      .on(DescribeModelPackageCommand, ({ ModelPackageName }) => ({
        ModelApprovalStatus: ModelPackageName.endsWith('/1') ? 'Approved' : 'PendingManualApproval',
        ModelMetrics: { ModelQuality: { Statistics: { S3Uri: this.reportOfVersion(Number(ModelPackageName.split('/').pop())) } } },
      }));
    this.s3 = new Played(services?.s3).on(GetObjectCommand, ({ Bucket, Key }) => {
      const found = Bucket === place.bucket && /-Evaluate-(\d+)\/evaluation\.json$/.exec(Key);
      if (!found) {
        throw awsError('NoSuchKey', 'The specified key does not exist.');
      }
      const text = JSON.stringify(runs[Number(found[1])].evaluation);
      return { ContentLength: text.length, Body: { transformToString: () => Promise.resolve(text) } };
    });
  }

  public executionArn(index: number): string {
    return this.arn(`pipeline/${this.pipeline}/execution/run${index}`);
  }

  public comparison(sagemaker: any = this.sagemaker.direct, s3: any = this.s3.direct): RunsBesideEachOther {
    return new RunsBesideEachOther(new Runs(sagemaker, new EvaluationReports(s3)));
  }

  private summary({ status = 'Succeeded', name }: PlayedRun, index: number) {
    return {
      PipelineExecutionArn: this.executionArn(index), PipelineExecutionStatus: status, StartTime: new Date(STARTED - index * 86_400_000),
      ...(name !== undefined && { PipelineExecutionDisplayName: name }),
    };
  }

  private steps(executionArn: string) {
    const run = this.run(executionArn);
    const index = this.runs.indexOf(run);
    const job = (kind: string, step: string) => ({ Arn: this.arn(`${kind}/pipelines-run${index}-${step}-${index}`) });
    const steps = [
      { StepName: 'Prepare', StepStatus: 'Succeeded', Metadata: { ProcessingJob: job('processing-job', 'Prepare') } },
      ...(run.hyperparameters ? [{ StepName: 'Train', StepStatus: 'Succeeded', Metadata: { TrainingJob: job('training-job', 'Train') } }] : []),
      ...(run.hyperparameters ? [] : [{ StepName: 'Search', StepStatus: 'Succeeded', Metadata: { TuningJob: { Arn: this.arn(`hyper-parameter-tuning-job/run${index}-search`) } } }]),
      ...(run.evaluation ? [{ StepName: 'Evaluate', StepStatus: 'Succeeded', Metadata: { ProcessingJob: job('processing-job', 'Evaluate') } }] : []),
      ...(run.version === undefined ? [] : [{ StepName: 'Register', StepStatus: 'Succeeded', Metadata: { RegisterModel: { Arn: this.versionArn(run.version) } } }]),
      ...(run.failed ? [{ StepName: run.failed.step, StepStatus: 'Failed', Metadata: { Fail: { ErrorMessage: run.failed.reason } } }] : []),
    ];
    return steps.map((step, position) => ({ ...step, EndTime: new Date(STARTED - index * 86_400_000 + (position + 1) * 60_000) }));
  }

  private run(executionArn: string): PlayedRun {
    return this.runs[Number(/run(\d+)$/.exec(executionArn)![1])];
  }

  private runOfJob(name: string): PlayedRun {
    return this.runs[Number(/-(\d+)$/.exec(name)![1])];
  }

  private reportFolder(job: string): string {
    return `s3://${this.place.bucket}/models/${this.pipeline}/${job}`;
  }

  private reportOfVersion(version: number): string {
    const index = this.runs.findIndex((run) => run.version === version);
    return `${this.reportFolder(`pipelines-run${index}-Evaluate-${index}`)}/evaluation.json`;
  }

  public versionArn(version: number): string {
    return this.arn(`model-package/${this.pipeline}/${version}`);
  }

  private arn(resource: string): string {
    return `arn:aws:sagemaker:${this.place.region}:${this.place.account}:${resource}`;
  }
}
