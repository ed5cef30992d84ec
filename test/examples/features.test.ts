import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withoutHashes, withPlainArns } from '../pipeline/support';

const ROOT = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'features-'));
let resources: Record<string, any>;

beforeAll(() => {
  const run = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), 'examples/features/app.ts'], {
    cwd: ROOT, env: { ...process.env, CDK_OUTDIR: outdir }, encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  resources = JSON.parse(readFileSync(join(outdir, 'Features.template.json'), 'utf8')).Resources;
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** What happens to files that land is shown by `npm run rehearse -- --example features`. */
test('the app is one stack, and its group and roles are as reviewed', () => {
  expect(readdirSync(outdir).filter((name) => name.endsWith('.template.json'))).toEqual(['Features.template.json']);
  const reviewed = Object.entries(resources).filter(([, { Type }]) => ['AWS::SageMaker::FeatureGroup', 'AWS::IAM::Policy'].includes(Type));
  expect(withoutHashes(withPlainArns(Object.fromEntries(reviewed)))).toMatchSnapshot();
});
