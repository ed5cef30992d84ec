import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import { Annotations, CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { arnOf } from '../core/internal/arns';
import { invalid, isKnown } from '../core/internal/errors';
import { NameRule } from '../core/internal/names';
import { warnOfTags } from '../core/internal/own-tags';
import { sagemakerRole } from '../core/internal/roles';
import { Authentication } from './authentication';
import { DomainBase, type IDomain } from './domain-base';
import { HomeFileSystem, type DomainAttributes, type DomainProps } from './domain-props';
import { NetworkAccess } from './network-access';
import { refuseClassic } from './private/classic';
import { connectCanvas } from './private/canvas-network';
import { canvasOf, type Canvas } from './private/canvas-settings';
import { Contents } from './private/contents';
import { renderDomainSettings } from './private/domain-settings';
import { allowNotebooks, allowPerson } from './private/person-access';
import { place, type AppNetwork, type Placement } from './private/placement';
import { renderPortal } from './private/portal-settings';
import { renderRStudio, renderRStudioAccess } from './private/r-studio-settings';
import { handedRoles, renderForDomain } from './private/service-settings';
import { accessTo, allowSharedSpaces, checkTrust } from './private/studio-access';
import { allowApps, renderAppSettings, type AppSettings } from './private/user-settings';
import { RStudioAccess } from './r-studio';
import { Space } from './space';
import type { IStudioCleaner } from './studio-cleaner';
import { StudioConfigurator, type IStudioConfigurator } from './studio-configurator';
import { UserProfile } from './user-profile';

/** What a domain leaves behind that is kept. */
const STAYS = 'removalPolicy: the domain, its network and role, and the spaces and running apps of its people stay when it leaves the stack, and go on costing what they cost';

/**
 * A Studio domain that people sign in to with IAM or IAM Identity Center, with JupyterLab and Code Editor in private spaces.
 *
 * By itself it costs nothing while nobody works: idle apps are shut down, and its network has no gateways. People pay for
 * running apps by the second, and for the volumes of their spaces as long as these exist.
 * Everything that has no property here can be set on the `AWS::SageMaker::Domain` resource, which is `node.defaultChild`.
 */
export class Domain extends DomainBase implements ec2.IConnectable {
  /** A domain that exists already, by its id. */
  public static fromDomainId(scope: Construct, id: string, domainId: string): IDomain {
    return Domain.fromDomainAttributes(scope, id, { domainId });
  }

  /** A domain that exists already in the stack's account and region. */
  public static fromDomainAttributes(scope: Construct, id: string, attributes: DomainAttributes): IDomain {
    class Import extends DomainBase {
      public readonly domainId = attributes.domainId;
      public readonly domainArn = arnOf(scope, { service: 'sagemaker', resource: 'domain', resourceName: attributes.domainId });
      public readonly encryptionKey = attributes.encryptionKey;
      public readonly grantPrincipal = attributes.executionRole?.grantPrincipal ?? new iam.UnknownPrincipal({ resource: this });
      public readonly _authentication = attributes.authentication;
      public readonly _hasRStudio = undefined;
      public readonly _executionRole = attributes.executionRole;
      public readonly _appSettings: AppSettings = {};
      public readonly _canvas = undefined;
      public readonly _appNetwork = undefined;
      public readonly _configurator = undefined;
      public readonly _cleaner = undefined;
      public readonly _removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
      public readonly _spaceExecutionRole = attributes.spaceExecutionRole;
      public readonly _lacksSharedSpaces = false;
      public override _include(): void {
        // Nobody here deletes the domain.
      }
    }
    if (isKnown(attributes.domainId) && !/^d-(-*[a-z0-9]){1,61}$/.test(attributes.domainId)) {
      throw invalid(scope, {
        code: 'DomainIdInvalid',
        property: 'domainId',
        problem: "must look like 'd-abcd1234efgh'",
        value: attributes.domainId,
        fix: 'Pass the id of the domain, not its name or ARN; the SageMaker console lists it.',
      });
    }
    return new Import(scope, id);
  }

  public readonly domainId: string;
  public readonly domainArn: string;
  public readonly encryptionKey?: IKeyRef;
  public readonly grantPrincipal: iam.IPrincipal;

  /** The role notebooks and apps act with, unless a profile has another. */
  public readonly executionRole: iam.IRole;

  /** The network the domain is attached to. */
  public readonly vpc: ec2.IVpc;

  /**
   * Where people open Studio once they are signed in.
   * @attribute
   */
  public readonly url: string;

  /**
   * ARN of the application that IAM Identity Center knows the domain as, to assign users to; undefined where people sign in with IAM.
   * @attribute
   */
  public readonly singleSignOnApplicationArn?: string;

  /**
   * Id of the home file system; undefined where none is made.
   * @attribute
   */
  public readonly homeEfsFileSystemId?: string;

  /** @internal */
  public readonly _authentication: Authentication;
  /** @internal */
  public readonly _hasRStudio: boolean;
  /** @internal */
  public readonly _executionRole: iam.IRole;
  /** @internal */
  public readonly _appSettings: AppSettings;
  /** @internal */
  public readonly _canvas?: Canvas;
  /** @internal */
  public readonly _appNetwork?: AppNetwork;
  /** @internal */
  public readonly _configurator?: IStudioConfigurator;
  /** @internal */
  public readonly _cleaner?: IStudioCleaner;
  /** @internal */
  public readonly _spaceExecutionRole?: iam.IRole;
  /** @internal */
  public readonly _lacksSharedSpaces: boolean;
  private removalPolicy: RemovalPolicy;
  private readonly contents: Contents;
  private readonly settings?: CfnResource;
  private readonly securityGroups: ec2.ISecurityGroup[];

  constructor(scope: Construct, id: string, props: DomainProps = {}) {
    super(scope, id);
    const nameRule = NameRule.of('Domain.DomainName');
    nameRule.check(this, 'domainName', props.domainName);
    this.removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    this._appSettings = props;
    this._configurator = props.configurator;
    this._cleaner = props.cleaner;
    this._canvas = canvasOf(this, props.canvas, undefined, this.removalPolicy);
    this._authentication = props.authentication ?? Authentication.IAM;
    this._hasRStudio = props.rStudio !== undefined;
    const networkAccess = props.networkAccess ?? NetworkAccess.publicInternet();
    const placement = place(this, { ...props, networkAccess });
    this.vpc = placement.vpc;
    this.securityGroups = placement.securityGroups;
    this._appNetwork = placement.appNetwork;
    this.encryptionKey = props.encryptionKey;
    this.executionRole = props.executionRole ?? sagemakerRole(this, 'ExecutionRole', `Opens Studio for the people of ${this.node.path}`);
    this._executionRole = this.executionRole;
    this.grantPrincipal = this.executionRole.grantPrincipal;

    this._spaceExecutionRole = props.sharedSpaces && (props.sharedSpaces._role
      ?? sagemakerRole(this, 'SpaceExecutionRole', `Works in the shared spaces of ${this.node.path}`));
    this._lacksSharedSpaces = this._spaceExecutionRole === undefined;

    const isVpcOnly = networkAccess._isVpcOnly();
    const rStudio = props.rStudio && renderRStudio(this, props.rStudio, isVpcOnly);
    const hasHomes = props.homeFileSystem === HomeFileSystem.CREATED;
    const appSettings = renderAppSettings(this, this._appSettings);
    const { jupyterLabAppSettings, spaceStorageSettings } = appSettings;
    const resource = new CfnDomain(this, 'Resource', {
      authMode: this._authentication,
      domainName: props.domainName ?? nameRule.nameFor(this),
      appNetworkAccessType: networkAccess._appNetworkAccessType,
      vpcId: this.vpc.vpcId,
      subnetIds: placement.subnetIds,
      kmsKeyId: props.encryptionKey?.keyRef.keyArn,
      homeEfsFileSystemCreation: hasHomes ? 'Enabled' : 'Disabled',
      domainSettings: renderDomainSettings(this, { ...props, isVpcOnly, rStudio }),
      appSecurityGroupManagement: rStudio?.appSecurityGroupManagement,
      tagPropagation: props.tagPropagation,
      defaultSpaceSettings: this._spaceExecutionRole && {
        executionRole: this._spaceExecutionRole.roleArn, securityGroups: idsOf(placement), jupyterLabAppSettings, spaceStorageSettings,
      },
      defaultUserSettings: {
        executionRole: this.executionRole.roleArn,
        securityGroups: idsOf(placement),
        studioWebPortal: 'ENABLED',
        studioWebPortalSettings: renderPortal(this, props.portal),
        rStudioServerProAppSettings: props.rStudio && renderRStudioAccess(props.rStudio.access ?? RStudioAccess.USER),
        defaultLandingUri: 'studio::',
        autoMountHomeEfs: hasHomes ? 'Enabled' : 'Disabled',
        ...appSettings,
      },
    });
    warnOfTags(resource, 'domain');
    if (rStudio) {
      // The service checks the license out with the role while it makes the domain.
      resource.node.addDependency(rStudio.serverRole);
    }
    this.domainId = resource.ref;
    // The id is the service's choice, so neither it nor the ARN can be known to another environment beforehand.
    this.domainArn = resource.attrDomainArn;
    this.url = resource.attrUrl;
    this.singleSignOnApplicationArn = this._authentication === Authentication.IDENTITY_CENTER ? resource.attrSingleSignOnApplicationArn : undefined;
    this.homeEfsFileSystemId = hasHomes ? resource.attrHomeEfsFileSystemId : undefined;

    if (this._canvas) {
      connectCanvas(this, this._canvas, this._appNetwork);
    }
    allowPerson(this, this.executionRole, this);
    checkTrust(this, this.executionRole);
    props.persona?._allow(this, this.executionRole, this);
    refuseClassic(resource, () => resource.defaultUserSettings);
    if (this._spaceExecutionRole) {
      allowSharedSpaces(this, this._spaceExecutionRole, accessTo(this));
      allowApps(this, this._spaceExecutionRole, this._appSettings);
      allowNotebooks(this._spaceExecutionRole, this._appSettings);
      checkTrust(this, this._spaceExecutionRole);
      props.sharedSpaces?._persona?._allow(this, this._spaceExecutionRole, this);
    }
    this.settings = this.configure(props);
    this.contents = new Contents(this, { domain: this, homeVpcId: hasHomes ? this.vpc.vpcId : undefined });
    this.applyRemovalPolicy(this.removalPolicy);
  }

  /** The role of what runs in shared spaces; undefined where there are none. */
  public get spaceExecutionRole(): iam.IRole | undefined {
    return this._spaceExecutionRole;
  }

  /** @internal */
  public get _removalPolicy(): RemovalPolicy {
    return this.removalPolicy;
  }

  /** @internal */
  public override _include(content: IConstruct): void {
    this.contents.include(content);
    if (this.settings && Stack.of(content) === Stack.of(this)) {
      // SageMaker makes nothing in a domain that is being changed.
      content.node.defaultChild?.node.addDependency(this.settings);
    }
  }

  /** Settings that CloudFormation lacks. */
  private configure({ emr, amazonQ }: DomainProps): CfnResource | undefined {
    const { _canvas: canvas, _authentication: authentication } = this;
    const settings = renderForDomain(this, { canvas, emr, amazonQ, authentication, hasSharedSpaces: !this._lacksSharedSpaces });
    return settings && (this._configurator ?? StudioConfigurator.shared(this))._configure(this, 'Settings', {
      settings, domainId: this.domainId, arn: this.domainArn, roles: handedRoles(canvas, emr),
    });
  }

  /** The security groups of the apps; only apps behind `NetworkAccess.vpcOnly()`, or with groups of their own, have some. */
  public get connections(): ec2.Connections {
    if (this.securityGroups.length === 0) {
      throw invalid(this, {
        code: 'DomainHasNoConnections',
        property: 'connections',
        problem: 'apps with public internet access do not run in the VPC, so there is nothing to connect',
        fix: "Use networkAccess: NetworkAccess.vpcOnly(), or pass 'securityGroups'.",
      });
    }
    return new ec2.Connections({ securityGroups: this.securityGroups });
  }

  /**
   * Keeps or deletes the domain with all that was made for it: a domain without its network and role would be of no use.
   *
   * What people made in it goes first, where it is deleted.
   */
  public override applyRemovalPolicy(policy: RemovalPolicy): void {
    this.removalPolicy = policy;
    this.contents.follow(policy);
    this.node.findAll().filter(CfnResource.isCfnResource).forEach((resource) => resource.applyRemovalPolicy(policy));
    this.node.findAll().filter((each) => each instanceof UserProfile || each instanceof Space).forEach((each) => each.applyRemovalPolicy(policy));
    if (policy !== RemovalPolicy.DESTROY) {
      Annotations.of(this).addInfoV2('cdk-sagemaker-lifecycle:studioStays', this.homeEfsFileSystemId === undefined ? STAYS : `${STAYS}; and so do the home file system and its security groups`);
    }
  }
}

function idsOf(placement: Placement): string[] | undefined {
  const ids = placement.securityGroups.map((group) => group.securityGroupId);
  return ids.length > 0 ? ids : undefined;
}
