import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * What the permissions on a search are about.
 *
 * @internal
 */
export interface _GrantedSearch {
  readonly stateMachineArn: string;
}

/** Permissions on one search. */
export class AutoMlSearchGrants {
  /** @internal */
  public static _of(search: _GrantedSearch): AutoMlSearchGrants {
    return new AutoMlSearchGrants(search);
  }

  private constructor(private readonly search: _GrantedSearch) {}

  /** Start searches; whoever may, causes the cost of the jobs. */
  public startExecution(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions: ['states:StartExecution'], resourceArns: [this.search.stateMachineArn] });
  }
}
