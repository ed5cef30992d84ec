import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withoutHashes, withPlainArns } from '../pipeline/support';

const ROOT = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'features-'));

beforeAll(() => {
  const run = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), 'examples/features/app.ts'], {
    cwd: ROOT, env: { ...process.env, CDK_OUTDIR: outdir }, encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
}, 60_000);
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const reviewed = (stack: string, belongs: (id: string, type: string) => boolean) => {
  const { Resources } = JSON.parse(readFileSync(join(outdir, `${stack}.template.json`), 'utf8')) as { Resources: Record<string, any> };
  return withoutHashes(withPlainArns(Object.fromEntries(Object.entries(Resources).filter(([id, { Type }]) => belongs(id, Type)))));
};

/** What a deployment lives through is shown by `npm run rehearse -- --example features`. */
test('the groups and the roles of their stores and ingestion are as reviewed', () => {
  expect(readdirSync(outdir).filter((name) => name.endsWith('.template.json')).sort()).toEqual(
    ['Features.template.json', 'Returns.template.json', 'Tastes.template.json'],
  );
  expect(reviewed('Features', (_, type) => ['AWS::SageMaker::FeatureGroup', 'AWS::IAM::Policy'].includes(type))).toMatchSnapshot();
});

test('the group with lists and vectors, and what the function that makes it may do, are as reviewed', () => {
  expect(reviewed('Tastes', (_, type) => ['Custom::SageMakerFeatureGroup', 'AWS::IAM::Policy'].includes(type))).toMatchSnapshot();
});

test('the pipeline of the model, and what it and its look-ups may do, are as reviewed', () => {
  const ofModel = (id: string, type: string) => id.startsWith('Returns') && ['AWS::SageMaker::Pipeline', 'AWS::IAM::Policy'].includes(type);
  expect(reviewed('Returns', ofModel)).toMatchSnapshot();
});
