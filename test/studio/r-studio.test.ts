import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Fn, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as studio from '../../lib/studio';
import { refusal, text } from '../support/reading';

const { NetworkAccess, RStudioAccess, ProfileRole } = studio;
const DOMAIN = 'AWS::SageMaker::Domain';
const PROFILE = 'AWS::SageMaker::UserProfile';

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Team');
});

const template = () => Template.fromStack(stack);
const make = (rStudio: studio.RStudioOptions, more: studio.DomainProps = {}) => new studio.Domain(stack, `Studio${stack.node.children.length}`, { rStudio, ...more });
const vpcOnly = () => ({
  networkAccess: NetworkAccess.vpcOnly(),
  vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] }),
});
const groups = (count: number) => Array.from({ length: count }, (_, index) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${index}`, `sg-${index}`));

test('the least code lets everybody in, with a server that has its license before the domain is made', () => {
  make({});

  const [domain] = Object.values(template().findResources(DOMAIN));
  const roleId = domain.Properties.DomainSettings.RStudioServerProDomainSettings.DomainExecutionRoleArn['Fn::GetAtt'][0];
  expect(domain.Properties.DomainSettings).toEqual({ RStudioServerProDomainSettings: { DomainExecutionRoleArn: { 'Fn::GetAtt': [roleId, 'Arn'] } } });
  expect(domain.Properties.DefaultUserSettings.RStudioServerProAppSettings).toEqual({ AccessStatus: 'ENABLED', UserGroup: 'R_STUDIO_USER' });
  expect(domain.Properties.AppSecurityGroupManagement).toBeUndefined();
  const [[policyId, policy]] = Object.entries(template().findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: roleId }] } }));
  expect(domain.DependsOn).toEqual(expect.arrayContaining([roleId, policyId]));
  const statements: any[] = policy.Properties.PolicyDocument.Statement;
  expect(statements.find(({ Action }) => Action.includes('license-manager:CheckoutLicense')).Resource).toEqual(expect.anything());
  expect(text(statements.find(({ Action }) => Action === 'sagemaker:CreateApp').Resource)).toMatch(/:app\/\*\/domain-shared\/RStudioServerPro\/\*$/);
});

test('every option is taken', () => {
  const serverRole = iam.Role.fromRoleName(stack, 'Mine', 'r-studio');
  make({
    serverRole, access: RStudioAccess.ADMIN, serverInstanceType: 'ml.c5.4xlarge', connectUrl: 'https://connect.example.com', packageManagerUrl: Fn.importValue('packages'),
  });

  template().hasResourceProperties(DOMAIN, {
    DomainSettings: {
      RStudioServerProDomainSettings: {
        DomainExecutionRoleArn: stack.resolve(serverRole.roleArn), DefaultResourceSpec: { InstanceType: 'ml.c5.4xlarge' },
        RStudioConnectUrl: 'https://connect.example.com', RStudioPackageManagerUrl: { 'Fn::ImportValue': 'packages' },
      },
    },
    DefaultUserSettings: { RStudioServerProAppSettings: { UserGroup: 'R_STUDIO_ADMIN' } },
  });
});

test.each([
  [0, { AppSecurityGroupManagement: 'Service', DomainSettings: { SecurityGroupIds: Match.absent() } }],
  [3, { AppSecurityGroupManagement: 'Customer', DomainSettings: { SecurityGroupIds: ['sg-0', 'sg-1', 'sg-2'] } }],
])('in a VPC alone, with %d security groups of its own', (count, expected) => {
  make({ securityGroups: groups(count) }, vpcOnly());

  template().hasResourceProperties(DOMAIN, expected);
});

describe('a person', () => {
  test('may be let in, left out, or made an administrator, and may then start sessions as themselves', () => {
    const domain = make({ access: RStudioAccess.NONE });
    domain.addUserProfile('ana', { rStudio: RStudioAccess.ADMIN, role: ProfileRole.own() });
    domain.addUserProfile('bo', { rStudio: RStudioAccess.NONE });
    domain.addUserProfile('cy');

    const settings = (UserProfileName: string) =>
      Object.values(template().findResources(PROFILE, { Properties: { UserProfileName } }))[0].Properties.UserSettings;
    template().hasResourceProperties(DOMAIN, { DefaultUserSettings: { RStudioServerProAppSettings: { AccessStatus: 'DISABLED', UserGroup: Match.absent() } } });
    expect(settings('ana').RStudioServerProAppSettings).toEqual({ AccessStatus: 'ENABLED', UserGroup: 'R_STUDIO_ADMIN' });
    expect(settings('bo').RStudioServerProAppSettings).toEqual({ AccessStatus: 'DISABLED' });
    expect(settings('cy').RStudioServerProAppSettings).toBeUndefined();
    const statements = Object.values(template().findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement as any[]);
    const sessions = statements.filter(({ Resource }) => [Resource].flat().some((arn: any) => text(arn).includes('/RSessionGateway/')));
    expect(sessions).toHaveLength(2);
    sessions.forEach(({ Action, Resource }) => {
      expect(Action).toEqual(['sagemaker:CreateApp', 'sagemaker:DeleteApp']);
      Resource.forEach((arn: any) => expect(text(arn)).toMatch(/\/\$\{sagemaker:UserProfileName\}\/RS\w+\/\*$/));
    });
  });

  test.each([[undefined, 'RStudioNotOffered'], [{}, 'accepted']])('in a domain with %p', (rStudio, outcome) => {
    const domain = new studio.Domain(stack, 'Studio', { rStudio });

    expect(refusal(() => domain.addUserProfile('ana', { rStudio: RStudioAccess.USER }))).toContain(outcome);
  });

  test('in a domain of which it is not known', () => {
    expect(refusal(() => studio.Domain.fromDomainId(stack, 'Studio', 'd-1').addUserProfile('ana', { rStudio: RStudioAccess.USER }))).toBe('accepted');
  });
});

describe('refusals', () => {
  test.each(['https://a.b/c', 'http://a.b', 'www.a.b'])("takes the address '%s'", (connectUrl) => {
    expect(refusal(() => make({ connectUrl }))).toBe('accepted');
  });

  test.each(['connect', 'ftp://a.b', 'https://a b', ''])("fails for the address '%s'", (address) => {
    expect(refusal(() => make({ connectUrl: address }))).toMatch(/RStudioUrlInvalid[^]*connectUrl/);
    expect(refusal(() => make({ packageManagerUrl: address }))).toMatch(/RStudioUrlInvalid[^]*packageManagerUrl/);
  });

  test('a fourth security group, and one where nothing runs in the VPC', () => {
    const four = groups(4);

    expect(refusal(() => make({ securityGroups: four }, vpcOnly()))).toContain('SecurityGroupIdsCount');
    expect(refusal(() => make({ securityGroups: four.slice(3) }))).toContain('RStudioGroupsUnused');
  });
});
