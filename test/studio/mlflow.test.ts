import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as studio from '../../lib/studio';
import { refusal, text } from '../support/reading';

const { MlflowApp, MlflowTrackingServer, ModelRegistration, TrackingServerSize } = studio;
const APP = 'AWS::SageMaker::MlflowApp';
const SERVER = 'AWS::SageMaker::MlflowTrackingServer';

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Team');
});

const template = () => Template.fromStack(stack);
const statementsOf = (role: iam.IRole): any[] => Object.values(template().findResources('AWS::IAM::Policy'))
  .filter(({ Properties }) => JSON.stringify(Properties.Roles) === JSON.stringify([stack.resolve(role.roleName)]))
  .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
const actionsOf = (role: iam.IRole): string[] => statementsOf(role).flatMap(({ Action }) => Action);

test('the least code makes an app with a bucket that its role may use before the app is made, and keeps both', () => {
  const app = new MlflowApp(stack, 'Mlflow');

  const [resource] = Object.values(template().findResources(APP));
  const bucketId = stack.getLogicalId(app.artifacts.bucket.node.defaultChild as s3.CfnBucket);
  expect(text(resource.Properties.ArtifactStoreUri)).toBe(`s3://<${bucketId}>`);
  expect(resource.Properties).toMatchObject({ Name: expect.stringMatching(/^team-?mlflow/), RoleArn: stack.resolve(app.role.roleArn), ModelRegistrationMode: 'AutoModelRegistrationDisabled' });
  expect(resource.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/RolePolicy/)]));
  expect(new Set(actionsOf(app.role))).toEqual(new Set(['s3:GetObject', 's3:ListBucket', 's3:PutObject', 's3:AbortMultipartUpload']));
  const policies = Object.values(template().toJSON().Resources as Record<string, { DeletionPolicy?: string; Type: string }>)
    .filter(({ Type }) => Type !== 'AWS::S3::BucketPolicy').map(({ DeletionPolicy }) => DeletionPolicy);
  expect(new Set(policies)).toEqual(new Set(['RetainExceptOnCreate']));
});

test('every option of an app is taken', () => {
  const bucket = new s3.Bucket(stack, 'Data');
  const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  const app = new MlflowApp(stack, 'Mlflow', {
    name: 'team', role, artifacts: { bucket, prefix: 'mlflow/' }, modelRegistration: ModelRegistration.AUTOMATIC, maintenance: 'Tue:03:30', removalPolicy: RemovalPolicy.DESTROY,
  });

  template().hasResource(APP, { DeletionPolicy: 'Delete', Properties: { Name: 'team', ModelRegistrationMode: 'AutoModelRegistrationEnabled', WeeklyMaintenanceWindowStart: 'Tue:03:30' } });
  expect(text(Object.values(template().findResources(APP))[0].Properties.ArtifactStoreUri)).toMatch(/^s3:\/\/<Data.*>\/mlflow$/);
  expect(actionsOf(app.role)).toContain('sagemaker:CreateModelPackage');
  expect(text(statementsOf(app.role).find(({ Action }) => Action === 's3:GetObject').Resource)).toMatch(/\/mlflow\/\*$/);
});

test('a server is made with its size and version', () => {
  const server = new MlflowTrackingServer(stack, 'Mlflow', { size: TrackingServerSize.LARGE, mlflowVersion: '3.0', modelRegistration: ModelRegistration.AUTOMATIC });
  new MlflowTrackingServer(stack, 'Other');

  template().hasResourceProperties(SERVER, { TrackingServerSize: 'Large', MlflowVersion: '3.0', AutomaticModelRegistration: true });
  template().hasResourceProperties(SERVER, { TrackingServerSize: 'Small', MlflowVersion: Match.absent(), AutomaticModelRegistration: false });
  expect(stack.resolve(server.mlflowTrackingServerRef.trackingServerName)).toEqual({ Ref: stack.getLogicalId(server.node.defaultChild as any) });
});

test.each([['app', 'sagemaker:CreatePresignedMlflowAppUrl'], ['server', 'sagemaker:CreatePresignedMlflowTrackingServerUrl']])('people of a domain log to an %s and open it', (kind, open) => {
  const mlflow = kind === 'app' ? new MlflowApp(stack, 'Mlflow') : new MlflowTrackingServer(stack, 'Mlflow');
  const domain = new studio.Domain(stack, 'Studio');
  mlflow.grantLog(domain.executionRole);
  mlflow.grantOpen(domain);

  const actions = actionsOf(domain.executionRole);
  expect(actions).toEqual(expect.arrayContaining(['sagemaker-mlflow:LogMetric', 's3:PutObject', open]));
  expect(actions.filter((action) => action.startsWith('sagemaker-mlflow:Delete'))).toEqual([]);
});

test('cdk-nag finds nothing', () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const checked = new Stack(app, 'Team');
  const bucket = s3.Bucket.fromBucketName(checked, 'Data', 'data');
  new MlflowApp(checked, 'App', { modelRegistration: ModelRegistration.AUTOMATIC, artifacts: { bucket, prefix: 'a' } }).grantLog(new studio.Domain(checked, 'Studio').executionRole);
  new MlflowTrackingServer(checked, 'Server', { artifacts: { bucket, prefix: 'b' } });

  expect(() => app.synth()).not.toThrow();
});

describe('refusals', () => {
  const both = (props: studio.MlflowAppProps) => [MlflowApp, MlflowTrackingServer].map((kind, index) => refusal(() => new kind(stack, `M${stack.node.children.length}${index}`, props)));

  test.each(['Tue:03:30', 'Sun:23:59', Fn.importValue('window')])("maintenance at '%s' is taken", (maintenance) => {
    expect(both({ maintenance })).toEqual(['accepted', 'accepted']);
  });

  test.each(['TUE:03:30', 'Tue:24:00', 'Tue:3:30', ''])("maintenance at '%s' fails", (maintenance) => {
    both({ maintenance }).forEach((message) => expect(message).toContain('MaintenanceInvalid'));
  });

  test.each([['x'.repeat(256), 'accepted'], ['x'.repeat(257), 'Invalid'], ['a_b', 'Invalid']])('the name %s', (name, outcome) => {
    both({ name }).forEach((message) => expect(message).toContain(outcome));
  });

  test.each([['3.0', 'accepted'], ['2.16.2', 'accepted'], ['3', 'MlflowVersionInvalid'], ['v3.0', 'MlflowVersionInvalid'], [`1.${'0'.repeat(15)}`, 'MlflowVersionInvalid']])("the version '%s'", (mlflowVersion, outcome) => {
    expect(refusal(() => new MlflowTrackingServer(stack, 'Server', { mlflowVersion }))).toContain(outcome);
  });

  test('a prefix that is none', () => {
    both({ artifacts: { bucket: new s3.Bucket(stack, 'Data'), prefix: '/a' } }).forEach((message) => expect(message).toContain('S3KeyInvalid'));
  });
});
