import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { App, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as studio from '../../lib/studio';
import { refusal, text } from '../support/reading';

const { VpcEndpoints, S3Route } = studio;
const { ATHENA, SAGEMAKER_API, STS, KENDRA } = ec2.InterfaceVpcEndpointAwsService;
const ENDPOINT = 'AWS::EC2::VPCEndpoint';
const STUDIO = ['sagemaker.api', 'sagemaker.runtime', 'studio', 'sts', 'logs'];

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Team');
});

const template = () => Template.fromStack(stack);
const vpcOnly = (options?: studio.VpcEndpointsOptions) => studio.NetworkAccess.vpcOnly({ endpoints: VpcEndpoints.created(options) });
const ofType = (type: string) =>
  Object.values(template().findResources(ENDPOINT)).map(({ Properties }) => Properties).filter((each) => each.VpcEndpointType === type);
const services = () => ofType('Interface').map(({ ServiceName }) => text(ServiceName).replace(/^.*<AWS::Region>\./, ''));
const importedVpc = (options: Partial<ec2.VpcAttributes> = {}) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-1', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['subnet-1', 'subnet-2'],
  privateSubnetRouteTableIds: ['rtb-1', 'rtb-2'], ...options,
});

test('the least code makes a network that leads to AWS and nowhere else', () => {
  new studio.Domain(stack, 'Studio', { networkAccess: vpcOnly() });

  expect(services()).toEqual(STUDIO);
  const [s3] = ofType('Gateway');
  const tables = Object.keys(template().findResources('AWS::EC2::RouteTable')).map((Ref) => ({ Ref }));
  expect(s3.RouteTableIds).toEqual(tables);
  template().resourceCountIs('AWS::EC2::NatGateway', 0);
  template().resourceCountIs('AWS::EC2::InternetGateway', 0);
  template().hasResourceProperties('AWS::SageMaker::Domain', { AppNetworkAccessType: 'VpcOnly', DefaultUserSettings: { SecurityGroups: [Match.anyValue()] } });
});

test('endpoints have private names, lie in one subnet of each zone, and let in the apps alone', () => {
  const subnets = ['subnet-1', 'subnet-2', 'subnet-3', 'subnet-4'];
  const vpc = importedVpc({ privateSubnetIds: subnets, privateSubnetRouteTableIds: subnets.map(() => 'rtb-1') });
  const domain = new studio.Domain(stack, 'Studio', { vpc, networkAccess: vpcOnly() });

  const groups = Object.keys(template().findResources('AWS::EC2::SecurityGroup'));
  const ofEndpoints = groups.find((id) => id.includes('Endpoints'))!;
  template().allResourcesProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
  for (const each of ofType('Interface')) {
    expect(each).toMatchObject({ PrivateDnsEnabled: true, SecurityGroupIds: [{ 'Fn::GetAtt': [ofEndpoints, 'GroupId'] }] });
    expect(each.SubnetIds).toHaveLength(2);
  }
  expect(ofType('Gateway')[0].RouteTableIds).toEqual(['rtb-1']);
  expect(Object.values(template().findResources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }) => Properties)).toEqual([
    expect.objectContaining({
      IpProtocol: 'tcp', FromPort: 443, ToPort: 443, GroupId: { 'Fn::GetAtt': [ofEndpoints, 'GroupId'] },
      SourceSecurityGroupId: stack.resolve(domain.connections.securityGroups[0].securityGroupId),
    }),
  ]);
});

test('services are added, left out, and follow from Docker', () => {
  new studio.Domain(stack, 'Studio', {
    vpc: importedVpc(),
    dockerAccess: studio.DockerAccess.ENABLED,
    networkAccess: vpcOnly({ services: [ATHENA, STS], except: [SAGEMAKER_API], s3: S3Route.EXISTING }),
  });

  expect(services()).toEqual(['sagemaker.runtime', 'studio', 'sts', 'logs', 'ecr.api', 'ecr.dkr', 'athena']);
  expect(ofType('Gateway')).toEqual([]);
});

test('none is made where the VPC has some', () => {
  new studio.Domain(stack, 'Studio', { vpc: importedVpc(), networkAccess: studio.NetworkAccess.vpcOnly({ endpoints: VpcEndpoints.existing() }) });

  template().resourceCountIs(ENDPOINT, 0);
});

describe('refusals', () => {
  test('a second domain in the same VPC, because private names can be taken once', () => {
    const vpc = importedVpc();
    new studio.Domain(stack, 'Studio', { vpc, networkAccess: vpcOnly() });

    const second = () => new studio.Domain(stack, 'Other', { vpc, networkAccess: vpcOnly() });

    expect(refusal(second)).toMatch(/VpcEndpointsTwice[^]*Team\/Studio/);
    expect(refusal(() => new studio.Domain(stack, 'Guest', { vpc, networkAccess: studio.NetworkAccess.vpcOnly() }))).toBe('accepted');
  });

  test('an exception for what is not made', () => {
    const create = () => new studio.Domain(stack, 'Studio', { vpc: importedVpc(), networkAccess: vpcOnly({ except: [KENDRA] }) });

    expect(refusal(create)).toMatch(/VpcEndpointNotMade[^]*'kendra'/);
  });

  test('an imported VPC whose route tables are not known', () => {
    const vpc = importedVpc({ privateSubnetRouteTableIds: undefined });

    expect(refusal(() => new studio.Domain(stack, 'Studio', { vpc, networkAccess: vpcOnly() }))).toMatch(/RouteTablesUnknown/);
  });

  test('no VPC and no endpoints', () => {
    const networkAccess = studio.NetworkAccess.vpcOnly({ endpoints: VpcEndpoints.existing() });

    expect(refusal(() => new studio.Domain(stack, 'Studio', { networkAccess }))).toMatch(/VpcOnlyNeedsVpc[^]*VpcEndpoints.created/);
  });
});
