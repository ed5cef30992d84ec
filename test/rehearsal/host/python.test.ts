import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment } from '../../../rehearsal/host/python';

/** A Python that makes "environments" at once, so that the order of things can be tested; the deployment test uses a real one. */
const QUICK_PYTHON = `#!/bin/sh
case "$*" in
  *version_info*) echo 3.11.4 ;;
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && sleep 0.3 ;;
  "-m pip install"*) for lock; do :; done; if grep -q impossible "$lock"; then echo "no such package" >&2; exit 1; fi ;;
  *sitePackages*) echo '{"sitePackages": "/site", "botocoreData": "/site/botocore/data"}' ;;
esac
`;

let folder: string;
let lockFile: string;
let quickPython: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'python-test-'));
  lockFile = join(folder, 'lock.txt');
  quickPython = join(folder, 'quick-python');
  writeFileSync(lockFile, 'one\n');
  writeFileSync(quickPython, QUICK_PYTHON);
  chmodSync(quickPython, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function environment(): Promise<{ made: number; python: string; botocoreData: string }> {
  const lines: string[] = [];
  const made = await pythonEnvironment({ folder, lockFile, env: { PYTHON: quickPython }, progress: (line) => lines.push(line) });
  return { ...made, made: lines.length };
}

test('is made once, and anew when the lock changes', async () => {
  const first = await environment();
  expect(first).toMatchObject({ made: 1, python: join(folder, 'venv/bin/python'), botocoreData: '/site/botocore/data' });
  expect(await environment()).toEqual({ ...first, made: 0 });
  writeFileSync(lockFile, 'two\n');
  expect((await environment()).made).toBe(1);
});

test('is made anew after an attempt that did not come to its end', async () => {
  await environment();
  rmSync(join(folder, 'venv', 'made-from.json'));
  writeFileSync(join(folder, 'venv', 'half-made'), '');
  expect((await environment()).made).toBe(1);
  expect(existsSync(join(folder, 'venv', 'half-made'))).toBe(false);
});

test('is made once when two ask for it at the same time', async () => {
  const both = await Promise.all([environment(), environment()]);
  expect(both.map(({ made }) => made).sort()).toEqual([0, 1]);
});

test('does not wait for an owner of the lock that is gone', async () => {
  writeFileSync(join(folder, 'venv.lock'), '999999999');
  expect((await environment()).made).toBe(1);
});

test('fails with what the installer said, and is not taken for finished', async () => {
  writeFileSync(lockFile, 'impossible\n');
  await expect(environment()).rejects.toThrow(/the Python environment could not be made: '-m pip install'[^]*no such package/);
  await expect(environment()).rejects.toThrow(/could not be made/);
});
