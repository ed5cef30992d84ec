import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from './allow';
import { arnOf } from './arns';
import type { Mistakes } from './errors';
import { Limit } from './limits';

/** Subnets and security groups that containers are reached, and reach out, through. */
export interface Network {
  readonly subnets: readonly ec2.ISubnet[];
  readonly securityGroups: readonly ec2.ISecurityGroup[];
}

const SUBNETS = Limit.of('VpcConfig.Subnets');
const SECURITY_GROUPS = Limit.of('VpcConfig.SecurityGroupIds');

/** Refuses half a network, and one that is too large. */
export function checkNetwork(mistakes: Mistakes, { subnets, securityGroups }: Partial<Network>): Mistakes {
  return mistakes
    .add(SUBNETS.mistakeInCount('subnets', subnets))
    .add(SECURITY_GROUPS.mistakeInCount('securityGroups', securityGroups))
    .when((subnets === undefined) !== (securityGroups === undefined), {
      code: 'NetworkIncomplete',
      property: subnets ? 'securityGroups' : 'subnets',
      problem: `is needed with '${subnets ? 'subnets' : 'securityGroups'}'`,
      fix: 'Give both, or neither for the network of SageMaker.',
    });
}

/** The network of some options; undefined where it is SageMaker's own. */
export function networkOf({ subnets, securityGroups }: Partial<Network>): Network | undefined {
  return subnets && securityGroups && { subnets, securityGroups };
}

/** The network as requests name it; what runs in it as the role may put its interfaces there. */
export function joinNetwork(scope: Construct, role: iam.IGrantable, options: Partial<Network>) {
  const network = networkOf(options);
  if (network) {
    grantNetworkInterfaces(scope, role, network);
  }
  return network && {
    Subnets: network.subnets.map(({ subnetId }) => subnetId), SecurityGroupIds: network.securityGroups.map(({ securityGroupId }) => securityGroupId),
  };
}

/** SageMaker puts network interfaces into the subnets as the role. */
export function grantNetworkInterfaces(scope: Construct, role: iam.IGrantable, { subnets, securityGroups }: Network): void {
  const arn = (resource: string, resourceName: string) => arnOf(scope, { service: 'ec2', resource, resourceName });
  const interfaces = arn('network-interface', '*');
  const why = 'Network interfaces get their ids when they are made.';
  allow(role, {
    actions: ['ec2:CreateNetworkInterface'],
    resourceArns: [
      interfaces, ...subnets.map(({ subnetId }) => arn('subnet', subnetId)), ...securityGroups.map(({ securityGroupId }) => arn('security-group', securityGroupId)),
    ],
  }, why);
  allow(role, {
    actions: ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'],
    resourceArns: [interfaces],
    conditions: { ArnEquals: { 'ec2:Subnet': subnets.map(({ subnetId }) => arn('subnet', subnetId)) } },
  }, why);
  allow(role, {
    actions: [
      'ec2:DeleteNetworkInterfacePermission', 'ec2:DescribeDhcpOptions', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ],
    resourceArns: ['*'],
  }, 'Describing networks, and taking back a permission on an interface, support no resource.');
}
