import { emptyReport, type Report, type StepSummary } from '../../../rehearsal/report/report';

const FIRST = 'arn:aws:sagemaker:us-east-1:000000000000:pipeline/income/execution/a1b2c3d4e5f6';
const SECOND = 'arn:aws:sagemaker:us-east-1:000000000000:pipeline/income/execution/f6e5d4c3b2a1';

const step = (execution: string, name: string, type: string, seconds: number, dependsOn?: readonly string[]): StepSummary => ({
  execution, name, type, status: 'Succeeded', seconds, ...(dependsOn && { dependsOn }),
});

const steps = (execution: string): StepSummary[] => [
  step(execution, 'Ingest', 'ProcessingJob', 3.214, []),
  step(execution, 'Prepare', 'ProcessingJob', 2.871, ['Ingest']),
  step(execution, 'Train', 'TrainingJob', 5.043, ['Prepare']),
  step(execution, 'Baseline', 'ProcessingJob', 2.5, ['Prepare']),
  step(execution, 'Evaluate', 'ProcessingJob', 3.102, ['Train', 'Prepare']),
  step(execution, 'GoodEnough', 'Condition', 0.004, ['Evaluate']),
  step(execution, 'Register', 'RegisterModel', 0.311, ['GoodEnough', 'Evaluate', 'Baseline']),
];

/** A report in which every scene was played and all went well. */
export function fullReport(): Report {
  return {
    ...emptyReport(),
    started: '2026-10-05T08:15:30.123Z',
    stacks: [{ name: 'MlModel-income', resources: 24 }, { name: 'MlPlatform', resources: 96 }],
    resourcesByType: {
      'AWS::IAM::Role': 21, 'AWS::Lambda::Function': 14, 'AWS::S3::Bucket': 3, 'AWS::SageMaker::Pipeline': 1, 'AWS::SageMaker::FeatureGroup': 1,
      'AWS::Events::Rule': 9, 'AWS::IAM::Policy': 19, 'AWS::SQS::Queue': 4, 'AWS::KMS::Key': 1, 'Custom::S3AutoDeleteObjects': 3,
    },
    recordedOnlyTypes: ['AWS::CloudWatch::Dashboard', 'AWS::SageMaker::Domain', 'AWS::SageMaker::UserProfile'],
    pipelineSteps: [...steps(FIRST), ...steps(SECOND).map((each) => ({ ...each, dependsOn: undefined }))],
    pictures: [{ execution: FIRST, mermaid: 'flowchart TD\n  s1["Ingest<br/>Processing"]\n  s2["Prepare<br/>Processing"]\n  s1 --> s2' }],
    metrics: { accuracy: 0.8523148148148148, auc: 0.9071296296296296, f1: 0.6812, rows: 2432 },
    recomputedMetrics: { accuracy: 0.8523148148148148, auc: 0.9071296296296299, f1: 0.6812 },
    modelPackages: [{ version: 1, approval: 'Approved' }, { version: 2, approval: 'PendingManualApproval' }],
    sdkRequests: { total: 812, refusedUnexpectedly: [] },
    notices: ['income: version 1 waits for your approval', 'income: version 1 serves'],
    endpoint: { name: 'income', status: 'InService', configsSeen: ['income-1-9f2c1d', 'income-2-9f2c1d', 'income-2-b71e04'] },
    prediction: { input: '39,State-gov,77516,Bachelors,13\n50,Private,83311,HS-grad,9', output: { predictions: [0.1284, 0.0717] } },
    drift: {
      cleanViolations: 0,
      driftedViolations: 3,
      byFeature: { age: 0.4127, education_num: 0.2214, hours_per_week: 0.1893, fnlwgt: 0.041, capital_gain: 0.0312, workclass: 0.00002 },
      threshold: 0.1,
      event: { 'detail-type': 'Model Drift Detected', detail: { monitor: 'DataQuality', violationCount: 3, worstFeature: 'age' } },
    },
    retrained: true,
    retrainingRuns: [SECOND],
    staysOnPurpose: ['key pending deletion 5f0c2a1e-7b1d-4c6a-9d55-0f7a6f2f8f11'],
    checks: [
      { what: 'both stacks are deployed', ok: true, detail: 'MlModel-income, MlPlatform' },
      { what: 'the first deployment starts the first run by itself', ok: true, detail: 'lifecycle-income' },
      { what: 'metrics equal those recomputed from the stored artifact', ok: true, detail: 'accuracy, auc, f1' },
      { what: 'three deliveries of one drift event start one run', ok: true, detail: SECOND },
      { what: 'destroying leaves nothing', ok: true, detail: '' },
    ],
    timeline: [
      { at: 4.2, name: 'start', text: 'a local AWS on http://127.0.0.1:43117', seconds: 4.1 },
      { at: 9.7, name: 'bootstrap', text: 'the account is ready for the CDK', seconds: 5.4 },
      { at: 17.9, name: 'synth', text: 'templates pass the strict check', seconds: 8.2 },
      { at: 48.3, name: 'deploy', text: 'MlModel-income 24 resources, MlPlatform 96 resources', seconds: 30.2 },
      { at: 63.3, name: 'train', text: 'TrainingJob    succeeded', seconds: 5.043 },
      { at: 70.1, name: 'registry', text: 'version 1, PendingManualApproval' },
      { at: 118.4, name: 'endpoint', text: 'income runs version 1', seconds: 31.7 },
      { at: 176.9, name: 'drift', text: 'three features left the baseline', seconds: 12.4 },
      { at: 240.2, name: 'destroy', text: 'nothing left', seconds: 21.8 },
    ],
    seconds: 241.3,
  };
}

/** A report of a rehearsal that ended in its first run. */
export function failedReport(): Report {
  const full = fullReport();
  const reason = 'ClientError: TrainingJob failed: AlgorithmError: ExecuteUserScriptError:\nTraceback (most recent call last):\n  File "train.py", line 12\nRuntimeError: planted';
  return {
    ...emptyReport(),
    started: '2026-10-05T08:15:30.123Z',
    stacks: full.stacks,
    resourcesByType: full.resourcesByType,
    pipelineSteps: [...full.pipelineSteps.slice(0, 2), { ...full.pipelineSteps[2], status: 'Failed', failureReason: reason }],
    sdkRequests: { total: 96, refusedUnexpectedly: [] },
    leftovers: ['log group /aws/lambda/left-behind'],
    checks: [...full.checks.slice(0, 1), { what: 'the first run registers a model', ok: false, detail: `the run ended as Failed\nstep Train: ${reason}` }],
    timeline: full.timeline.slice(0, 5),
    seconds: 64.2,
  };
}
