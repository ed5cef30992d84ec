import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DeleteRecordCommand, PutRecordCommand, SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { projectRoot, workFolder } from '../host/project';
import type { Json } from '../sagemaker/api';
import { ExampleApp } from '../stage/example-app';
import { download, downloadPrefix, readJson } from './artifacts';
import { follow, newRun, runsOf, type Watched } from './runs';
import { check, timed } from './scene';

const ORDERS = join(projectRoot, 'examples', 'dataset', 'orders.csv');
const EVERYTHING = '2100-01-01T00:00:00Z';
const DAY = 86_400;
const START = Date.UTC(2026, 0, 1) / 1000;

/** `examples/dataset`: orders are joined with two groups, once with all that they hold and once as of a moment before the late records came. */
export async function dataset(play: Watched): Promise<void> {
  const { stage, printer, report } = play;
  const app = new ExampleApp(stage, 'dataset');
  const { seconds } = await timed(async () => {
    await app.bootstrap();
    await app.deploy();
  });
  printer.line('deploy', 'examples/dataset is deployed', seconds);
  const { FeatureGroupSummaries } = await stage.sagemaker.call('ListFeatureGroups', {});
  const names = (FeatureGroupSummaries as Json[]).map(({ FeatureGroupName }) => String(FeatureGroupName));
  const nameOf = (part: string) => names.find((name) => name.includes(part))!;
  const [customers, sellers] = [nameOf('customers'), nameOf('sellers')];
  const shop = new Shop(play, customers, sellers);

  await shop.work(400);
  const before = new Date().toISOString();
  await shop.work(200);
  shop.close();
  const stores = { customers: await storeOf(play, customers), sellers: await storeOf(play, sellers) };
  const { PipelineSummaries: [{ PipelineName }] } = await stage.sagemaker.call('ListPipelines', {});
  const all = await build(play, PipelineName, stores, EVERYTHING);
  const early = await build(play, PipelineName, stores, before);
  check(report, 'late records change the data set, and are not in the one as of before they came', all.without !== early.without, `${early.without} then, ${all.without} now`);
}

/** Programs that write records: new ones, corrected ones, late ones, deletions. Each row of a random-looking sequence that is the same each time. */
class Shop {
  private readonly runtime: SageMakerFeatureStoreRuntimeClient;
  private state = 7;

  constructor(private readonly play: Watched, private readonly customers: string, private readonly sellers: string) {
    this.runtime = new SageMakerFeatureStoreRuntimeClient({ ...play.stage.client, endpoint: play.stage.sagemakerUrl });
  }

  async work(records: number): Promise<void> {
    for (let n = 0; n < records; n++) {
      // Few moments for many records, so that some have the same.
      const at = START + this.below(56) * DAY / 2;
      await (n % 3 === 0 ? this.rate(String(1 + this.below(8)), at) : this.meet(`c${String(1 + this.below(30)).padStart(2, '0')}`, at));
    }
    await this.play.stage.sagemaker.flush();
  }

  close(): void {
    this.runtime.destroy();
  }

  private async meet(customer: string, at: number): Promise<void> {
    const moment = `${new Date(at * 1000).toISOString().slice(0, 19)}Z`;
    if (this.below(8) === 0) {
      await this.runtime.send(new DeleteRecordCommand({ FeatureGroupName: this.customers, RecordIdentifierValueAsString: customer, EventTime: moment }));
    } else {
      const city: Record<string, string> = this.below(4) === 0 ? {} : { city: ['Bern', 'Basel', 'Chur'][this.below(3)] };
      await this.put(this.customers, { customer_id: customer, updated_at: moment, basket: String(this.below(9000) / 100), ...city });
    }
  }

  private async rate(seller: string, at: number): Promise<void> {
    await this.put(this.sellers, { seller_id: seller, rated_at: String(at), rating: String(this.below(500) / 100), city: 'Bern' });
  }

  private async put(FeatureGroupName: string, values: Record<string, string>): Promise<void> {
    const Record = Object.entries(values).map(([FeatureName, ValueAsString]) => ({ FeatureName, ValueAsString }));
    await this.runtime.send(new PutRecordCommand({ FeatureGroupName, Record }));
  }

  private below(bound: number): number {
    this.state = (this.state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((this.state / 2_147_483_648) * bound);
  }
}

/** The files of a group's offline store, in a folder. */
async function storeOf({ stage }: Watched, FeatureGroupName: string): Promise<string> {
  const { OfflineStoreConfig } = await stage.sagemaker.call('DescribeFeatureGroup', { FeatureGroupName });
  const folder = join(workFolder, 'dataset', FeatureGroupName);
  await downloadPrefix(stage, `${OfflineStoreConfig.S3StorageConfig.ResolvedOutputS3Uri}/`, folder);
  return folder;
}

/** A run, and what plain SQL finds in the same files; says how many rows have no record of a customer or seller. */
async function build(play: Watched, PipelineName: string, stores: { customers: string; sellers: string }, asOf: string): Promise<{ without: number }> {
  const { stage, report, printer } = play;
  const known = await runsOf(play, PipelineName);
  await stage.sagemaker.call('StartPipelineExecution', {
    PipelineName, ClientRequestToken: `as-of-${asOf}`.replace(/[^a-zA-Z0-9-]/g, '-').padEnd(32, 'x'), PipelineParameters: [{ Name: 'AsOf', Value: asOf }],
  });
  const run = await newRun(play, PipelineName, known);
  await follow(play, run);
  const { PipelineExecutionSteps: [step] } = await stage.sagemaker.call('ListPipelineExecutionSteps', { PipelineExecutionArn: run });
  const job = await stage.sagemaker.call('DescribeProcessingJob', { ProcessingJobName: String(step.Metadata.ProcessingJob.Arn).split('/').pop() });
  const placeOf = (name: string) => String(job.ProcessingOutputConfig.Outputs.find(({ OutputName }: Json) => OutputName === name).S3Output.S3Uri);
  const summary = await readJson(stage, `${placeOf('manifest')}/summary.json`) as Json;
  const file = await download(stage, `${placeOf('dataset')}/records.parquet`, join(workFolder, 'dataset', 'records.parquet'));

  const script = join(projectRoot, 'rehearsal', 'checks', 'check_dataset.py');
  const words = ['--orders', ORDERS, '--customers', stores.customers, '--sellers', stores.sellers, '--dataset', file, '--as-of', asOf];
  const found = JSON.parse(execFileSync(stage.python.python, [script, ...words], { encoding: 'utf8' })) as Json;
  const counted = summary.groups.map(({ rowsWithoutRecord }: Json) => Number(rowsWithoutRecord)) as number[];
  check(report, `the data set as of ${asOf} is what plain SQL finds`, found.differing.length === 0 && found.rows > 0, found.differing.slice(0, 3).join('; ') || `${found.rows} rows`);
  check(report, `the counts as of ${asOf} are right`,
    counted.join() === [found.without.customers, found.without.sellers].join() && summary.rows === found.rows && summary.base.rejected === found.rejected,
    `${summary.base.rows} rows in, ${summary.base.rejected} rejected, ${summary.rows} out; without a customer ${counted[0]}, without a seller ${counted[1]}`);
  printer.line('dataset', `${found.rows} rows from ${found.versions.customers + found.versions.sellers} versions, as plain SQL finds them`);
  return { without: counted[0] + counted[1] };
}
