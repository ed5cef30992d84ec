import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { App, Fn, Stack } from 'aws-cdk-lib/core';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as studio from '../../lib/studio';

const DOMAIN = 'AWS::SageMaker::Domain';
const vpcOnly = () => studio.NetworkAccess.vpcOnly();

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Team', { env: { account: '123456789012', region: 'eu-west-1' } });
});

const subnetsOfDomain = () => Object.values(Template.fromStack(stack).findResources(DOMAIN))[0].Properties.SubnetIds;
const importedVpc = (privateSubnets: number) =>
  ec2.Vpc.fromVpcAttributes(stack, `Imported${privateSubnets}`, {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: Array.from({ length: privateSubnets }, (_, index) => `subnet-${index}`),
  });

describe('the network of its own', () => {
  test('asks AWS for nothing during synthesis, in a known environment either', () => {
    new studio.Domain(stack, 'Studio');

    expect(app.synth().manifest.missing ?? []).toEqual([]);
    const zones = Object.values(Template.fromStack(stack).findResources('AWS::EC2::Subnet')).map((subnet) => subnet.Properties.AvailabilityZone);
    expect(zones).toEqual([{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }]);
  });

  test('has nothing that costs while idle and nothing that leads outside', () => {
    new studio.Domain(stack, 'Studio');

    const types = Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
    expect(types.filter((type) => /Gateway|Endpoint|EIP|Route$|Lambda/.test(type))).toEqual([]);
    Template.fromStack(stack).allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  test('logs its flows and forgets them after a month', () => {
    new studio.Domain(stack, 'Studio');

    Template.fromStack(stack).hasResourceProperties('AWS::EC2::FlowLog', { ResourceType: 'VPC', TrafficType: 'ALL' });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('is there for others to use', () => {
    const domain = new studio.Domain(stack, 'Studio');

    expect(domain.vpc.isolatedSubnets).toHaveLength(2);
    expect(() => domain.vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })).not.toThrow();
  });
});

describe('a given network', () => {
  test('is used instead of one of its own', () => {
    const vpc = importedVpc(2);
    const domain = new studio.Domain(stack, 'Studio', { vpc });

    expect(domain.vpc).toBe(vpc);
    expect(subnetsOfDomain()).toEqual(['subnet-0', 'subnet-1']);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPC', 0);
  });

  test('gives the subnets that are chosen', () => {
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, availabilityZones: ['eu-west-1a', 'eu-west-1b'] });
    new studio.Domain(stack, 'Studio', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } });

    expect(subnetsOfDomain()).toEqual(vpc.publicSubnets.map(({ subnetId }) => stack.resolve(subnetId)));
  });

  test.each([1, 16])('may have %d subnets', (count) => {
    new studio.Domain(stack, 'Studio', { vpc: importedVpc(count) });

    expect(subnetsOfDomain()).toHaveLength(count);
  });

  test.each([0, 17])('fails with %d subnets', (count) => {
    expect(() => new studio.Domain(stack, 'Studio', { vpc: importedVpc(count) })).toThrow(/(SubnetIdsCount|SubnetsMissing)[^]*vpcSubnets/);
  });

  test('fails when it has no subnets of the wanted kind', () => {
    const create = () => new studio.Domain(stack, 'Studio', { vpc: importedVpc(2), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });

    expect(create).toThrow(/SubnetsMissing[^]*vpcSubnets[^]*Isolated/);
  });

  test('fails for a subnet of another VPC', () => {
    const zones = { availabilityZones: ['eu-west-1a'], natGateways: 0 };
    const other = new ec2.Vpc(stack, 'Other', zones);
    const vpc = new ec2.Vpc(stack, 'Vpc', zones);

    expect(() => new studio.Domain(stack, 'Wrong', { vpc, vpcSubnets: { subnets: other.publicSubnets } })).toThrow(/SubnetOfAnotherVpc/);
    expect(() => new studio.Domain(stack, 'Right', { vpc, vpcSubnets: { subnets: vpc.publicSubnets } })).not.toThrow();
  });

  test('may be a token', () => {
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: Fn.importValue('vpc'),
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: [Fn.importValue('subnet1'), Fn.importValue('subnet2')],
    });
    new studio.Domain(stack, 'Studio', { vpc });

    Template.fromStack(stack).hasResourceProperties(DOMAIN, { VpcId: { 'Fn::ImportValue': 'vpc' }, SubnetIds: [{ 'Fn::ImportValue': 'subnet1' }, { 'Fn::ImportValue': 'subnet2' }] });
  });
});

describe('security groups', () => {
  const groups = (count: number) =>
    Array.from({ length: count }, (_, index) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${index}`, `sg-${index}`));

  test.each([1, 4])('%d are taken', (count) => {
    new studio.Domain(stack, 'Studio', { vpc: importedVpc(1), securityGroups: groups(count) });

    Template.fromStack(stack).hasResourceProperties(DOMAIN, { DefaultUserSettings: { SecurityGroups: Match.arrayWith([`sg-${count - 1}`]) } });
  });

  test('fails with 5, because the service adds one', () => {
    expect(() => new studio.Domain(stack, 'Studio', { vpc: importedVpc(1), securityGroups: groups(5) })).toThrow(/SecurityGroupsCount[^]*securityGroups/);
  });

  test('none is the same as leaving them out', () => {
    new studio.Domain(stack, 'Studio', { vpc: importedVpc(1), securityGroups: [] });

    Template.fromStack(stack).hasResourceProperties(DOMAIN, { DefaultUserSettings: { SecurityGroups: Match.absent() } });
  });
});

describe('VPC only', () => {
  test('sends everything through the VPC, with a group that lets nothing in', () => {
    new studio.Domain(stack, 'Studio', { vpc: importedVpc(2), networkAccess: vpcOnly() });

    const template = Template.fromStack(stack);
    const [groupId] = Object.keys(template.findResources('AWS::EC2::SecurityGroup'));
    template.hasResourceProperties(DOMAIN, {
      AppNetworkAccessType: 'VpcOnly',
      DefaultUserSettings: { SecurityGroups: [{ 'Fn::GetAtt': [groupId, 'GroupId'] }] },
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', { VpcId: 'vpc-1', SecurityGroupIngress: Match.absent() });
  });

  test('warns of public subnets, where apps reach nothing', () => {
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, availabilityZones: ['eu-west-1a'] });
    new studio.Domain(stack, 'Studio', { vpc, networkAccess: vpcOnly(), vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } });

    Annotations.fromStack(stack).hasWarning('/Team/Studio', Match.stringLikeRegexp('public subnets'));
  });

  test('fails without a VPC', () => {
    expect(() => new studio.Domain(stack, 'Studio', { networkAccess: vpcOnly() })).toThrow(/VpcOnlyNeedsVpc[^]*'vpc'/);
  });
});

test('fails for subnets and security groups without a VPC, naming both', () => {
  const create = () =>
    new studio.Domain(stack, 'Studio', {
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    });

  expect(create).toThrow(/NetworkNeedsVpc[^]*vpcSubnets[^]*NetworkNeedsVpc[^]*securityGroups/);
});
