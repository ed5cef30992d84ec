/**
 * `npm run rehearse [-- --break <defect>[,<defect>...] | all]`: deploys the app to a local AWS, lives a model's life with it, and removes everything.
 * `npm run rehearse -- --example <name>`: deploys an app of `examples/` in its place, and looks at its runs.
 */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { BREAKS } from './breaks';
import { Controls, verdictOn, type Verdict } from './controls';
import { requireNode } from './host/checks';
import { HostProblem } from './host/problem';
import { projectRoot, workFolder } from './host/project';
import { judgeRequests, playScenes, wentWell } from './play';
import { writeHtml } from './report/html/page';
import { Printer } from './report/printer';
import { emptyReport, writeReport, type Report } from './report/report';
import { features } from './scenes/features';
import { emptyMemory, timed } from './scenes/scene';
import { ALL_SCENES, upTo } from './scenes/scenes';
import { studio } from './scenes/studio';
import { tuning } from './scenes/tuning';
import type { Watched } from './scenes/runs';
import { App, buildIfNeeded } from './stage/app';
import { Stage } from './stage/stage';
import { Workspace } from './stage/workspace';

const REPORT = join(workFolder, 'report.json');
const PAGE = join(workFolder, 'report.html');

/** What is shown of an app of `examples/`. */
const EXAMPLES: Readonly<Record<string, (play: Watched) => Promise<void>>> = { features, studio, tuning };

async function main(): Promise<boolean> {
  requireNode();
  const { defects, example } = readOptions();
  const report = emptyReport();
  const printer = new Printer(undefined, (entry) => report.timeline.push(entry));
  buildIfNeeded((line) => printer.line('build', line));
  const { result: stage, seconds } = await timed(() => Stage.open((line) => printer.line('python', line)));
  printer.line('start', `a local AWS on ${stage.emulator.endpoint}`, seconds);
  if (example) {
    return rehearseExample(stage, printer, report, example);
  }
  return defects.length > 1 ? control(stage, printer, defects) : rehearse(stage, printer, report, defects[0]);
}

/** The whole rehearsal; or, with a defect, all that it takes to notice it. */
async function rehearse(stage: Stage, printer: Printer, report: Report, defect?: string): Promise<boolean> {
  const planted = defect === undefined ? undefined : BREAKS[defect];
  const started = performance.now();
  try {
    if (planted) {
      printer.line('break', planted.plants);
    }
    const workspace = Workspace.create();
    planted?.change?.(workspace);
    const app = new App(stage, workspace, planted?.settings ?? {});
    const names = planted ? upTo(planted.noticedIn) : ALL_SCENES;
    await playScenes({ stage, app, workspace, report, printer, planted, memory: emptyMemory(), model: 'income' }, names);
  } finally {
    judgeRequests(stage.sagemaker.requests(), report, planted?.refusals);
    await stage.close();
    report.seconds = tenths(performance.now() - started);
    writeReport(REPORT, report);
    writeHtml(PAGE, report);
  }
  printer.summary(report, `${relative(projectRoot, REPORT)} and ${relative(projectRoot, PAGE)}`);
  if (planted) {
    const { noticed, message } = verdictOn(report.checks, planted);
    printer.line(noticed ? 'noticed' : 'FAILED', noticed ? `'${defect}', as it must be` : `'${defect}' must be noticed by one message with '${planted.says}', got: ${message}`);
  }
  return report.checks.every(({ ok }) => ok);
}

/** An app of `examples/`, in an account of its own. */
async function rehearseExample(stage: Stage, printer: Printer, report: Report, name: string): Promise<boolean> {
  const started = performance.now();
  const file = join(workFolder, `report.${name}.json`);
  try {
    await wentWell({ report, printer }, `examples/${name} runs`, () => EXAMPLES[name]({ stage, printer, report }));
  } finally {
    judgeRequests(stage.sagemaker.requests(), report);
    await stage.close();
    report.seconds = tenths(performance.now() - started);
    writeReport(file, report);
  }
  printer.summary(report, relative(projectRoot, file));
  return report.checks.every(({ ok }) => ok);
}

/** Several controls on one deployment. */
async function control(stage: Stage, printer: Printer, defects: readonly string[]): Promise<boolean> {
  const verdicts: Verdict[] = [];
  try {
    const controls = new Controls(stage, printer);
    for (const defect of defects) {
      verdicts.push(await controls.plant(defect));
    }
  } finally {
    await stage.close();
    printer.verdicts(verdicts);
  }
  return verdicts.every(({ noticed }) => noticed);
}

/** The example to play, or the defects to plant, in the order in which they can share a deployment. */
function readOptions(): { readonly example?: string; readonly defects: string[] } {
  const { values } = parseArgs({ options: { break: { type: 'string' }, example: { type: 'string' } } });
  if (values.example !== undefined && (values.break !== undefined || !(values.example in EXAMPLES))) {
    throw new HostProblem(`--example takes one of ${Object.keys(EXAMPLES).join(', ')}, and no --break, got '${values.example}'.`);
  }
  const known = Object.keys(BREAKS);
  const wanted = values.break === 'all' ? known : values.break?.split(',') ?? [];
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new HostProblem(`--break takes 'all' or one or more of ${known.join(', ')}, got '${unknown.join(', ')}'.`);
  }
  return { example: values.example, defects: known.filter((name) => wanted.includes(name)) };
}

function tenths(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}

main().then((ok) => process.exit(ok ? 0 : 1), (error: unknown) => {
  console.error(error instanceof HostProblem ? error.message : error);
  process.exit(1);
});
