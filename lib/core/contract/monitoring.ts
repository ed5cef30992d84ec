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
  /** The largest distance from the baseline, and the feature that has it. */
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

/** `summary.json`, which the library's own analyzers write beside their reports. */
export interface AnalysisSummary {
  readonly records: number;
  /** Records that could not be read; they are counted, and their first lines kept in the report. */
  readonly unreadable: number;
  /** Too few records to say anything: no drift, and no alarm. */
  readonly tooFew: boolean;
  readonly violationCount: number;
  readonly worstDrift: number;
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
  /** A baseline for endpoints whose version brings none: `s3://` folder with statistics.json and constraints.json. */
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
