import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { CfnDomain, CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker';
import { App, Stack } from 'aws-cdk-lib/core';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as studio from '../../lib/studio';
import { refusal } from '../support/reading';

const { DockerAccess, DomainIsolation, NetworkAccess, StudioApp, StudioTool, TagPropagation } = studio;
const DOMAIN = 'AWS::SageMaker::Domain';

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Team');
});

const template = () => Template.fromStack(stack);
const make = (props: studio.DomainProps) => new studio.Domain(stack, `Studio${stack.node.children.length}`, props);

describe('what is hidden', () => {
  test('is named once each, and a person may see other things', () => {
    const domain = make({
      portal: { hiddenTools: [StudioTool.JUMPSTART, StudioTool.JUMPSTART], hiddenApps: [StudioApp.CANVAS], hiddenInstanceTypes: ['ml.p4d.24xlarge'], hiddenDistributions: ['1.9'] },
    });
    domain.addUserProfile('ana', { portal: { hiddenTools: [] } });

    const hidden = {
      HiddenAppTypes: ['Canvas'], HiddenInstanceTypes: ['ml.p4d.24xlarge'],
      HiddenSageMakerImageVersionAliases: [{ SageMakerImageName: 'sagemaker_distribution', VersionAliases: ['1.9'] }],
    };
    template().hasResourceProperties(DOMAIN, { DefaultUserSettings: { StudioWebPortalSettings: { HiddenMlTools: ['JumpStart'], ...hidden } } });
    template().hasResourceProperties('AWS::SageMaker::UserProfile', { UserSettings: { StudioWebPortalSettings: { HiddenMlTools: Match.absent(), ...hidden } } });
  });

  test('is nothing by default, and where all lists are empty', () => {
    make({});
    make({ portal: { hiddenTools: [], hiddenApps: [] } });

    template().allResourcesProperties(DOMAIN, { DefaultUserSettings: { StudioWebPortalSettings: Match.absent() } });
  });

  test.each([[20, true], [21, false]])('may be %d versions: %s', (count, fine) => {
    const hiddenDistributions = Array.from({ length: count }, (_, minor) => `1.${minor}`);

    expect(refusal(() => make({ portal: { hiddenDistributions } }))).toContain(fine ? 'accepted' : 'VersionAliasesCount');
  });

  test.each(['1', '1.9.0', 'v1.9', '01.9', ''])("fails for the version '%s'", (version) => {
    expect(refusal(() => make({ portal: { hiddenDistributions: ['0.12', version] } }))).toContain('DistributionVersionInvalid');
  });

  test('fails for what is no instance type, and warns of one that is not known', () => {
    expect(refusal(() => make({ portal: { hiddenInstanceTypes: ['p4d'] } }))).toMatch(/InstanceTypeInvalid[^]*portal.hiddenInstanceTypes/);
    make({ portal: { hiddenInstanceTypes: ['ml.m99.large'] } });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('ml.m99.large'));
  });
});

describe('Docker in a VPC alone', () => {
  const vpc = () => ec2.Vpc.fromVpcAttributes(stack, `Vpc${stack.node.children.length}`, { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] });
  const accounts = (count: number) => Array.from({ length: count }, (_, index) => `${100_000_000_000 + index}`);
  const inVpc = (dockerTrustedAccounts: string[], dockerAccess?: studio.DockerAccess) =>
    make({ vpc: vpc(), networkAccess: NetworkAccess.vpcOnly(), dockerAccess, dockerTrustedAccounts });

  test('trusts the images of accounts', () => {
    inVpc(['123456789012'], DockerAccess.ENABLED);

    template().hasResourceProperties(DOMAIN, { DomainSettings: { DockerSettings: { EnableDockerAccess: 'ENABLED', VpcOnlyTrustedAccounts: ['123456789012'] } } });
  });

  test.each([[20, 'accepted'], [21, 'VpcOnlyTrustedAccountsCount']])('of %d accounts', (count, outcome) => {
    expect(refusal(() => inVpc(accounts(count), DockerAccess.ENABLED))).toContain(outcome);
  });

  test('fails for what is no account, without Docker, and with the internet', () => {
    expect(refusal(() => inVpc(['12345678901'], DockerAccess.ENABLED))).toContain('AccountIdInvalid');
    expect(refusal(() => inVpc(accounts(1)))).toContain('DockerAccountsUnused');
    expect(refusal(() => inVpc(accounts(1), DockerAccess.DISABLED))).toContain('DockerAccountsUnused');
    expect(refusal(() => make({ dockerAccess: DockerAccess.ENABLED, dockerTrustedAccounts: accounts(1) }))).toContain('DockerAccountsUnused');
  });
});

describe('tags', () => {
  test.each([TagPropagation.ENABLED, TagPropagation.DISABLED, undefined])('are put on what people make: %s', (tagPropagation) => {
    make({ tagPropagation });

    template().hasResourceProperties(DOMAIN, { TagPropagation: tagPropagation ?? Match.absent() });
  });

  test('keep the domain\'s people, with roles of their own too, from what belongs to another domain', () => {
    const domain = make({ isolation: DomainIsolation.BY_TAG });
    domain.addUserProfile('ana', { role: studio.ProfileRole.own() });

    const denials = Object.values(template().findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Effect }) => Effect === 'Deny');
    expect(denials).toHaveLength(2);
    denials.forEach((each) => expect(each).toMatchObject({
      Action: 'sagemaker:*', Resource: '*',
      Condition: {
        StringNotEquals: { 'aws:ResourceTag/sagemaker:domain-arn': stack.resolve(domain.domainArn) },
        Null: { 'aws:ResourceTag/sagemaker:domain-arn': 'false' },
      },
    }));
  });
});

describe('Studio Classic', () => {
  const settings = (resource: CfnDomain) => resource.defaultUserSettings as CfnDomain.UserSettingsProperty;

  test.each([
    ['kernelGatewayAppSettings', { kernelGatewayAppSettings: {} }],
    ['jupyterServerAppSettings', { jupyterServerAppSettings: {} }],
    ['defaultLandingUri', { defaultLandingUri: 'app:JupyterServer:' }],
    ['studioWebPortal', { studioWebPortal: 'DISABLED' }],
  ])('fails for a domain with %s', (property, ofClassic) => {
    const resource = make({}).node.defaultChild as CfnDomain;
    resource.defaultUserSettings = { ...settings(resource), ...ofClassic };

    expect(refusal(template)).toMatch(new RegExp(`StudioClassicRefused[^]*${property}[^]*JupyterLab`));
  });

  test('fails for a person with it', () => {
    (make({}).addUserProfile('ana').node.defaultChild as CfnUserProfile).userSettings = { kernelGatewayAppSettings: {} };

    expect(refusal(template)).toContain('StudioClassicRefused');
  });

  test('is not seen in what is set for Studio', () => {
    const resource = make({}).node.defaultChild as CfnDomain;
    resource.defaultUserSettings = { ...settings(resource), defaultLandingUri: 'studio::/pipelines' };

    expect(refusal(template)).toBe('accepted');
  });
});
