import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'studio-'));
let resources: Record<string, any>;

beforeAll(() => {
  const run = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), 'examples/studio/app.ts'], {
    cwd: ROOT, env: { ...process.env, CDK_OUTDIR: outdir }, encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  resources = JSON.parse(readFileSync(join(outdir, 'Studio.template.json'), 'utf8')).Resources;
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);

/** What a deployment and its end do is shown by `npm run rehearse -- --example studio`. */
test('the app is one stack that keeps nothing, and empties all that is in the domain', () => {
  expect(readdirSync(outdir).filter((name) => name.endsWith('.template.json'))).toEqual(['Studio.template.json']);
  expect(Object.values(resources).filter(({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete')).toEqual([]);
  const emptied = ofType('Custom::SageMakerStudioContents').map(({ Properties }) => Properties.UserProfileName ?? Properties.SpaceName ?? (Properties.HomeVpcId ? 'homes' : 'all'));
  expect(emptied.sort()).toEqual(['all', 'ana', 'code', 'eva', 'homes', 'lab', 'vic']);
});

test('three people have roles of their own, of which two may hand over the job role', () => {
  expect(ofType('AWS::SageMaker::UserProfile').map(({ Properties }) => Properties.UserProfileName).sort()).toEqual(['ana', 'eva', 'vic']);
  const handing = Object.entries(resources).filter(([, { Type, Properties }]) => Type === 'AWS::IAM::ManagedPolicy' && JSON.stringify(Properties).includes('iam:PassRole'));
  const roles = ofType('AWS::IAM::Role').filter(({ Properties }) => JSON.stringify(Properties.ManagedPolicyArns ?? []).includes(`"${handing[0][0]}"`));
  expect(handing).toHaveLength(1);
  expect(roles.map(({ Properties }) => Properties.Description.replace(/ Studio\/Workplace.*/, '')).sort()).toEqual(['Opens Studio for', 'Opens Studio for', 'Works in the shared spaces of']);
});
