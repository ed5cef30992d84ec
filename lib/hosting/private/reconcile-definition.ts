import { handlerCall, type HandlerRetries, type WorkParts } from '../../core/internal/handler-call';

/** New permissions may take a minute to be known. */
const RETRIES: HandlerRetries = { attempts: 8 };

/** Two rollouts of eight hours, and fewer events than the 25,000 that an execution may have: it writes nine in half a minute. Then the timer starts another. */
const TIMEOUT_SECONDS = 20 * 3_600;

/** Take a step, and wait, until there is nothing left to do. All decisions are the function's. */
export function reconcileDefinition(parts: WorkParts): Record<string, unknown> {
  return {
    Comment: 'Brings one endpoint to where it should be',
    StartAt: 'Reconcile',
    TimeoutSeconds: TIMEOUT_SECONDS,
    States: {
      Reconcile: {
        ...handlerCall(parts, { 'endpointName.$': '$.endpointName', 'execution.$': '$$.Execution.Id' }, RETRIES),
        ResultSelector: { 'next.$': '$.Payload.next', 'seconds.$': '$.Payload.seconds' },
        ResultPath: '$.answer',
        Next: 'IsThereMoreToDo',
      },
      IsThereMoreToDo: { Type: 'Choice', Choices: [{ Variable: '$.answer.next', StringEquals: 'WAIT', Next: 'Wait' }], Default: 'Done' },
      Wait: { Type: 'Wait', SecondsPath: '$.answer.seconds', Next: 'Reconcile' },
      Done: { Type: 'Succeed' },
    },
  };
}
