import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, workFolder } from '../host/project';
import type { Json } from '../sagemaker/api';
import { download, downloadPrefix, readJson } from './artifacts';
import type { Groups } from './feature-shop';
import type { Watched } from './runs';
import { check } from './scene';

const FOLDER = join(workFolder, 'features', 'stores');

/** The data set that a run built is what plain SQL finds in the files of the offline stores, and what is missing in it was counted right. */
export async function datasetIsPlainSql(play: Watched, run: string, groups: Groups): Promise<void> {
  const { stage, report, printer } = play;
  const { PipelineExecutionSteps } = await stage.sagemaker.call('ListPipelineExecutionSteps', { PipelineExecutionArn: run });
  const step = (PipelineExecutionSteps as Json[]).find(({ StepName }) => StepName === 'BuildDataset')!;
  const job = await stage.sagemaker.call('DescribeProcessingJob', { ProcessingJobName: String(step.Metadata.ProcessingJob.Arn).split('/').pop() });
  const placeOf = (name: string) => String(job.ProcessingOutputConfig.Outputs.find(({ OutputName }: Json) => OutputName === name).S3Output.S3Uri);
  rmSync(FOLDER, { recursive: true, force: true });
  const [summary, file, customers, sellers] = await Promise.all([
    readJson(stage, `${placeOf('manifest')}/summary.json`) as Promise<Json>,
    download(stage, `${placeOf('dataset')}/records.parquet`, join(workFolder, 'features', 'records.parquet')),
    storeOf(play, groups.customers),
    storeOf(play, groups.sellers),
  ]);

  const script = join(projectRoot, 'rehearsal', 'checks', 'check_dataset.py');
  const orders = join(projectRoot, 'examples', 'features', 'orders.csv');
  const answer = execFileSync(stage.python.python, [script, '--orders', orders, '--customers', customers, '--sellers', sellers, '--dataset', file], { encoding: 'utf8' });
  const found = JSON.parse(answer) as Json;
  const versions = found.versions.customers + found.versions.sellers;
  const differing = found.differing.slice(0, 3).join('; ');
  check(report, 'the data set is what plain SQL finds, row by row', differing === '' && found.rows > 0, differing || `${found.rows} rows`);
  const counted = summary.groups.map(({ rowsWithoutRecord }: Json) => Number(rowsWithoutRecord)) as number[];
  check(report, 'rows that cannot be read, and what is missing, are counted right',
    counted.join() === [found.without.customers, found.without.sellers].join() && summary.rows === found.rows
    && summary.base.rejected === found.rejected && found.rejected > 0,
    `${summary.base.rows} rows in, ${summary.base.rejected} rejected, ${summary.rows} out; without a customer ${counted[0]}, without a seller ${counted[1]}`);
  // Customers of the first day came late, those of the second make up most of the group, and visits are known from the fourth on.
  const kinds = ['customers 01', 'customers 02', 'customers visits', 'customers deleted', 'customers none', 'sellers old'];
  const seen = kinds.map((kind) => `${kind} ${found.seen[kind] ?? 0}`);
  check(report, 'orders see records of each day, grown ones, deleted ones, too old ones and none', seen.every((each) => !each.endsWith(' 0')), seen.join(', '));
  printer.line('dataset', `${found.rows} rows from ${versions.toLocaleString('en')} versions, as plain SQL finds them`);
}

/** The files of a group's offline store, in a folder. */
async function storeOf({ stage }: Watched, FeatureGroupName: string): Promise<string> {
  const { OfflineStoreConfig } = await stage.sagemaker.call('DescribeFeatureGroup', { FeatureGroupName });
  const folder = join(FOLDER, FeatureGroupName);
  await downloadPrefix(stage, `${OfflineStoreConfig.S3StorageConfig.ResolvedOutputS3Uri}/`, folder);
  return folder;
}
