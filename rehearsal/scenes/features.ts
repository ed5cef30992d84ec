import { BatchGetRecordCommand, SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { ExampleApp } from '../stage/example-app';
import { readJson } from './artifacts';
import { eventually, type Watched } from './runs';
import { check, timed } from './scene';

const ROWS = 100_000;
const LATE = 500;
const REPEATED = 300;
const MALFORMED = 200;
const CURRENT = ROWS - LATE - REPEATED - MALFORMED;
const GOES_IN_WITHIN_MS = 120_000;
const BATCH = 100;

/** `examples/features`: records go into a group as files land, and every row is accounted for. */
export async function features(play: Watched): Promise<void> {
  const { stage, printer } = play;
  const app = new ExampleApp(stage, 'features');
  const { seconds } = await timed(async () => {
    await app.bootstrap();
    await app.deploy();
  });
  printer.line('deploy', 'examples/features is deployed', seconds);
  const { FeatureGroupSummaries: [{ FeatureGroupName: group }] } = await stage.sagemaker.call('ListFeatureGroups', {});
  await rowsGoIn(play, await lakeOf(play), String(group));
}

/** A file of new, late, repeated and malformed rows: each is counted as what it is, what is malformed is kept, and what is newest can be looked up. */
async function rowsGoIn({ stage, report, printer }: Watched, lake: string, group: string): Promise<void> {
  const { result: receipt, seconds } = await timed(async () => {
    await stage.s3.send(new PutObjectCommand({ Bucket: lake, Key: 'landed/customers.csv', Body: file() }));
    return eventually(GOES_IN_WITHIN_MS, 'the file did not go in', async () => {
      const key = (await keysBelow({ stage }, lake, 'rejected/')).find((each) => each.endsWith('/summary.json'));
      return key === undefined ? undefined : readJson(stage, `s3://${lake}/${key}`);
    });
  });
  printer.line('ingest', `${ROWS.toLocaleString('en')} rows, ${Math.round(ROWS / seconds).toLocaleString('en')} a second`, seconds);
  const wanted = { rows: ROWS, written: CURRENT + LATE, late: LATE, repeated: REPEATED, malformed: MALFORMED };
  const counted = Object.fromEntries(Object.keys(wanted).map((name) => [name, receipt[name]]));
  check(report, 'every row of a file is counted as what it is', JSON.stringify(counted) === JSON.stringify(wanted), JSON.stringify(counted));
  const kept = (await Promise.all((await keysBelow({ stage }, lake, 'rejected/')).filter((key) => key.endsWith('.jsonl')).map((key) => linesOf({ stage }, lake, key)))).flat();
  const asIs = kept.filter(({ line, reason }) => reason === "orders must be a whole number, found 'many'" && Number(line) > 1);
  check(report, 'every malformed row is kept with its line and reason', asIs.length === MALFORMED && kept.length === MALFORMED, `${kept.length} rows`);
  const readable = await lookedUp(stage, group);
  check(report, 'as many records can be looked up as went in, each the newest', readable === CURRENT, `${readable.toLocaleString('en')} of ${CURRENT.toLocaleString('en')}`);
}

/** Rows of customers, in whose midst there are late, repeated and malformed ones. */
function file(): string {
  const row = (n: number, day: number, orders: number | string = n) => `c${n},2026-01-0${day}T00:00:00Z,${orders},${n / 4},Bern\n`;
  const every = (count: number) => Math.floor(CURRENT / count);
  const rows = ['customer_id,updated_at,orders,basket,city\n'];
  const left = { late: LATE, repeated: REPEATED, malformed: MALFORMED };
  for (let n = 0; n < CURRENT; n++) {
    rows.push(row(n, 2));
    if (n % every(LATE) === 0 && left.late-- > 0) {
      rows.push(row(n, 1, 0));
    }
    if (n % every(REPEATED) === 1 && left.repeated-- > 0) {
      rows.push(row(n, 2));
    }
    if (n % every(MALFORMED) === 2 && left.malformed-- > 0) {
      rows.push(row(n, 3, 'many'));
    }
  }
  return rows.join('');
}

/** How many customers can be looked up with the values of their newest row. */
async function lookedUp(stage: Watched['stage'], group: string): Promise<number> {
  const runtime = new SageMakerFeatureStoreRuntimeClient({ ...stage.client, endpoint: stage.sagemakerUrl });
  let readable = 0;
  for (let from = 0; from < CURRENT; from += 10 * BATCH) {
    await Promise.all(Array.from({ length: 10 }, async (_, part) => {
      const first = from + part * BATCH;
      const RecordIdentifiersValueAsString = Array.from({ length: Math.max(0, Math.min(BATCH, CURRENT - first)) }, (__, n) => `c${first + n}`);
      if (RecordIdentifiersValueAsString.length > 0) {
        const { Records = [] } = await runtime.send(new BatchGetRecordCommand({ Identifiers: [{ FeatureGroupName: group, RecordIdentifiersValueAsString }] }));
        readable += Records.filter(({ RecordIdentifierValueAsString: id, Record = [] }) => (
          Record.some(({ FeatureName, ValueAsString }) => FeatureName === 'orders' && ValueAsString === id!.slice(1))
        )).length;
      }
    }));
  }
  runtime.destroy();
  return readable;
}

async function lakeOf({ stage }: Watched): Promise<string> {
  const { Buckets = [] } = await stage.s3.send(new ListBucketsCommand({}));
  return Buckets.map(({ Name }) => Name!).find((name) => /lake/i.test(name))!;
}

async function keysBelow({ stage }: Pick<Watched, 'stage'>, Bucket: string, Prefix: string): Promise<string[]> {
  const { Contents = [] } = await stage.s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.map(({ Key }) => Key!);
}

async function linesOf({ stage }: Pick<Watched, 'stage'>, bucket: string, key: string): Promise<{ line?: unknown; reason?: unknown }[]> {
  const { Body } = await stage.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await Body!.transformToString()).trimEnd().split('\n').map((line) => JSON.parse(line) as { line?: unknown; reason?: unknown });
}
