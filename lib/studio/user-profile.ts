import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker';
import { CfnResource, type RemovalPolicy, Resource, type IResource } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { Mistakes } from '../core/internal/errors';
import { NameRule } from '../core/internal/names';
import { keepOuterTagsOff } from '../core/internal/own-tags';
import { sagemakerRole } from '../core/internal/roles';
import type { CodeEditorOptions, JupyterLabOptions, SpaceStorageOptions } from './app-options';
import type { CanvasOptions } from './canvas';
import type { IDomain } from './domain-base';
import type { EmrOptions } from './emr';
import { refuseClassic } from './private/classic';
import { mistakeInUser } from './private/identity-center-user';
import { acknowledgeNewProperty } from './private/acknowledge-new-property';
import { allowNotebooks, allowPerson, networkOf } from './private/person-access';
import { allowCanvas } from './private/canvas-access';
import { connectCanvas } from './private/canvas-network';
import { canvasOf, checkNear, type Canvas } from './private/canvas-settings';
import { renderPortal } from './private/portal-settings';
import { mistakeInRStudioAccess, renderRStudioAccess } from './private/r-studio-settings';
import { Contents, checkKept } from './private/contents';
import { claimProfileName } from './private/profile-names';
import { SECURITY_GROUPS } from './private/placement';
import { handedRoles, renderForPerson } from './private/service-settings';
import { checkTrust } from './private/studio-access';
import { allowApps, given, renderDeviations } from './private/user-settings';
import type { StudioPortalOptions } from './portal';
import { ProfileRole } from './profile-role';
import type { RStudioAccess } from './r-studio';
import type { IStudioCleaner } from './studio-cleaner';
import { StudioConfigurator, type IStudioConfigurator } from './studio-configurator';
import { UserProfileGrants } from './user-profile-grants';

/** One person in a Studio domain. */
export interface IUserProfile extends IResource, aws_sagemaker.IUserProfileRef, iam.IGrantable {
  /**
   * Name of the profile.
   * @attribute
   */
  readonly userProfileName: string;

  /**
   * ARN of the profile.
   * @attribute
   */
  readonly userProfileArn: string;

  /** The domain the person belongs to. */
  readonly domain: IDomain;

  /** The role the person's notebooks and apps act with; undefined where it is not known. */
  readonly executionRole?: iam.IRole;

  /** Permissions on the profile. */
  readonly grants: UserProfileGrants;
}

/** What one person can have differently from the rest of the domain. */
export interface UserProfileOptions {
  /**
   * The role this person's notebooks and apps act with.
   *
   * @default ProfileRole.ofDomain()
   */
  readonly role?: ProfileRole;

  /**
   * Who the person is in IAM Identity Center: the user name there. A change replaces the profile.
   *
   * @default - none; needed where the domain signs people in with IAM Identity Center, and refused where it does not
   */
  readonly identityCenterUser?: string;

  /**
   * How JupyterLab starts for this person; what is left out is as the domain has it.
   *
   * @default - as the domain has it
   */
  readonly jupyterLab?: JupyterLabOptions;

  /**
   * How Code Editor starts for this person; what is left out is as the domain has it.
   *
   * @default - as the domain has it
   */
  readonly codeEditor?: CodeEditorOptions;

  /**
   * How large the volumes of this person's spaces are; what is left out is as the domain has it.
   *
   * @default - as the domain has it
   */
  readonly spaceStorage?: SpaceStorageOptions;

  /**
   * Canvas for this person, instead of the domain's as a whole; the workspace is the domain's unless another is given.
   *
   * @default - as the domain has it
   */
  readonly canvas?: CanvasOptions;

  /**
   * What JupyterLab offers this person of Amazon EMR, instead of the domain's as a whole.
   *
   * @default - as the domain has it
   */
  readonly emr?: EmrOptions;

  /**
   * What writes `canvas`, which CloudFormation does not.
   *
   * @default - the domain's, where one was given to it, else one that everything in the stack shares
   */
  readonly configurator?: IStudioConfigurator;

  /**
   * What this person does not see in Studio; what is left out is as the domain has it, and `[]` hides nothing.
   *
   * @default - as the domain has it
   */
  readonly portal?: StudioPortalOptions;

  /**
   * What this person is in RStudio, where the domain has it. A change replaces the profile.
   *
   * @default - as the domain has it
   */
  readonly rStudio?: RStudioAccess;

  /**
   * Security groups of this person's apps besides the domain's; at most 4.
   *
   * @default - the domain's alone
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Tags of the profile itself. Changing one replaces the profile.
   *
   * Tags that outer scopes set with `Tags.of(...)` are kept off the profile for that reason, and reach its role. Tags of the whole stack (`tags` of the Stack,
   * `cdk deploy --tags`) are handed on by CloudFormation and cannot be kept off.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * What happens to the profile, and to a role of its own, when it leaves the stack.
   *
   * With DESTROY the person's apps and spaces go first, with the files in them. What leaves with a domain that is destroyed cannot be kept.
   *
   * @default - as the domain has it; kept where the domain is imported
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * What removes the person's apps and spaces before the profile; used with RemovalPolicy.DESTROY alone.
   *
   * @default - the domain's, where one was given to it, else one that everything in the stack shares
   */
  readonly cleaner?: IStudioCleaner;
}

/** A person, and the domain they belong to. */
export interface UserProfileProps extends UserProfileOptions {
  /** The domain. A change replaces the profile. */
  readonly domain: IDomain;

  /**
   * Name of the profile. A change replaces the profile: the files of the old one are no longer reachable from the new one.
   *
   * @default - made from the construct's path, in lower case
   */
  readonly userProfileName?: string;
}

/** What is known of a profile that exists already. */
export interface UserProfileAttributes {
  /** The domain the profile belongs to. */
  readonly domain: IDomain;

  /** Name of the profile. */
  readonly userProfileName: string;

  /** ARN of the profile; it cannot be made up from the name, because the service may write the name differently there. */
  readonly userProfileArn: string;

  /**
   * The role the person's notebooks and apps act with.
   *
   * @default - the domain's, where that is known
   */
  readonly executionRole?: iam.IRole;
}

abstract class UserProfileBase extends Resource implements IUserProfile {
  public abstract readonly userProfileName: string;
  public abstract readonly userProfileArn: string;
  public abstract readonly domain: IDomain;
  public abstract readonly executionRole?: iam.IRole;
  public readonly grants: UserProfileGrants = UserProfileGrants.fromUserProfile(this);

  public get grantPrincipal(): iam.IPrincipal {
    return this.executionRole?.grantPrincipal ?? new iam.UnknownPrincipal({ resource: this });
  }

  public get userProfileRef(): aws_sagemaker.UserProfileReference {
    return { domainId: this.domain.domainId, userProfileName: this.userProfileName, userProfileArn: this.userProfileArn };
  }
}

/**
 * One person in a Studio domain, with private spaces that nobody else can open.
 *
 * The profile itself costs nothing. What is granted to it is granted to its role, so give a person `ProfileRole.own()`
 * before granting something that others should not have.
 */
export class UserProfile extends UserProfileBase {
  /** A profile that exists already. */
  public static fromUserProfileAttributes(scope: Construct, id: string, attributes: UserProfileAttributes): IUserProfile {
    class Import extends UserProfileBase {
      public readonly userProfileName = attributes.userProfileName;
      public readonly userProfileArn = attributes.userProfileArn;
      public readonly domain = attributes.domain;
      public readonly executionRole = attributes.executionRole ?? attributes.domain._executionRole;
    }
    NameRule.of('UserProfile.UserProfileName').check(scope, 'userProfileName', attributes.userProfileName);
    return new Import(scope, id);
  }

  public readonly userProfileName: string;
  public readonly userProfileArn: string;
  public readonly domain: IDomain;
  public readonly executionRole?: iam.IRole;
  private readonly contents: Contents;

  constructor(scope: Construct, id: string, props: UserProfileProps) {
    super(scope, id);
    const nameRule = NameRule.of('UserProfile.UserProfileName');
    new Mistakes(this)
      .add(nameRule.mistakeIn('userProfileName', props.userProfileName))
      .add(SECURITY_GROUPS.mistakeInCount('securityGroups', props.securityGroups))
      .add(mistakeInUser(props.identityCenterUser, props.domain._authentication))
      .add(mistakeInRStudioAccess(props.rStudio, props.domain._hasRStudio))
      .throwIfAny();
    checkKept(this, props.removalPolicy, props.domain);
    this.domain = props.domain;
    this.userProfileName = props.userProfileName ?? nameRule.nameFor(this);
    claimProfileName(this, props.domain, this.userProfileName);

    const choice = props.role ?? ProfileRole.ofDomain();
    const ownRole = choice._kind === 'own' ? sagemakerRole(this, 'ExecutionRole', `Opens Studio for ${this.node.path}`) : choice._role;
    this.executionRole = ownRole ?? props.domain._executionRole;

    const appSettings = renderDeviations(this, props, props.domain, props.domain._appSettings);
    const resource = new CfnUserProfile(this, 'Resource', {
      domainId: props.domain.domainId,
      userProfileName: this.userProfileName,
      singleSignOnUserIdentifier: props.identityCenterUser === undefined ? undefined : 'UserName',
      singleSignOnUserValue: props.identityCenterUser,
      userSettings: {
        executionRole: ownRole?.roleArn,
        securityGroups: props.securityGroups?.length ? props.securityGroups.map((group) => group.securityGroupId) : undefined,
        studioWebPortalSettings: props.portal && renderPortal(this, { ...props.domain._appSettings.portal, ...given(props.portal) }),
        rStudioServerProAppSettings: props.rStudio && renderRStudioAccess(props.rStudio),
        ...appSettings,
      },
    });
    keepOuterTagsOff(resource, props.tags);
    // Half of the key is an id that the service chooses, so the ARN cannot be known to another environment beforehand.
    this.userProfileArn = resource.attrUserProfileArn;

    if (appSettings.jupyterLabAppSettings || appSettings.codeEditorAppSettings) {
      acknowledgeNewProperty(resource, 'AppLifecycleManagement');
    }
    refuseClassic(resource, () => resource.userSettings);
    const removalPolicy = props.removalPolicy ?? props.domain._removalPolicy;
    const canvas = canvasOf(this, props.canvas, props.domain, removalPolicy);
    if (canvas) {
      checkNear(this, this.executionRole);
      connectCanvas(this, canvas, props.domain._appNetwork);
    }
    if (this.executionRole && !ownRole) {
      this.allowDeviations(this.executionRole, props, canvas);
    }
    if (ownRole) {
      allowPerson(this, ownRole, props.domain, { userProfileArn: this.userProfileArn, settings: props, canvas, securityGroups: props.securityGroups });
      checkTrust(this, ownRole);
      choice._persona?._allow(this, ownRole, props.domain);
    }
    if (canvas) {
      (props.configurator ?? props.domain._configurator ?? StudioConfigurator.shared(this))._configure(this, 'Settings', {
        settings: renderForPerson(this, canvas), domainId: props.domain.domainId, userProfileName: this.userProfileName, arn: this.userProfileArn,
        roles: handedRoles(canvas, undefined),
      });
    }
    this.contents = new Contents(this, { domain: props.domain, userProfileName: this.userProfileName, cleaner: props.cleaner });
    this.applyRemovalPolicy(removalPolicy);
    props.domain._include(this);
  }

  /** What the role of everybody needs for what this person has differently. */
  private allowDeviations(role: iam.IRole, props: UserProfileProps, canvas: Canvas | undefined): void {
    allowApps(this, role, props, props.domain._appSettings);
    allowNotebooks(role, { emr: props.emr });
    // Groups of the person's own matter to the domain's Canvas, too.
    const own = canvas ?? (props.securityGroups ? props.domain._canvas : undefined);
    if (own) {
      allowCanvas(role, props.domain.domainId, own, networkOf(props.domain, props));
    }
  }

  /** Keeps or deletes the profile together with the role made for it; the person's apps and spaces go first, where it is deleted. */
  public override applyRemovalPolicy(policy: RemovalPolicy): void {
    this.contents.follow(policy);
    this.node.findAll().filter(CfnResource.isCfnResource).forEach((resource) => resource.applyRemovalPolicy(policy));
  }
}
