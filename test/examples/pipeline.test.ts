import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withoutHashes, withPlainArns } from '../pipeline/support';

const ROOT = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'line-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

test('the app is one stack, as reviewed', () => {
  const run = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), 'examples/pipeline/app.ts'], {
    cwd: ROOT, env: { ...process.env, CDK_OUTDIR: outdir }, encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  expect(readdirSync(outdir).filter((name) => name.endsWith('.template.json'))).toEqual(['Line.template.json']);
  const { Resources } = JSON.parse(readFileSync(join(outdir, 'Line.template.json'), 'utf8')) as { Resources: Record<string, unknown> };
  expect(withoutHashes(withPlainArns(Resources))).toMatchSnapshot();
});
