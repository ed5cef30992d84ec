/** `source` of every event that SageMaker sends. */
export const SAGEMAKER_EVENT_SOURCE = 'aws.sagemaker';

/** `detail-type` of the events that handlers and rules of this package know. */
export const SAGEMAKER_DETAIL_TYPES = {
  PIPELINE_EXECUTION: 'SageMaker Model Building Pipeline Execution Status Change',
  PIPELINE_STEP: 'SageMaker Model Building Pipeline Execution Step Status Change',
  MODEL_PACKAGE: 'SageMaker Model Package State Change',
  ENDPOINT: 'SageMaker Endpoint State Change',
} as const;

/** Ends of a pipeline run that people are told about; the last one is that of a run in which steps ran because others failed. */
export const PIPELINE_ENDED_BADLY = ['Failed', 'Stopped', 'CompletedWithFailures'] as const;

/** Approval status of a model version that somebody has to look at. */
export const AWAITS_APPROVAL = 'PendingManualApproval';

/** A status as events may write it: most as the API does, `PendingManualApproval`, some as `PENDING_MANUAL_APPROVAL`. */
export function spellingsInEvents(status: string): string[] {
  return [status, status.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()];
}

/** The parts of an EventBridge event that handlers read; SageMaker sends events at least once, late, or never. */
export interface SageMakerEvent<DetailType extends string, Detail> {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': DetailType;
  readonly account: string;
  readonly region: string;
  readonly time: string;
  readonly detail: Detail;
}

/** A run of a pipeline went from one status to another. */
export type PipelineExecutionEvent = SageMakerEvent<typeof SAGEMAKER_DETAIL_TYPES.PIPELINE_EXECUTION, {
  readonly pipelineArn: string;
  readonly pipelineExecutionArn: string;
  readonly currentPipelineExecutionStatus: string;
  readonly previousPipelineExecutionStatus?: string;
  readonly pipelineExecutionDisplayName?: string;
  readonly pipelineExecutionDescription?: string;
}>;

/** A model version was registered, or its status, approval or description changed. */
export type ModelPackageEvent = SageMakerEvent<typeof SAGEMAKER_DETAIL_TYPES.MODEL_PACKAGE, {
  readonly ModelPackageArn: string;
  readonly ModelPackageGroupName?: string;
  readonly ModelPackageVersion?: number;
  readonly ModelPackageStatus?: string;
  readonly ModelApprovalStatus?: string;
}>;
