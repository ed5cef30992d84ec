import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { EndpointOrder } from '../../lib/core/contract';
import { Failure } from './failure';
import { eventually } from './runs';
import type { Play } from './scene';

const RESTS_WITHIN_MS = 60_000;

/** Does what the rule of the timer does every fifteen minutes: calls its target, with its input or with another order. */
export async function wakeEndpoints({ stage }: Play, order?: EndpointOrder): Promise<void> {
  const events = new EventBridgeClient(stage.client);
  const lambda = new LambdaClient(stage.client);
  const { Rules } = await events.send(new ListRulesCommand({}));
  const timer = Rules?.find(({ Name, ScheduleExpression }) => Name?.includes('EndpointReconcilerTimer') && ScheduleExpression?.startsWith('rate('));
  const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: timer?.Name }));
  if (!Targets?.[0]) {
    throw new Failure('the reconciler has no timer');
  }
  const payload = order ? JSON.stringify(order) : Targets[0].Input;
  await lambda.send(new InvokeCommand({ FunctionName: Targets[0].Arn, Payload: new TextEncoder().encode(payload) }));
  events.destroy();
  lambda.destroy();
}

/** Waits until nothing works on an endpoint any more: what was told before an event is lost must not be what makes it good. */
export async function untilAtRest({ stage }: Play): Promise<void> {
  const sfn = new SFNClient(stage.client);
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  await eventually(RESTS_WITHIN_MS, 'the reconciler does not come to rest', async () => {
    const running = await Promise.all(stateMachines.map(async ({ stateMachineArn }) =>
      (await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }))).executions?.length ?? 0));
    return running.every((count) => count === 0) ? true : undefined;
  });
  sfn.destroy();
}
