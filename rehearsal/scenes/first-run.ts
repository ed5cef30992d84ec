import type { Json } from '../sagemaker/api';
import { readJson } from './artifacts';
import { comparedWithItself } from './comparison';
import { Failure } from './failure';
import { expectNotice } from './notices';
import { follow, newRun, pipelineName } from './runs';
import { check, type Play } from './scene';

/** The first deployment started a run by itself; it trains, measures and registers a model, and people hear of it. */
export async function firstRun(play: Play): Promise<void> {
  const pipeline = await pipelineName(play);
  await follow(play, await newRun(play, pipeline, []));
  check(play.report, 'the first deployment starts the first run by itself', true, pipeline);
  const version = await registered(play, 1);
  play.report.metrics = await heldOutMetrics(play, version);
  await comparedWithItself(play, version);
  await expectNotice(play, 'version 1');
}

/** The version of the model with that number, as the registry describes it. */
export async function registered({ stage, report, printer, model }: Play, wanted: number): Promise<Json> {
  const { ModelPackageGroupSummaryList } = await stage.sagemaker.call('ListModelPackageGroups', {});
  const group = (ModelPackageGroupSummaryList as Json[]).map((each) => String(each.ModelPackageGroupName)).find((name) => name.endsWith(`-${model}`));
  const { ModelPackageSummaryList } = await stage.sagemaker.call('ListModelPackages', { ModelPackageGroupName: group });
  const summary = (ModelPackageSummaryList as Json[]).find((each) => each.ModelPackageVersion === wanted);
  if (!summary) {
    throw new Failure(`version ${wanted} was not registered in ${group}`);
  }
  const approval = String(summary.ModelApprovalStatus);
  report.modelPackages.push({ version: wanted, approval });
  printer.line('registry', `version ${wanted}, ${approval}`);
  check(report, `version ${wanted} waits for approval`, approval === 'PendingManualApproval', approval);
  return stage.sagemaker.call('DescribeModelPackage', { ModelPackageName: summary.ModelPackageArn });
}

/** The numbers that the evaluation wrote and the registry shows. */
async function heldOutMetrics(play: Play, version: Json): Promise<Record<string, number>> {
  const evaluation = await readJson(play.stage, String(version.ModelMetrics.ModelQuality.Statistics.S3Uri));
  const numbers = Object.entries(evaluation).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  play.printer.line('metrics', numbers.map(([name, value]) => `${name} ${Math.round(value * 10_000) / 10_000}`).join(', '));
  return Object.fromEntries(numbers);
}
