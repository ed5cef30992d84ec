/**
 * A workplace for a team that closes clean: a Studio domain with its apps, three people who may do different things, a space to work in together, MLflow, and
 * Canvas for one of them.
 * Run it from the project's root:
 *
 *     npx cdk deploy --app 'npx tsx examples/studio/app.ts'
 *
 * Where Posit has granted the account a license, `--context rstudio=true` adds RStudio.
 *
 * `cdk destroy` removes it with everything that people made in it, their files included.
 */
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib/core';
import {
  CanvasFeature, Domain, HomeFileSystem, IdleShutdown, LifecycleScript, MlflowApp, Persona, ProfileRole, RStudioAccess, SharedSpaces, Space, SpaceApp,
  SpaceSharing,
} from '../../lib/studio';

const stack = new Stack(new App(), 'Studio');
const namePrefix = 'team-';
const withRStudio = stack.node.tryGetContext('rstudio') === 'true';
/** Each person with access takes a seat of the license, so nobody has it who is not named here. */
const inRStudio = (access: RStudioAccess): RStudioAccess | undefined => (withRStudio ? access : undefined);

// Whoever may hand this role over can do what its jobs can do: grant it the data that they work on.
const jobRole = new iam.Role(stack, 'JobRole', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });

const scientist = Persona.dataScientist({ namePrefix, jobRoles: [jobRole] });
// Everybody finds these in a new space; what they changed there stays.
const startup = [LifecycleScript.copyFiles('examples/studio/notebooks')];
const domain = new Domain(stack, 'Workplace', {
  removalPolicy: RemovalPolicy.DESTROY,
  homeFileSystem: HomeFileSystem.CREATED,
  idleShutdown: IdleShutdown.after(Duration.hours(1), { maximum: Duration.hours(8) }),
  jupyterLab: { startup },
  codeEditor: { startup },
  sharedSpaces: SharedSpaces.allowed(scientist),
  rStudio: withRStudio ? { access: RStudioAccess.NONE } : undefined,
});
const ana = domain.addUserProfile('ana', {
  role: ProfileRole.own(scientist), rStudio: inRStudio(RStudioAccess.USER), canvas: { features: [CanvasFeature.modelRegistration()] },
});
const eva = domain.addUserProfile('eva', {
  role: ProfileRole.own(Persona.mlEngineer({ namePrefix, jobRoles: [jobRole] })), rStudio: inRStudio(RStudioAccess.ADMIN),
});
domain.addUserProfile('vic', { role: ProfileRole.own(Persona.viewer({ namePrefix })) });

new Space(stack, 'Lab', { owner: ana, spaceName: 'lab', sharing: SpaceSharing.SHARED, displayName: 'Team lab' });
new Space(stack, 'Code', { owner: eva, spaceName: 'code', app: SpaceApp.CODE_EDITOR, volumeSize: Size.gibibytes(20) });

const mlflow = new MlflowApp(stack, 'Mlflow', { removalPolicy: RemovalPolicy.DESTROY });
[ana, eva].forEach((person) => {
  mlflow.grantLog(person.executionRole!);
  mlflow.grantOpen(person);
});
