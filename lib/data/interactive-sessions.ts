import * as emrserverless from 'aws-cdk-lib/aws-emrserverless';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { invalid } from '../core/internal/errors';

/** Sessions of Glue. */
export interface GlueSessionsOptions {
  /** Role that statements run as; Glue must be able to assume it. What they read and write is up to it. */
  readonly runtimeRole: iam.IRole;
}

/** Sessions in an application of EMR Serverless. */
export interface EmrServerlessSessionsOptions {
  /** The application, which must be `interactive`. */
  readonly application: emrserverless.IApplicationRef;
  /** Roles that a person can choose to work as; EMR Serverless must be able to assume them. At least one. */
  readonly runtimeRoles: iam.IRole[];
}

/** Sessions on clusters of EMR. */
export interface EmrSessionsOptions {
  /** Roles that a person can choose to work as, on clusters that have runtime roles. At least one. */
  readonly runtimeRoles: iam.IRole[];

  /**
   * Id of the one cluster to connect to, `j-...`.
   *
   * @default - any cluster of the account and region
   */
  readonly clusterId?: string;
}

/**
 * What a notebook's role needs to work interactively on Spark elsewhere: find it, connect, and hand over a role to work as.
 *
 * The actions are those that AWS's guides name for notebooks in SageMaker Studio, on the resources that the services check. Nothing of it is needed by jobs. It
 * costs nothing; sessions cost what they use until they are stopped or idle for too long.
 */
export abstract class InteractiveSessions {
  /** Glue interactive sessions. A person sees and stops the own sessions alone: they are tagged with their `owner` when Studio's kernel makes them. */
  public static glue(options: GlueSessionsOptions): InteractiveSessions {
    return new GlueSessions(options);
  }

  /** EMR Serverless, through the Livy endpoint of an application. */
  public static emrServerless(options: EmrServerlessSessionsOptions): InteractiveSessions {
    return new EmrServerlessSessions(options);
  }

  /** Clusters of EMR, as one of the runtime roles. The machines' own role must be able to assume these, too. */
  public static emr(options: EmrSessionsOptions): InteractiveSessions {
    return new EmrSessions(options);
  }

  /** Lets a role work in such sessions: that of a Studio domain, a user profile or a notebook. */
  public abstract grantTo(grantee: iam.IGrantable): void;
}

/** IAM puts the id of whoever asks in its place. */
const ASKING = '${aws:userid}';

class GlueSessions extends InteractiveSessions {
  constructor(private readonly options: GlueSessionsOptions) {
    super();
  }

  public grantTo(grantee: iam.IGrantable): void {
    const { runtimeRole } = this.options;
    const sessions = { resourceArns: [arnOf(runtimeRole, { service: 'glue', resource: 'session', resourceName: '*' })] };
    const why = 'Sessions get their ids when they are made; a person reaches the own ones, by their tag.';
    allow(grantee, {
      actions: ['glue:CreateSession'], ...sessions,
      conditions: { 'StringEquals': { 'aws:RequestTag/owner': ASKING }, 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['owner'] } },
    }, why);
    allow(grantee, {
      actions: ['glue:TagResource'], ...sessions, conditions: { StringEquals: { 'aws:RequestTag/owner': ASKING, 'aws:ResourceTag/owner': ASKING } },
    }, why);
    allow(grantee, {
      actions: [
        'glue:CancelStatement', 'glue:DeleteSession', 'glue:GetDashboardUrl', 'glue:GetSession', 'glue:GetStatement', 'glue:ListStatements', 'glue:RunStatement',
        'glue:StopSession',
      ],
      ...sessions,
      conditions: { StringEquals: { 'aws:ResourceTag/owner': ASKING } },
    }, why);
    allow(grantee, { actions: ['glue:ListSessions'], resourceArns: ['*'] }, 'Listing sessions supports no resource.');
    allow(grantee, { actions: ['iam:GetRole'], resourceArns: [runtimeRole.roleArn] });
    pass(grantee, [runtimeRole], 'glue.amazonaws.com');
  }
}

class EmrServerlessSessions extends InteractiveSessions {
  constructor(private readonly options: EmrServerlessSessionsOptions) {
    super();
    checkRoles(options.runtimeRoles);
  }

  public grantTo(grantee: iam.IGrantable): void {
    const { application, runtimeRoles } = this.options;
    const applicationArn = emrserverless.CfnApplication.arnForApplication(application);
    allow(grantee, { actions: ['emr-serverless:ListApplications'], resourceArns: ['*'] }, 'Listing applications supports no resource.');
    allow(grantee, {
      actions: ['emr-serverless:AccessLivyEndpoints', 'emr-serverless:GetApplication', 'emr-serverless:StartApplication', 'emr-serverless:StopApplication'],
      resourceArns: [applicationArn],
    });
    allow(grantee, { actions: ['emr-serverless:GetDashboardForJobRun'], resourceArns: [`${applicationArn}/jobruns/*`] }, 'Sessions get their ids when they are made.');
    pass(grantee, runtimeRoles, 'emr-serverless.amazonaws.com');
  }
}

class EmrSessions extends InteractiveSessions {
  constructor(private readonly options: EmrSessionsOptions) {
    super();
    checkRoles(options.runtimeRoles);
  }

  public grantTo(grantee: iam.IGrantable): void {
    const { clusterId = '*', runtimeRoles } = this.options;
    const clusters = { resourceArns: [arnOf(runtimeRoles[0], { service: 'elasticmapreduce', resource: 'cluster', resourceName: clusterId })] };
    const why = 'Clusters get their ids when they start.';
    allow(grantee, {
      actions: ['elasticmapreduce:DescribeSecurityConfiguration', 'elasticmapreduce:ListClusters'], resourceArns: ['*'],
    }, 'Listing clusters and describing how they are secured support no resource.');
    allow(grantee, {
      actions: [
        'elasticmapreduce:CreatePersistentAppUI', 'elasticmapreduce:DescribeCluster', 'elasticmapreduce:DescribePersistentAppUI',
        'elasticmapreduce:GetOnClusterAppUIPresignedURL', 'elasticmapreduce:GetPersistentAppUIPresignedURL', 'elasticmapreduce:ListInstanceGroups',
        'elasticmapreduce:ListInstances',
      ],
      ...clusters,
    }, why);
    allow(grantee, {
      actions: ['elasticmapreduce:GetClusterSessionCredentials'], ...clusters,
      conditions: { StringEquals: { 'elasticmapreduce:ExecutionRoleArn': runtimeRoles.map(({ roleArn }) => roleArn) } },
    }, why);
  }
}

function pass(grantee: iam.IGrantable, roles: readonly iam.IRole[], service: string): void {
  allow(grantee, {
    actions: ['iam:PassRole'], resourceArns: roles.map(({ roleArn }) => roleArn), conditions: { StringEquals: { 'iam:PassedToService': service } },
  });
}

function checkRoles(roles: readonly iam.IRole[]): void {
  if (roles.length === 0) {
    throw invalid(undefined, { code: 'RuntimeRolesMissing', property: 'runtimeRoles', problem: 'is empty', fix: 'Name a role to work as: without one, nobody can connect.' });
  }
}
