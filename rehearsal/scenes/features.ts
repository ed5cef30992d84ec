import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Json } from '../sagemaker/api';
import { ExampleApp } from '../stage/example-app';
import { answersWithFeatures } from './enriched-answers';
import { grownRowsGoIn, rowsGoIn } from './feature-rows';
import { type Groups, ratingsAndDeletions } from './feature-shop';
import { datasetIsPlainSql } from './point-in-time';
import { follow, newRun, type Watched } from './runs';
import { check, timed } from './scene';
import { growTastes, tastesAreKept, tastesGo, tastesGrow } from './tastes';

const OF_CUSTOMERS = "[Feature.integral('orders'), Feature.fractional('basket')]";
const WITH_VISITS = "[Feature.integral('orders'), Feature.fractional('basket'), Feature.integral('visits')]";
const WITHOUT_BASKET = "[Feature.integral('orders'), Feature.integral('visits')]";
const RECORD = { 'cdk-sagemaker-lifecycle:record': 'Features' };

/** `examples/features`: rows go into a group that grows, orders are joined with them, a model learns from that, and its requests are completed by look-ups. */
export async function features(play: Watched): Promise<void> {
  const { stage, printer } = play;
  const app = new ExampleApp(stage, 'features');
  app.copy();
  const { seconds } = await timed(async () => {
    await Promise.all([app.bootstrap(), app.synthesise(RECORD)]);
    await app.deployStack('Features');
  });
  printer.line('deploy', 'stack Features of examples/features is deployed', seconds);
  const { LakeName: lake } = await outputsOf(play, 'Features');
  const { FeatureGroupSummaries } = await stage.sagemaker.call('ListFeatureGroups', {});
  const names = (FeatureGroupSummaries as Json[]).map(({ FeatureGroupName }) => String(FeatureGroupName));
  const nameOf = (part: string) => names.find((name) => name.includes(part))!;
  const groups: Groups = { customers: nameOf('customers'), sellers: nameOf('sellers') };

  const [, tastes] = await Promise.all([rowsGoIn(play, lake, groups.customers), tastesAreKept(play, app)]);
  await theGroupGrows(play, app, groups.customers);
  const [ratings] = await Promise.all([shopGoesOn(play, lake, groups), aLossIsRefused(play, app), tastesGrow(play, app, tastes)]);
  const { seconds: deployed } = await timed(() => app.deployStack('Returns'));
  printer.line('deploy', 'stack Returns is deployed, and starts a run', deployed);
  const { PipelineSummaries: [{ PipelineName }] } = await stage.sagemaker.call('ListPipelines', {});
  const run = await newRun(play, String(PipelineName), []);
  await Promise.all([follow(play, run), tastesGo(play, app)]);
  await datasetIsPlainSql(play, run, groups);
  await answersWithFeatures(play, String((await outputsOf(play, 'Returns')).AskName), ratings);
}

/** Rows with the new feature, and what comes by PutRecord and DeleteRecord; all of it is in the offline stores. Says the newest rating of each seller. */
async function shopGoesOn(play: Watched, lake: string, groups: Groups): Promise<ReadonlyMap<number, number>> {
  await grownRowsGoIn(play, lake, groups.customers);
  const ratings = await ratingsAndDeletions(play, groups);
  await play.stage.sagemaker.flush();
  return ratings;
}

/** One more feature, in place: the group is the same one with the same records. */
async function theGroupGrows({ stage, report, printer }: Watched, app: ExampleApp, FeatureGroupName: string): Promise<void> {
  const before = await stage.sagemaker.call('DescribeFeatureGroup', { FeatureGroupName });
  const { seconds } = await timed(async () => {
    app.edit((code) => growTastes(code.replace(OF_CUSTOMERS, WITH_VISITS)));
    await app.synthesise(RECORD);
    await app.deployStack('Features');
  });
  const after = await stage.sagemaker.call('DescribeFeatureGroup', { FeatureGroupName });
  const names = (group: Json) => (group.FeatureDefinitions as Json[]).map(({ FeatureName }) => String(FeatureName)).join(', ');
  const identity = ({ FeatureGroupArn, CreationTime, OfflineStoreConfig }: Json) => JSON.stringify([FeatureGroupArn, CreationTime, OfflineStoreConfig]);
  check(report, 'a feature is added in place, and the group stays the same', identity(after) === identity(before) && names(after) === `${names(before)}, visits`, names(after));
  printer.line('deploy', `the group of customers has ${names(after)}`, seconds);
}

/** Without a feature that is deployed, the program is refused before it does harm. */
async function aLossIsRefused({ report, printer }: Watched, app: ExampleApp): Promise<void> {
  app.edit((code) => code.replace(WITH_VISITS, WITHOUT_BASKET));
  const { result, seconds } = await timed(() => app.attempt());
  const says = ['DeployedListChanged', "was 'basket Fractional' when deployed", 'Keep the 5 deployed entries in their order'];
  const missing = says.filter((words) => !result.output.includes(words));
  check(report, 'taking a feature away is refused at synthesis, with the way out', result.exitCode !== 0 && missing.length === 0, missing.join(', ') || says[0]);
  printer.line('refused', 'a group without its feature basket', seconds);
}

async function outputsOf({ stage }: Watched, StackName: string): Promise<Record<string, string>> {
  const cloudformation = new CloudFormationClient(stage.client);
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
  cloudformation.destroy();
  return Object.fromEntries((Stacks?.[0].Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!]));
}
