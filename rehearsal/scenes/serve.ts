import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { SAGEMAKER_DETAIL_TYPES } from '../../lib/core/contract';
import { projectRoot, workFolder } from '../host/project';
import { invoke, untilServes } from './endpoints';
import { HeldOutRows } from './held-out';
import { expectNotice } from './notices';
import { approve, version } from './registry';
import { check, timed, type Play } from './scene';

const ROWS = 50;

/** An approval puts the model into service, and it answers as the model does that is loaded directly. */
export async function serve(play: Play): Promise<void> {
  const { report, printer, stage } = play;
  const { ModelPackageArn } = await version(play, 1);
  stage.sagemaker.settings.dropEvents = play.planted?.loseApproval ? SAGEMAKER_DETAIL_TYPES.MODEL_PACKAGE : '';
  const { result: endpoint, seconds } = await timed(async () => {
    await approve(play, 1);
    return untilServes(play, String(ModelPackageArn));
  });
  check(report, 'an approval puts the model into service', true, String(endpoint.EndpointName));
  printer.line('serve', `endpoint ${endpoint.EndpointName} serves version 1`, seconds);
  await expectNotice(play, 'serves version 1');

  const input = HeldOutRows.read().csv(0, ROWS);
  const answer = await invoke(play, input);
  const direct = execFileSync(stage.python.python, [
    join(projectRoot, 'rehearsal', 'checks', 'ask_model.py'), '--artifact', join(workFolder, 'independent', 'model.tar.gz'),
  ], { input, encoding: 'utf8' });
  const [asked, loaded] = [answer, direct].map((text) => JSON.parse(text) as { predictions: object[] });
  report.prediction = { input: input.split('\n')[0], output: asked.predictions[0] };
  const same = JSON.stringify(asked) === JSON.stringify(loaded) && asked.predictions.length === ROWS;
  check(report, 'the endpoint answers as the model loaded directly', same, `${ROWS} rows`);
  printer.line('predict', `${asked.predictions.length} answers, ${same ? 'the same as' : 'other than'} the model loaded directly`);
}
