import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnSpace } from 'aws-cdk-lib/aws-sagemaker';
import { CfnResource, type Duration, type RemovalPolicy, Resource, type IResource, type Size } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { Mistakes, isKnown } from '../core/internal/errors';
import { FOR_STUDIO_APPS, checkInstanceType } from '../core/internal/instance-types';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import type { IDomain } from './domain-base';
import { acknowledgeNewProperty } from './private/acknowledge-new-property';
import { Contents, checkKept } from './private/contents';
import { minutes, mistakeInMinutes } from './private/idle-minutes';
import { gibibytes, mistakeInVolume } from './private/user-settings';
import { SpaceGrants } from './space-grants';
import type { IStudioCleaner } from './studio-cleaner';
import type { IUserProfile } from './user-profile';

const DISPLAY_NAME = Limit.between('SpaceDisplayNameLength', 1, 64);
const DEFAULT_INSTANCE_TYPE = 'ml.t3.medium';

/** Who may open a space. */
export enum SpaceSharing {
  /** Its owner alone. */
  PRIVATE = 'Private',
  /** Everybody in the domain, several at the same time. */
  SHARED = 'Shared',
}

/** What runs in a space. */
export enum SpaceApp {
  /** Notebooks. */
  JUPYTER_LAB = 'JupyterLab',
  /** An editor based on Code-OSS; in private spaces only. */
  CODE_EDITOR = 'CodeEditor',
}

/** A place to work in, with a volume of its own. */
export interface ISpace extends IResource, aws_sagemaker.ISpaceRef, iam.IGrantable {
  /**
   * Name of the space.
   * @attribute
   */
  readonly spaceName: string;

  /**
   * ARN of the space.
   * @attribute
   */
  readonly spaceArn: string;

  /** The domain the space is in. */
  readonly domain: IDomain;

  /** The role its apps act with; undefined where it is not known. */
  readonly executionRole?: iam.IRole;

  /** Permissions on the space. */
  readonly grants: SpaceGrants;
}

/** What a space can set. */
export interface SpaceProps {
  /** Who owns the space, and may change and delete it. Another owner replaces it, and its files are lost. */
  readonly owner: IUserProfile;

  /**
   * Name of the space. A change replaces it, and its files are lost.
   *
   * @default - made from the construct's path, in lower case
   */
  readonly spaceName?: string;

  /**
   * Name that people see; at most 64 characters.
   *
   * @default - the name of the space
   */
  readonly displayName?: string;

  /**
   * Who may open the space; SHARED needs `sharedSpaces` of the domain. A change replaces the space, and its files are lost.
   *
   * @default SpaceSharing.PRIVATE
   */
  readonly sharing?: SpaceSharing;

  /**
   * What runs in the space.
   *
   * @default SpaceApp.JUPYTER_LAB
   */
  readonly app?: SpaceApp;

  /**
   * Instance that the app starts on; paid per second while it runs, and it runs when somebody starts it.
   *
   * @default 'ml.t3.medium'
   */
  readonly instanceType?: string;

  /**
   * Size of the volume; from 5 GiB to 16 TiB. It can grow and not shrink, and is paid for as long as the space exists.
   *
   * @default - as the owner's profile, or the domain, has it
   */
  readonly volumeSize?: Size;

  /**
   * How long the app may be idle before it is shut down; from 60 minutes to 365 days, and within what the domain's `idleShutdown` lets people choose.
   *
   * @default - as the owner's profile, or the domain, has it
   */
  readonly idleTimeout?: Duration;

  /**
   * What happens to the space when it leaves its stack. With DESTROY its app is stopped first, and its files go with it.
   *
   * @default - as the domain has it; kept where the domain is imported
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * What stops the app before the space is deleted; used with RemovalPolicy.DESTROY alone.
   *
   * @default - the domain's, where one was given to it, else one that everything in the stack shares
   */
  readonly cleaner?: IStudioCleaner;
}

/** What is known of a space that exists already. */
export interface SpaceAttributes {
  /** The domain the space is in. */
  readonly domain: IDomain;

  /** Name of the space. */
  readonly spaceName: string;

  /** ARN of the space; it cannot be made up from the name, because the service may write the name differently there. */
  readonly spaceArn: string;

  /**
   * The role its apps act with: its owner's, or that of the domain's shared spaces.
   *
   * @default - unknown: grants to the space fail
   */
  readonly executionRole?: iam.IRole;
}

abstract class SpaceBase extends Resource implements ISpace {
  public abstract readonly spaceName: string;
  public abstract readonly spaceArn: string;
  public abstract readonly domain: IDomain;
  public abstract readonly executionRole?: iam.IRole;
  public readonly grants: SpaceGrants = SpaceGrants.fromSpace(this);

  public get grantPrincipal(): iam.IPrincipal {
    return this.executionRole?.grantPrincipal ?? new iam.UnknownPrincipal({ resource: this });
  }

  public get spaceRef(): aws_sagemaker.SpaceReference {
    return { domainId: this.domain.domainId, spaceName: this.spaceName, spaceArn: this.spaceArn };
  }
}

/**
 * A space that is there when somebody opens Studio: private to one person, or shared by everybody in the domain.
 *
 * Its app runs only when somebody starts it. Its volume is paid for as long as the space exists. What is granted to a private space is granted to its
 * owner's role, and what is granted to a shared one to the role of all shared spaces.
 */
export class Space extends SpaceBase {
  /** A space that exists already. */
  public static fromSpaceAttributes(scope: Construct, id: string, attributes: SpaceAttributes): ISpace {
    class Import extends SpaceBase {
      public readonly spaceName = attributes.spaceName;
      public readonly spaceArn = attributes.spaceArn;
      public readonly domain = attributes.domain;
      public readonly executionRole = attributes.executionRole;
    }
    NameRule.of('Space.SpaceName').check(scope, 'spaceName', attributes.spaceName);
    return new Import(scope, id);
  }

  public readonly spaceName: string;
  public readonly spaceArn: string;
  public readonly domain: IDomain;
  public readonly executionRole?: iam.IRole;
  private readonly contents: Contents;

  constructor(scope: Construct, id: string, props: SpaceProps) {
    super(scope, id);
    const { owner, sharing = SpaceSharing.PRIVATE, app = SpaceApp.JUPYTER_LAB } = props;
    this.domain = owner.domain;
    this.check(props, sharing, app);
    this.spaceName = props.spaceName ?? NameRule.of('Space.SpaceName').nameFor(this);
    this.executionRole = sharing === SpaceSharing.SHARED ? this.domain._spaceExecutionRole : owner.executionRole;

    const idleMinutes = props.idleTimeout && minutes(props.idleTimeout);
    const settings = {
      defaultResourceSpec: { instanceType: props.instanceType ?? DEFAULT_INSTANCE_TYPE },
      appLifecycleManagement: idleMinutes === undefined ? undefined : { idleSettings: { idleTimeoutInMinutes: idleMinutes } },
    };
    const resource = new CfnSpace(this, 'Resource', {
      domainId: this.domain.domainId,
      spaceName: this.spaceName,
      spaceDisplayName: props.displayName,
      ownershipSettings: { ownerUserProfileName: owner.userProfileName },
      spaceSharingSettings: { sharingType: sharing },
      spaceSettings: {
        appType: app,
        ...(app === SpaceApp.CODE_EDITOR ? { codeEditorAppSettings: settings } : { jupyterLabAppSettings: settings }),
        spaceStorageSettings: props.volumeSize && { ebsStorageSettings: { ebsVolumeSizeInGb: gibibytes(props.volumeSize) } },
      },
    });
    if (idleMinutes !== undefined) {
      acknowledgeNewProperty(resource, 'AppLifecycleManagement');
    }
    // The owner is named, not referred to.
    resource.node.addDependency(owner);
    this.spaceArn = resource.attrSpaceArn;
    this.contents = new Contents(this, { domain: this.domain, spaceName: this.spaceName, cleaner: props.cleaner });
    this.applyRemovalPolicy(props.removalPolicy ?? this.domain._removalPolicy);
    this.domain._include(this);
  }

  /** Keeps or deletes the space; its app is stopped first, where it is deleted. */
  public override applyRemovalPolicy(policy: RemovalPolicy): void {
    this.contents.follow(policy);
    this.node.findAll().filter(CfnResource.isCfnResource).forEach((resource) => resource.applyRemovalPolicy(policy));
  }

  private check({ spaceName, displayName, instanceType, volumeSize, idleTimeout, removalPolicy }: SpaceProps, sharing: SpaceSharing, app: SpaceApp): void {
    const isShared = sharing === SpaceSharing.SHARED;
    new Mistakes(this)
      .add(NameRule.of('Space.SpaceName').mistakeIn('spaceName', spaceName))
      .add(DISPLAY_NAME.mistakeIn('displayName', isKnown(displayName) ? displayName.length : undefined))
      .add(volumeSize && mistakeInVolume('volumeSize', gibibytes(volumeSize)))
      .add(idleTimeout && mistakeInMinutes('idleTimeout', minutes(idleTimeout)))
      .when(isShared && this.domain._lacksSharedSpaces, {
        code: 'SharedSpacesMissing', property: 'sharing', problem: 'the domain has no role for what runs in shared spaces',
        fix: "Give the domain 'sharedSpaces: SharedSpaces.allowed()'.",
      })
      .when(isShared && app === SpaceApp.CODE_EDITOR, {
        code: 'SharedCodeEditor', property: 'app', problem: 'Code Editor runs in private spaces only', fix: 'Use SpaceApp.JUPYTER_LAB, or a private space.',
      })
      .throwIfAny();
    checkInstanceType(this, 'instanceType', instanceType ?? DEFAULT_INSTANCE_TYPE, FOR_STUDIO_APPS);
    checkKept(this, removalPolicy, this.domain);
  }
}
