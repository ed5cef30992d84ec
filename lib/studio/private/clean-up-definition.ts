import { handlerCall, handlerRetries, type WorkParts } from '../../core/internal/handler-call';

/** CloudFormation stops waiting after an hour; what people left open may take longer. */
const LONGEST_WORK_SECONDS = 86_400;

/**
 * Take a step, wait, and again, until the function says that nothing is left. What is decided is decided there, but for the security groups between a home
 * file system and its users: these are looked for once the domain is gone. Their rules name each other, so the rules go first, and one that is still in use
 * is tried again.
 */
export function cleanUpDefinition(parts: WorkParts): Record<string, unknown> {
  const { integration } = parts;
  const work = (more: Record<string, unknown>) => (
    handlerCall(parts, { 'cleanUp.$': '$$.Execution.Input', 'startTime.$': '$$.Execution.StartTime', 'before.$': '$', ...more })
  );
  const giveUp = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.refusal', Next: 'TellRefusal' }];
  /** What cannot be done now is tried in the next round; whether it is done is seen by looking, not by its answer. */
  const attempt = (action: string, parameters: Record<string, string>, then: string) => ({
    Type: 'Task',
    Resource: integration(`aws-sdk:ec2:${action}`),
    Parameters: { 'GroupId.$': '$.GroupId', ...parameters },
    ResultPath: null,
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: then }],
    Next: then,
  });
  const eachGroup = (first: string, states: Record<string, unknown>, next: string) => ({
    Type: 'Map',
    ItemsPath: '$.groups.found',
    ItemProcessor: { StartAt: first, States: { ...states, Tried: { Type: 'Pass', End: true } } },
    ResultPath: null,
    Next: next,
  });
  return {
    Comment: 'Empties a Studio domain, a profile or a space, and answers the deployment',
    StartAt: 'Look',
    TimeoutSeconds: LONGEST_WORK_SECONDS,
    States: {
      Look: { ...work({}), OutputPath: '$.Payload', Catch: giveUp, Next: 'WhatIsLeft' },
      WhatIsLeft: {
        Type: 'Choice',
        Choices: [{ Variable: '$.next', StringEquals: 'WAIT', Next: 'Wait' }, { Variable: '$.next', StringEquals: 'GROUPS', Next: 'FindGroups' }],
        Default: 'Done',
      },
      Wait: { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Look' },
      FindGroups: {
        Type: 'Task',
        Resource: integration('aws-sdk:ec2:describeSecurityGroups'),
        Parameters: {
          Filters: [
            { Name: 'vpc-id', 'Values.$': 'States.Array($$.Execution.Input.target.homeVpcId)' },
            { Name: 'group-name', 'Values.$': `States.Array(${groupName('in')}, ${groupName('out')})` },
          ],
        },
        ResultSelector: { 'found.$': '$.SecurityGroups' },
        ResultPath: '$.groups',
        Retry: handlerRetries(),
        Catch: giveUp,
        Next: 'AreThereGroups',
      },
      AreThereGroups: { Type: 'Choice', Choices: [{ Variable: '$.groups.found[0]', IsPresent: true, Next: 'FreeGroups' }], Default: 'Look' },
      FreeGroups: eachGroup('RevokeIngress', {
        RevokeIngress: attempt('revokeSecurityGroupIngress', { 'IpPermissions.$': '$.IpPermissions' }, 'RevokeEgress'),
        RevokeEgress: attempt('revokeSecurityGroupEgress', { 'IpPermissions.$': '$.IpPermissionsEgress' }, 'Tried'),
      }, 'DeleteGroups'),
      DeleteGroups: eachGroup('DeleteGroup', { DeleteGroup: attempt('deleteSecurityGroup', {}, 'Tried') }, 'Wait'),
      Done: { Type: 'Succeed' },
      TellRefusal: { ...work({ 'refusal.$': '$.refusal' }), ResultPath: null, Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Lost' }], Next: 'Lost' },
      Lost: { Type: 'Fail', ErrorPath: '$.refusal.Error', CausePath: '$.refusal.Cause' },
    },
  };
}

/** SageMaker names the two groups by the domain. */
function groupName(way: 'in' | 'out'): string {
  return `States.Format('security-group-for-${way}bound-nfs-{}', $$.Execution.Input.target.domainId)`;
}
