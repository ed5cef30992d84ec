import type { Integration } from './handler-call';

/** A build is given up after 50 minutes at most, and CloudFormation waits for an hour. */
const TIMEOUT_SECONDS = 56 * 60;
const RETRY = [
  { ErrorEquals: ['MalformedEventError'], MaxAttempts: 0 },
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 3, BackoffRate: 2, MaxDelaySeconds: 30, MaxAttempts: 5, JitterStrategy: 'FULL' },
];

/** Look whether the image is there, have it built if not, and tell CloudFormation how that ended. */
export function buildDefinition(answerArn: string, integration: Integration): Record<string, unknown> {
  const answer = (payload: Record<string, unknown>) => ({
    Type: 'Task',
    Resource: integration('lambda:invoke'),
    Parameters: { FunctionName: answerArn, Payload: { 'request.$': '$.request', ...payload } },
    ResultPath: null,
    Retry: RETRY,
    End: true,
  });
  const giveUp = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'TellFailure' }];
  return {
    Comment: 'Builds an image that is not there, and answers the deployment',
    StartAt: 'Look',
    TimeoutSeconds: TIMEOUT_SECONDS,
    States: {
      Look: {
        Type: 'Task',
        Resource: integration('aws-sdk:ecr:batchGetImage'),
        Parameters: { 'RepositoryName.$': '$.repositoryName', ImageIds: [{ 'ImageTag.$': '$.tag' }] },
        // As a list: of an image that is not there it is empty.
        ResultSelector: { 'digests.$': '$..ImageDigest' },
        ResultPath: '$.look',
        Retry: RETRY,
        Catch: giveUp,
        Next: 'IsItThere',
      },
      IsItThere: { Type: 'Choice', Choices: [{ Variable: '$.look.digests[0]', IsPresent: true, Next: 'TellImage' }], Default: 'Build' },
      Build: {
        Type: 'Task',
        Resource: integration('codebuild:startBuild.sync'),
        Parameters: { 'ProjectName.$': '$.projectName' },
        ResultPath: null,
        Catch: giveUp,
        Next: 'TellImage',
      },
      TellImage: answer({ attributes: { 'ImageUri.$': '$.imageUri' } }),
      TellFailure: answer({ 'error.$': '$.failure' }),
    },
  };
}
