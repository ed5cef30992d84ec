import { changedNothing, type CdkResult } from '../host/cdk';
import type { App } from '../stage/app';
import { registeredBy } from './registry';
import { follow, newRun, pipelineName, runsOf } from './runs';
import { check, timed, type Play } from './scene';

/** Deploying again changes nothing and starts nothing. */
export async function deployAgain(play: Play): Promise<void> {
  const { app, printer, report } = play;
  const pipeline = await pipelineName(play);
  const before = await runsOf(play, pipeline);
  const { result, seconds } = await timed(() => synthesiseAndDeploy(app));
  const after = await runsOf(play, pipeline);
  check(report, 'deploying again says no changes', changedNothing(result));
  check(report, 'deploying again starts no run', after.length === before.length, `${before.length} run(s) before, ${after.length} after`);
  printer.line('deploy', changedNothing(result) ? 'again: no changes' : 'again: something changed', seconds);
}

/** A changed script is deployed and run, and gives another version. */
export async function changeScript(play: Play): Promise<void> {
  const { app, workspace, printer, report } = play;
  const pipeline = await pipelineName(play);
  const before = await runsOf(play, pipeline);
  workspace.edit('train.py', (source) => `${source}\n# one line more\n`);
  const { result, seconds } = await timed(() => synthesiseAndDeploy(app));
  check(report, 'a changed script makes a new deployment', !changedNothing(result));
  printer.line('deploy', 'with a changed train.py', seconds);
  const run = await newRun(play, pipeline, before);
  await follow(play, run);
  await registeredBy(play, run);
  check(report, 'a changed script makes a new run', true, pipeline);
}

async function synthesiseAndDeploy(app: App): Promise<CdkResult> {
  await app.synthesise('off');
  return app.deploy('--all');
}
