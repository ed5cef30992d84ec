import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Mistakes, invalid, type Mistake } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import type { Network } from '../../core/internal/network';
import { DockerAccess } from '../domain-props';
import type { NetworkAccess } from '../network-access';
import { DomainEndpoints } from './domain-endpoints';
import { DomainNetwork } from './domain-network';

const SUBNETS = Limit.of('CreateDomainRequest.SubnetIds');
/** The service accepts five and adds one of its own. */
export const SECURITY_GROUPS = Limit.between('SecurityGroups', 0, 4);

export interface PlacementWish {
  readonly networkAccess: NetworkAccess;
  readonly vpc?: ec2.IVpc;
  readonly vpcSubnets?: ec2.SubnetSelection;
  readonly securityGroups?: ec2.ISecurityGroup[];
  readonly dockerAccess?: DockerAccess;
}

/** Where a domain is attached. */
export interface Placement {
  readonly vpc: ec2.IVpc;
  readonly subnetIds: string[];
  readonly securityGroups: ec2.ISecurityGroup[];
  /** Where its apps are, if they reach nothing but the VPC. */
  readonly appNetwork?: AppNetwork;
}

/** The part of your VPC that apps are in which reach nothing else. */
export interface AppNetwork extends Network {
  /** The endpoints that were made to lead on; undefined where the VPC has its own ways. */
  readonly endpoints?: DomainEndpoints;
  /** Whether it is known that nothing leads to the internet. */
  readonly isClosed: boolean;
}

/** Chooses the domain's subnets and security groups; makes a network, or a security group, where none is given. */
export function place(scope: Construct, wish: PlacementWish): Placement {
  const endpoints = wish.networkAccess._endpoints?._options;
  new Mistakes(scope)
    .when(wish.networkAccess._isVpcOnly() && !endpoints && !wish.vpc, {
      code: 'VpcOnlyNeedsVpc',
      property: 'vpc',
      problem: 'NetworkAccess.vpcOnly() sends all traffic through your VPC, and none is given',
      fix: "Pass 'vpc' with a way to AWS, let one be made with vpcOnly({ endpoints: VpcEndpoints.created() }), or use NetworkAccess.publicInternet().",
    })
    .when(!wish.vpc && wish.vpcSubnets !== undefined, needsVpc('vpcSubnets'))
    .when(!wish.vpc && (wish.securityGroups ?? []).length > 0, needsVpc('securityGroups'))
    .add(SECURITY_GROUPS.mistakeInCount('securityGroups', wish.securityGroups))
    .throwIfAny();

  const vpc = wish.vpc ?? new DomainNetwork(scope, 'Network').vpc;
  const subnets = selectSubnets(scope, vpc, wish.vpcSubnets);
  if (wish.networkAccess._isVpcOnly() && subnets.hasPublic) {
    Annotations.of(scope).addWarningV2(
      'cdk-sagemaker-lifecycle:studioPublicSubnets',
      "vpcSubnets: apps in public subnets get no public address, so they reach nothing outside; choose private subnets",
    );
  }
  const apps = securityGroups(scope, vpc, wish);
  const made = endpoints && new DomainEndpoints(scope, 'Endpoints', { ...endpoints, vpc, subnets, apps, usesDocker: wish.dockerAccess === DockerAccess.ENABLED });
  const appNetwork = wish.networkAccess._isVpcOnly() ? { subnets: subnets.subnets, securityGroups: apps, endpoints: made, isClosed: !wish.vpc } : undefined;
  return { vpc, subnetIds: subnets.subnetIds, securityGroups: apps, appNetwork };
}

function needsVpc(property: string): Mistake {
  return { code: 'NetworkNeedsVpc', property, problem: "belongs to a VPC, and none is given", fix: `Pass 'vpc' too, or leave '${property}' out.` };
}

function selectSubnets(scope: Construct, vpc: ec2.IVpc, wish: ec2.SubnetSelection | undefined): ec2.SelectedSubnets {
  const selected = attempt(scope, () => vpc.selectSubnets(wish));
  new Mistakes(scope)
    .add(SUBNETS.mistakeInCount('vpcSubnets', selected.subnetIds))
    .when(selected.subnets.some((subnet) => belongsToAnother(subnet, vpc)), {
      code: 'SubnetOfAnotherVpc',
      property: 'vpcSubnets',
      problem: "a subnet belongs to another VPC than 'vpc'",
      fix: "Choose subnets of 'vpc'.",
    })
    .throwIfAny();
  return selected;
}

/** The VPC says in its own words which subnets it lacks. */
function attempt(scope: Construct, select: () => ec2.SelectedSubnets): ec2.SelectedSubnets {
  try {
    return select();
  } catch (error) {
    throw invalid(scope, {
      code: 'SubnetsMissing',
      property: 'vpcSubnets',
      problem: `the VPC has no such subnets (${(error as Error).message})`,
      fix: "Choose subnets that the VPC has, for example { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }.",
    });
  }
}

function belongsToAnother(subnet: ec2.ISubnet, vpc: ec2.IVpc): boolean {
  const owner = subnet.node.scope;
  return owner instanceof ec2.Vpc && owner !== vpc;
}

function securityGroups(scope: Construct, vpc: ec2.IVpc, wish: PlacementWish): ec2.ISecurityGroup[] {
  if (wish.securityGroups && wish.securityGroups.length > 0) {
    return wish.securityGroups;
  }
  // Apps with public access send nothing through the VPC but home-directory traffic, for which SageMaker brings its own groups.
  return wish.networkAccess._isVpcOnly()
    ? [new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, description: 'Studio apps: everything out, nothing in', allowAllOutbound: true })]
    : [];
}
