import * as ec2 from 'aws-cdk-lib/aws-ec2';
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
  constructor(scope: Construct, id: string, props: DomainEndpointsProps) {
    super(scope, id);
    const { vpc, subnets, apps, except = [], s3 = S3Route.GATEWAY } = props;
    const other = furnished.get(vpc);
    const services = distinct([...servicesOfStudio(props.usesDocker), ...(props.services ?? [])]);
    const unknown = except.filter((service) => !has(services, service));
    new Mistakes(scope)
      .when(other !== undefined, {
        code: 'VpcEndpointsTwice', property: 'networkAccess', problem: `the VPC gets endpoints from '${other?.node.path}', and private names can be taken once`,
        fix: 'Use VpcEndpoints.existing() here; what is in the VPC may use those endpoints once their security group lets it in.',
      })
      .when(unknown.length > 0, {
        code: 'VpcEndpointNotMade', property: 'except', problem: 'names services that no endpoint would be made for', value: unknown.map(({ shortName }) => shortName).join(', '),
        fix: "Leave them out of 'except'.",
      })
      .throwIfAny();
    furnished.set(vpc, scope);

    const group = new ec2.SecurityGroup(this, 'SecurityGroup', { vpc, description: 'Endpoints of Studio: HTTPS from its apps', allowAllOutbound: false });
    apps.forEach((app) => group.connections.allowFrom(app, ec2.Port.HTTPS, 'Studio apps'));
    for (const service of services.filter((each) => !has(except, each))) {
      new ec2.InterfaceVpcEndpoint(this, idOf(service), {
        vpc, service, open: false, privateDnsEnabled: true, securityGroups: [group], subnets: { subnets: onePerZone(subnets.subnets) },
      });
    }
    if (s3 === S3Route.GATEWAY) {
      this.leadToS3(vpc, subnets);
    }
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
