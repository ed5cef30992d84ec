/** One measured file, in a process of its own: `node ingest-file.mjs <megabytes>` prints how fast its rows went in, and what memory that took. */
import { Files, type Surroundings } from '../lambda/ingest-files/files';
import { Groups } from '../lambda/shared/features/group';
import { KeptRecords } from '../lambda/shared/features/kept-records';
import { Log } from '../lambda/shared/logging';
import { RecordWriter } from '../lambda/shared/features/record-writer';

/** How a file of some size went in. */
export interface Ingested {
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly peakMb: number;
}

const HEADER = Buffer.from('id,at,orders,basket\n');
const ROW_BYTES = 64;
const HOUR_MS = 3_600_000;

/** A row that is found by its number, so that a file of any size takes no memory. */
function row(n: number): string {
  const values = `c${String(n).padStart(12, '0')},2026-01-01T00:00:00Z,${String(n).padStart(11, '0')},${(n % 1_000).toFixed(11).padStart(15, '0')}`;
  return `${values.padEnd(ROW_BYTES - 1, '0')}\n`;
}

function bytesOf(from: number, to: number): Buffer {
  const first = Math.max(0, Math.floor((from - HEADER.length) / ROW_BYTES));
  const last = Math.ceil((to - HEADER.length) / ROW_BYTES);
  const text = Buffer.from(Array.from({ length: last - first }, (_, n) => row(first + n)).join(''));
  const start = HEADER.length + first * ROW_BYTES;
  return from < HEADER.length ? Buffer.concat([HEADER.subarray(from), text]).subarray(0, to - from) : text.subarray(from - start, to - start);
}

/** A service that answers at once: what is measured is the function. */
function surroundings(size: number): Surroundings {
  const s3 = {
    send: ({ input: { Range } }: { input: { Range?: string } }) => {
      const [from, end] = /^bytes=(\d+)-(\d+)$/.exec(Range ?? '')?.slice(1).map(Number) ?? [];
      if (from === undefined) {
        return Promise.resolve({});
      }
      const part = bytesOf(from, Math.min(end + 1, size));
      return Promise.resolve({ Body: { transformToByteArray: () => Promise.resolve(part) }, ETag: '"1"', ContentRange: `bytes ${from}-${end}/${size}` });
    },
  } as unknown as Surroundings['s3'];
  const definitions = [['id', 'String'], ['at', 'String'], ['orders', 'Integral'], ['basket', 'Fractional']]
    .map(([FeatureName, FeatureType]) => ({ FeatureName, FeatureType }));
  const description = {
    FeatureGroupStatus: 'Created', RecordIdentifierFeatureName: 'id', EventTimeFeatureName: 'at', FeatureDefinitions: definitions,
    OnlineStoreConfig: { EnableOnlineStore: true }, OfflineStoreConfig: {},
  };
  return {
    s3,
    sqs: { send: () => Promise.reject(new Error('an hour is enough')) } as unknown as Surroundings['sqs'],
    groups: new Groups({ send: () => Promise.resolve(description) } as never, 'customers'),
    writer: new RecordWriter({ send: () => Promise.resolve({}) } as never, { lookUp: true }),
    kept: new KeptRecords(s3, 'kept', ''),
    filesQueueUrl: 'files', deadLettersUrl: 'dead-letters',
  };
}

async function main(): Promise<void> {
  const rows = Math.floor((Number(process.argv[2]) * 1024 * 1024) / ROW_BYTES);
  const files = new Files(surroundings(HEADER.length + rows * ROW_BYTES));
  const body = JSON.stringify({ detail: { bucket: { name: 'lake' }, object: { key: 'customers.csv' } } });
  let written = 0;
  const log = new Log({}, (line) => { written += (JSON.parse(line) as { Written?: number }).Written ?? 0; });
  const started = performance.now();
  await files.handle({ Records: [{ messageId: 'm', body }] } as never, Date.now() + HOUR_MS, log);
  const seconds = (performance.now() - started) / 1_000;
  if (written !== rows) {
    throw new Error(`${written} of ${rows} rows went in`);
  }
  const result: Ingested = { rows, rowsPerSecond: Math.round(rows / seconds), peakMb: Math.round(process.resourceUsage().maxRSS / 1_024) };
  process.stdout.write(JSON.stringify(result));
}

void main();
