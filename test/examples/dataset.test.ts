import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withoutHashes, withPlainArns } from '../pipeline/support';

const ROOT = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'dataset-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** What a deployment builds is shown by `npm run rehearse -- --example dataset`. */
test('the pipeline and the permissions of the data set are as reviewed', () => {
  const run = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), 'examples/dataset/app.ts'], {
    cwd: ROOT, env: { ...process.env, CDK_OUTDIR: outdir }, encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  const resources: Record<string, any> = JSON.parse(readFileSync(join(outdir, 'Dataset.template.json'), 'utf8')).Resources;
  const reviewed = Object.entries(resources).filter(([, { Type }]) => ['AWS::SageMaker::Pipeline', 'AWS::IAM::Policy', 'AWS::Glue::Database'].includes(Type));
  expect(withoutHashes(withPlainArns(Object.fromEntries(reviewed)))).toMatchSnapshot();
});
