import { SAGEMAKER_DETAIL_TYPES } from '../../lib/core/contract';
import { versionToApprove } from './copies';
import { endpointNow, servedBy, untilServes } from './endpoints';
import { approve } from './registry';
import { check, moment, timed, type Play } from './scene';
import { untilAtRest, wakeEndpoints } from './waker';

const NOTHING_FOR_MS = 3_000;

/** An approval whose event is lost is found by the timer, and the new version takes the old one's place on the same endpoint. */
export async function lostEvent(play: Play): Promise<void> {
  const { stage, report, printer } = play;
  const before = await endpointNow(play);
  stage.sagemaker.settings.dropEvents = SAGEMAKER_DETAIL_TYPES.MODEL_PACKAGE;
  const second = await versionToApprove(play);
  await untilAtRest(play);
  await approve(play, second.number);
  await new Promise((resolve) => setTimeout(resolve, NOTHING_FOR_MS));
  stage.sagemaker.settings.dropEvents = '';
  check(report, 'a lost approval event is heard by nobody', await servedBy(play, (await endpointNow(play))!) !== second.arn);
  await moment(play, 'before the timer');
  const { result: after, seconds } = await timed(async () => {
    await wakeEndpoints(play);
    return untilServes(play, second.arn, before);
  });
  check(report, 'the timer finds what the lost event would have told', true);
  const same = after.EndpointArn === before?.EndpointArn && after.CreationTime === before?.CreationTime;
  const detail = same ? String(after.EndpointConfigName) : `${after.EndpointName} was made anew for version ${second.number}`;
  check(report, 'the second version updates the same endpoint in place', same, detail);
  printer.line('update', `the timer puts version ${second.number} into service on ${same ? 'the same' : 'another'} endpoint`, seconds);
}
