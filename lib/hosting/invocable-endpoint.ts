/** An endpoint that can be asked, whoever made it. */
export interface IInvocableEndpoint {
  /** Name of the endpoint. */
  readonly endpointName: string;
}

/** An endpoint made elsewhere. It makes nothing. */
export class InvocableEndpoint implements IInvocableEndpoint {
  /** An endpoint of this account and region, by its name. */
  public static fromEndpointName(endpointName: string): IInvocableEndpoint {
    return new InvocableEndpoint(endpointName);
  }

  private constructor(public readonly endpointName: string) {}
}
