import type { Duration } from 'aws-cdk-lib/core';
import type { ApiRequest } from '../../core/internal/job-site';

/** What a search consists of. */
export interface SearchParts {
  /** What the names of jobs start with. */
  readonly jobName: string;
  /** The CreateAutoMLJobV2 request, without a name. */
  readonly request: ApiRequest;
  readonly maxRuntime: Duration;
}

/** Of the 32 characters of a job's name, a hyphen and twelve digits are made when it starts. */
export const ROOM_FOR_NAME = 19;

/** Twelve hexadecimal digits by chance, in the same state for good: a call that is made again names the same job. */
const DIGITS = [0, 1].map((part) => `States.ArrayGetItem(States.StringSplit(States.UUID(), '-'), ${part})`).join(', ');

/** A job that cannot start for want of room waits its turn; one that is refused for other reasons is tried a few times more. */
const WHEN_FULL = { ErrorEquals: ['SageMaker.ResourceLimitExceededException'], IntervalSeconds: 60, BackoffRate: 2, MaxDelaySeconds: 900, MaxAttempts: 12, JitterStrategy: 'FULL' };
const WHEN_BUSY = { ErrorEquals: ['SageMaker.SageMakerException'], IntervalSeconds: 5, BackoffRate: 2, MaxDelaySeconds: 120, MaxAttempts: 6, JitterStrategy: 'FULL' };

/** What starting may wait, and ending may take, beyond the job's own time. */
const SLACK_SECONDS = 6 * 3_600;
/** A month, which no AutoML job exceeds, for a runtime that is known only when the stack is deployed. */
const LONGEST_SECONDS = 31 * 86_400;
/** An execution has at most 25,000 events, and each look at the job makes nine. */
const MOST_LOOKS = 2_000;

/** Start a job, and look at it until it has ended. A job of this name that exists is the one that a lost answer belongs to. */
export function searchDefinition({ jobName, request, maxRuntime }: SearchParts, integration: (name: string) => string): Record<string, unknown> {
  const timeout = maxRuntime.isUnresolved() ? LONGEST_SECONDS : maxRuntime.toSeconds() + SLACK_SECONDS;
  return {
    Comment: 'One search for a model by SageMaker Autopilot',
    StartAt: 'Name',
    TimeoutSeconds: timeout,
    States: {
      Name: { Type: 'Pass', Parameters: { 'jobName.$': `States.Format('${jobName}-{}{}', ${DIGITS})` }, Next: 'Start' },
      Start: {
        Type: 'Task',
        Resource: integration('aws-sdk:sagemaker:createAutoMLJobV2'),
        Parameters: { 'AutoMLJobName.$': '$.jobName', ...request },
        ResultPath: null,
        Retry: [WHEN_FULL, WHEN_BUSY],
        Catch: [{ ErrorEquals: ['SageMaker.ResourceInUseException'], ResultPath: null, Next: 'Look' }],
        Next: 'Wait',
      },
      Wait: { Type: 'Wait', Seconds: Math.max(60, Math.ceil(timeout / MOST_LOOKS)), Next: 'Look' },
      Look: {
        Type: 'Task',
        Resource: integration('aws-sdk:sagemaker:describeAutoMLJobV2'),
        Parameters: { 'AutoMLJobName.$': '$.jobName' },
        // As lists: what is not there yet makes an empty one.
        ResultSelector: { 'status.$': '$.AutoMLJobStatus', 'reasons.$': '$..FailureReason', 'bestCandidates.$': '$..BestCandidate' },
        ResultPath: '$.job',
        Retry: [WHEN_BUSY],
        Next: 'HasItEnded',
      },
      HasItEnded: {
        Type: 'Choice',
        Choices: [
          { And: [{ Variable: '$.job.status', StringEquals: 'Completed' }, { Variable: '$.job.bestCandidates[0]', IsPresent: true }], Next: 'Found' },
          { Variable: '$.job.status', StringEquals: 'Completed', Next: 'Described' },
          { Or: ['InProgress', 'Stopping'].map((status) => ({ Variable: '$.job.status', StringEquals: status })), Next: 'Wait' },
        ],
        Default: 'NotFound',
      },
      Found: { Type: 'Pass', Parameters: { 'jobName.$': '$.jobName', 'bestCandidate.$': '$.job.bestCandidates[0]' }, End: true },
      Described: { Type: 'Pass', Parameters: { 'jobName.$': '$.jobName' }, End: true },
      NotFound: {
        Type: 'Fail',
        Error: 'SearchFailed',
        CausePath: "States.Format('The AutoML job {} ended as {}: {}', $.jobName, $.job.status, States.JsonToString($.job.reasons))",
      },
    },
  };
}
