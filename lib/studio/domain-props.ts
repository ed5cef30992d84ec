import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type { AmazonQ } from './amazon-q';
import type { CodeEditorOptions, JupyterLabOptions, SpaceStorageOptions } from './app-options';
import type { Authentication } from './authentication';
import type { CanvasOptions } from './canvas';
import type { EmrOptions } from './emr';
import type { IdleShutdown } from './idle-shutdown';
import type { DomainIsolation, TagPropagation } from './isolation';
import type { NetworkAccess } from './network-access';
import type { Persona } from './persona';
import type { StudioPortalOptions } from './portal';
import type { RStudioOptions } from './r-studio';
import type { SharedSpaces } from './shared-spaces';
import type { IStudioCleaner } from './studio-cleaner';
import type { IStudioConfigurator } from './studio-configurator';

/** Whether people get a home directory on a file system that SageMaker makes for the domain. */
export enum HomeFileSystem {
  /** One Amazon EFS file system for everybody; paid for by what it stores. With RemovalPolicy.DESTROY it goes with the domain. */
  CREATED = 'CREATED',
  /** None; JupyterLab and Code Editor keep files on the volume of their space. It can be created later, but not undone. */
  NONE = 'NONE',
}

/** Whether people may build and run containers from their spaces. */
export enum DockerAccess {
  /** Spaces may use Docker, within the limits that Studio sets. */
  ENABLED = 'ENABLED',
  /** Spaces may not use Docker. */
  DISABLED = 'DISABLED',
}

/** What a domain can set; every setting has a default that is safe and cheap. */
export interface DomainProps {
  /**
   * Name of the domain. A change replaces the domain.
   *
   * @default - made from the construct's path, in lower case
   */
  readonly domainName?: string;

  /**
   * How people sign in. A change replaces the domain.
   *
   * @default Authentication.IAM
   */
  readonly authentication?: Authentication;

  /**
   * The network of the home directories and, with `NetworkAccess.vpcOnly()`, of its apps. A change replaces the domain.
   *
   * @default - a small network of its own: two isolated subnets and flow logs, no gateways but what `VpcEndpoints.created()` makes
   */
  readonly vpc?: ec2.IVpc;

  /**
   * Which subnets of the VPC to use; from 1 to 16. A change replaces the domain.
   *
   * @default - private subnets, or isolated ones, or public ones: the first kind that the VPC has
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Security groups of the apps; at most 4, because the service adds one.
   *
   * @default - with `NetworkAccess.vpcOnly()` a group that lets everything out and nothing in, else none
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Which way the apps' traffic takes. A change replaces the domain.
   *
   * @default NetworkAccess.publicInternet()
   */
  readonly networkAccess?: NetworkAccess;

  /**
   * Key that encrypts the home file system and the volumes of the spaces. A change replaces the domain.
   *
   * A key of your own costs a monthly fee; its policy must let IAM policies of the account decide, as keys made by the CDK do.
   *
   * @default - the key that AWS manages for the account, at no cost
   */
  readonly encryptionKey?: IKeyRef;

  /**
   * Role that notebooks and apps act with, unless a profile has another. What opening Studio takes is added to it;
   * pass `role.withoutPolicyUpdates()` to keep it as it is.
   *
   * @default - a role that may open JupyterLab and Code Editor and nothing else; grant it more: `bucket.grantRead(domain)`
   */
  readonly executionRole?: iam.IRole;

  /**
   * What people do who have no role of their own; the execution role may do it.
   *
   * @default - they open Studio, and do what is granted to the domain
   */
  readonly persona?: Persona;

  /**
   * Whether people may work together in shared spaces, and as whom.
   *
   * @default - they may not; spaces are private
   */
  readonly sharedSpaces?: SharedSpaces;

  /**
   * How JupyterLab starts.
   *
   * @default - on ml.t3.medium
   */
  readonly jupyterLab?: JupyterLabOptions;

  /**
   * How Code Editor starts.
   *
   * @default - on ml.t3.medium
   */
  readonly codeEditor?: CodeEditorOptions;

  /**
   * When idle apps are shut down.
   *
   * @default IdleShutdown.after(Duration.minutes(60))
   */
  readonly idleShutdown?: IdleShutdown;

  /**
   * How large the volumes of private spaces are.
   *
   * @default - 5 GiB, and at most 100 GiB
   */
  readonly spaceStorage?: SpaceStorageOptions;

  /**
   * Whether spaces may use Docker. To take it back, say `DISABLED`: a domain that has it keeps it when the setting is left out.
   *
   * @default - not set, and the service's own default is that they may not
   */
  readonly dockerAccess?: DockerAccess;

  /**
   * Accounts whose images spaces may pull, where apps reach nothing but your VPC; at most 20.
   *
   * @default - the domain's own account, as the service has it
   */
  readonly dockerTrustedAccounts?: string[];

  /**
   * RStudio for the people of the domain; `{}` for everybody. It takes a license.
   *
   * @default - not offered
   */
  readonly rStudio?: RStudioOptions;

  /**
   * SageMaker Canvas, where people prepare data, build models and predict without code; `{}` for that alone. Each session costs by the hour
   * until somebody logs out.
   *
   * @default - not offered: people's role may not open it
   */
  readonly canvas?: CanvasOptions;

  /**
   * What JupyterLab offers of Amazon EMR, in private and in shared spaces.
   *
   * @default - what `data.InteractiveSessions` grants, in the domain's account
   */
  readonly emr?: EmrOptions;

  /**
   * Amazon Q Developer in JupyterLab and Code Editor.
   *
   * @default - not set, and people's role may not ask it
   */
  readonly amazonQ?: AmazonQ;

  /**
   * What writes `canvas`, `emr` and `amazonQ`, which CloudFormation does not.
   *
   * @default - one that everything in the stack shares
   */
  readonly configurator?: IStudioConfigurator;

  /**
   * What people do not see in Studio.
   *
   * @default - they see all of it
   */
  readonly portal?: StudioPortalOptions;

  /**
   * Whether tags of domain, profile and space are put on what people make in Studio.
   *
   * @default - not set, and the service's own default is that they are not
   */
  readonly tagPropagation?: TagPropagation;

  /**
   * What people of this domain may do with resources of another.
   *
   * @default DomainIsolation.NONE
   */
  readonly isolation?: DomainIsolation;

  /**
   * Whether SageMaker makes a file system with home directories. From CREATED there is no way back to NONE.
   *
   * @default HomeFileSystem.NONE
   */
  readonly homeFileSystem?: HomeFileSystem;

  /**
   * What happens to the domain, its network and its role when they leave the stack.
   *
   * With DESTROY all that people made goes first: their apps, spaces and profiles, with the files in them, and the home file system with its security groups.
   * A deletion waits for them for up to an hour.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - all is kept, unless its first deployment fails and is rolled back
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * What empties the domain before it is deleted, and the people and spaces in it, unless they have another; used with RemovalPolicy.DESTROY alone.
   *
   * @default - one that everything in the stack shares
   */
  readonly cleaner?: IStudioCleaner;
}

/** What is known of a domain that exists already. */
export interface DomainAttributes {
  /** Id of the domain, for example `d-abcd1234efgh`. */
  readonly domainId: string;

  /**
   * How people sign in.
   *
   * @default - unknown: whether profiles must name a user of IAM Identity Center is not checked
   */
  readonly authentication?: Authentication;

  /**
   * The domain's execution role.
   *
   * @default - unknown: grants to the domain fail, and profiles that name no role use it without our knowing
   */
  readonly executionRole?: iam.IRole;

  /**
   * The role of what runs in shared spaces.
   *
   * @default - unknown: grants to shared spaces fail
   */
  readonly spaceExecutionRole?: iam.IRole;

  /**
   * Key of the domain's volumes.
   *
   * @default - the key that AWS manages
   */
  readonly encryptionKey?: IKeyRef;
}
