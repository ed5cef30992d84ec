/** The function's own retries are over when it fails; a request that is malformed stays so. */
const RETRY = [
  { ErrorEquals: ['MalformedEventError'], MaxAttempts: 0 },
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, BackoffRate: 2, MaxDelaySeconds: 120, MaxAttempts: 6, JitterStrategy: 'FULL' },
];
/** CloudFormation stops waiting after an hour, and is answered before. */
const LONGEST_WORK_SECONDS = 3_600;

/** What the definition refers to. */
export interface GroupMachineParts {
  readonly workArn: string;
  /** The ARN of an integration such as `lambda:invoke`, in the partition of the stack. */
  readonly integration: (name: string) => string;
}

/** Take a step, wait, and again, until the function has answered CloudFormation. What is decided is decided there. */
export function groupMachineDefinition({ workArn, integration }: GroupMachineParts): Record<string, unknown> {
  const work = (more: Record<string, unknown>) => ({
    Type: 'Task',
    Resource: integration('lambda:invoke'),
    Parameters: { FunctionName: workArn, Payload: { 'work.$': '$$.Execution.Input', 'startTime.$': '$$.Execution.StartTime', 'before.$': '$', ...more } },
    Retry: RETRY,
  });
  return {
    Comment: 'Makes, changes or deletes a feature group, and answers the deployment',
    StartAt: 'Begin',
    TimeoutSeconds: LONGEST_WORK_SECONDS,
    States: {
      Begin: { Type: 'Pass', Result: { asked: [] }, Next: 'Look' },
      Look: { ...work({}), OutputPath: '$.Payload', Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.refusal', Next: 'TellRefusal' }], Next: 'IsItDone' },
      IsItDone: { Type: 'Choice', Choices: [{ Variable: '$.next', StringEquals: 'WAIT', Next: 'Wait' }], Default: 'Done' },
      Wait: { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Look' },
      Done: { Type: 'Succeed' },
      TellRefusal: { ...work({ 'refusal.$': '$.refusal' }), ResultPath: null, Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Lost' }], Next: 'Lost' },
      Lost: { Type: 'Fail', ErrorPath: '$.refusal.Error', CausePath: '$.refusal.Cause' },
    },
  };
}
