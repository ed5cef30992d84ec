/** `npm run rehearse [-- --break <defect>]`: deploys the app to a local AWS, lives a model's life with it, and removes everything. */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { BREAKS } from './breaks';
import { requireNode } from './host/checks';
import { HostProblem } from './host/problem';
import { projectRoot, workFolder } from './host/project';
import { writeHtml } from './report/html/page';
import { Printer } from './report/printer';
import { emptyReport, writeReport, type Report } from './report/report';
import { badVersion } from './scenes/bad-version';
import { changedSettings } from './scenes/changed-settings';
import { deploy } from './scenes/deploy';
import { destroy } from './scenes/destroy';
import { drift } from './scenes/drift';
import { Failure } from './scenes/failure';
import { lookUpFeatures } from './scenes/feature-store';
import { firstRun } from './scenes/first-run';
import { independentMetrics } from './scenes/independent-metrics';
import { lostEvent } from './scenes/lost-event';
import { changeScript, deployAgain } from './scenes/redeploy';
import { check, timed, type Play, type Scene } from './scenes/scene';
import { serve } from './scenes/serve';
import { App, buildIfNeeded } from './stage/app';
import { Stage } from './stage/stage';
import { Workspace } from './stage/workspace';

const REPORT = join(workFolder, 'report.json');
const PAGE = join(workFolder, 'report.html');
/** How much of a refusal tells it from others; a failed step holds no more than its beginning. */
const TELLING = 150;

/** What must be shown, in order; each sentence stands in the report when its scene cannot go on. */
const SCENES: Record<string, Scene> = {
  'the app is deployed': deploy,
  'the first run registers a model': firstRun,
  'features can be looked up': lookUpFeatures,
  'the metrics can be measured anew': independentMetrics,
  'an approved model is served': serve,
  'drift is found and trains the model anew': drift,
  'a lost event is made good': lostEvent,
  'a bad version does no harm': badVersion,
  'changed settings reach the endpoint': changedSettings,
  'the app can be deployed again': deployAgain,
  'a changed script makes a new version': changeScript,
  'the app can be destroyed': destroy,
};

async function main(): Promise<boolean> {
  requireNode();
  const planted = readOptions();
  const report = emptyReport();
  const printer = new Printer(undefined, (entry) => report.timeline.push(entry));
  const started = performance.now();
  buildIfNeeded((line) => printer.line('build', line));
  const { result: stage, seconds } = await timed(() => Stage.open((line) => printer.line('python', line)));
  printer.line('start', `a local AWS on ${stage.emulator.endpoint}`, seconds);
  try {
    if (planted) {
      printer.line('break', planted.plants);
    }
    const workspace = Workspace.create();
    planted?.change?.(workspace);
    const app = new App(stage, workspace, planted?.settings ?? {});
    await play({ stage, app, workspace, report, printer, planted, model: 'income' });
  } finally {
    judgeRequests(stage, report);
    await stage.close();
    report.seconds = Math.round((performance.now() - started) / 100) / 10;
    writeReport(REPORT, report);
    writeHtml(PAGE, report);
  }
  printer.summary(report, `${relative(projectRoot, REPORT)} and ${relative(projectRoot, PAGE)}`);
  return report.checks.every(({ ok }) => ok);
}

/** One scene after the other; the first that cannot go on ends the play, with its cause as the last check. */
async function play(parts: Play): Promise<void> {
  for (const [what, scene] of Object.entries(SCENES)) {
    try {
      await scene(parts);
    } catch (error) {
      if (!(error instanceof Failure)) {
        throw error;
      }
      check(parts.report, what, false, error.message);
      parts.printer.line('failed', error.message);
      return;
    }
  }
}

/** Whatever SageMaker refuses was a mistake of ours, but for the question whether something is gone; and its answers must be such as AWS could give. */
function judgeRequests(stage: Stage, report: Report): void {
  const { total, refused, brokenAnswers } = stage.sagemaker.requests();
  // A refusal that made a run fail has been told already, with the step that it stopped.
  const told = report.checks.filter(({ ok }) => !ok).map(({ detail }) => detail).join('\n');
  const mistakes = refused.filter(({ operation, reason = '' }) =>
    !(operation.startsWith('Describe') && /does not exist|can't find|could not find/i.test(reason)) && !(reason !== '' && told.includes(reason.slice(0, TELLING))));
  const unexpected = [...mistakes.map(({ operation, code, reason }) => `${operation}: ${code}: ${reason}`), ...brokenAnswers];
  report.sdkRequests = { total, refusedUnexpectedly: unexpected };
  check(report, 'no request to SageMaker is refused unexpectedly', unexpected.length === 0, unexpected.join('\n') || `${total} requests`);
}

function readOptions() {
  const { values } = parseArgs({ options: { break: { type: 'string' } } });
  if (values.break !== undefined && !(values.break in BREAKS)) {
    throw new HostProblem(`--break takes one of ${Object.keys(BREAKS).join(', ')}, got '${values.break}'.`);
  }
  return values.break === undefined ? undefined : BREAKS[values.break];
}

main().then((ok) => process.exit(ok ? 0 : 1), (error: unknown) => {
  console.error(error instanceof HostProblem ? error.message : error);
  process.exit(1);
});
