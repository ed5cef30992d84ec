import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'studio-'));
let resources: Record<string, any>;
let withRStudio: Record<string, any>;

function synthesised(folder: string, context: Record<string, string>): Record<string, any> {
  const run = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), 'examples/studio/app.ts'], {
    cwd: ROOT, env: { ...process.env, CDK_OUTDIR: join(outdir, folder), CDK_CONTEXT_JSON: JSON.stringify(context) }, encoding: 'utf8',
    timeout: 50_000, killSignal: 'SIGKILL',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  return JSON.parse(readFileSync(join(outdir, folder, 'Studio.template.json'), 'utf8')).Resources;
}

beforeAll(() => {
  resources = synthesised('plain', {});
  withRStudio = synthesised('rstudio', { rstudio: 'true' });
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const ofType = (type: string, from = resources) => Object.values(from).filter(({ Type }) => Type === type);

/** What a deployment and its end do is shown by `npm run rehearse -- --example studio`. */
test('the app is one stack that keeps nothing, and empties all that is in the domain', () => {
  expect(readdirSync(join(outdir, 'plain')).filter((name) => name.endsWith('.template.json'))).toEqual(['Studio.template.json']);
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

test('a new space has the notebooks, in JupyterLab and in Code Editor, and whoever opens one may read them', () => {
  const { JupyterLabAppSettings, CodeEditorAppSettings } = ofType('AWS::SageMaker::Domain')[0].Properties.DefaultUserSettings;
  const named = [JupyterLabAppSettings, CodeEditorAppSettings].map((app) => resources[app.BuiltInLifecycleConfigArn['Fn::GetAtt'][0]].Properties);
  expect(named.map(({ StudioLifecycleConfigAppType }) => StudioLifecycleConfigAppType)).toEqual(['JupyterLab', 'CodeEditor']);
  named.forEach(({ StudioLifecycleConfigContent }) => expect(JSON.stringify(StudioLifecycleConfigContent)).toMatch(/\.tar\.gz"},"' 'examples' /));
  const readers = ofType('AWS::IAM::Policy').filter(({ Properties }) => JSON.stringify(Properties.PolicyDocument).includes('.tar.gz')).map(({ Properties }) => Properties.Roles[0].Ref);
  const spaces = ['ana', 'eva', 'vic'].map((name) => ofType('AWS::SageMaker::UserProfile').find(({ Properties }) => Properties.UserProfileName === name));
  spaces.forEach((profile) => expect(readers).toContain(profile!.Properties.UserSettings.ExecutionRole['Fn::GetAtt'][0]));
});

test('RStudio is there on request alone, and takes a seat for two of them', () => {
  expect(ofType('AWS::SageMaker::Domain')[0].Properties.DomainSettings).toBeUndefined();
  const [domain] = ofType('AWS::SageMaker::Domain', withRStudio);
  expect(domain.Properties.DomainSettings.RStudioServerProDomainSettings.DomainExecutionRoleArn).toBeDefined();
  expect(domain.Properties.DefaultUserSettings.RStudioServerProAppSettings).toEqual({ AccessStatus: 'DISABLED' });
  const people = ofType('AWS::SageMaker::UserProfile', withRStudio).map(({ Properties }) => [Properties.UserProfileName, Properties.UserSettings.RStudioServerProAppSettings]);
  expect(Object.fromEntries(people)).toEqual({
    ana: { AccessStatus: 'ENABLED', UserGroup: 'R_STUDIO_USER' }, eva: { AccessStatus: 'ENABLED', UserGroup: 'R_STUDIO_ADMIN' }, vic: undefined,
  });
});

test('MLflow is for those who write experiments down', () => {
  expect(ofType('AWS::SageMaker::MlflowApp')).toHaveLength(1);
  const opening = ofType('AWS::IAM::Policy').filter(({ Properties }) => JSON.stringify(Properties.PolicyDocument).includes('CreatePresignedMlflowAppUrl'));
  expect(opening.map(({ Properties }) => /User(ana|eva|vic)/.exec(JSON.stringify(Properties.Roles))?.[1]).sort()).toEqual(['ana', 'eva']);
});

test('one of them has Canvas, and registers its models', () => {
  const settings = ofType('Custom::SageMakerStudioSettings').map(({ Properties }) => [Properties.UserProfileName, Properties.Settings.UserSettings.CanvasAppSettings]);
  expect(settings).toEqual([['ana', expect.objectContaining({ ModelRegisterSettings: { Status: 'ENABLED' }, DirectDeploySettings: { Status: 'DISABLED' } })]]);
});
