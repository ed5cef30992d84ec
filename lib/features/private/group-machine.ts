import { handlerCall, type WorkParts } from '../../core/internal/handler-call';

/** CloudFormation stops waiting after an hour, and is answered before. */
const LONGEST_WORK_SECONDS = 3_600;

/** Take a step, wait, and again, until the function has answered CloudFormation. What is decided is decided there. */
export function groupMachineDefinition(parts: WorkParts): Record<string, unknown> {
  const work = (more: Record<string, unknown>) => (
    handlerCall(parts, { 'work.$': '$$.Execution.Input', 'startTime.$': '$$.Execution.StartTime', 'before.$': '$', ...more })
  );
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
