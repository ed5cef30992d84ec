import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SAGEMAKER_DETAIL_TYPES } from '../../lib/core/contract';
import { endpointNow, servedBy, untilServes } from './endpoints';
import { Failure } from './failure';
import { approve, version } from './registry';
import { check, timed, type Play } from './scene';

const NOTHING_FOR_MS = 3_000;

/** An approval whose event is lost is found by the timer, and the new version takes the old one's place on the same endpoint. */
export async function lostEvent(play: Play): Promise<void> {
  const { stage, report, printer } = play;
  const before = await endpointNow(play);
  const { ModelPackageArn } = await version(play, 2);
  stage.sagemaker.settings.dropEvents = SAGEMAKER_DETAIL_TYPES.MODEL_PACKAGE;
  await approve(play, 2);
  await new Promise((resolve) => setTimeout(resolve, NOTHING_FOR_MS));
  stage.sagemaker.settings.dropEvents = '';
  check(report, 'a lost approval event is heard by nobody', await servedBy(play, (await endpointNow(play))!) !== ModelPackageArn);
  const { result: after, seconds } = await timed(async () => {
    await fireTimer(play);
    return untilServes(play, String(ModelPackageArn));
  });
  check(report, 'the timer finds what the lost event would have told', true);
  const same = after.EndpointArn === before?.EndpointArn && after.CreationTime === before?.CreationTime;
  check(report, 'the second version updates the same endpoint in place', same, String(after.EndpointConfigName));
  printer.line('update', 'the timer puts version 2 into service on the same endpoint', seconds);
}

/** What the rule of the timer does every fifteen minutes: its target with its input. */
async function fireTimer({ stage }: Play): Promise<void> {
  const events = new EventBridgeClient(stage.client);
  const lambda = new LambdaClient(stage.client);
  const { Rules } = await events.send(new ListRulesCommand({}));
  const timer = Rules?.find(({ Name, ScheduleExpression }) => Name?.includes('EndpointReconcilerTimer') && ScheduleExpression?.startsWith('rate('));
  const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: timer?.Name }));
  if (!Targets?.[0]) {
    throw new Failure('the reconciler has no timer');
  }
  await lambda.send(new InvokeCommand({ FunctionName: Targets[0].Arn, Payload: new TextEncoder().encode(Targets[0].Input) }));
  events.destroy();
  lambda.destroy();
}
