import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from './pairs';

export interface HandlerReport {
  readonly name: string;
  readonly bytes: number;
  /** From an empty process to a loaded module, without the start of Node itself. */
  readonly coldMs: number;
}

/** What the handlers read as they load that the measured app does not have: it ingests and enriches nothing. */
const BESIDE_THE_APP = {
  ...Object.fromEntries(['FEATURE_GROUP', 'LOOK_UP', 'KEPT_BUCKET', 'FILES_QUEUE_URL', 'DEAD_LETTERS_URL'].map((name) => [name, 'measured'])),
  ENDPOINT_NAME: 'measured', CONTENT_TYPE: 'text/csv', COLUMNS: '[]', LOOK_UPS: '[]',
};

/**
 * Size of every built handler, and how long it takes to load in a fresh process.
 *
 * Handlers read their environment as they load: `environment` names the variables of the measured app.
 */
export function measureHandlers(folder: string, environment: readonly string[], rounds: number): HandlerReport[] {
  const env = { ...process.env, AWS_REGION: 'us-east-1', ...Object.fromEntries(environment.map((name) => [name, 'measured'])), ...BESIDE_THE_APP };
  const handlers = readdirSync(folder).sort().map((name) => ({ name, path: join(folder, name, 'index.mjs'), times: [] as number[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const { path, times } of handlers) {
      times.push(loadMs(path, env));
    }
  }
  return handlers.map(({ name, path, times }) => ({ name, bytes: statSync(path).size, coldMs: Math.round(median(times.slice(1)) * 10) / 10 }));
}

const PROGRAM = `
  const started = performance.now();
  await import(process.argv[1]).catch((error) => { console.error(error.message); process.exit(1); });
  process.stdout.write(String(performance.now() - started));
  process.exit();
`;

function loadMs(path: string, env: NodeJS.ProcessEnv): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', PROGRAM, pathToFileURL(path).href], { env, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${path} does not load: ${stderr}`);
  }
  return Number(stdout);
}
