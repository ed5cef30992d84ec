import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';

/** What a person is in RStudio. */
export enum RStudioAccess {
  /** Not let in, and not counted by the license. */
  NONE = 'NONE',
  /** Somebody who works there. */
  USER = 'R_STUDIO_USER',
  /** Somebody who sees the administration of RStudio too. */
  ADMIN = 'R_STUDIO_ADMIN',
}

/**
 * RStudio in a domain.
 *
 * It needs a license of RStudio Workbench from Posit, granted to the account in AWS License Manager before the domain is made: without one, the deployment
 * fails. It can be added to a domain, and not be taken away from it.
 */
export interface RStudioOptions {
  /**
   * What people are in RStudio when their profile does not say; each who has access takes a seat of the license.
   *
   * @default RStudioAccess.USER
   */
  readonly access?: RStudioAccess;

  /**
   * Role of the server, which checks the license in and out and starts sessions.
   *
   * @default - a role that may do so, and write logs
   */
  readonly serverRole?: iam.IRole;

  /**
   * Instance of the server, which everybody shares and which runs all the time: `ml.c5.4xlarge` or `ml.c5.9xlarge` for many people. A change replaces the
   * domain.
   *
   * @default - the service's own, at no cost
   */
  readonly serverInstanceType?: string;

  /**
   * Address of an RStudio Connect server, to publish to.
   *
   * @default - none
   */
  readonly connectUrl?: string;

  /**
   * Address of an RStudio Package Manager, to install from.
   *
   * @default - none
   */
  readonly packageManagerUrl?: string;

  /**
   * Security groups between server and sessions with `NetworkAccess.vpcOnly()`; at most 3.
   *
   * @default - groups that SageMaker makes and manages
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
}
