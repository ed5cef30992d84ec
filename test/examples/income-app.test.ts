import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { reviewPage } from '../app/review-page';

const ROOT = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'income-'));
let template: any;

beforeAll(() => {
  const run = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), 'examples/income/app.ts'], {
    cwd: ROOT, env: { ...process.env, CDK_OUTDIR: outdir }, encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  template = JSON.parse(readFileSync(join(outdir, 'Income.template.json'), 'utf8'));
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

test('the app is one stack, as reviewed', () => {
  expect(readdirSync(outdir).filter((name) => name.endsWith('.template.json'))).toEqual(['Income.template.json']);
  const [resources, ...others] = reviewPage(template).split('\n\n');
  expect(resources.split('\n').filter((line) => !line.includes(' Platform')).join('\n')).toMatchSnapshot();
  expect(others.find((section) => section.startsWith('pipeline'))).toMatchSnapshot();
});

test('the app uses no feature store', () => {
  expect(Object.values<any>(template.Resources).map(({ Type }) => Type)).not.toContain('AWS::SageMaker::FeatureGroup');
});

test('the training script knows every hyperparameter that the app sets', () => {
  const given = /hyperparameters: \{ ([^}]*) \}/.exec(readFileSync(join(ROOT, 'examples/income/app.ts'), 'utf8'))![1];
  const known = readFileSync(join(ROOT, 'examples/income/model/train.py'), 'utf8');
  for (const [, name] of given.matchAll(/'([\w-]+)':/g)) {
    expect(known).toContain(`add_argument("--${name}"`);
  }
});

test('the app is as long as a page', () => {
  expect(readFileSync(join(ROOT, 'examples/income/app.ts'), 'utf8').split('\n').length).toBeLessThanOrEqual(30);
});
