import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Who leads the domain's subnets to S3. */
export enum S3Route {
  /** A gateway endpoint made with the others; free of charge. A route table can have only one. */
  GATEWAY = 'GATEWAY',
  /** The VPC has a gateway endpoint, or another way, already. */
  EXISTING = 'EXISTING',
}

/** What the endpoints of a domain lead to. */
export interface VpcEndpointsOptions {
  /**
   * Services besides those that Studio itself calls, for example Athena or Glue; each is paid for by the hour and zone.
   *
   * @default - none
   */
  readonly services?: ec2.InterfaceVpcEndpointAwsService[];

  /**
   * Services that the VPC has an endpoint for already: a second one with private names is refused by EC2.
   *
   * @default - none
   */
  readonly except?: ec2.InterfaceVpcEndpointAwsService[];

  /**
   * Who leads to S3.
   *
   * @default S3Route.GATEWAY
   */
  readonly s3?: S3Route;
}

/**
 * The way from apps in your VPC to AWS.
 *
 * An interface endpoint costs about 0.01 USD an hour in each zone, whether used or not, and by the gigabyte. Sources: the developer guide on Studio in a VPC,
 * on Studio through an interface endpoint, and on Canvas in a VPC.
 */
export class VpcEndpoints {
  /** None is made: the VPC has endpoints, or a NAT gateway. */
  public static existing(): VpcEndpoints {
    return new VpcEndpoints(undefined);
  }

  /**
   * Interface endpoints for what Studio calls, with private names, in one subnet of each zone: the SageMaker API, its runtime, Studio itself, STS and
   * CloudWatch Logs; ECR where spaces may use Docker; and where somebody has Canvas, what AWS's guide lists for it: ECR, EC2, Systems Manager, CloudWatch,
   * notebooks, and what its features call. Apps reach them by a security group of their own, and nothing else does.
   */
  public static created(options: VpcEndpointsOptions = {}): VpcEndpoints {
    return new VpcEndpoints(options);
  }

  /** @internal */
  public readonly _options?: VpcEndpointsOptions;

  private constructor(options: VpcEndpointsOptions | undefined) {
    this._options = options;
  }
}
