import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withoutHashes, withPlainArns } from '../pipeline/support';

const ROOT = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'tuning-'));
let resources: Record<string, any>;

beforeAll(() => {
  const run = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), 'examples/tuning/app.ts'], {
    cwd: ROOT, env: { ...process.env, CDK_OUTDIR: outdir }, encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  resources = JSON.parse(readFileSync(join(outdir, 'Tuning.template.json'), 'utf8')).Resources;
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** What a deployment runs is shown by `npm run rehearse -- --example tuning`. */
test('the app is one stack, and its pipeline and roles are as reviewed', () => {
  expect(readdirSync(outdir).filter((name) => name.endsWith('.template.json'))).toEqual(['Tuning.template.json']);
  const reviewed = Object.entries(resources).filter(([, { Type }]) => ['AWS::SageMaker::Pipeline', 'AWS::IAM::Policy'].includes(Type));
  expect(withoutHashes(withPlainArns(Object.fromEntries(reviewed)))).toMatchSnapshot();
});
