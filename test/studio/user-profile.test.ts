import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Duration, Fn, RemovalPolicy, Size, Stack, Tags } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as studio from '../../lib/studio';

const PROFILE = 'AWS::SageMaker::UserProfile';
const { ProfileRole } = studio;

let stack: Stack;
let domain: studio.Domain;
beforeEach(() => {
  stack = new Stack(new App(), 'Team');
  domain = new studio.Domain(stack, 'Studio');
});

const template = () => Template.fromStack(stack);

describe('the least code', () => {
  test('makes a person who works as the domain says', () => {
    domain.addUserProfile('ana');

    expect(Object.values(template().findResources(PROFILE))).toEqual([
      {
        Type: PROFILE,
        Properties: { DomainId: stack.resolve(domain.domainId), UserProfileName: 'ana', UserSettings: {} },
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      },
    ]);
  });

  test('makes a name from the path', () => {
    const profile = new studio.UserProfile(stack, 'Ana', { domain });

    expect(profile.userProfileName).toMatch(/^team-?ana/);
    template().hasResourceProperties(PROFILE, { UserProfileName: profile.userProfileName });
  });
});

describe('tags', () => {
  test('of outer scopes reach the role, and not the profile, which they would replace', () => {
    domain.addUserProfile('ana', { role: ProfileRole.own() });
    Tags.of(stack).add('cost-centre', '42');
    template().hasResourceProperties(PROFILE, { Tags: Match.absent() });
    template().hasResourceProperties('AWS::IAM::Role', { Description: 'Opens Studio for Team/Studio/User-ana', Tags: [{ Key: 'cost-centre', Value: '42' }] });
  });

  test('of its own are written', () => {
    domain.addUserProfile('ana', { tags: { team: 'growth' } });
    template().hasResourceProperties(PROFILE, { Tags: [{ Key: 'team', Value: 'growth' }] });
  });
});

describe('settings', () => {
  test('a changed app is given whole, with the rest as the domain has it', () => {
    const own = new studio.Domain(stack, 'Other', {
      jupyterLab: { instanceType: 'ml.m5.large', idleShutdown: studio.IdleShutdown.never() },
      codeEditor: { instanceType: 'ml.m5.xlarge' },
      idleShutdown: studio.IdleShutdown.after(Duration.hours(3)),
      spaceStorage: { maximumSize: Size.gibibytes(50) },
    });
    own.addUserProfile('ana', {
      jupyterLab: { instanceType: 'ml.g5.xlarge' },
      codeEditor: { instanceType: undefined, idleShutdown: studio.IdleShutdown.after(Duration.hours(2)) },
      spaceStorage: { defaultSize: Size.gibibytes(20) },
    });

    template().hasResourceProperties(PROFILE, {
      UserSettings: {
        JupyterLabAppSettings: { DefaultResourceSpec: { InstanceType: 'ml.g5.xlarge' }, AppLifecycleManagement: { IdleSettings: { LifecycleManagement: 'DISABLED' } } },
        CodeEditorAppSettings: { DefaultResourceSpec: { InstanceType: 'ml.m5.xlarge' }, AppLifecycleManagement: { IdleSettings: { IdleTimeoutInMinutes: 120 } } },
        SpaceStorageSettings: { DefaultEbsStorageSettings: { DefaultEbsVolumeSizeInGb: 20, MaximumEbsVolumeSizeInGb: 50 } },
      },
    });
  });

  test('an app that is not mentioned stays the domain\'s', () => {
    domain.addUserProfile('ana', { jupyterLab: { instanceType: 'ml.m5.large' } });

    template().hasResourceProperties(PROFILE, { UserSettings: { CodeEditorAppSettings: Match.absent(), SpaceStorageSettings: Match.absent() } });
  });

  test('fails for a size that contradicts the domain\'s', () => {
    expect(() => domain.addUserProfile('ana', { spaceStorage: { maximumSize: Size.gibibytes(4) } })).toThrow(/SpaceEbsVolumeSizeInGbRange[^]*SpaceStorageOrder/);
  });

  test.each([[1, true], [4, true], [5, false]])('%d security groups: %s', (count, fine) => {
    const securityGroups = Array.from({ length: count }, (_, index) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${index}`, `sg-${index}`));
    const create = () => domain.addUserProfile('ana', { securityGroups });

    if (fine) {
      create();
      template().hasResourceProperties(PROFILE, { UserSettings: { SecurityGroups: securityGroups.map(({ securityGroupId }) => securityGroupId) } });
    } else {
      expect(create).toThrow(/SecurityGroupsCount/);
    }
  });
});

describe('the role', () => {
  test('is the domain\'s by default', () => {
    const profile = domain.addUserProfile('ana');

    expect(profile.executionRole).toBe(domain.executionRole);
    template().hasResourceProperties(PROFILE, { UserSettings: { ExecutionRole: Match.absent() } });
  });

  test('of one\'s own serves one person alone', () => {
    const profile = domain.addUserProfile('ana', { role: ProfileRole.own() });
    new s3.Bucket(stack, 'Secret').grantRead(profile);

    const profileArn = stack.resolve(profile.userProfileArn);
    const roles = [stack.resolve(profile.executionRole!.roleName)];
    template().hasResourceProperties(PROFILE, { UserSettings: { ExecutionRole: stack.resolve(profile.executionRole!.roleArn) } });
    template().hasResourceProperties('AWS::IAM::Policy', {
      Roles: roles,
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Sid: 'SignIn', Resource: profileArn }),
          Match.objectLike({ Sid: 'PrivateSpaces', Condition: { ArnLike: { 'sagemaker:OwnerUserProfileArn': profileArn }, StringEquals: { 'sagemaker:SpaceSharingType': 'Private' } } }),
        ]),
      },
    });
    template().hasResourceProperties('AWS::IAM::Policy', { Roles: roles, PolicyDocument: { Statement: [Match.objectLike({ Action: Match.arrayWith(['s3:GetObject*']) })] } });
  });

  test('of one\'s own may use the key of the domain', () => {
    const key = new kms.Key(stack, 'Key');
    const encrypted = new studio.Domain(stack, 'Encrypted', { encryptionKey: key });
    encrypted.addUserProfile('ana', { role: ProfileRole.own() });

    template().resourcePropertiesCountIs('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:CreateGrant' })]) } }, 2);
  });

  test('may be given', () => {
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const profile = domain.addUserProfile('ana', { role: ProfileRole.given(role) });

    expect(profile.executionRole).toBe(role);
    template().hasResourceProperties(PROFILE, { UserSettings: { ExecutionRole: stack.resolve(role.roleArn) } });
  });

  test('fails when it is given and SageMaker may not assume it', () => {
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.AccountRootPrincipal() });
    domain.addUserProfile('ana', { role: ProfileRole.given(role) });

    expect(template).toThrow(/RoleNotTrusted[^]*Team\/Studio\/User-ana/);
  });
});

describe('names', () => {
  test.each(['a', 'Ana-Maria', 'x'.repeat(63)])("'%s' is a name", (name) => {
    expect(domain.addUserProfile(name).userProfileName).toBe(name);
  });

  test.each(['', '-a', 'a@b.c', 'a b', 'x'.repeat(64)])("fails for '%s'", (name) => {
    expect(() => domain.addUserProfile(name)).toThrow(/UserProfileNameInvalid/);
  });

  test('fails for a second profile of the same name', () => {
    domain.addUserProfile('ana');

    expect(() => new studio.UserProfile(stack, 'Second', { domain, userProfileName: 'ana' })).toThrow(/UserProfileNameTaken[^]*ana/);
  });

  test('another domain may have a profile of the same name', () => {
    domain.addUserProfile('ana');

    expect(() => new studio.Domain(stack, 'Other').addUserProfile('ana')).not.toThrow();
  });

  test('may be a token, though not where it is the id of a construct', () => {
    const userProfileName = Fn.importValue('name');
    new studio.UserProfile(stack, 'Ana', { domain, userProfileName });

    template().hasResourceProperties(PROFILE, { UserProfileName: { 'Fn::ImportValue': 'name' } });
    expect(() => domain.addUserProfile(userProfileName)).toThrow(/UserProfileNameToken/);
  });
});

describe('removal', () => {
  test('goes with the domain', () => {
    const short = new studio.Domain(stack, 'Short', { removalPolicy: RemovalPolicy.DESTROY });
    short.addUserProfile('ana');

    template().allResources(PROFILE, { DeletionPolicy: 'Delete' });
  });

  test('may differ, with the role of one\'s own', () => {
    const profile = domain.addUserProfile('ana', { removalPolicy: RemovalPolicy.DESTROY, role: ProfileRole.own() });

    template().allResources(PROFILE, { DeletionPolicy: 'Delete' });
    const [role] = Object.values(template().findResources('AWS::IAM::Role', { Properties: { Description: `Opens Studio for ${profile.node.path}` } }));
    expect(role.DeletionPolicy).toBe('Delete');
  });
});

test('a person may be let into their own Studio', () => {
  const profile = domain.addUserProfile('ana');
  const ana = new iam.Role(stack, 'Ana', { assumedBy: new iam.AccountRootPrincipal() });
  profile.grants.open(ana);

  template().hasResourceProperties('AWS::IAM::Policy', {
    Roles: [stack.resolve(ana.roleName)],
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sagemaker:CreatePresignedDomainUrl', Resource: stack.resolve(profile.userProfileArn) }] },
  });
});

describe('what exists already', () => {
  const userProfileArn = 'arn:aws:sagemaker:eu-west-1:123456789012:user-profile/d-1/ana';

  test('a domain takes new people, who are kept', () => {
    const existing = studio.Domain.fromDomainId(stack, 'Existing', 'd-1');
    existing.addUserProfile('ana', { role: ProfileRole.own(), jupyterLab: { instanceType: 'ml.m5.large' } });

    template().hasResource(PROFILE, {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { DomainId: 'd-1', UserSettings: { JupyterLabAppSettings: { AppLifecycleManagement: { IdleSettings: { IdleTimeoutInMinutes: 60 } } } } },
    });
  });

  test('a profile passes grants on to its role', () => {
    const executionRole = iam.Role.fromRoleName(stack, 'Role', 'ana-studio');
    const profile = studio.UserProfile.fromUserProfileAttributes(stack, 'Ana', { domain, userProfileName: 'ana', userProfileArn, executionRole });
    new s3.Bucket(stack, 'Data').grantRead(profile);

    expect(profile.userProfileRef).toEqual({ domainId: domain.domainId, userProfileName: 'ana', userProfileArn });
    template().hasResourceProperties('AWS::IAM::Policy', { Roles: ['ana-studio'] });
  });

  test('a profile without a role of its own has the domain\'s', () => {
    const profile = studio.UserProfile.fromUserProfileAttributes(stack, 'Ana', { domain, userProfileName: 'ana', userProfileArn });

    expect(profile.executionRole).toBe(domain.executionRole);
  });

  test('fails to grant to a profile whose role is not known', () => {
    const existing = studio.Domain.fromDomainId(stack, 'Existing', 'd-1');
    const profile = studio.UserProfile.fromUserProfileAttributes(stack, 'Ana', { domain: existing, userProfileName: 'ana', userProfileArn });

    expect(() => new s3.Bucket(stack, 'Data').grantRead(profile)).toThrow(/imported without a role/);
  });

  test('fails for a name that no profile can have', () => {
    const create = () => studio.UserProfile.fromUserProfileAttributes(stack, 'Ana', { domain, userProfileName: 'a b', userProfileArn });

    expect(create).toThrow(/UserProfileNameInvalid/);
  });
});
