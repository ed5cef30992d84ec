import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../../rehearsal/host/child';
import { projectRoot } from '../../../rehearsal/host/project';

const folder = mkdtempSync(join(tmpdir(), 'child-test-'));
const logFile = join(folder, 'child.log');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const common = { name: 'the sleeper', command: process.execPath, env: process.env, logFile, graceMs: 300 };
const forever = 'setInterval(() => {}, 1000);';
/** Starts a grandchild, prints its id, and ignores requests to end. */
const stubborn = `
  process.on('SIGTERM', () => {});
  const { spawn } = require('child_process');
  console.log('grandchild', spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {});${forever}"], { stdio: 'ignore' }).pid);
  ${forever}`;

function lives(pid: number): boolean {
  // A zombie waits for its parent and runs no more.
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition() && tries < 200; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect(condition()).toBe(true);
}

test('a stopped child takes its own children with it, even when none of them listens to SIGTERM', async () => {
  const child = await startChild({ ...common, args: ['-e', stubborn], ready: async () => /grandchild \d+\n/.test(readFileSync(logFile, 'utf8')) });
  const grandchild = Number(/grandchild (\d+)/.exec(readFileSync(logFile, 'utf8'))![1]);
  expect(lives(grandchild)).toBe(true);
  await child.stop();
  await until(() => !lives(child.pid) && !lives(grandchild));
});

test('fails with the last lines of the log when the child ends before it is ready', async () => {
  const args = ['-e', 'console.error("no such table"); process.exit(3)'];
  await expect(startChild({ ...common, args, ready: async () => false })).rejects.toThrow(/the sleeper ended at once with exit code 3[^]*no such table/);
});

test('fails and leaves nothing running when the child never gets ready', async () => {
  let pid = 0;
  const args = ['-e', `console.log(process.pid);${forever}`];
  const ready = async () => {
    pid = Number(readFileSync(logFile, 'utf8')) || pid;
    return false;
  };
  await expect(startChild({ ...common, args, ready, readyTimeoutMs: 600 })).rejects.toThrow(/was not ready after 0.6 seconds/);
  expect(pid).toBeGreaterThan(0);
  await until(() => !lives(pid));
});

test('fails plainly when the program does not exist', async () => {
  await expect(startChild({ ...common, command: '/no/such/program', args: [], ready: async () => true })).rejects.toThrow(/the sleeper cannot be started/);
});

test.each([
  ['SIGINT', 'parent.kill("SIGINT")', 130],
  ['SIGTERM', 'parent.kill("SIGTERM")', 143],
  ['an error nobody catches', 'throw', 1],
  ['its normal end', 'end', 0],
])('no child survives its parent after %s', async (_, how, exitCode) => {
  const script = join(folder, 'parent.ts');
  const after = how === 'throw' ? 'setTimeout(() => { throw new Error("planned"); }, 10);' : how === 'end' ? '' : 'setInterval(() => {}, 1000);';
  writeFileSync(
    script,
    `import { readFileSync } from 'node:fs';
     import { startChild } from ${JSON.stringify(join(projectRoot, 'rehearsal/host/child'))};
     const logFile = ${JSON.stringify(join(folder, 'grandchildren.log'))};
     startChild({ name: 'x', command: process.execPath, args: ['-e', ${JSON.stringify(stubborn)}], env: process.env, logFile, graceMs: 300,
       ready: async () => /grandchild \\d+\\n/.test(readFileSync(logFile, 'utf8')) })
       .then((child) => { console.log(child.pid, /\\d+/.exec(readFileSync(logFile, 'utf8'))![0]); ${after} });`,
  );
  const parent = spawn(process.execPath, [join(projectRoot, 'node_modules/tsx/dist/cli.mjs'), script], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  const exited = new Promise<number | null>((resolve) => parent.once('close', (code) => resolve(code)));
  parent.stdout.on('data', (text: Buffer) => {
    output += text.toString();
    if (how.startsWith('parent.kill') && output.includes('\n')) {
      parent.kill(how.includes('INT') ? 'SIGINT' : 'SIGTERM');
    }
  });
  expect(await exited).toBe(exitCode);
  const pids = output.trim().split(' ').map(Number);
  expect(pids).toHaveLength(2);
  await until(() => !pids.some(lives));
});
