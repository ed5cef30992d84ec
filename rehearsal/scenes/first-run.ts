import type { Json } from '../sagemaker/api';
import { readJson } from './artifacts';
import { comparedWithItself } from './comparison';
import { readCard } from './model-card';
import { expectNotice } from './notices';
import { registeredBy } from './registry';
import { follow, newRun, pipelineName } from './runs';
import { check, type Play } from './scene';

/** The first deployment started a run by itself; it trains, measures and registers a model, and people hear of it. */
export async function firstRun(play: Play): Promise<void> {
  const pipeline = await pipelineName(play);
  const run = await newRun(play, pipeline, play.memory.runsBefore);
  await follow(play, run);
  check(play.report, 'the first deployment starts the first run by itself', true, pipeline);
  const version = await registeredBy(play, run);
  play.memory.registered = String(version.ModelPackageArn);
  await readCard(play, run, version);
  play.report.metrics = await heldOutMetrics(play, version);
  // What other controls left may serve.
  if (play.memory.runsBefore.length === 0) {
    await comparedWithItself(play, version);
  }
  await expectNotice(play, `version ${version.ModelPackageVersion} awaits approval`);
}

/** The numbers that the evaluation wrote and the registry shows. */
async function heldOutMetrics(play: Play, version: Json): Promise<Record<string, number>> {
  const evaluation = await readJson(play.stage, String(version.ModelMetrics.ModelQuality.Statistics.S3Uri));
  const numbers = Object.entries(evaluation).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  play.printer.line('metrics', numbers.map(([name, value]) => `${name} ${Math.round(value * 10_000) / 10_000}`).join(', '));
  return Object.fromEntries(numbers);
}
