import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Fn, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Conventions } from '../../core';

const ADDRESSES = '10.0.0.0/22';
/** One half of the addresses for each zone. */
const SUBNET_ADDRESSES = ['10.0.0.0/23', '10.0.2.0/23'];

/**
 * The network of a domain that was given none: two isolated subnets in two zones, and flow logs.
 *
 * It has no gateway of any kind, so it costs nothing while idle and nothing enters or leaves it. Nothing joins its default
 * security group, which lets in its own members only: SageMaker brings the groups of a home file system itself.
 * It is not an `ec2.Vpc` because that one asks AWS for the zones while the app is synthesised.
 */
export class DomainNetwork extends Construct {
  public readonly vpc: ec2.IVpc;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new ec2.CfnVPC(this, 'Vpc', { cidrBlock: ADDRESSES, enableDnsHostnames: true, enableDnsSupport: true });
    const zones = SUBNET_ADDRESSES.map((_, zone) => Fn.select(zone, Fn.getAzs()));
    const subnets = SUBNET_ADDRESSES.map((cidrBlock, zone) => this.addSubnet(vpc, zone + 1, cidrBlock, zones[zone]));
    Tags.of(this).add('Name', this.node.path, { includeResourceTypes: ['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::RouteTable'] });

    this.vpc = ec2.Vpc.fromVpcAttributes(this, 'Network', {
      vpcId: vpc.ref,
      vpcCidrBlock: vpc.attrCidrBlock,
      availabilityZones: zones,
      isolatedSubnetIds: subnets.map(({ subnetId }) => subnetId),
      isolatedSubnetRouteTableIds: subnets.map(({ routeTableId }) => routeTableId),
    });
    this.logFlows(vpc);
  }

  private addSubnet(vpc: ec2.CfnVPC, number: number, cidrBlock: string, availabilityZone: string): { subnetId: string; routeTableId: string } {
    const subnet = new ec2.CfnSubnet(this, `Subnet${number}`, { vpcId: vpc.ref, availabilityZone, cidrBlock, mapPublicIpOnLaunch: false });
    const routeTable = new ec2.CfnRouteTable(this, `RouteTable${number}`, { vpcId: vpc.ref });
    new ec2.CfnSubnetRouteTableAssociation(this, `Routes${number}`, { subnetId: subnet.ref, routeTableId: routeTable.ref });
    return { subnetId: subnet.ref, routeTableId: routeTable.ref };
  }

  private logFlows(vpc: ec2.CfnVPC): void {
    const logGroup = new logs.LogGroup(this, 'FlowLogGroup', { retention: logs.RetentionDays.ONE_MONTH });
    const role = new iam.Role(this, 'FlowLogRole', {
      path: Conventions.of(this).rolePath,
      description: `Writes the flow logs of ${this.node.path}`,
      assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    logGroup.grant(role, 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams');
    new ec2.CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpc.ref,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: logGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
  }
}
