/** `source` and `detail-type` of the event that every monitor ends in, whatever engine it has. */
export const DRIFT_EVENT_SOURCE = 'cdk-sagemaker-lifecycle.monitoring';
export const DRIFT_DETAIL_TYPE = 'Model Drift Detected';

/** The four questions that monitors ask. */
export type MonitorKind = 'DataQuality' | 'ModelQuality' | 'ModelBias' | 'ModelExplainability';

/** `detail` of the drift event; its schema is public, members are added and never changed. */
export interface DriftDetail {
  readonly version: '1';
  readonly monitor: MonitorKind;
  readonly monitorName: string;
  readonly endpointName: string;
  /** Version that served while the traffic was captured. */
  readonly modelPackageArn?: string;
  /** Names one analysis: the same for every delivery of its event. */
  readonly analysisId: string;
  /** The window that was looked at, ISO 8601. */
  readonly windowStart: string;
  readonly windowEnd: string;
  /** How many records were looked at. */
  readonly records: number;
  readonly violationCount: number;
  /** The largest distance from the baseline, and the feature that has it; 0 where Model Monitor found violations of other kinds alone. */
  readonly worstDrift: number;
  readonly worstFeature?: string;
  /** At most 20, the worst first. */
  readonly violations: readonly DriftViolation[];
  /** `s3://` folder with the full report. */
  readonly reportUri: string;
}

/** One thing that is not as the baseline says. */
export interface DriftViolation {
  readonly feature: string;
  /** As Model Monitor names it, for example `data_type_check`, `completeness_check`, `baseline_drift_check`, `missing_column_check`. */
  readonly check: string;
  readonly description: string;
  readonly drift?: number;
}

/** What an analysis found: `summary.json`, which the library's own analyzers write beside their reports, or what Model Monitor's files say. */
export interface AnalysisSummary {
  readonly records: number;
  /** Records that could not be read; they are counted, and their first lines kept in the report. */
  readonly unreadable: number;
  /** Too few records to say anything: no drift, and no alarm. */
  readonly tooFew: boolean;
  readonly violationCount: number;
  /** Left out when nothing says how far the data is from the baseline: Model Monitor's files tell distances of violations alone. */
  readonly worstDrift?: number;
  readonly worstFeature?: string;
  /** Distance from the baseline by feature. */
  readonly driftByFeature: Readonly<Record<string, number>>;
  readonly violations: readonly DriftViolation[];
}

/** Settings of one monitor with the library's own engine; input of its state machine, which a schedule starts. */
export interface MonitorSettings {
  readonly monitor: MonitorKind;
  readonly monitorName: string;
  readonly endpointName: string;
  readonly variantName: string;
  /** Where captures lie, without the endpoint's name. */
  readonly captureS3Uri: string;
  /** Where reports go. */
  readonly reportS3Uri: string;
  /** How far back an analysis looks. */
  readonly windowMinutes: number;
  /** Below this many records there is no verdict. */
  readonly minimumRecords: number;
  /** Distance from the baseline that counts as a violation. */
  readonly driftThreshold: number;
  /** Whether each feature's drift is a metric; each costs money. */
  readonly metricsByFeature: boolean;
  /** Baseline that stands in for that of the served version: `s3://` folder with statistics.json and constraints.json. */
  readonly baselineS3Uri?: string;
  /** Names of the columns in captured CSV requests, in order; left out when the baseline knows them. */
  readonly columns?: readonly string[];
  readonly job: MonitorJob;
}

/** The processing job of an analysis. */
export interface MonitorJob {
  readonly roleArn: string;
  readonly imageUri: string;
  readonly codeS3Uri: string;
  readonly instanceType: string;
  readonly volumeSizeGb: number;
  readonly maxRuntimeSeconds: number;
  readonly kmsKeyArn?: string;
  readonly volumeKeyArn?: string;
  readonly subnets?: readonly string[];
  readonly securityGroupIds?: readonly string[];
}

/** Metrics of every monitor, whatever engine it has; their dimensions are `Endpoint`, `Monitor`, and `Feature` for the last. */
export const MONITORING_NAMESPACE = 'cdk-sagemaker-lifecycle/Monitoring';
export const MONITORING_METRICS = {
  VIOLATIONS: 'Violations',
  WORST_DRIFT: 'WorstDrift',
  RECORDS: 'Records',
  SKIPPED: 'MonitoringSkipped',
  FEATURE_DRIFT: 'FeatureDrift',
} as const;

/** What EventBridge Scheduler replaces with the time of the schedule; it stays as it is when somebody starts an execution with a schedule's input. */
export const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** Input of the state machine for an analysis of the library's own. */
export interface MonitorInput extends MonitorSettings {
  /** When the analysis was due, ISO 8601: the end of its window. An execution without it, or with `SCHEDULED_TIME` left in it, was started by hand. */
  readonly scheduledTime?: string;
}

/** What a schedule sends to the `collect-monitoring` handler: a monitor whose analyses SageMaker Model Monitor runs by itself. */
export interface CollectRequest {
  readonly monitor: MonitorKind;
  /** Name of the monitor and of the service's schedule. */
  readonly monitorName: string;
  readonly endpointName: string;
  readonly variantName: string;
  /** Where reports go. */
  readonly reportS3Uri: string;
  /** How far back each execution looks. */
  readonly windowMinutes: number;
  /** Below this many records there is no verdict. */
  readonly minimumRecords: number;
}

/** Environment of the `collect-monitoring` handler. */
export interface CollectEnvironment {
  /** The state machine that publishes what an analysis found. */
  readonly STATE_MACHINE_ARN: string;
}

/** Input of the state machine for one execution that Model Monitor has ended. */
export interface CollectedInput extends CollectRequest {
  readonly execution: CollectedExecution;
}

/** An execution of the service that has ended. */
export interface CollectedExecution {
  readonly status: 'Completed' | 'CompletedWithViolations' | 'Failed' | 'Stopped';
  /** When it was due, ISO 8601: the end of its window. */
  readonly scheduledTime: string;
  /** Left out when the service did not come to start a job. */
  readonly processingJobArn?: string;
  readonly failureReason?: string;
}

/** What the `plan-monitoring` handler is called with. */
export interface PlanRequest {
  readonly input: MonitorInput | CollectedInput;
  /** When the execution started. */
  readonly startTime: string;
}

/** What it answers. */
export interface MonitorPlan {
  /** Run the job and then publish, publish right away, or fail because the service's own job has. */
  readonly next: 'ANALYSE' | 'PUBLISH' | 'FAIL';
  readonly analysis: Analysis;
  /** The CreateProcessingJob request, with every member that the state machine names. */
  readonly job?: Readonly<Record<string, unknown>>;
}

/** Whether there is something to look at and something to compare it with. */
export type AnalysisOutcome = 'ANALYSED' | 'NO_CAPTURES' | 'SKIPPED';

/** One analysis: the same for every execution of a monitor that ends its window in the same minute. */
export interface Analysis {
  readonly outcome: AnalysisOutcome;
  /** Why it was skipped. */
  readonly reason?: string;
  readonly analysisId: string;
  readonly monitor: MonitorKind;
  readonly monitorName: string;
  readonly endpointName: string;
  readonly modelPackageArn?: string;
  readonly windowStart: string;
  readonly windowEnd: string;
  /** `s3://` folder of the report, with a slash at the end. */
  readonly reportUri: string;
  readonly metricsByFeature: boolean;
  /** Says that Model Monitor wrote the report; left out for the library's own analyzers. */
  readonly serviceReport?: ServiceReport;
}

/** What has to be known to read a report of Model Monitor. */
export interface ServiceReport {
  /** Whether the execution ended with violations. */
  readonly violated: boolean;
  readonly minimumRecords: number;
}

/** What the `publish-monitoring` handler is called with. */
export interface PublishRequest {
  readonly analysis: Analysis;
}
