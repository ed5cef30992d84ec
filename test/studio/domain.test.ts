import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Duration, Fn, Lazy, RemovalPolicy, Size, Stack } from 'aws-cdk-lib/core';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import { Conventions } from '../../lib/core';
import * as studio from '../../lib/studio';

const DOMAIN = 'AWS::SageMaker::Domain';

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Team');
});

const template = () => Template.fromStack(stack);
const domainProperties = () => Object.values(template().findResources(DOMAIN))[0].Properties;

describe('the least code', () => {
  test('makes the template in the snapshot', () => {
    new studio.Domain(stack, 'Studio');

    expect(template().toJSON().Resources).toMatchSnapshot();
  });

  test('signs people in with IAM, opens Studio, and shuts idle apps down after an hour', () => {
    new studio.Domain(stack, 'Studio');

    const idle = {
      IdleSettings: { LifecycleManagement: 'ENABLED', IdleTimeoutInMinutes: 60, MinIdleTimeoutInMinutes: 60, MaxIdleTimeoutInMinutes: 1440 },
    };
    template().hasResourceProperties(DOMAIN, {
      AuthMode: 'IAM',
      AppNetworkAccessType: 'PublicInternetOnly',
      DomainSettings: Match.absent(),
      DefaultUserSettings: {
        StudioWebPortal: 'ENABLED',
        DefaultLandingUri: 'studio::',
        JupyterLabAppSettings: { AppLifecycleManagement: idle, DefaultResourceSpec: { InstanceType: 'ml.t3.medium' } },
        CodeEditorAppSettings: { AppLifecycleManagement: idle, DefaultResourceSpec: { InstanceType: 'ml.t3.medium' } },
        SpaceStorageSettings: { DefaultEbsStorageSettings: { DefaultEbsVolumeSizeInGb: 5, MaximumEbsVolumeSizeInGb: 100 } },
        SecurityGroups: Match.absent(),
      },
      DefaultSpaceSettings: Match.absent(),
      KmsKeyId: Match.absent(),
    });
  });

  test('keeps everything when the stack goes, unless its creation was rolled back', () => {
    new studio.Domain(stack, 'Studio');

    const policies = Object.values(template().toJSON().Resources as Record<string, { DeletionPolicy?: string }>).map((resource) => resource.DeletionPolicy);
    expect(new Set(policies)).toEqual(new Set(['RetainExceptOnCreate']));
  });
});

describe('options', () => {
  test('a name, also with capitals, is taken as it is', () => {
    new studio.Domain(stack, 'Studio', { domainName: 'Data-Science' });

    template().hasResourceProperties(DOMAIN, { DomainName: 'Data-Science' });
  });

  test('a generated name carries the prefix of the surroundings', () => {
    Conventions.apply(stack, { namePrefix: 'ml-', rolePath: '/ml/' });
    new studio.Domain(stack, 'Studio');

    expect(domainProperties().DomainName).toMatch(/^ml-team-?studio/);
    template().hasResourceProperties('AWS::IAM::Role', { Path: '/ml/', Description: Match.stringLikeRegexp('Opens Studio') });
  });

  test('apps have their own instance and idle timeout', () => {
    new studio.Domain(stack, 'Studio', {
      idleShutdown: studio.IdleShutdown.after(Duration.hours(2)),
      jupyterLab: { instanceType: 'ml.m5.large' },
      codeEditor: { idleShutdown: studio.IdleShutdown.never() },
    });

    template().hasResourceProperties(DOMAIN, {
      DefaultUserSettings: {
        JupyterLabAppSettings: {
          DefaultResourceSpec: { InstanceType: 'ml.m5.large' },
          AppLifecycleManagement: { IdleSettings: { IdleTimeoutInMinutes: 120 } },
        },
        CodeEditorAppSettings: { AppLifecycleManagement: { IdleSettings: { LifecycleManagement: 'DISABLED', IdleTimeoutInMinutes: Match.absent() } } },
      },
    });
  });

  test('an instance type that the lists do not know is warned of, a wrong one fails', () => {
    new studio.Domain(stack, 'New', { jupyterLab: { instanceType: 'ml.m99.large' } });

    Annotations.fromStack(stack).hasWarning('/Team/New', Match.stringLikeRegexp('jupyterLab.instanceType'));
    expect(() => new studio.Domain(stack, 'Wrong', { codeEditor: { instanceType: 't3.medium' } })).toThrow(/InstanceTypeInvalid[^]*codeEditor.instanceType/);
  });

  test.each([studio.DockerAccess.ENABLED, studio.DockerAccess.DISABLED])('Docker is %s when asked for', (dockerAccess) => {
    new studio.Domain(stack, 'Studio', { dockerAccess });

    template().hasResourceProperties(DOMAIN, { DomainSettings: { DockerSettings: { EnableDockerAccess: dockerAccess } } });
  });

  test('a key encrypts the volumes, and the role may use it for them', () => {
    const key = new kms.Key(stack, 'Key');
    new studio.Domain(stack, 'Studio', { encryptionKey: key });

    const keyArn = stack.resolve(key.keyArn);
    template().hasResourceProperties(DOMAIN, { KmsKeyId: keyArn });
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: Match.arrayWith(['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext']), Resource: keyArn }),
          Match.objectLike({ Action: 'kms:CreateGrant', Resource: keyArn, Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
        ]),
      },
    });
  });

  test('a given role replaces the derived one and is let into Studio', () => {
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const domain = new studio.Domain(stack, 'Studio', { executionRole: role });

    expect(domain.executionRole).toBe(role);
    template().hasResourceProperties(DOMAIN, { DefaultUserSettings: { ExecutionRole: stack.resolve(role.roleArn) } });
    template().hasResourceProperties('AWS::IAM::Policy', { Roles: [stack.resolve(role.roleName)], PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'PrivateSpaces' })]) } });
    template().resourcePropertiesCountIs('AWS::IAM::Role', { Description: Match.stringLikeRegexp('Opens Studio') }, 0);
  });

  test('a role that refuses changes stays as it is', () => {
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    new studio.Domain(stack, 'Studio', { executionRole: role.withoutPolicyUpdates() });

    template().resourcePropertiesCountIs('AWS::IAM::Policy', { Roles: [stack.resolve(role.roleName)] }, 0);
  });

  test('fails when SageMaker may not assume the given role', () => {
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    new studio.Domain(stack, 'Studio', { executionRole: role });

    expect(template).toThrow(/RoleNotTrusted[^]*Team\/Mine/);
  });

  test('trust that is added later counts', () => {
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    new studio.Domain(stack, 'Studio', { executionRole: role });
    role.assumeRolePolicy!.addStatements(
      new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.ServicePrincipal('sagemaker.amazonaws.com')] }),
    );

    expect(template).not.toThrow();
  });

  test('what has no property is set on the resource itself', () => {
    const domain = new studio.Domain(stack, 'Studio');
    (domain.node.defaultChild as CfnDomain).tagPropagation = 'ENABLED';

    template().hasResourceProperties(DOMAIN, { TagPropagation: 'ENABLED' });
  });
});

describe('removal', () => {
  test('with DESTROY nothing is kept', () => {
    new studio.Domain(stack, 'Studio', { removalPolicy: RemovalPolicy.DESTROY });

    const policies = Object.values(template().toJSON().Resources as Record<string, { DeletionPolicy?: string }>).map((resource) => resource.DeletionPolicy ?? 'Delete');
    expect(new Set(policies)).toEqual(new Set(['Delete']));
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('a policy applied later reaches the network and the role too', () => {
    new studio.Domain(stack, 'Studio').applyRemovalPolicy(RemovalPolicy.DESTROY);

    template().allResources('AWS::EC2::Subnet', { DeletionPolicy: 'Delete' });
    template().hasResource('AWS::IAM::Policy', { DeletionPolicy: 'Delete', Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^StudioExecutionRole') }] } });
  });
});

describe('home directories', () => {
  test('are not made unless they are asked for', () => {
    const domain = new studio.Domain(stack, 'Studio');

    expect(domain.homeEfsFileSystemId).toBeUndefined();
    template().hasResourceProperties(DOMAIN, { HomeEfsFileSystemCreation: 'Disabled', DefaultUserSettings: { AutoMountHomeEFS: 'Disabled' } });
  });

  test('are mounted when they are made', () => {
    const domain = new studio.Domain(stack, 'Studio', { homeFileSystem: studio.HomeFileSystem.CREATED });

    expect(stack.resolve(domain.homeEfsFileSystemId)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Studio/), 'HomeEfsFileSystemId'] });
    template().hasResourceProperties(DOMAIN, { HomeEfsFileSystemCreation: 'Enabled', DefaultUserSettings: { AutoMountHomeEFS: 'Enabled' } });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('volumes of spaces', () => {
  const largest = 16_384;

  test.each([
    { defaultSize: 5, maximumSize: 5 },
    { defaultSize: 5, maximumSize: largest },
    { defaultSize: largest, maximumSize: largest },
  ])('take $defaultSize to $maximumSize GiB', ({ defaultSize, maximumSize }) => {
    new studio.Domain(stack, 'Studio', { spaceStorage: { defaultSize: Size.gibibytes(defaultSize), maximumSize: Size.gibibytes(maximumSize) } });

    template().hasResourceProperties(DOMAIN, {
      DefaultUserSettings: {
        SpaceStorageSettings: { DefaultEbsStorageSettings: { DefaultEbsVolumeSizeInGb: defaultSize, MaximumEbsVolumeSizeInGb: maximumSize } },
      },
    });
  });

  test('the maximum follows a larger default', () => {
    new studio.Domain(stack, 'Studio', { spaceStorage: { defaultSize: Size.tebibytes(1) } });

    expect(domainProperties().DefaultUserSettings.SpaceStorageSettings.DefaultEbsStorageSettings).toEqual({
      DefaultEbsVolumeSizeInGb: 1024,
      MaximumEbsVolumeSizeInGb: 1024,
    });
  });

  test.each([
    ['below 5 GiB', { defaultSize: Size.gibibytes(4) }, /SpaceEbsVolumeSizeInGbRange[^]*spaceStorage.defaultSize[^]*got 4/],
    ['above 16 TiB', { maximumSize: Size.gibibytes(largest + 1) }, /SpaceEbsVolumeSizeInGbRange[^]*spaceStorage.maximumSize/],
    ['of a fraction', { defaultSize: Size.mebibytes(5 * 1024 + 512) }, /SpaceEbsVolumeSizeInGbFraction[^]*5.5/],
    ['whose default exceeds the maximum', { defaultSize: Size.gibibytes(11), maximumSize: Size.gibibytes(10) }, /SpaceStorageOrder[^]*11 GiB, 10 GiB/],
  ])('fails for sizes %s', (_, spaceStorage, message) => {
    expect(() => new studio.Domain(stack, 'Studio', { spaceStorage })).toThrow(message);
  });
});

describe('names', () => {
  test.each(['a', '9', 'A-b-C', 'x'.repeat(63)])("'%s' is a name", (domainName) => {
    expect(() => new studio.Domain(stack, 'Studio', { domainName })).not.toThrow();
  });

  test.each(['', '-a', 'a-', 'a_b', 'a.b', 'x'.repeat(64)])("fails for '%s'", (domainName) => {
    expect(() => new studio.Domain(stack, 'Studio', { domainName })).toThrow(/DomainNameInvalid[^]*domainName/);
  });
});

test('tokens pass every check', () => {
  const parameter = new CfnParameter(stack, 'Gigabytes', { type: 'Number' });
  new studio.Domain(stack, 'Studio', {
    domainName: Fn.importValue('name'),
    spaceStorage: { defaultSize: Size.gibibytes(parameter.valueAsNumber), maximumSize: Size.gibibytes(Lazy.number({ produce: () => 3 })) },
    idleShutdown: studio.IdleShutdown.after(Duration.minutes(parameter.valueAsNumber)),
    jupyterLab: { instanceType: Fn.importValue('instance') },
  });

  template().hasResourceProperties(DOMAIN, {
    DomainName: { 'Fn::ImportValue': 'name' },
    DefaultUserSettings: {
      JupyterLabAppSettings: { AppLifecycleManagement: { IdleSettings: { IdleTimeoutInMinutes: { Ref: 'Gigabytes' }, MaxIdleTimeoutInMinutes: 525_600 } } },
      SpaceStorageSettings: { DefaultEbsStorageSettings: { DefaultEbsVolumeSizeInGb: { Ref: 'Gigabytes' }, MaximumEbsVolumeSizeInGb: 3 } },
    },
  });
});

describe('grants', () => {
  test('what is granted to the domain is granted to its role', () => {
    const domain = new studio.Domain(stack, 'Studio');
    new s3.Bucket(stack, 'Data').grantRead(domain);

    template().hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(domain.executionRole.roleName)],
      PolicyDocument: { Statement: [Match.objectLike({ Action: Match.arrayWith(['s3:GetObject*']) })] },
    });
  });

  test('a portal may open Studio for anyone of this domain', () => {
    const domain = new studio.Domain(stack, 'Studio');
    const portal = new iam.Role(stack, 'Portal', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    domain.grants.openAsAnyone(portal);

    template().hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(portal.roleName)],
      PolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Action: 'sagemaker:CreatePresignedDomainUrl',
          Resource: { 'Fn::Join': ['', Match.arrayWith([stack.resolve(domain.domainId), '/*'])] },
        }],
      },
    });
  });

  test('fails to connect apps that do not run in the VPC', () => {
    expect(() => new studio.Domain(stack, 'Studio').connections).toThrow(/DomainHasNoConnections/);
  });

  test('apps in the VPC connect to a database', () => {
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const domain = new studio.Domain(stack, 'Studio', { vpc, networkAccess: studio.NetworkAccess.vpcOnly() });
    const database = new ec2.SecurityGroup(stack, 'Database', { vpc });
    database.connections.allowFrom(domain, ec2.Port.POSTGRES);

    template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432, GroupId: stack.resolve(database.securityGroupId) });
  });
});

describe('a domain that exists already', () => {
  test('is known by its id', () => {
    const domain = studio.Domain.fromDomainId(stack, 'Studio', 'd-abcd1234efgh');

    expect(domain.domainRef.domainId).toBe('d-abcd1234efgh');
    expect(stack.resolve(domain.domainArn)['Fn::Join'][1].at(-1)).toBe(':domain/d-abcd1234efgh');
    expect(template().toJSON().Resources).toBeUndefined();
  });

  test('passes grants on to its role', () => {
    const executionRole = iam.Role.fromRoleName(stack, 'Role', 'studio');
    const domain = studio.Domain.fromDomainAttributes(stack, 'Studio', { domainId: 'd-1', executionRole });
    new s3.Bucket(stack, 'Data').grantRead(domain);

    template().hasResourceProperties('AWS::IAM::Policy', { Roles: ['studio'] });
  });

  test('its id may be a token', () => {
    const domain = studio.Domain.fromDomainId(stack, 'Studio', Fn.importValue('domain'));

    expect(stack.resolve(domain.domainId)).toEqual({ 'Fn::ImportValue': 'domain' });
  });

  test.each(['', 'd-', 'team', 'D-abc', 'd-ABC', 'arn:aws:sagemaker:eu-west-1:123456789012:domain/d-abc'])("fails for the id '%s'", (domainId) => {
    expect(() => studio.Domain.fromDomainId(stack, 'Studio', domainId)).toThrow(/DomainIdInvalid/);
  });
});
