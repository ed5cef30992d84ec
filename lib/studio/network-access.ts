import type { VpcEndpoints } from './vpc-endpoints';

/** How apps that reach nothing but your VPC reach AWS. */
export interface VpcOnlyOptions {
  /**
   * The way from the VPC to AWS.
   *
   * @default VpcEndpoints.existing()
   */
  readonly endpoints?: VpcEndpoints;
}

/** Which way the traffic of Studio apps takes to the internet and to AWS. */
export class NetworkAccess {
  /**
   * Apps reach the internet through a network that SageMaker runs; only home-directory traffic enters the domain's VPC.
   *
   * Costs nothing while idle: no NAT gateway, no interface endpoints.
   */
  public static publicInternet(): NetworkAccess {
    return new NetworkAccess('PublicInternetOnly');
  }

  /**
   * Everything apps send goes through the domain's VPC. Changing the choice replaces the domain.
   *
   * The VPC itself has to lead to AWS: by a NAT gateway or endpoints that it has, or by `VpcEndpoints.created()`. With the latter no VPC need be given:
   * the domain gets one that leads to AWS and nowhere else.
   */
  public static vpcOnly(options: VpcOnlyOptions = {}): NetworkAccess {
    return new NetworkAccess('VpcOnly', options.endpoints);
  }

  /** @internal */
  public readonly _appNetworkAccessType: string;

  /** @internal */
  public readonly _endpoints?: VpcEndpoints;

  private constructor(appNetworkAccessType: string, endpoints?: VpcEndpoints) {
    this._appNetworkAccessType = appNetworkAccessType;
    this._endpoints = endpoints;
  }

  /** @internal */
  public _isVpcOnly(): boolean {
    return this._appNetworkAccessType === 'VpcOnly';
  }
}
