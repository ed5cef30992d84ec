import { AwsSolutionsChecks } from 'cdk-nag';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Conventions, SourceAccountCondition } from '../../lib/core';
import * as studio from '../../lib/studio';

/** Every choice that makes another resource or permission for people; what deletes them is in removal.test.ts. */
function richStack(app: App, removalPolicy = RemovalPolicy.RETAIN): Stack {
  const stack = new Stack(app, 'Team', { env: { account: '123456789012', region: 'eu-west-1' } });
  const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
  const open = new studio.Domain(stack, 'Open', { encryptionKey, removalPolicy, isolation: studio.DomainIsolation.BY_TAG });
  open.addUserProfile('ana', { role: studio.ProfileRole.own() });
  open.addUserProfile('bo');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] });
  new studio.Domain(stack, 'Closed', { vpc, networkAccess: studio.NetworkAccess.vpcOnly() }).addUserProfile('ana');
  new studio.Domain(stack, 'Offline', { networkAccess: studio.NetworkAccess.vpcOnly({ endpoints: studio.VpcEndpoints.created() }) });
  return stack;
}

const statements = (template: Template): { Action: string | string[]; Resource: unknown; Sid?: string }[] =>
  Object.values(template.findResources('AWS::IAM::Policy')).flatMap((policy) => policy.Properties.PolicyDocument.Statement)
    .filter(({ Effect }) => Effect === 'Allow');

describe('cdk-nag AwsSolutions', () => {
  const checked = () => {
    const app = new App();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    return app;
  };

  test('finds nothing', () => {
    const app = checked();
    richStack(app, RemovalPolicy.DESTROY);

    expect(() => app.synth()).not.toThrow();
  });

  test('finds nothing with RStudio and scripts', () => {
    const app = checked();
    new studio.Domain(new Stack(app, 'Team'), 'Studio', { rStudio: {}, jupyterLab: { startup: [studio.LifecycleScript.copyFiles('lib/studio/scripts')] } });

    expect(() => app.synth()).not.toThrow();
  });

  test('finds nothing with Canvas, EMR and Amazon Q', () => {
    const app = checked();
    const stack = new Stack(app, 'Team');
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/data');
    const { CanvasFeature } = studio;
    const workspace = { bucket: s3.Bucket.fromBucketName(stack, 'Work', 'work'), prefix: 'canvas' };
    const domain = new studio.Domain(stack, 'Studio', {
      canvas: {
        workspace, features: [
          CanvasFeature.timeSeriesForecasting(role), CanvasFeature.modelRegistration(), CanvasFeature.directDeployment(), CanvasFeature.documentQueries(),
          CanvasFeature.generativeAi({ tuningRole: role }), CanvasFeature.largeDataPreparation(role), CanvasFeature.readyToUseModels(),
        ],
      },
      emr: { discoveryRoles: [role], runtimeRoles: [role] }, amazonQ: studio.AmazonQ.free(), sharedSpaces: studio.SharedSpaces.allowed(),
    });
    domain.addUserProfile('ana', { role: studio.ProfileRole.own(), canvas: { features: [CanvasFeature.modelRegistration(role)] } });

    expect(() => app.synth()).not.toThrow();
  });

  test('fails for a wildcard that somebody adds to the same role', () => {
    const app = checked();
    const domain = new studio.Domain(new Stack(app, 'Team'), 'Studio');
    domain.executionRole.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));

    expect(() => app.synth()).toThrow(/AwsSolutions-IAM5/);
  });
});

describe('permissions', () => {
  test('no managed policy is used', () => {
    const template = Template.fromStack(richStack(new App()));

    template.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
    expect(JSON.stringify(template.toJSON())).not.toMatch(/FullAccess/);
  });

  test('no action has a wildcard, and only listing has no resource', () => {
    const all = statements(Template.fromStack(richStack(new App())));

    expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    expect(new Set(all.filter(({ Resource }) => Resource === '*').map(({ Sid }) => Sid))).toEqual(new Set(['List']));
  });

  test('nobody may pass a role, and nothing but Studio itself is allowed', () => {
    const services = statements(Template.fromStack(richStack(new App()))).flatMap(({ Action }) => Action).map((action) => action.split(':')[0]);

    expect(new Set(services)).toEqual(new Set(['sagemaker', 'logs', 'kms']));
  });

  test('spaces and apps can be made only by their owner and only private ones', () => {
    const changing = statements(Template.fromStack(richStack(new App()))).filter(({ Action }) => [Action].flat().some((action) => /(Space|App)$/.test(action) && !action.includes('Describe')));

    expect(changing.length).toBeGreaterThan(0);
    for (const statement of changing) {
      expect(statement).toMatchObject({
        Condition: { ArnLike: { 'sagemaker:OwnerUserProfileArn': expect.anything() }, StringEquals: { 'sagemaker:SpaceSharingType': 'Private' } },
      });
    }
  });
});

describe('trust', () => {
  test('every role names the account it may be used for', () => {
    Template.fromStack(richStack(new App())).allResourcesProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } })] },
    });
  });

  test('SageMaker\'s condition can be switched off', () => {
    const stack = new Stack();
    Conventions.apply(stack, { sourceAccount: SourceAccountCondition.NONE });
    new studio.Domain(stack, 'Studio');

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'sagemaker.amazonaws.com' } }] },
    });
  });
});
