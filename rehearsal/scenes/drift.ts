import type { AnalysisSummary } from '../../lib/core/contract';
import type { Json } from '../sagemaker/api';
import { analyse } from './analyses';
import { comparedWithServing } from './comparison';
import { DriftReader } from './drift-reader';
import { invoke } from './endpoints';
import { Failure } from './failure';
import { HeldOutRows } from './held-out';
import { follow, newRun, pipelineName, runsOf } from './runs';
import { registeredBy } from './registry';
import { check, moment, timed, type Play } from './scene';

const ROWS_A_REQUEST = 100;
const SETTLED_MS = 3_000;
const MINUTE_MS = 60_000;

/** Traffic like the training data is quiet; shifted traffic is found, and trains the model anew, once. */
export async function drift(play: Play): Promise<void> {
  const { report, printer, stage } = play;
  const reader = await DriftReader.listen(stage);
  try {
    const rows = HeldOutRows.read();
    await send(play, play.planted?.traffic === 'always shifted' ? rows.shifted() : rows);
    const clean = await timed(() => analyse(play, nextMinute(play)));
    const quiet = clean.result.violationCount === 0 && await reader.heardNothing();
    if (!quiet) {
      throw new Failure(`traffic like the training data is not quiet: ${featuresIn(clean.result).join(' and ')} passed as drift`);
    }
    check(report, 'traffic like the training data is quiet', quiet, `${clean.result.records} records`);
    printer.line('monitor', `${clean.result.records} records, ${clean.result.violationCount} violations`, clean.seconds);

    const pipeline = await pipelineName(play);
    const before = await runsOf(play, pipeline);
    await send(play, play.planted?.traffic === 'never shifted' ? rows : rows.shifted());
    const shifted = await timed(() => analyse(play, nextMinute(play)));
    const { driftByFeature } = shifted.result;
    const found = featuresIn(shifted.result);
    const missed = ['age', 'hours_per_week'].filter((feature) => !found.includes(feature));
    if (missed.length > 0) {
      throw new Failure(`shifted traffic was not found: ${missed.join(' and ')} passed as the training data's`);
    }
    check(report, 'shifted traffic is found', true, found.join(', '));
    printer.line('monitor', `${shifted.result.records} records, shifted: ${found.join(', ') || 'nothing'}`, shifted.seconds);
    report.drift = { cleanViolations: clean.result.violationCount, driftedViolations: shifted.result.violationCount, byFeature: driftByFeature };

    const event = await reader.next();
    report.drift = { ...report.drift, event: event as unknown as Json };
    await moment(play, 'drift was told');
    await reader.repeat(event);
    await reader.repeat(event);
    const run = await newRun(play, pipeline, before);
    await follow(play, run);
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    const started = (await runsOf(play, pipeline)).filter((arn) => !before.includes(arn));
    report.retrained = started.length === 1;
    report.retrainingRuns.push(...started);
    check(report, 'three deliveries of one drift event start one retraining', started.length === 1, `${started.length} run${started.length === 1 ? '' : 's'}`);
    printer.line('retrain', `started ${started.length === 1 ? 'once' : `${started.length} times`} (3 deliveries)`);
    await comparedWithServing(play, await registeredBy(play, run), run);
  } finally {
    await reader.stop();
  }
}

/** A minute that was not analysed yet, and comes after all that was sent. */
function nextMinute({ memory }: Play): Date {
  memory.analysed = Math.max(Date.now(), memory.analysed) + MINUTE_MS;
  return new Date(memory.analysed);
}

function featuresIn({ violations }: AnalysisSummary): string[] {
  return [...new Set(violations.map(({ feature }) => feature))];
}

async function send(play: Play, rows: HeldOutRows): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_A_REQUEST) {
    await invoke(play, rows.csv(from, from + ROWS_A_REQUEST));
  }
  await play.stage.sagemaker.flush();
}
