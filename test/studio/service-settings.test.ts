import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as studio from '../../lib/studio';
import { refusal, text } from '../support/reading';

const { AmazonQ, Authentication, ProfileRole, SharedSpaces, StudioConfigurator } = studio;
const SETTINGS = 'Custom::SageMakerStudioSettings';
const PROFILE = 'arn:aws:codewhisperer:us-east-1:123456789012:profile/ABCDEFGHIJKL';

let stack: Stack;
let domains: number;
beforeEach(() => {
  domains = 0;
  stack = new Stack(new App(), 'Team');
});

const template = () => Template.fromStack(stack);
const roles = (count: number, name = 'r') => Array.from({ length: count }, (_, index) => iam.Role.fromRoleArn(stack, `${name}${index}`, `arn:aws:iam::210987654321:role/${name}${index}`));
const make = (props: studio.DomainProps) => new studio.Domain(stack, `Studio${domains++}`, props);
const settings = () => Object.entries<any>(template().findResources(SETTINGS));
const actionsOf = (id: RegExp) => Object.entries(template().findResources('AWS::IAM::Policy')).filter(([name]) => id.test(name))
  .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
  .flatMap(({ Action, Resource }: any) => [Action].flat().map((action: string) => `${action} on ${[Resource].flat().map(text).join()}`));

describe('EMR', () => {
  test('is set for people and shared spaces, who may assume what finds clusters, and nothing else', () => {
    make({ emr: { discoveryRoles: roles(1, 'find'), runtimeRoles: roles(1, 'run') }, sharedSpaces: SharedSpaces.allowed() });
    const emr = { JupyterLabAppSettings: { EmrSettings: { AssumableRoleArns: ['arn:aws:iam::210987654321:role/find0'], ExecutionRoleArns: ['arn:aws:iam::210987654321:role/run0'] } } };
    expect(settings()[0][1].Properties.Settings).toEqual({ UserSettings: emr, SpaceSettings: emr });
    for (const whose of [/^Studio0ExecutionRole/, /^Studio0SpaceExecutionRole/]) {
      expect(actionsOf(whose).filter((each) => /sts|PassRole/.test(each))).toEqual([
        'sts:AssumeRole on arn:aws:iam::210987654321:role/find0', 'iam:PassRole on arn:aws:iam::210987654321:role/run0',
      ]);
    }
    const passing = Object.values(template().findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action, Resource }) => Action === 'iam:PassRole' && /^arn:.*run0$/.test(Resource)).map(({ Condition }) => Condition.StringEquals['iam:PassedToService']);
    expect(passing.sort()).toEqual(['emr-serverless.amazonaws.com', 'emr-serverless.amazonaws.com', 'sagemaker.amazonaws.com']);
  });

  test.each([['210987654321', ['iam:PassRole on arn:aws:iam::210987654321:role/r0']], ['123456789012', []]])('lets people hand over the roles of the own account alone: in %s', (account, expected) => {
    stack = new Stack(new App(), 'Elsewhere', { env: { account, region: 'eu-west-1' } });
    make({ emr: { runtimeRoles: roles(1) } }).addUserProfile('ana', { role: ProfileRole.own() });
    for (const whose of [/^Studio0ExecutionRole/, /^Studio0Userana/]) {
      expect(actionsOf(whose).filter((each) => each.startsWith('iam:'))).toEqual(expected);
    }
  });

  test('without shared spaces is not set for them', () => {
    make({ emr: { runtimeRoles: roles(1) } });
    expect(Object.keys(settings()[0][1].Properties.Settings)).toEqual(['UserSettings']);
    expect(JSON.stringify(template().findResources('AWS::IAM::Policy'))).not.toContain('sts:AssumeRole');
  });

  test('without roles makes nothing but the empty lists, so that it can take the place of all settings for one deployment', () => {
    make({ emr: {} });
    const EmrSettings = { AssumableRoleArns: [], ExecutionRoleArns: [] };
    expect(settings()[0][1].Properties.Settings).toEqual({ UserSettings: { JupyterLabAppSettings: { EmrSettings } } });
    template().resourceCountIs('AWS::S3::Bucket', 0);
    expect(actionsOf(/^Studio0ExecutionRole/).filter((each) => /sts|iam/.test(each))).toEqual([]);
  });

  test.each(['discoveryRoles', 'runtimeRoles'])('takes five %s, and fails with six', (member) => {
    expect(refusal(() => make({ emr: { [member]: roles(5, `a${member}`) } }))).toBe('accepted');
    expect(refusal(() => make({ emr: { [member]: roles(6, `b${member}`) } }))).toMatch(new RegExp(`Count.*\\n.*emr\\.${member}.*from 0 to 5`));
  });

  test('of a person is what CloudFormation writes, with what JupyterLab is set to besides', () => {
    const domain = make({ jupyterLab: { instanceType: 'ml.m5.large' } });
    domain.addUserProfile('ana', { role: ProfileRole.own(), emr: { discoveryRoles: roles(1) } });
    template().hasResourceProperties('AWS::SageMaker::UserProfile', {
      UserSettings: {
        JupyterLabAppSettings: { DefaultResourceSpec: { InstanceType: 'ml.m5.large' }, EmrSettings: { AssumableRoleArns: ['arn:aws:iam::210987654321:role/r0'], ExecutionRoleArns: [] } },
      },
    });
    expect(settings()).toEqual([]);
    expect(actionsOf(/UseranaExecutionRole/)).toContain('sts:AssumeRole on arn:aws:iam::210987654321:role/r0');
  });

  test('of the domain is not lost where a person has another JupyterLab', () => {
    const domain = make({ emr: { runtimeRoles: roles(1) } });
    domain.addUserProfile('ana', { jupyterLab: { instanceType: 'ml.m5.large' } });
    template().hasResourceProperties('AWS::SageMaker::UserProfile', {
      UserSettings: { JupyterLabAppSettings: { EmrSettings: { ExecutionRoleArns: ['arn:aws:iam::210987654321:role/r0'] } } },
    });
  });
});

describe('Amazon Q', () => {
  test('is free, or belongs to a profile, and people may ask it', () => {
    make({ amazonQ: AmazonQ.free() });
    make({ amazonQ: AmazonQ.pro(PROFILE), authentication: Authentication.IDENTITY_CENTER });
    expect(settings()[0][1].Properties.Settings).toEqual({ DomainSettings: { AmazonQSettings: { Status: 'ENABLED' } } });
    expect(actionsOf(/^Studio0ExecutionRole/)).toContain('q:SendMessage on *');
    expect(settings()[1][1].Properties.Settings).toEqual({ DomainSettings: { AmazonQSettings: { Status: 'ENABLED', QProfileArn: PROFILE } } });
  });

  test('fails where a subscription has nobody to belong to, or its profile is none', () => {
    expect(refusal(() => make({ amazonQ: AmazonQ.pro(PROFILE) }))).toMatch(/AmazonQProNeedsIdentityCenter/);
    expect(refusal(() => make({ amazonQ: AmazonQ.pro('profile/A'), authentication: Authentication.IDENTITY_CENTER }))).toMatch(/QProfileArnPattern/);
    const token = new CfnParameter(stack, 'Profile').valueAsString;
    expect(refusal(() => make({ amazonQ: AmazonQ.pro(token), authentication: Authentication.IDENTITY_CENTER }))).toBe('accepted');
  });
});

describe('what writes them', () => {
  test('is run again when what CloudFormation writes of the domain changes, also by hand or by a value that is known at deployment', () => {
    const repository = new CfnParameter(stack, 'Repository').valueAsString;
    const domain = make({ amazonQ: AmazonQ.free(), jupyterLab: { repositories: [repository] } });
    (domain.node.defaultChild as any).addPropertyOverride('DefaultUserSettings.DefaultLandingUri', 'app:JupyterLab');
    const [[, { Properties }]] = settings();
    const [{ Properties: written }] = Object.values(template().findResources('AWS::SageMaker::Domain'));
    expect(Properties.WrittenAfter).toEqual(written);
    expect(Properties.WrittenAfter.DefaultUserSettings.JupyterLabAppSettings.CodeRepositories).toEqual([{ RepositoryUrl: { Ref: 'Repository' } }]);
  });

  test('is told of what comes from other stacks as the domain is, and serves profiles in them', () => {
    const [roles_, people] = ['Roles', 'People'].map((id) => new Stack(stack.node.root as App, id));
    const executionRole = new iam.Role(roles_, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }).withoutPolicyUpdates();
    const domain = make({ executionRole, canvas: {}, configurator: new StudioConfigurator(stack, 'Mine') });
    new studio.UserProfile(people, 'Ana', { domain, userProfileName: 'ana', role: ProfileRole.own(), canvas: {} });
    const [[, { Properties }]] = settings();
    expect(Properties.WrittenAfter.DefaultUserSettings.ExecutionRole).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Roles:/) });
    const [ofAna] = Object.values<any>(Template.fromStack(people).findResources(SETTINGS));
    expect(ofAna.Properties).toMatchObject({ ServiceToken: { 'Fn::ImportValue': expect.stringMatching(/^Team:/) }, UserProfileName: 'ana' });
    Template.fromStack(people).resourceCountIs('AWS::Lambda::Function', 0);
    Template.fromStack(people).hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ 'Fn::ImportValue': Match.stringLikeRegexp('^Team:.*MineHandlerRole') }],
      PolicyDocument: { Statement: [{ Action: ['sagemaker:DescribeUserProfile', 'sagemaker:UpdateUserProfile'], Resource: { 'Fn::GetAtt': [Match.anyValue(), 'UserProfileArn'] } }] },
    });
  });

  test('may look at and change that domain alone, before profiles and spaces are made', () => {
    const domain = make({ amazonQ: AmazonQ.free(), sharedSpaces: SharedSpaces.allowed() });
    const ana = domain.addUserProfile('ana');
    new studio.Space(stack, 'Notebooks', { owner: ana });
    const [[id, resource]] = settings();
    expect(actionsOf(/^StudioSettings/)).toEqual(['sagemaker:DescribeDomain', 'sagemaker:UpdateDomain'].map((action) => expect.stringMatching(new RegExp(`^${action} on .*Studio0.*DomainArn`))));
    expect(resource.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^StudioSettings/), expect.stringMatching(/^Studio0[0-9A-F]{8}$/)]));
    template().hasResource('AWS::SageMaker::UserProfile', { DependsOn: Match.arrayWith([id]) });
    template().hasResource('AWS::SageMaker::Space', { DependsOn: Match.arrayWith([id]) });
  });

  test('is one function for a stack, or one that is given to the domain', () => {
    make({ amazonQ: AmazonQ.free() });
    make({ amazonQ: AmazonQ.free() });
    make({ canvas: {}, configurator: new StudioConfigurator(stack, 'Mine') }).addUserProfile('ana', { canvas: {} });
    template().resourceCountIs('AWS::Lambda::Function', 2);
    expect(settings().filter(([, { Properties }]) => Properties.ServiceToken['Fn::GetAtt'][0].startsWith("Mine"))).toHaveLength(2);
  });

  test.each([[undefined, 'RetainExceptOnCreate'], [RemovalPolicy.DESTROY, 'Delete']])('takes settings back only where the domain may go: with %s', (removalPolicy, expected) => {
    make({ amazonQ: AmazonQ.free(), removalPolicy });
    template().hasResource(SETTINGS, { DeletionPolicy: expected });
    const [[, policy]] = Object.entries(template().findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith("StudioSettings"));
    expect(policy.DeletionPolicy).toBeUndefined();
  });
});
