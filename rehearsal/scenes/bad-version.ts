import { registerCopy } from './copies';
import { endpointNow, invoke, servedBy } from './endpoints';
import { Failure } from './failure';
import { HeldOutRows } from './held-out';
import { expectNotice } from './notices';
import { approve, versionOf } from './registry';
import { check, moment, type Play } from './scene';

const LOADS = 'def model_fn(model_dir):';

/** A version whose own inference.py fails its health check is rolled back, and the one before goes on serving. */
export async function badVersion(play: Play): Promise<void> {
  const { report, printer, planted } = play;
  const serving = await servedBy(play, (await endpointNow(play))!);
  const firstLine = planted?.badModel ?? 'raise RuntimeError("broken on purpose")';
  const bad = await registerCopy(play, serving, (script) => script.replace(LOADS, `${LOADS}\n    ${firstLine}`));
  await approve(play, bad.number);
  await expectNotice(play, `version ${bad.number} was not deployed`, async () => {
    const endpoint = await endpointNow(play);
    return endpoint?.EndpointStatus === 'InService' && await servedBy(play, endpoint) === bad.arn
      ? `version ${bad.number} serves although its model cannot be loaded`
      : undefined;
  });
  await moment(play, 'after the roll-back');
  const endpoint = await endpointNow(play);
  const kept = endpoint?.EndpointStatus === 'InService' && await servedBy(play, endpoint) === serving;
  if (!kept) {
    throw new Failure(`the version before does not go on serving: the endpoint is ${endpoint?.EndpointStatus ?? 'gone'}`);
  }
  check(report, 'a version that fails its health check is rolled back', true, String(endpoint.FailureReason ?? ''));
  const answer = JSON.parse(await invoke(play, HeldOutRows.read().csv(0, 1))) as { predictions: unknown[] };
  check(report, 'the version before goes on serving', answer.predictions.length === 1);
  printer.line('roll back', `version ${bad.number} failed its health check; version ${versionOf(serving).number} goes on serving`);
}
