import { BatchGetRecordCommand, type BatchGetRecordResponse, SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Json } from '../sagemaker/api';
import { readJson } from './artifacts';
import { eventually, type Watched } from './runs';
import { check, timed } from './scene';

const ROWS = 100_000;
const LATE = 500;
const REPEATED = 300;
const MALFORMED = 200;
const CURRENT = ROWS - LATE - REPEATED - MALFORMED;
/** Customers that have rows with one feature more. */
const GROWN = 2_000;
const GOES_IN_WITHIN_MS = 120_000;
const BATCH = 100;
const AT_ONCE = 10;

/** A customer's row of some day, without and with the feature that comes later. */
export function customer(n: number, day: number): { orders: number; basket: number; visits: number } {
  return { orders: n % 90, basket: ((n * 37 + day * 41) % 400) / 4, visits: (n * 7) % 50 };
}

/** A file of new, late, repeated and malformed rows: each is counted as what it is, what is malformed is kept, and what is newest can be looked up. */
export async function rowsGoIn(play: Watched, lake: string, group: string): Promise<void> {
  const { report, printer } = play;
  const { result: receipt, seconds } = await timed(() => land(play, lake, 'customers.csv', customersFile()));
  printer.line('ingest', `${ROWS.toLocaleString('en')} rows, ${Math.round(ROWS / seconds).toLocaleString('en')} a second`, seconds);
  const wanted = { rows: ROWS, written: CURRENT + LATE, late: LATE, repeated: REPEATED, malformed: MALFORMED };
  const counted = Object.fromEntries(Object.keys(wanted).map((name) => [name, receipt[name]]));
  check(report, 'every row of a file is counted as what it is', JSON.stringify(counted) === JSON.stringify(wanted), JSON.stringify(counted));
  const keys = (await keysBelow(play, lake, 'rejected/')).filter((key) => key.endsWith('.jsonl'));
  const kept = (await Promise.all(keys.map((key) => linesOf(play, lake, key)))).flat();
  const asIs = kept.filter(({ line, reason }) => reason === "orders must be a whole number, found 'many'" && Number(line) > 1);
  check(report, 'every malformed row is kept with its line and reason', asIs.length === MALFORMED && kept.length === MALFORMED, `${kept.length} rows`);
  const { result: readable, seconds: looking } = await timed(() => newestOnes(play, group));
  check(report, 'as many records can be looked up as went in, each the newest', readable === CURRENT, `${readable.toLocaleString('en')} of ${CURRENT.toLocaleString('en')}`);
  printer.line('look up', `${readable.toLocaleString('en')} records, each the newest`, looking);
}

/** Rows with one feature more: they carry it, and those from before are as they were. */
export async function grownRowsGoIn(play: Watched, lake: string, group: string): Promise<void> {
  const { report, printer } = play;
  const rows = Array.from({ length: GROWN }, (_, n) => `c${n},2026-01-04T00:00:00Z,${customer(n, 4).orders},${customer(n, 4).basket},${customer(n, 4).visits}\n`);
  const { result: receipt, seconds } = await timed(() => land(play, lake, 'visits.csv', `customer_id,updated_at,orders,basket,visits\n${rows.join('')}`));
  const [grown, old] = await withRuntime(play, async (runtime) => {
    const ids = ['c7', `c${GROWN}`];
    const { Records = [] } = await runtime.send(new BatchGetRecordCommand({ Identifiers: [{ FeatureGroupName: group, RecordIdentifiersValueAsString: ids }] }));
    return ids.map((id) => new Map((Records.find((each) => each.RecordIdentifierValueAsString === id)?.Record ?? [])
      .map(({ FeatureName, ValueAsString }) => [FeatureName!, ValueAsString!])));
  });
  const { written, malformed } = receipt;
  const [isNew, isOld] = [grown.get('visits') === String(customer(7, 4).visits), !old.has('visits') && Number(old.get('basket')) === customer(GROWN, 2).basket];
  check(report, 'new rows carry the new feature, and old ones stay as they were', written === GROWN && malformed === 0 && isNew && isOld,
    `${String(written)} rows; visits ${grown.get('visits')}, before ${old.get('visits') ?? 'none'}`);
  printer.line('ingest', `${GROWN.toLocaleString('en')} rows with the new feature`, seconds);
}

/** Lets a file land, and waits for its receipt. */
async function land({ stage }: Watched, lake: string, name: string, Body: string): Promise<Json> {
  await stage.s3.send(new PutObjectCommand({ Bucket: lake, Key: `landed/${name}`, Body }));
  return eventually(GOES_IN_WITHIN_MS, `${name} did not go in`, async () => {
    const key = (await keysBelow({ stage }, lake, 'rejected/')).find((each) => each.includes(name) && each.endsWith('/summary.json'));
    return key === undefined ? undefined : readJson(stage, `s3://${lake}/${key}`);
  });
}

/** Rows of customers, in whose midst there are late, repeated and malformed ones. */
function customersFile(): string {
  const row = (n: number, day: number, orders: number | string = customer(n, day).orders) => `c${n},2026-01-0${day}T00:00:00Z,${orders},${customer(n, day).basket}\n`;
  const every = (count: number) => Math.floor(CURRENT / count);
  const rows = ['customer_id,updated_at,orders,basket\n'];
  const left = { late: LATE, repeated: REPEATED, malformed: MALFORMED };
  for (let n = 0; n < CURRENT; n++) {
    rows.push(row(n, 2));
    if (n % every(LATE) === 0 && left.late-- > 0) {
      rows.push(row(n, 1));
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

/** How many customers can be looked up with the values of their newest row. By plain HTTP: for so many, the SDK takes longer than what it asks. */
async function newestOnes({ stage }: Watched, FeatureGroupName: string): Promise<number> {
  const batches = Array.from({ length: Math.ceil(CURRENT / BATCH) }, (_, batch) => batch * BATCH);
  let readable = 0;
  const reader = async (): Promise<void> => {
    for (let first = batches.pop(); first !== undefined; first = batches.pop()) {
      const from = first;
      const RecordIdentifiersValueAsString = Array.from({ length: Math.min(BATCH, CURRENT - from) }, (_, n) => `c${from + n}`);
      const body = JSON.stringify({ Identifiers: [{ FeatureGroupName, RecordIdentifiersValueAsString, FeatureNames: ['basket'] }] });
      const { Records } = await (await fetch(`${stage.sagemakerUrl}/BatchGetRecord`, { method: 'POST', body })).json() as BatchGetRecordResponse;
      readable += Records!.filter(({ RecordIdentifierValueAsString: id, Record }) => (
        Number(Record?.[0].ValueAsString) === customer(Number(id!.slice(1)), 2).basket
      )).length;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return readable;
}

/** Does some work with a client of the feature store. */
export async function withRuntime<T>({ stage }: Watched, work: (runtime: SageMakerFeatureStoreRuntimeClient) => Promise<T>): Promise<T> {
  const runtime = new SageMakerFeatureStoreRuntimeClient({ ...stage.client, endpoint: stage.sagemakerUrl });
  try {
    return await work(runtime);
  } finally {
    runtime.destroy();
  }
}

async function keysBelow({ stage }: Pick<Watched, 'stage'>, Bucket: string, Prefix: string): Promise<string[]> {
  const { Contents = [] } = await stage.s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.map(({ Key }) => Key!);
}

async function linesOf({ stage }: Watched, bucket: string, key: string): Promise<{ line?: unknown; reason?: unknown }[]> {
  const { Body } = await stage.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await Body!.transformToString()).trimEnd().split('\n').map((line) => JSON.parse(line) as { line?: unknown; reason?: unknown });
}
