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
   * Everything apps send goes through the domain's VPC, which must be given.
   *
   * The VPC itself has to lead to AWS: a NAT gateway, or interface endpoints for the SageMaker API and runtime, STS,
   * CloudWatch Logs and a gateway endpoint for S3. Nothing of that is created. Changing the choice replaces the domain.
   */
  public static vpcOnly(): NetworkAccess {
    return new NetworkAccess('VpcOnly');
  }

  /** @internal */
  public readonly _appNetworkAccessType: string;

  private constructor(appNetworkAccessType: string) {
    this._appNetworkAccessType = appNetworkAccessType;
  }

  /** @internal */
  public _needsVpc(): boolean {
    return this._appNetworkAccessType === 'VpcOnly';
  }
}
