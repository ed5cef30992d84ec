import { COMPARISON_METADATA, NOTHING_SERVES } from '../../lib/core/contract';
import type { Json } from '../sagemaker/api';
import { readJson } from './artifacts';
import { endpointNow, servedBy } from './endpoints';
import { Failure } from './failure';
import { differences, recompute } from './independent-metrics';
import { check, type Play } from './scene';

/** Numbers as people read them. */
const inWords = (metrics: Record<string, number>) => `auc ${Math.round(metrics.auc * 10_000) / 10_000}`;

/** The first version has nobody to be compared with, and so is measured twice; later ones have. */
export async function comparedWithItself(play: Play, version: Json): Promise<void> {
  if (version.ModelPackageVersion !== 1) {
    return;
  }
  const { arn, metrics } = await comparisonOf(play, version);
  const own = await metricsIn(play, String(version.ModelMetrics.ModelQuality.Statistics.S3Uri));
  const differing = differences(metrics, own, 'compared with');
  check(play.report, 'the first version is compared with itself', arn === NOTHING_SERVES && differing === '', differing || arn);
}

/** A new version was compared with the one that serves, on its own held-out rows, as a second opinion on those rows says too. */
export async function comparedWithServing(play: Play, version: Json, execution: string): Promise<void> {
  const { stage, report, printer } = play;
  const endpoint = await endpointNow(play);
  const serving = endpoint && await servedBy(play, endpoint);
  const { arn, metrics } = await comparisonOf(play, version);
  if (arn !== serving) {
    throw new Failure(`the new version was compared with ${arn}, and ${serving ?? 'nothing'} serves`);
  }
  check(report, 'the retrained version is compared with the one that serves', true, arn);
  const served = await stage.sagemaker.call('DescribeModelPackage', { ModelPackageName: arn });
  const differing = differences(metrics, await recompute(stage, served, execution, 'serving'), 'compared with');
  check(report, "the serving version's metrics are its own on the new held-out rows", differing === '', differing || inWords(metrics));
  report.comparison = { serving: metrics, challenger: await metricsIn(play, String(version.ModelMetrics.ModelQuality.Statistics.S3Uri)) };
  printer.line('compare', `serving ${inWords(report.comparison.serving)}, challenger ${inWords(report.comparison.challenger)}`);
}

/** What a version keeps of its comparison. */
async function comparisonOf(play: Play, { CustomerMetadataProperties: kept = {} }: Json): Promise<{ arn: string; metrics: Record<string, number> }> {
  const [arn, uri] = [COMPARISON_METADATA.SERVING_MODEL_PACKAGE, COMPARISON_METADATA.SERVING_METRICS].map((name) => kept[name] as string | undefined);
  if (arn === undefined || uri === undefined) {
    throw new Failure('the version was registered without a comparison');
  }
  return { arn, metrics: await metricsIn(play, uri) };
}

async function metricsIn({ stage }: Play, uri: string): Promise<Record<string, number>> {
  const numbers = Object.entries(await readJson(stage, uri)).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return Object.fromEntries(numbers);
}
