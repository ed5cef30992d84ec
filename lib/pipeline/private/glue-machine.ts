import { handlerCall, type WorkParts } from '../../core/internal/handler-call';

/** SageMaker waits a week for an answer; then the function finds a run that is over, and has the last word. */
const LONGEST_WORK_SECONDS = 8 * 86_400;

/**
 * Look, wait, look again, until the function says that there is nothing more to do. Where it cannot look any more, the step is failed, so that no run waits
 * for a week, and the execution too, so that somebody hears of it: what was started in Glue may still be going on.
 */
export function glueMachine(parts: WorkParts): Record<string, unknown> {
  return {
    Comment: 'A job or a crawler of Glue that a step of a pipeline waits for',
    StartAt: 'Look',
    TimeoutSeconds: LONGEST_WORK_SECONDS,
    States: {
      Look: {
        ...handlerCall(parts, { 'callback.$': '$$.Execution.Input', 'startTime.$': '$$.Execution.StartTime', 'before.$': '$' }),
        OutputPath: '$.Payload',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.refusal', Next: 'FailStep' }],
        Next: 'IsThereMoreToDo',
      },
      IsThereMoreToDo: { Type: 'Choice', Choices: [{ Variable: '$.next', StringEquals: 'WAIT', Next: 'Wait' }], Default: 'Done' },
      Wait: { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Look' },
      Done: { Type: 'Succeed' },
      FailStep: {
        Type: 'Task',
        Resource: parts.integration('aws-sdk:sagemaker:sendPipelineExecutionStepFailure'),
        Parameters: {
          'CallbackToken.$': '$$.Execution.Input.token',
          'FailureReason.$': "States.Format('Glue could not be asked: execution {} says why', $$.Execution.Name)",
        },
        ResultPath: null,
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, BackoffRate: 2, MaxAttempts: 3, JitterStrategy: 'FULL' }],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Lost' }],
        Next: 'Lost',
      },
      Lost: { Type: 'Fail', ErrorPath: '$.refusal.Error', CausePath: '$.refusal.Cause' },
    },
  };
}
