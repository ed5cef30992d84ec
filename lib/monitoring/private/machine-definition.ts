import { handlerCall, type HandlerRetries, type Integration } from '../../core/internal/handler-call';

/** What a definition refers to. */
export interface MachineParts {
  readonly planArn: string;
  readonly publishArn: string;
  readonly integration: Integration;
}

/** What the job's request consists of; Step Functions wants every member that it sends named. */
const JOB_MEMBERS = [
  'ProcessingJobName', 'RoleArn', 'AppSpecification', 'Environment', 'ProcessingInputs', 'ProcessingOutputConfig', 'ProcessingResources', 'StoppingCondition',
  'NetworkConfig',
];

/** CreateProcessingJob takes one call a second and account: many monitors wait for each other, at random. */
const WHEN_BUSY = { IntervalSeconds: 3, BackoffRate: 2, MaxDelaySeconds: 120, MaxAttempts: 8, JitterStrategy: 'FULL' };
/** A summary that cannot be read stays so. */
const RETRIES: HandlerRetries = { attempts: 5, lasting: ['UnreadableSummaryError'] };

/** An analysis may wait for its turn, and runs for a day at most. */
const LONGEST_ANALYSIS_SECONDS = 2 * 86_400;

/**
 * Plan, run the job, publish. What fails in between fails the execution. A job that Model Monitor ran has ended before: it is published, or fails the same way.
 *
 * A job whose name is taken belongs to another execution for the same analysis, which may have died: this one waits for it and publishes as well.
 * The errors of the integration do not tell that case from others, so after the retries it is looked up.
 */
export function machineDefinition(parts: MachineParts): Record<string, unknown> {
  return {
    Comment: 'One analysis of what a model was asked',
    StartAt: 'Plan',
    TimeoutSeconds: LONGEST_ANALYSIS_SECONDS,
    States: {
      Plan: {
        ...call(parts, parts.planArn, { 'input.$': '$', 'startTime.$': '$$.Execution.StartTime' }),
        ResultSelector: { 'plan.$': '$.Payload' },
        Next: 'IsThereSomethingToAnalyse',
      },
      IsThereSomethingToAnalyse: {
        Type: 'Choice',
        Choices: Object.entries({ ANALYSE: 'Analyse', FAIL: 'JobFailed' }).map(([next, Next]) => ({ Variable: '$.plan.next', StringEquals: next, Next })),
        Default: 'Publish',
      },
      Analyse: {
        Type: 'Task',
        Resource: parts.integration('sagemaker:createProcessingJob.sync'),
        Parameters: Object.fromEntries(JOB_MEMBERS.map((member) => [`${member}.$`, `$.plan.job.${member}`])),
        ResultPath: null,
        Retry: [{ ErrorEquals: ['SageMaker.AmazonSageMakerException', 'SageMaker.ResourceLimitExceededException'], ...WHEN_BUSY }],
        Catch: [{ ErrorEquals: ['SageMaker.AmazonSageMakerException', 'SageMaker.ResourceInUseException'], ResultPath: '$.refusal', Next: 'LookAtJob' }],
        Next: 'Publish',
      },
      LookAtJob: {
        Type: 'Task',
        Resource: parts.integration('aws-sdk:sagemaker:describeProcessingJob'),
        Parameters: { 'ProcessingJobName.$': '$.plan.job.ProcessingJobName' },
        ResultSelector: { 'status.$': '$.ProcessingJobStatus' },
        ResultPath: '$.job',
        Retry: [{ ErrorEquals: ['SageMaker.SageMakerException'], ...WHEN_BUSY, MaxAttempts: 3 }],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.look', Next: 'JobRefused' }],
        Next: 'HasJobEnded',
      },
      HasJobEnded: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.job.status', StringEquals: 'Completed', Next: 'Publish' },
          { Or: ['InProgress', 'Stopping'].map((status) => ({ Variable: '$.job.status', StringEquals: status })), Next: 'WaitForJob' },
        ],
        Default: 'JobFailed',
      },
      WaitForJob: { Type: 'Wait', Seconds: 30, Next: 'LookAtJob' },
      JobFailed: { Type: 'Fail', Error: 'AnalysisFailed', Cause: 'The processing job of this analysis failed or was stopped; its log says why.' },
      JobRefused: { Type: 'Fail', ErrorPath: '$.refusal.Error', CausePath: '$.refusal.Cause' },
      Publish: { ...call(parts, parts.publishArn, { 'analysis.$': '$.plan.analysis' }), ResultPath: null, End: true },
    },
  };
}

function call({ integration }: MachineParts, workArn: string, payload: Record<string, string>): Record<string, unknown> {
  return handlerCall({ workArn, integration }, payload, RETRIES);
}
