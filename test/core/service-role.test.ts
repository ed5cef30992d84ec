import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { allow } from '../../lib/core/internal/allow';
import { ServiceRole } from '../../lib/core/internal/service-role';

function trainer(stack = new Stack(new App(), 'S')): ServiceRole {
  return new ServiceRole(stack, 'Trainer', { path: '/ml/', description: 'Trains', service: 'sagemaker.amazonaws.com' });
}

function statementsOf({ stack }: ServiceRole): Record<string, unknown>[] {
  const policies = Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, CfnPolicyJson>).filter(({ Type }) => Type.endsWith('Policy'));
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

interface CfnPolicyJson {
  readonly Type: string;
  readonly Properties: { readonly PolicyDocument: { readonly Statement: Record<string, unknown>[] }; readonly Roles: unknown[] };
}

describe('a role', () => {
  test('stands in the template as iam.Role would write it', () => {
    const role = trainer();
    const theirs = new iam.Role(role.stack, 'Theirs', { path: '/ml/', description: 'Trains', assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const roles = Object.values(Template.fromStack(role.stack).findResources('AWS::IAM::Role')).map(({ Properties }) => Properties as unknown);
    expect(theirs.assumeRoleAction).toBe(role.assumeRoleAction);
    expect(roles[0]).toEqual(roles[1]);
  });

  test('has no policy while nothing is granted', () => {
    Template.fromStack(trainer().stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('takes the grants of other constructs, and their keys name it where they must', () => {
    const role = trainer();
    const key = new kms.Key(role.stack, 'Key');
    new s3.Bucket(role.stack, 'Bucket', { encryptionKey: key }).grantRead(role);
    const granted = statementsOf(role);
    expect(granted).toContainEqual({ Effect: 'Allow', Action: ['s3:GetBucket*', 's3:GetObject*', 's3:List*'], Resource: expect.anything() as unknown });
    expect(granted).toContainEqual({ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/) as unknown, 'Arn'] } });
  });

  test('is found as a principal, in another stack too', () => {
    const app = new App();
    const role = trainer(new Stack(app, 'A'));
    const other = new Stack(app, 'B');
    const bucket = new s3.Bucket(other, 'Bucket');
    bucket.addToResourcePolicy(new iam.PolicyStatement({ principals: [role], actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }));
    expect(JSON.stringify(Template.fromStack(other).findResources('AWS::S3::BucketPolicy'))).toMatch(/ImportValue[^}]*GetAttTrainer/);
  });

  test('lets others pass, assume and read it by its ARN', () => {
    const role = trainer();
    const person = new iam.Role(role.stack, 'Person', { assumedBy: new iam.AccountRootPrincipal() });
    role.grantPassRole(person);
    role.grantAssumeRole(person);
    role.grant(person, 'iam:GetRole');
    const granted = statementsOf(role);
    expect(granted.flatMap(({ Action }) => Action)).toEqual(['iam:PassRole', 'sts:AssumeRole', 'iam:GetRole']);
    expect(granted.map(({ Resource }) => Resource)).toEqual(Array.from({ length: 3 }, () => role.stack.resolve(role.roleArn) as unknown));
  });

  test('takes policies of both kinds, each once, a boundary and a removal policy', () => {
    const role = trainer();
    const reading = iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess');
    role.addManagedPolicy(reading);
    role.addManagedPolicy(reading);
    role.attachInlinePolicy(new iam.Policy(role.stack, 'More', { statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })] }));
    iam.PermissionsBoundary.of(role.stack).apply(iam.ManagedPolicy.fromManagedPolicyArn(role.stack, 'Edge', 'arn:aws:iam::123456789012:policy/edge'));
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const template = Template.fromStack(role.stack);
    template.hasResourceProperties('AWS::IAM::Policy', { Roles: [{ Ref: Match.stringLikeRegexp('^Trainer') }] });
    template.hasResource('AWS::IAM::Role', {
      DeletionPolicy: 'Retain',
      Properties: { ManagedPolicyArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/ReadOnlyAccess']] }], PermissionsBoundary: 'arn:aws:iam::123456789012:policy/edge' },
    });
  });
});

describe('statements', () => {
  test('for the same resources, and for the same actions, become one', () => {
    const role = trainer();
    const add = (actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
      role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources, conditions }));
    add(['s3:PutObject'], ['arn:b']);
    add(['s3:GetObject'], ['arn:b']);
    add(['s3:GetObject', 's3:PutObject'], ['arn:a']);
    add(['s3:GetObject'], ['arn:b'], { Bool: { 'aws:SecureTransport': 'true' } });
    expect(statementsOf(role)).toEqual([
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['arn:b', 'arn:a'] },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:b', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    ]);
  });

  test('that deny are kept apart from those that allow', () => {
    const role = trainer();
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:b'] }));
    role.addToPrincipalPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:PutObject'], resources: ['arn:b'] }));
    role.addToPrincipalPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, notActions: ['s3:ListBucket'], notResources: ['arn:c'] }));
    expect(statementsOf(role)).toHaveLength(3);
  });

  test('are in force before what depends on their grant', () => {
    const role = trainer();
    const grant = allow(role, { actions: ['s3:GetObject'], resourceArns: ['arn:b'] });
    const job = new CfnResource(role.stack, 'Job', { type: 'Test::Test::Job' });
    grant.applyBefore(job);
    Template.fromStack(role.stack).hasResource('Test::Test::Job', { DependsOn: [Match.stringLikeRegexp('^TrainerPolicy')] });
  });
});

describe('permissions that outgrow a policy', () => {
  const arn = (index: number) => `arn:aws:s3:::bucket/${String(index).padStart(4, '0')}`;
  const grant = (role: ServiceRole, count: number) =>
    Array.from({ length: count }, (_, index) => allow(role, { actions: ['s3:GetObject'], resourceArns: [arn(index)] }));

  test.each([[374, 1], [375, 2], [1200, 5]])('of %d objects fill %d policies, each within its limit', (count, policies) => {
    const role = trainer();
    grant(role, count);
    const template = Template.fromStack(role.stack);
    const inline = Object.values(template.findResources('AWS::IAM::Policy'));
    const managed = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    const sizes = (resources: Record<string, unknown>[]) =>
      resources.map(({ Properties }) => JSON.stringify((Properties as { PolicyDocument: unknown }).PolicyDocument).length);
    expect(inline.length + managed.length).toBe(policies);
    expect(sizes(inline).every((size) => size <= 10_240)).toBe(true);
    expect(sizes(managed).every((size) => size <= 6_144)).toBe(true);
    expect(statementsOf(role).flatMap(({ Resource }) => Resource)).toHaveLength(count);
    expect(managed.every(({ Properties }) => (Properties as { Path: string }).Path === '/ml/')).toBe(true);
  });

  test('a policy set aside has a place of its own, and leaves the others the rest of the room', () => {
    const role = trainer();
    const statement = (index: number) => new iam.PolicyStatement({ actions: ['s3:DeleteObject'], resources: [arn(index)] });
    const removals = Array.from({ length: 66 }, (_, index) => role.setAside(role.stack, `Removal${index}`, [statement(index)]));
    grant(role, 300);
    const job = new CfnResource(role.stack, 'Job', { type: 'Test::Test::Job' });
    job.node.addDependency(removals[0]);
    const template = Template.fromStack(role.stack);
    const inline = Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => JSON.stringify((Properties as CfnPolicyJson['Properties']).PolicyDocument));
    expect(inline.length).toBeGreaterThan(50);
    expect(inline.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(10_240);
    expect(Object.keys(template.findResources('AWS::IAM::ManagedPolicy')).every((id) => /^(Removal|TrainerPolicy)/.test(id))).toBe(true);
    expect(statementsOf(role).flatMap(({ Action }) => Action).filter((action) => action === 's3:DeleteObject')).toHaveLength(66);
    template.hasResource('Test::Test::Job', { DependsOn: [Match.stringLikeRegexp('^Removal0')] });
  });

  test('fails for more than ten managed policies hold', () => {
    const role = trainer();
    expect(() => grant(role, 3000)).toThrow(/^RolePermissionsCount {2}S\/Trainer/);
  });

  test('fails for a statement that no policy could hold', () => {
    const role = trainer();
    const resources = Array.from({ length: 400 }, (_, index) => arn(index));
    expect(() => role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources }))).toThrow(/^StatementSize {2}S\/Trainer/);
  });
});
