import type { Analysis, AnalysisSummary, CollectRequest, MonitorInput } from '../../../lib/core/contract';

export const PACKAGE = 'arn:aws:sagemaker:eu-west-1:123456789012:model-package/ml-income/3';

/** The settings of a monitor, as its schedule hands them over. */
export function monitorInput(more: Partial<MonitorInput> = {}): MonitorInput {
  return {
    monitor: 'DataQuality', monitorName: 'ml-income-data', endpointName: 'ml-income', variantName: 'AllTraffic',
    captureS3Uri: 's3://traffic/captures', reportS3Uri: 's3://reports/monitoring', windowMinutes: 180, minimumRecords: 100, driftThreshold: 0.1, metricsByFeature: false,
    job: {
      roleArn: 'arn:aws:iam::123456789012:role/ml/monitor', imageUri: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-py312-cpu-py3',
      codeS3Uri: 's3://assets/0123.tar.gz', instanceType: 'ml.m5.large', volumeSizeGb: 30, maxRuntimeSeconds: 3600,
    },
    scheduledTime: '2026-11-25T14:30:00Z',
    ...more,
  };
}

/** What the schedule of a monitor of Model Monitor sends. */
export function collectRequest(more: Partial<CollectRequest> = {}): CollectRequest {
  return {
    monitor: 'DataQuality', monitorName: 'ml-income-data', endpointName: 'ml-income', variantName: 'AllTraffic', reportS3Uri: 's3://reports/monitoring',
    windowMinutes: 60, minimumRecords: 100, ...more,
  };
}

/** An analysis as it was planned. */
export function analysis(more: Partial<Analysis> = {}): Analysis {
  return {
    outcome: 'ANALYSED', analysisId: 'ml-income-data/2026-11-25T14:30:00Z', monitor: 'DataQuality', monitorName: 'ml-income-data', endpointName: 'ml-income',
    modelPackageArn: PACKAGE, windowStart: '2026-11-25T11:30:00Z', windowEnd: '2026-11-25T14:30:00Z',
    reportUri: 's3://reports/monitoring/ml-income-data/2026/11/25/14/30/', metricsByFeature: false, ...more,
  };
}

/** What the analyzer found; nothing unless a test says so. */
export function summary(more: Partial<AnalysisSummary> = {}): AnalysisSummary {
  return {
    records: 500, unreadable: 0, tooFew: false, violationCount: 0, worstDrift: 0.02, worstFeature: 'age', driftByFeature: { 'age': 0.02, 'hours-per-week': 0.01 }, violations: [], ...more,
  };
}
