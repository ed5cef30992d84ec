/** A call that failed may have been cut off anywhere; the next one goes on from there. New permissions may take a minute to be known. */
const RETRY = [
  { ErrorEquals: ['MalformedEventError'], MaxAttempts: 0 },
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, BackoffRate: 2, MaxDelaySeconds: 120, MaxAttempts: 8, JitterStrategy: 'FULL' },
];

/** Two rollouts of eight hours, and fewer events than the 25,000 that an execution may have: it writes nine in half a minute. Then the timer starts another. */
const TIMEOUT_SECONDS = 20 * 3_600;

/** Take a step, and wait, until there is nothing left to do. All decisions are the function's. */
export function reconcileDefinition(functionArn: string, integration: (name: string) => string): Record<string, unknown> {
  return {
    Comment: 'Brings one endpoint to where it should be',
    StartAt: 'Reconcile',
    TimeoutSeconds: TIMEOUT_SECONDS,
    States: {
      Reconcile: {
        Type: 'Task',
        Resource: integration('lambda:invoke'),
        Parameters: { FunctionName: functionArn, Payload: { 'endpointName.$': '$.endpointName', 'execution.$': '$$.Execution.Id' } },
        ResultSelector: { 'next.$': '$.Payload.next', 'seconds.$': '$.Payload.seconds' },
        ResultPath: '$.answer',
        Retry: RETRY,
        Next: 'IsThereMoreToDo',
      },
      IsThereMoreToDo: { Type: 'Choice', Choices: [{ Variable: '$.answer.next', StringEquals: 'WAIT', Next: 'Wait' }], Default: 'Done' },
      Wait: { Type: 'Wait', SecondsPath: '$.answer.seconds', Next: 'Reconcile' },
      Done: { Type: 'Succeed' },
    },
  };
}
