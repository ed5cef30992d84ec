import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot, workFolder } from '../host/project';
import { endpointNow, invoke, untilServes } from './endpoints';
import { HeldOutRows } from './held-out';
import { expectNotice } from './notices';
import { registerCopy } from './copies';
import { approve, version, versionOf, type Version } from './registry';
import { check, moment, timed, type Play } from './scene';

const ROWS = 50;

/** An approval puts the model into service, and it answers as the model does that is loaded directly. */
export async function serve(play: Play): Promise<void> {
  const { report, printer, stage } = play;
  await moment(play, 'before the first approval');
  const { arn, number } = await measuredVersion(play);
  const before = await endpointNow(play);
  const { result: endpoint, seconds } = await timed(async () => {
    await approve(play, number);
    return untilServes(play, arn, before);
  });
  check(report, 'an approval puts the model into service', true, String(endpoint.EndpointName));
  printer.line('serve', `endpoint ${endpoint.EndpointName} serves version ${number}`, seconds);
  await expectNotice(play, `serves version ${number}`);

  const input = HeldOutRows.read().csv(0, ROWS);
  const answer = await invoke(play, input);
  const direct = execFileSync(stage.python.python, [
    join(projectRoot, 'rehearsal', 'checks', 'ask_model.py'), '--artifact', join(workFolder, 'independent', 'model.tar.gz'),
  ], { input, encoding: 'utf8' });
  const [asked, loaded] = [answer, direct].map((text) => JSON.parse(text) as { predictions: object[] });
  report.prediction = { input: input.split('\n')[0], output: asked.predictions[0] };
  const same = JSON.stringify(asked) === JSON.stringify(loaded) && asked.predictions.length === ROWS;
  const first = (rows: object[]) => JSON.stringify(rows[0]);
  check(report, 'the endpoint answers as the model loaded directly', same,
    same ? `${ROWS} rows` : `${asked.predictions.length} rows, the first ${first(asked.predictions)} and not ${first(loaded.predictions)}`);
  printer.line('predict', `${asked.predictions.length} answers, ${same ? 'the same as' : 'other than'} the model loaded directly`);
}

/** The version that was measured anew; once it was approved, a copy of it that waits. */
async function measuredVersion(play: Play): Promise<Version> {
  const known = versionOf(play.memory.registered!);
  const { ModelApprovalStatus } = await version(play, known.number);
  return ModelApprovalStatus === 'PendingManualApproval' ? known : registerCopy(play, known.arn);
}
