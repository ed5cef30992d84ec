import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
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

describe('Canvas', () => {
  const OF_CANVAS = ['ecr.api', 'ecr.dkr', 'ec2', 'ssm', 'monitoring', 'notebook'];
  const { CanvasFeature, ProfileRole } = studio;
  const role = () => iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::123456789012:role/given');
  const secret = () => secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:flake-AbCdEf');
  const workspace = () => ({ bucket: s3.Bucket.fromBucketName(stack, 'Work', 'work') });
  const ofNetworks = (whose: RegExp) => Object.entries(template().findResources('AWS::IAM::Policy')).filter(([id]) => whose.test(id))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(({ Action }: any) => [Action].flat().some((each: string) => each.startsWith('ec2:')));

  test('is led to what it calls', () => {
    new studio.Domain(stack, 'Studio', { vpc: importedVpc(), networkAccess: vpcOnly(), canvas: { workspace: workspace() } });
    expect(services()).toEqual([...STUDIO, ...OF_CANVAS]);
  });

  test.each<[string, () => studio.CanvasFeature, string[]]>([
    ['large data', () => CanvasFeature.largeDataPreparation(role()), ['emr-serverless']],
    ['generative AI', () => CanvasFeature.generativeAi(), ['bedrock-runtime']],
    ['documents', () => CanvasFeature.documentQueries(), ['kendra']],
    ['models that are ready', () => CanvasFeature.readyToUseModels(), ['comprehend', 'rekognition', 'textract']],
    ['Amazon Forecast', () => CanvasFeature.timeSeriesForecasting(role()), ['forecast', 'forecastquery']],
    ['forecasts as other models', () => CanvasFeature.timeSeriesForecasting(), []],
    ['a sign-in', () => CanvasFeature.snowflake(secret()), ['secretsmanager']],
    ['deployments', () => CanvasFeature.directDeployment(), []],
  ])('is led to what a feature calls: %s', (_, feature, expected) => {
    new studio.Domain(stack, 'Studio', { vpc: importedVpc(), networkAccess: vpcOnly(), canvas: { workspace: workspace(), features: [feature()] } });
    expect(services().slice(STUDIO.length + OF_CANVAS.length)).toEqual(expected);
  });

  test('is not led anywhere where the VPC has its own ways, or apps are not in it', () => {
    new studio.Domain(stack, 'Own', { vpc: importedVpc(), networkAccess: studio.NetworkAccess.vpcOnly(), canvas: { workspace: workspace() } });
    const open = new studio.Domain(stack, 'Open', { canvas: { workspace: { bucket: s3.Bucket.fromBucketName(stack, 'Other', 'other') } } });
    open.addUserProfile('ana', { canvas: {} });
    template().resourceCountIs(ENDPOINT, 0);
    expect(ofNetworks(/^Open/)).toEqual([]);
    expect(ofNetworks(/^OwnExecutionRole/)).not.toEqual([]);
  });

  test('of one person is led by the endpoints of the domain, once, and stays with them; what the VPC has is left out', () => {
    const domain = new studio.Domain(stack, 'Studio', { vpc: importedVpc(), networkAccess: vpcOnly({ except: [KENDRA] }) });
    const people = new Stack(stack.node.root, 'People');
    const canvas = { workspace: workspace(), features: [CanvasFeature.documentQueries(), CanvasFeature.generativeAi()] };
    domain.addUserProfile('ana', { canvas });
    new studio.UserProfile(people, 'Ben', { domain, canvas, role: ProfileRole.own() });
    expect(services()).toEqual([...STUDIO, ...OF_CANVAS, 'bedrock-runtime']);
    template().allResources(ENDPOINT, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });

  test('lets people see which endpoints there are, and run jobs in the subnets, with the groups of the domain and their own', () => {
    const [own, hers, his] = ['Own', 'Hers', 'His'].map((id) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, `sg-${id.toLowerCase()}`));
    const domain = new studio.Domain(stack, 'Studio', { vpc: importedVpc(), networkAccess: vpcOnly(), securityGroups: [own], canvas: { workspace: workspace() } });
    domain.addUserProfile('ana', { role: ProfileRole.own(), securityGroups: [hers] });
    domain.addUserProfile('ben', { securityGroups: [his] });
    const made = (...groups: string[]) => ['network-interface/*', 'subnet/subnet-1', 'subnet/subnet-2', ...groups.map((group) => `security-group/${group}`)];
    const expected = (...groups: string[]) => [
      {
        Action: ['DeleteNetworkInterfacePermission', 'DescribeDhcpOptions', 'DescribeNetworkInterfaces', 'DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcEndpointServices', 'DescribeVpcs']
          .map((action) => `ec2:${action}`),
        Effect: 'Allow', Resource: '*',
      },
      { Action: 'ec2:CreateNetworkInterface', Effect: 'Allow', Resource: made(...groups).map((each) => expect.stringMatching(new RegExp(`${each.replace('*', '\\*')}$`))) },
      { Action: ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'], Effect: 'Allow', Resource: expect.stringMatching(/network-interface\/\*$/), Condition: expect.anything() },
    ];
    const readable = (statements: any[]) => statements.map(({ Resource, ...rest }) => ({
      ...rest, Resource: Array.isArray(Resource) ? Resource.map(text) : text(Resource),
    }));
    expect(readable(ofNetworks(/^StudioExecutionRole/))).toEqual(expected('sg-own', 'sg-his'));
    expect(readable(ofNetworks(/Userana/))).toEqual(expected('sg-own', 'sg-hers'));
    template().resourcePropertiesCountIs('AWS::IAM::Role', { ManagedPolicyArns: [{ Ref: Match.stringLikeRegexp('CanvasWork') }] }, 2);
  });

  test('fails to tune where it is known that nothing leads to the internet', () => {
    const features = [CanvasFeature.generativeAi({ tuningRole: role() })];
    const closed = (canvas?: studio.CanvasOptions) => new studio.Domain(stack, `Closed${stack.node.children.length}`, { networkAccess: vpcOnly(), canvas });
    expect(refusal(() => closed({ workspace: workspace(), features }))).toMatch(/CanvasTuningNeedsInternet/);
    expect(refusal(() => closed().addUserProfile('ana', { canvas: { features } }))).toMatch(/CanvasTuningNeedsInternet/);
    expect(refusal(() => closed({ features: [CanvasFeature.generativeAi()] }))).toBe('accepted');
    expect(refusal(() => new studio.Domain(stack, 'Studio', { vpc: importedVpc(), networkAccess: vpcOnly(), canvas: { features } }))).toBe('accepted');
  });
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
    new studio.Domain(stack, 'Studio', { vpc: importedVpc(), networkAccess: vpcOnly({ except: [KENDRA] }) });

    expect(refusal(template)).toMatch(/VpcEndpointNotMade  Team\/Studio\n[^]*'kendra'/);
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
