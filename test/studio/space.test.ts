import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Duration, Fn, RemovalPolicy, Size, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as studio from '../../lib/studio';
import { refusal } from '../support/reading';

const SPACE = 'AWS::SageMaker::Space';
const { Space, SpaceApp, SpaceSharing, SharedSpaces, ProfileRole } = studio;

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Team', { env: { account: '123456789012', region: 'eu-west-1' } });
});

const template = () => Template.fromStack(stack);
const ana = (props: studio.DomainProps = {}) => new studio.Domain(stack, 'Studio', props).addUserProfile('ana', { role: ProfileRole.own() });
const space = (props: Partial<studio.SpaceProps> = {}, domain: studio.DomainProps = {}) => new Space(stack, 'Lab', { owner: ana(domain), ...props });
const shared = { sharedSpaces: SharedSpaces.allowed() };
const statementsOf = (id: RegExp): any[] => Object.entries<any>(template().findResources('AWS::IAM::Policy')).filter(([logicalId]) => id.test(logicalId))
  .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);

describe('the least code', () => {
  test('makes a private space for JupyterLab, kept as its domain is, after its owner', () => {
    space();
    template().hasResource(SPACE, {
      Properties: {
        DomainId: { Ref: Match.stringLikeRegexp('^Studio') }, SpaceName: Match.stringLikeRegexp('^team-?lab'),
        OwnershipSettings: { OwnerUserProfileName: 'ana' }, SpaceSharingSettings: { SharingType: 'Private' },
        SpaceSettings: { AppType: 'JupyterLab', JupyterLabAppSettings: { DefaultResourceSpec: { InstanceType: 'ml.t3.medium' } }, SpaceStorageSettings: Match.absent() },
      },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^StudioUserana')]),
      DeletionPolicy: 'RetainExceptOnCreate',
    });
    template().resourceCountIs('Custom::SageMakerStudioContents', 0);
  });
});

describe('options', () => {
  test('Code Editor, another instance, volume and timeout', () => {
    space({ app: SpaceApp.CODE_EDITOR, instanceType: 'ml.g5.xlarge', volumeSize: Size.gibibytes(50), idleTimeout: Duration.hours(3), displayName: 'Lab', spaceName: 'Lab-1' });
    template().hasResourceProperties(SPACE, {
      SpaceName: 'Lab-1', SpaceDisplayName: 'Lab',
      SpaceSettings: {
        AppType: 'CodeEditor',
        CodeEditorAppSettings: {
          DefaultResourceSpec: { InstanceType: 'ml.g5.xlarge' }, AppLifecycleManagement: { IdleSettings: { IdleTimeoutInMinutes: 180 } },
        },
        JupyterLabAppSettings: Match.absent(),
        SpaceStorageSettings: { EbsStorageSettings: { EbsVolumeSizeInGb: 50 } },
      },
    });
  });

  test.each([
    ['a volume of 5 GiB', { volumeSize: Size.gibibytes(5) }],
    ['a volume of 16 TiB', { volumeSize: Size.tebibytes(16) }],
    ['an hour', { idleTimeout: Duration.minutes(60) }],
    ['a year', { idleTimeout: Duration.days(365) }],
    ['64 characters to see', { displayName: 'a'.repeat(64) }],
    ['63 characters for a name', { spaceName: 'a'.repeat(63) }],
  ])('takes %s', (_, props) => {
    expect(refusal(() => space(props))).toBe('accepted');
  });

  test.each([
    ['a volume of 4 GiB', { volumeSize: Size.gibibytes(4) }, 'SpaceEbsVolumeSizeInGb'],
    ['more than 16 TiB', { volumeSize: Size.gibibytes(16_385) }, 'SpaceEbsVolumeSizeInGb'],
    ['half a gibibyte', { volumeSize: Size.mebibytes(5_632) }, 'SpaceEbsVolumeSizeInGbFraction'],
    ['59 minutes', { idleTimeout: Duration.minutes(59) }, 'IdleTimeoutInMinutes'],
    ['more than a year', { idleTimeout: Duration.minutes(525_601) }, 'IdleTimeoutInMinutes'],
    ['65 characters to see', { displayName: 'a'.repeat(65) }, 'SpaceDisplayNameLength'],
    ['64 characters for a name', { spaceName: 'a'.repeat(64) }, 'SpaceNameInvalid'],
    ['an underscore', { spaceName: 'my_lab' }, 'SpaceNameInvalid'],
    ['an instance that Studio has not', { instanceType: 'm5.large' }, 'InstanceType'],
  ])('fails for %s', (_, props, code) => {
    expect(refusal(() => space(props))).toContain(code);
  });

  test('tokens pass', () => {
    const text = new CfnParameter(stack, 'Text').valueAsString;
    expect(refusal(() => space({ spaceName: text, displayName: text, instanceType: text, volumeSize: Size.gibibytes(new CfnParameter(stack, 'N', { type: 'Number' }).valueAsNumber) })))
      .toBe('accepted');
  });
});

describe('a shared space', () => {
  test('is open to everybody, and acts with the role of shared spaces', () => {
    space({ sharing: SpaceSharing.SHARED }, shared);
    template().hasResourceProperties(SPACE, { SpaceSharingSettings: { SharingType: 'Shared' }, OwnershipSettings: { OwnerUserProfileName: 'ana' } });
    template().hasResourceProperties('AWS::SageMaker::Domain', {
      DefaultSpaceSettings: {
        ExecutionRole: { 'Fn::GetAtt': [Match.stringLikeRegexp('^StudioSpaceExecutionRole'), 'Arn'] },
        JupyterLabAppSettings: Match.objectLike({ DefaultResourceSpec: { InstanceType: 'ml.t3.medium' } }),
        SpaceStorageSettings: { DefaultEbsStorageSettings: { DefaultEbsVolumeSizeInGb: 5, MaximumEbsVolumeSizeInGb: 100 } },
      },
    });
  });

  test('may be made by anybody who owns it, and used by all', () => {
    space({ sharing: SpaceSharing.SHARED }, shared);
    for (const id of [/^StudioStudioAccess/, /^StudioUseranaStudioAccess/]) {
      expect(statementsOf(id)).toEqual(expect.arrayContaining([
        expect.objectContaining({ Sid: 'OwnSpaces', Condition: { ArnLike: expect.anything(), StringEquals: { 'sagemaker:SpaceSharingType': ['Private', 'Shared'] } } }),
        expect.objectContaining({ Sid: 'AppsInSharedSpaces', Condition: { StringEquals: { 'sagemaker:SpaceSharingType': 'Shared' } } }),
      ]));
    }
  });

  test('has a role that may look and write logs, and nothing else', () => {
    space({ sharing: SpaceSharing.SHARED }, shared);
    expect(statementsOf(/^StudioSharedSpaceAccess/).map(({ Sid }) => Sid)).toEqual(['List', 'Look', 'AppLogs']);
  });

  test('may have a persona, or a role made elsewhere', () => {
    space({ sharing: SpaceSharing.SHARED }, { sharedSpaces: SharedSpaces.allowed(studio.Persona.viewer()) });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const other = new studio.Domain(stack, 'Other', { sharedSpaces: SharedSpaces.withRole(role) });
    expect(other.spaceExecutionRole).toBe(role);
    template().hasResourceProperties('AWS::IAM::Role', {
      Description: Match.stringLikeRegexp('Works in the shared spaces'), ManagedPolicyArns: [{ Ref: Match.stringLikeRegexp('PersonaLook') }],
    });
  });

  test('fails where the domain has no role for it', () => {
    expect(refusal(() => space({ sharing: SpaceSharing.SHARED }))).toContain('SharedSpacesMissing  Team/Lab');
  });

  test('fails for Code Editor', () => {
    expect(refusal(() => space({ sharing: SpaceSharing.SHARED, app: SpaceApp.CODE_EDITOR }, shared))).toContain('SharedCodeEditor');
  });

  test('is taken on trust in a domain that exists', () => {
    const domain = studio.Domain.fromDomainId(stack, 'Existing', 'd-abcd1234efgh');
    expect(refusal(() => new Space(stack, 'Lab', { owner: domain.addUserProfile('ana'), sharing: SpaceSharing.SHARED }))).toBe('accepted');
  });
});

describe('grants', () => {
  test('on data go to the owner of a private space, and to the role of shared spaces', () => {
    const bucket = new s3.Bucket(stack, 'Data', { enforceSSL: true });
    const owner = ana(shared);
    bucket.grantRead(new Space(stack, 'Mine', { owner }));
    bucket.grantRead(new Space(stack, 'Ours', { owner, sharing: SpaceSharing.SHARED }));
    for (const role of ['^StudioUseranaExecutionRole', '^StudioSpaceExecutionRole']) {
      template().hasResourceProperties('AWS::IAM::Policy', {
        PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['s3:GetObject*']) })]) }, Roles: [{ Ref: Match.stringLikeRegexp(role) }],
      });
    }
  });

  test('let a function start and stop the app of this space', () => {
    const portal = new iam.Role(stack, 'Portal', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    space({ spaceName: 'lab' }).grants.runApps(portal);
    expect(statementsOf(/^Portal/)).toEqual([expect.objectContaining({
      Action: ['sagemaker:CreateApp', 'sagemaker:DeleteApp', 'sagemaker:DescribeApp'],
      Resource: { 'Fn::Join': ['', ['arn:aws:sagemaker:eu-west-1:123456789012:app/', { Ref: expect.stringMatching(/^Studio/) }, '/lab/*']] },
    })]);
  });

  test('of an imported space need its role', () => {
    const domain = studio.Domain.fromDomainId(stack, 'Existing', 'd-abcd1234efgh');
    const spaceArn = 'arn:aws:sagemaker:eu-west-1:123456789012:space/d-abcd1234efgh/lab';
    const imported = Space.fromSpaceAttributes(stack, 'Lab', { domain, spaceName: 'lab', spaceArn });
    expect(imported.spaceRef).toEqual({ domainId: 'd-abcd1234efgh', spaceName: 'lab', spaceArn });
    const bucket = new s3.Bucket(stack, 'Data', { enforceSSL: true });
    expect(() => bucket.grantRead(imported)).toThrow('imported without a role');
    const executionRole = iam.Role.fromRoleName(stack, 'Role', 'lab');
    expect(bucket.grantRead(Space.fromSpaceAttributes(stack, 'Known', { domain, spaceName: Fn.importValue('Lab'), spaceArn, executionRole })).success).toBe(true);
  });
});

describe('removal', () => {
  test('stops the app first, and goes with the domain in one sweep', () => {
    space({}, { removalPolicy: RemovalPolicy.DESTROY });
    const contents = Object.entries<any>(template().findResources('Custom::SageMakerStudioContents'));
    const [labId, lab] = contents.find(([, { Properties }]) => Properties.SpaceName !== undefined)!;
    expect(lab.DependsOn).toContainEqual(expect.stringMatching(/^Lab[0-9A-F]{8}$/));
    const [, domain] = contents.find(([, { Properties }]) => Properties.SpaceName === undefined && Properties.UserProfileName === undefined)!;
    expect(domain.DependsOn).toContain(labId);
  });

  test('fails for a space that is to be kept in a domain that is not', () => {
    expect(refusal(() => space({ removalPolicy: RemovalPolicy.RETAIN }, { removalPolicy: RemovalPolicy.DESTROY }))).toContain('KeptInDestroyedDomain');
  });
});

test('passes cdk-nag', () => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  const lab = space({ sharing: SpaceSharing.SHARED }, { ...shared, removalPolicy: RemovalPolicy.DESTROY });
  lab.grants.runApps(new iam.Role(stack, 'Portal', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
  expect(app.synth().stacks).toHaveLength(1);
});
