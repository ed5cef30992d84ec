import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Ingested } from './ingest-file';
import { median } from './pairs';

/** Sizes of files, in megabytes; memory must not grow from the one to the other. */
const SMALL = 8;
const LARGE = 80;
const ROUNDS = 3;

export interface IngestionReport {
  /** Of the function alone, before a service that answers at once. */
  readonly rowsPerSecond: number;
  readonly peakMb: { readonly [megabytes: string]: number };
  /** Peak memory of the large file, which has ten times the rows, against that of the small one. */
  readonly memoryRatio: number;
}

/** How fast the function for files is by itself, and what memory a file takes. */
export async function measureIngestion(folder: string): Promise<IngestionReport> {
  const outfile = join(folder, 'ingest-file.mjs');
  // The AWS SDK is loaded as it is: bundled as one ES module, some of its CommonJS finds no `require`.
  await build({
    entryPoints: [join(__dirname, 'ingest-file.ts')], outfile, bundle: true, packages: 'external', format: 'esm', platform: 'node', target: 'node20', logLevel: 'error',
  });
  const measured = (megabytes: number) => JSON.parse(execFileSync(process.execPath, [outfile, String(megabytes)], {
    encoding: 'utf8', timeout: 300_000, stdio: ['ignore', 'pipe', 'inherit'],
  })) as Ingested;
  // How much is used before the engine collects what is no longer used differs from time to time.
  const [small, large] = [SMALL, LARGE].map((megabytes) => Array.from({ length: ROUNDS }, () => measured(megabytes)));
  const [smallMb, largeMb] = [small, large].map((rounds) => median(rounds.map(({ peakMb }) => peakMb)));
  return {
    rowsPerSecond: median(large.map(({ rowsPerSecond }) => rowsPerSecond)),
    peakMb: { [SMALL]: smallMb, [LARGE]: largeMb },
    memoryRatio: Math.round((largeMb / smallMb) * 100) / 100,
  };
}
