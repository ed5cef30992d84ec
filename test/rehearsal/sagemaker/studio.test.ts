import {
  CreateAppCommand, CreateDomainCommand, CreateMlflowAppCommand, CreateSpaceCommand, CreateStudioLifecycleConfigCommand, CreateUserProfileCommand,
  DeleteAppCommand, DeleteDomainCommand, DeleteMlflowAppCommand, DeleteSpaceCommand, DeleteStudioLifecycleConfigCommand, DeleteUserProfileCommand,
  DescribeAppCommand, DescribeDomainCommand, DescribeMlflowAppCommand, DescribeUserProfileCommand, ListAppsCommand, ListDomainsCommand, ListMlflowAppsCommand,
  ListUserProfilesCommand, UpdateDomainCommand, UpdateMlflowAppCommand,
} from '@aws-sdk/client-sagemaker';
import { StudioSettingsResource } from '../../../lambda/configure-studio/settings-resource';
import { Log } from '../../../lambda/shared/logging';
import { systemTime } from '../../../lambda/shared/time';
import { Stage, eventually } from './stage';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

const role = 'arn:aws:iam::000000000000:role/ml/studio';
const domainRequest = { DomainName: 'team', AuthMode: 'IAM' as const, DefaultUserSettings: { ExecutionRole: role }, SubnetIds: ['subnet-1a'], VpcId: 'vpc-1a' };

async function readyDomain(): Promise<string> {
  return stage.quickly(async () => {
    const { DomainId } = await stage.sagemaker.send(new CreateDomainCommand(domainRequest));
    await eventually(() => stage.sagemaker.send(new DescribeDomainCommand({ DomainId })), (domain) => domain.Status === 'InService');
    return String(DomainId);
  });
}

test('a domain comes into service, is updated and deleted', async () => {
  const created = await stage.sagemaker.send(new CreateDomainCommand({ ...domainRequest, Tags: [{ Key: 'team', Value: 'ml' }] }));
  expect(created.DomainArn).toBe(`arn:aws:sagemaker:us-east-1:000000000000:domain/${created.DomainId}`);
  const describe = () => stage.sagemaker.send(new DescribeDomainCommand({ DomainId: created.DomainId }));
  expect((await describe()).Status).toBe('Pending');
  await eventually(describe, (domain) => domain.Status === 'InService');
  await stage.sagemaker.send(new UpdateDomainCommand({
    DomainId: created.DomainId,
    DefaultUserSettings: { SecurityGroups: ['sg-1'] },
    DomainSettingsForUpdate: { SecurityGroupIds: ['sg-2'] },
  }));
  expect(await eventually(describe, (domain) => domain.Status === 'InService')).toMatchObject({
    DefaultUserSettings: { ExecutionRole: role, SecurityGroups: ['sg-1'] }, DomainSettings: { SecurityGroupIds: ['sg-2'] }, VpcId: 'vpc-1a',
  });
  await stage.sagemaker.send(new DeleteDomainCommand({ DomainId: created.DomainId, RetentionPolicy: { HomeEfsFileSystem: 'Delete' } }));
  expect((await describe()).Status).toBe('Deleting');
  await eventually(() => describe().catch((error) => error.name), (outcome) => outcome === 'ResourceNotFound');
  expect((await stage.sagemaker.send(new ListDomainsCommand({}))).Domains).toEqual([]);
});

test('settings that CloudFormation lacks are written, kept beside the others, and taken back', async () => {
  const DomainId = await readyDomain();
  const ask = async (RequestType: 'Create' | 'Delete', Settings: object) => {
    const event = { RequestType, LogicalResourceId: 'Settings', PhysicalResourceId: DomainId, ResourceProperties: { DomainId, Settings } };
    const request = { event, deadline: Date.now() + 20_000, log: new Log({}, () => undefined) } as any;
    const resource = new StudioSettingsResource(stage.sagemaker, { ...systemTime, sleep: () => systemTime.sleep(20) });
    return RequestType === 'Create' ? resource.create(request) : resource.delete(request);
  };
  const emr = { EmrSettings: { AssumableRoleArns: [role], ExecutionRoleArns: [] } };
  const canvas = { DirectDeploySettings: { Status: 'ENABLED' }, WorkspaceSettings: { S3ArtifactPath: 's3://canvas-data/canvas' } };
  const settings = { UserSettings: { CanvasAppSettings: canvas, JupyterLabAppSettings: emr }, DomainSettings: { AmazonQSettings: { Status: 'ENABLED' } } };
  await ask('Create', settings);
  expect(await stage.sagemaker.send(new DescribeDomainCommand({ DomainId }))).toMatchObject({
    Status: 'InService', DefaultUserSettings: { ExecutionRole: role, CanvasAppSettings: canvas, JupyterLabAppSettings: emr }, DomainSettings: settings.DomainSettings,
  });
  await ask('Delete', settings);
  expect(await stage.sagemaker.send(new DescribeDomainCommand({ DomainId }))).toMatchObject({
    DefaultUserSettings: { CanvasAppSettings: { DirectDeploySettings: { Status: 'DISABLED' } }, JupyterLabAppSettings: { EmrSettings: { AssumableRoleArns: [] } } },
    DomainSettings: { AmazonQSettings: { Status: 'DISABLED' } },
  });
});

test('fails to delete a domain while people, spaces or apps are in it', async () => {
  const DomainId = await readyDomain();
  await stage.sagemaker.send(new CreateUserProfileCommand({ DomainId, UserProfileName: 'Ada' }));
  await stage.sagemaker.send(new CreateSpaceCommand({ DomainId, SpaceName: 'lab', OwnershipSettings: { OwnerUserProfileName: 'Ada' }, SpaceSharingSettings: { SharingType: 'Private' } }));
  const app = { DomainId, SpaceName: 'lab', AppType: 'JupyterLab' as const, AppName: 'default' };
  const { AppArn } = await stage.sagemaker.send(new CreateAppCommand(app));
  expect(AppArn).toMatch(/:app\/d-\w+\/lab\/jupyterlab\/default$/);
  const refused = { name: 'ResourceInUse' };
  await expect(stage.sagemaker.send(new DeleteDomainCommand({ DomainId }))).rejects.toMatchObject(refused);
  await expect(stage.sagemaker.send(new DeleteSpaceCommand({ DomainId, SpaceName: 'lab' }))).rejects.toMatchObject(refused);
  await expect(stage.sagemaker.send(new DeleteUserProfileCommand({ DomainId, UserProfileName: 'Ada' }))).rejects.toMatchObject(refused);

  await stage.sagemaker.send(new DeleteAppCommand(app));
  await eventually(() => stage.sagemaker.send(new DescribeAppCommand(app)), (found) => found.Status === 'Deleted');
  expect((await stage.sagemaker.send(new ListAppsCommand({ DomainIdEquals: DomainId }))).Apps).toEqual([]);
  await stage.sagemaker.send(new DeleteSpaceCommand({ DomainId, SpaceName: 'lab' }));
  await eventually(() => stage.standIn.state().resources, (resources) => !resources.some(({ kind }) => kind === 'Space'));
  await stage.sagemaker.send(new DeleteUserProfileCommand({ DomainId, UserProfileName: 'Ada' }));
  await eventually(() => stage.standIn.state().resources, (resources) => !resources.some(({ kind }) => kind === 'UserProfile'));
  await stage.sagemaker.send(new DeleteDomainCommand({ DomainId }));
  await eventually(() => stage.standIn.state().resources, (resources) => resources.length === 0);
});

test('finds profiles by domain and by part of the name', async () => {
  const DomainId = await readyDomain();
  for (const UserProfileName of ['ada', 'alan', 'grace']) {
    await stage.sagemaker.send(new CreateUserProfileCommand({ DomainId, UserProfileName }));
  }
  const names = async (filter: object) =>
    (await stage.sagemaker.send(new ListUserProfilesCommand(filter))).UserProfiles?.map((profile) => profile.UserProfileName);
  expect(await names({ DomainIdEquals: DomainId, UserProfileNameContains: 'a' })).toEqual(['ada', 'alan', 'grace']);
  expect(await names({ UserProfileNameContains: 'al' })).toEqual(['alan']);
  expect(await names({ DomainIdEquals: 'd-other' })).toEqual([]);
  expect(await names({ SortOrder: 'Descending', MaxResults: 2 })).toEqual(['grace', 'alan']);
  expect((await stage.sagemaker.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: 'ada' }))).DomainId).toBe(DomainId);
});

test.each([
  ['a profile in an unknown domain', () => new CreateUserProfileCommand({ DomainId: 'd-none', UserProfileName: 'a' }), 'ResourceNotFound'],
  ['an app without an owner', () => new CreateAppCommand({ DomainId: 'd-none', AppType: 'JupyterLab', AppName: 'default' }), 'ResourceNotFound'],
  ['a lifecycle config of an unknown app type', () =>
    new CreateStudioLifecycleConfigCommand({ StudioLifecycleConfigName: 'x', StudioLifecycleConfigContent: 'Cg==', StudioLifecycleConfigAppType: 'Paint' as any }), 'ValidationException'],
])('fails on %s', async (_, command, name) => {
  await expect(stage.sagemaker.send(command() as any)).rejects.toMatchObject({ name });
});

test('fails to delete a lifecycle config that a domain uses', async () => {
  const { StudioLifecycleConfigArn } = await stage.sagemaker.send(new CreateStudioLifecycleConfigCommand({
    StudioLifecycleConfigName: 'Idle', StudioLifecycleConfigContent: 'Cg==', StudioLifecycleConfigAppType: 'JupyterLab',
  }));
  expect(StudioLifecycleConfigArn).toMatch(/studio-lifecycle-config\/idle$/);
  await stage.sagemaker.send(new CreateDomainCommand({
    ...domainRequest, DefaultUserSettings: { ExecutionRole: role, JupyterLabAppSettings: { LifecycleConfigArns: [String(StudioLifecycleConfigArn)] } },
  }));
  await expect(stage.sagemaker.send(new DeleteStudioLifecycleConfigCommand({ StudioLifecycleConfigName: 'Idle' }))).rejects.toMatchObject({ name: 'ResourceInUse' });
});

test('a domain with RStudio starts its server, and cannot go before it', async () => {
  const { DomainId } = await stage.sagemaker.send(new CreateDomainCommand({
    ...domainRequest, DomainSettings: { RStudioServerProDomainSettings: { DomainExecutionRoleArn: role } },
  }));
  const server = { DomainId, UserProfileName: 'domain-shared', AppType: 'RStudioServerPro' as const, AppName: 'default' };
  expect((await stage.sagemaker.send(new ListAppsCommand({ DomainIdEquals: DomainId }))).Apps).toMatchObject([server]);
  await expect(stage.sagemaker.send(new DeleteDomainCommand({ DomainId }))).rejects.toMatchObject({ name: 'ResourceInUse' });

  await stage.sagemaker.send(new DeleteAppCommand(server));
  await eventually(() => stage.sagemaker.send(new DescribeAppCommand(server)), (found) => found.Status === 'Deleted');
  await stage.sagemaker.send(new DeleteDomainCommand({ DomainId }));
  await eventually(() => stage.standIn.state().resources, (resources) => resources.length === 0);
});

test('an MLflow app is made, changed and deleted by its ARN', async () => {
  const { Arn } = await stage.sagemaker.send(new CreateMlflowAppCommand({ Name: 'team', ArtifactStoreUri: 's3://artifacts/', RoleArn: role }));
  expect(Arn).toMatch(/^arn:aws:sagemaker:us-east-1:000000000000:mlflow-app\/app-[0-9A-F]{12}$/);
  const described = () => stage.sagemaker.send(new DescribeMlflowAppCommand({ Arn }));
  expect(await described()).toMatchObject({ Arn, Name: 'team', Status: 'Creating' });
  await eventually(described, ({ Status }) => Status === 'Created');
  await stage.sagemaker.send(new UpdateMlflowAppCommand({ Arn, WeeklyMaintenanceWindowStart: 'Tue:03:30' }));
  expect(await eventually(described, ({ Status }) => Status === 'Created')).toMatchObject({ WeeklyMaintenanceWindowStart: 'Tue:03:30', ArtifactStoreUri: 's3://artifacts/' });
  expect((await stage.sagemaker.send(new ListMlflowAppsCommand({}))).Summaries).toMatchObject([{ Arn, Name: 'team' }]);
  await stage.sagemaker.send(new DeleteMlflowAppCommand({ Arn }));
  await eventually(() => described().catch((error) => error.name), (outcome) => outcome === 'ResourceNotFound');
});

describe('home file systems', () => {
  const made: unknown[] = [];
  let homes: Stage;
  beforeAll(async () => {
    homes = await Stage.open(() => ({
      homeFiles: {
        create: async (owner) => {
          made.push(owner);
          return 'fs-0123456789abcdef0';
        },
        delete: async (id) => {
          made.push(id);
        },
      },
    }));
  });
  afterAll(() => homes.close());

  test.each([
    ['is made, and deleted with the domain on request', 'Enabled', 'Delete', 2],
    ['stays unless its deletion is asked for', 'Enabled', undefined, 1],
    ['is not made where it is not wanted', 'Disabled', 'Delete', 0],
  ] as const)('one %s', async (_, HomeEfsFileSystemCreation, HomeEfsFileSystem, calls) => {
    made.length = 0;
    const { DomainId } = await homes.sagemaker.send(new CreateDomainCommand({ ...domainRequest, HomeEfsFileSystemCreation }));
    const { HomeEfsFileSystemId } = await homes.sagemaker.send(new DescribeDomainCommand({ DomainId }));
    expect(HomeEfsFileSystemId).toBe(calls === 0 ? undefined : 'fs-0123456789abcdef0');
    await homes.sagemaker.send(new DeleteDomainCommand({ DomainId, RetentionPolicy: HomeEfsFileSystem && { HomeEfsFileSystem } }));
    await eventually(() => homes.standIn.state().resources, (resources) => resources.length === 0);
    expect(made).toHaveLength(calls);
  });
});
