import type * as iam from 'aws-cdk-lib/aws-iam';

/**
 * What JupyterLab offers when somebody connects a notebook to Amazon EMR.
 *
 * Which clusters and applications a person may connect to is granted by `data.InteractiveSessions`.
 */
export interface EmrOptions {
  /**
   * Roles, of other accounts as a rule, that find and manage clusters and applications there; at most 5. People's role may assume them, and they must trust it.
   *
   * @default - clusters and applications of the domain's account are found, with the people's own role
   */
  readonly discoveryRoles?: iam.IRole[];

  /**
   * Roles that people can choose to work as on a cluster or in an application; at most 5. People may hand those of the domain's account to EMR Serverless.
   *
   * @default - none is offered
   */
  readonly runtimeRoles?: iam.IRole[];
}
