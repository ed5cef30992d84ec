import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { CfnResource } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Mistakes, invalid } from '../../core/internal/errors';
import { S3Route, type VpcEndpointsOptions } from '../vpc-endpoints';

type Service = ec2.InterfaceVpcEndpointAwsService;

export interface DomainEndpointsProps extends VpcEndpointsOptions {
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SelectedSubnets;
  /** Who may come in. */
  readonly apps: readonly ec2.ISecurityGroup[];
  /** Whether spaces pull images. */
  readonly usesDocker: boolean;
}

/** Which VPCs have endpoints of a domain; private names would clash. */
const furnished = new WeakMap<ec2.IVpc, Construct>();

/** The endpoints that lead the apps of a domain to AWS. */
export class DomainEndpoints extends Construct {
  private readonly group: ec2.SecurityGroup;
  private readonly services: Service[] = [];

  constructor(scope: Construct, id: string, private readonly props: DomainEndpointsProps) {
    super(scope, id);
    const { vpc, subnets, apps, services = [], s3 = S3Route.GATEWAY } = props;
    const other = furnished.get(vpc);
    new Mistakes(scope)
      .when(other !== undefined, {
        code: 'VpcEndpointsTwice', property: 'networkAccess', problem: `the VPC gets endpoints from '${other?.node.path}', and private names can be taken once`,
        fix: 'Use VpcEndpoints.existing() here; what is in the VPC may use those endpoints once their security group lets it in.',
      })
      .throwIfAny();
    furnished.set(vpc, scope);

    this.group = new ec2.SecurityGroup(this, 'SecurityGroup', { vpc, description: 'Endpoints of Studio: HTTPS from its apps', allowAllOutbound: false });
    apps.forEach((app) => this.group.connections.allowFrom(app, ec2.Port.HTTPS, 'Studio apps'));
    this.leadTo([...servicesOfStudio(props.usesDocker), ...services]);
    if (s3 === S3Route.GATEWAY) {
      this.leadToS3(vpc, subnets);
    }
    // People who come later may need more.
    this.node.addValidation({ validate: () => this.exceptionsOfNothing() });
  }

  /** Leads to services, but to those that the VPC leads to already. */
  public leadTo(services: readonly Service[]): void {
    const { vpc, subnets, except = [] } = this.props;
    const { cfnOptions: { deletionPolicy, updateReplacePolicy } } = this.group.node.defaultChild as CfnResource;
    for (const service of distinct(services).filter((each) => !has(this.services, each))) {
      this.services.push(service);
      if (!has(except, service)) {
        const endpoint = new ec2.InterfaceVpcEndpoint(this, idOf(service), {
          vpc, service, open: false, privateDnsEnabled: true, securityGroups: [this.group], subnets: { subnets: onePerZone(subnets.subnets) },
        });
        // What comes with a person stays, or goes, with what is there.
        Object.assign((endpoint.node.defaultChild as CfnResource).cfnOptions, { deletionPolicy, updateReplacePolicy });
      }
    }
  }

  private exceptionsOfNothing(): string[] {
    const unknown = (this.props.except ?? []).filter((service) => !has(this.services, service));
    return unknown.length === 0 ? [] : [invalid(this.node.scope, {
      code: 'VpcEndpointNotMade', property: 'except', problem: 'names services that no endpoint would be made for', value: unknown.map(({ shortName }) => shortName).join(', '),
      fix: "Leave them out of 'except'.",
    }).message];
  }

  private leadToS3(vpc: ec2.IVpc, { subnets }: ec2.SelectedSubnets): void {
    try {
      new ec2.GatewayVpcEndpoint(this, 'S3', { vpc, service: ec2.GatewayVpcEndpointAwsService.S3, subnets: [{ subnets }] });
    } catch (error) {
      throw invalid(this, {
        code: 'RouteTablesUnknown', property: 'vpc', problem: `the route tables of its subnets are not known (${(error as Error).message})`,
        fix: "Import the VPC with 'privateSubnetRouteTableIds', or use S3Route.EXISTING where it leads to S3 already.",
      });
    }
  }
}

/** What Studio calls from its apps. */
function servicesOfStudio(usesDocker: boolean): Service[] {
  const { SAGEMAKER_API, SAGEMAKER_RUNTIME, SAGEMAKER_STUDIO, STS, CLOUDWATCH_LOGS, ECR, ECR_DOCKER } = ec2.InterfaceVpcEndpointAwsService;
  return [SAGEMAKER_API, SAGEMAKER_RUNTIME, SAGEMAKER_STUDIO, STS, CLOUDWATCH_LOGS, ...(usesDocker ? [ECR, ECR_DOCKER] : [])];
}

/** The whole name of a service holds the region, which may be a token. */
function distinct(services: readonly Service[]): Service[] {
  return [...new Map(services.map((service) => [service.shortName, service])).values()];
}

function has(services: readonly Service[], { shortName }: Service): boolean {
  return services.some((each) => each.shortName === shortName);
}

/** EC2 takes one subnet of each zone. */
function onePerZone(subnets: readonly ec2.ISubnet[]): ec2.ISubnet[] {
  return [...new Map(subnets.map((subnet) => [subnet.availabilityZone, subnet])).values()];
}

function idOf({ shortName }: Service): string {
  return shortName.split(/[^a-zA-Z0-9]+/).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}
