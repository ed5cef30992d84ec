import type { Json } from '../sagemaker/api';
import { ExampleApp } from '../stage/example-app';
import { eventually, type Watched } from './runs';
import { check, timed } from './scene';

const RUNS_WITHIN_MS = 10_000;
/** A Studio app takes minutes to stop; here it takes longer than the cleaner waits between two looks. */
const SLOW_MS = 1_500;
const HOMES = ['file system', 'security group'];

/** `examples/studio`: three people with different permissions, spaces, and what they make by themselves; then all is destroyed, and nothing is left. */
export async function studio(play: Watched): Promise<void> {
  const { stage, report, printer } = play;
  const app = new ExampleApp(stage, 'studio', { rstudio: 'true' });
  await app.bootstrap();
  await stage.rememberStanding();
  const { seconds } = await timed(() => app.deploy());
  const call = (operation: string, input: Json) => stage.sagemaker.call(operation, input);
  const { Domains: [{ DomainId }] } = await call('ListDomains', {});
  const domain = await call('DescribeDomain', { DomainId });
  const names = async (operation: string, member: string, name: string) => {
    const { [member]: all } = await call(operation, { DomainIdEquals: DomainId });
    return (all as Json[]).map((each) => each[name]).sort();
  };
  const people = await names('ListUserProfiles', 'UserProfiles', 'UserProfileName');
  check(report, 'three people can come in', people.join() === 'ana,eva,vic', people.join(', '));
  check(report, 'a shared and a private space are there', (await names('ListSpaces', 'Spaces', 'SpaceName')).join() === 'code,lab');
  const homes = (await stage.leftovers()).filter((each) => HOMES.some((kind) => each.startsWith(kind)));
  check(report, 'SageMaker made a home file system and two security groups', homes.length === 3 && domain.HomeEfsFileSystemId !== undefined, homes.join(', '));
  await roles(play, DomainId);
  await tools(play, DomainId);
  await canvas(play, DomainId);
  printer.line('deploy', `examples/studio is deployed, and SageMaker made ${homes.join(', ')}`, seconds);

  const made = await work(play, DomainId);
  printer.line('work', `people made ${made.join(', ')}`);

  const { stepMs } = stage.sagemaker.settings;
  stage.sagemaker.settings.stepMs = SLOW_MS;
  const { seconds: destroyed } = await timed(() => app.destroy());
  stage.sagemaker.settings.stepMs = stepMs;
  report.leftovers = await stage.leftovers();
  const left = report.leftovers.join(', ');
  check(report, 'destroying leaves nothing, neither what people made nor the home file system and its security groups', left === '', left);
  printer.line('destroy', left === '' ? 'nothing left' : `left over: ${left}`, destroyed);
}

/** Each person has a role of their own, and shared spaces another. */
async function roles({ stage, report }: Watched, DomainId: string): Promise<void> {
  const all = await Promise.all(['ana', 'eva', 'vic'].map(async (UserProfileName) => {
    const { UserSettings } = await stage.sagemaker.call('DescribeUserProfile', { DomainId, UserProfileName });
    return UserSettings.ExecutionRole as string;
  }));
  const { DefaultSpaceSettings, DefaultUserSettings } = await stage.sagemaker.call('DescribeDomain', { DomainId });
  const different = new Set([...all, DefaultSpaceSettings.ExecutionRole, DefaultUserSettings.ExecutionRole]);
  check(report, 'each person, the shared spaces and everybody else have roles of their own', different.size === 5, [...different].join(', '));
}

/** RStudio's server runs for everybody, and lets in those who have a seat; MLflow is there beside it. */
async function tools({ stage, report }: Watched, DomainId: string): Promise<void> {
  const seats = await Promise.all(['ana', 'eva', 'vic'].map(async (UserProfileName) => {
    const { UserSettings } = await stage.sagemaker.call('DescribeUserProfile', { DomainId, UserProfileName });
    return `${UserProfileName} ${UserSettings.RStudioServerProAppSettings?.UserGroup ?? 'none'}`;
  }));
  const { DefaultUserSettings } = await stage.sagemaker.call('DescribeDomain', { DomainId });
  const nobodyElse = DefaultUserSettings.RStudioServerProAppSettings.AccessStatus === 'DISABLED';
  const { Apps } = await stage.sagemaker.call('ListApps', { DomainIdEquals: DomainId });
  const running = (Apps as Json[]).map(({ UserProfileName, AppType }) => `${UserProfileName}/${AppType}`).join();
  check(report, 'the server of RStudio runs, and two people have a seat', nobodyElse && running === 'domain-shared/RStudioServerPro'
    && seats.join() === 'ana R_STUDIO_USER,eva R_STUDIO_ADMIN,vic none', seats.join(', '));
  const { Summaries: mlflow } = await stage.sagemaker.call('ListMlflowApps', {});
  check(report, 'an MLflow app is there', (mlflow as Json[]).map(({ Status }) => Status).join() === 'Created', (mlflow as Json[]).map(({ Arn }) => Arn).join());
}

/** Canvas, which no template of CloudFormation can say, is set for one person, in a bucket that is there. */
async function canvas({ stage, report }: Watched, DomainId: string): Promise<void> {
  const [ana, eva] = await Promise.all(['ana', 'eva'].map(async (UserProfileName) => {
    const { UserSettings } = await stage.sagemaker.call('DescribeUserProfile', { DomainId, UserProfileName });
    return UserSettings.CanvasAppSettings as Json | undefined;
  }));
  const { ModelRegisterSettings: registering, DirectDeploySettings: deploying, WorkspaceSettings: workspace } = ana ?? {};
  check(report, 'one person has Canvas, to register models and not to deploy them, and nobody else', eva === undefined && registering?.Status === 'ENABLED'
    && deploying?.Status === 'DISABLED' && /^s3:\/\/.*canvasworkspace/.test(workspace?.S3ArtifactPath), JSON.stringify({ ana, eva }));
}

/** What no template knows of: apps in the template's spaces, a space and an app of somebody, and a profile that was made by hand. */
async function work({ stage }: Watched, DomainId: string): Promise<string[]> {
  const call = (operation: string, input: Json) => stage.sagemaker.call(operation, { DomainId, ...input });
  await call('CreateSpace', {
    SpaceName: 'scratch', OwnershipSettings: { OwnerUserProfileName: 'ana' }, SpaceSharingSettings: { SharingType: 'Private' }, SpaceSettings: { AppType: 'JupyterLab' },
  });
  await call('CreateUserProfile', { UserProfileName: 'guest' });
  const apps = [
    { SpaceName: 'lab', AppType: 'JupyterLab', AppName: 'default' },
    { SpaceName: 'code', AppType: 'CodeEditor', AppName: 'default' },
    { SpaceName: 'scratch', AppType: 'JupyterLab', AppName: 'default' },
    { UserProfileName: 'guest', AppType: 'Canvas', AppName: 'default' },
    { UserProfileName: 'ana', AppType: 'RSessionGateway', AppName: 'default' },
  ];
  for (const app of apps) {
    await call('CreateApp', app);
  }
  await eventually(RUNS_WITHIN_MS, 'the apps did not start', async () => {
    const { Apps } = await stage.sagemaker.call('ListApps', { DomainIdEquals: DomainId });
    return (Apps as Json[]).every(({ Status }) => Status === 'InService') ? true : undefined;
  });
  return ['the space scratch', 'the profile guest', ...apps.map((app) => `${app.AppType} in ${app.SpaceName ?? app.UserProfileName}`)];
}
