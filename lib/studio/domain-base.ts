import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { Resource, type IResource, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { invalid, isKnown } from '../core/internal/errors';
import type { Authentication } from './authentication';
import { DomainGrants } from './domain-grants';
import type { Canvas } from './private/canvas-settings';
import type { AppNetwork } from './private/placement';
import type { AppSettings } from './private/user-settings';
import type { IStudioCleaner } from './studio-cleaner';
import type { IStudioConfigurator } from './studio-configurator';
import { UserProfile, type UserProfileOptions } from './user-profile';

/** A Studio domain: where a team's people, their spaces and their settings live. */
export interface IDomain extends IResource, aws_sagemaker.IDomainRef, iam.IGrantable {
  /**
   * Id of the domain, for example `d-abcd1234efgh`.
   * @attribute
   */
  readonly domainId: string;

  /**
   * ARN of the domain.
   * @attribute
   */
  readonly domainArn: string;

  /** The key of the domain's volumes; undefined where AWS manages it. */
  readonly encryptionKey?: IKeyRef;

  /** Permissions on the domain. */
  readonly grants: DomainGrants;

  /** Adds a person; the name becomes the profile's name and the id of the construct, so it may not be a token. */
  addUserProfile(userProfileName: string, options?: UserProfileOptions): UserProfile;

  /** @internal */
  readonly _authentication?: Authentication;

  /** @internal */
  readonly _hasRStudio?: boolean;

  /** @internal */
  readonly _executionRole?: iam.IRole;

  /** @internal */
  readonly _appSettings: AppSettings;

  /** @internal */
  readonly _canvas?: Canvas;

  /**
   * Where apps are, if they reach nothing but your VPC; unknown where the domain is imported.
   *
   * @internal
   */
  readonly _appNetwork?: AppNetwork;

  /** @internal */
  readonly _configurator?: IStudioConfigurator;

  /**
   * What was given to empty the domain, and so empties what is in it.
   *
   * @internal
   */
  readonly _cleaner?: IStudioCleaner;

  /** @internal */
  readonly _removalPolicy: RemovalPolicy;

  /** @internal */
  readonly _spaceExecutionRole?: iam.IRole;

  /**
   * Whether it is known that nobody may work in shared spaces.
   *
   * @internal
   */
  readonly _lacksSharedSpaces: boolean;

  /**
   * Tells of a profile or a space of the domain, which is emptied with it.
   *
   * @internal
   */
  _include(content: IConstruct): void;
}

/** What every domain can do, wherever it was made. */
export abstract class DomainBase extends Resource implements IDomain {
  public abstract readonly domainId: string;
  public abstract readonly domainArn: string;
  public abstract readonly encryptionKey?: IKeyRef;
  public abstract readonly grantPrincipal: iam.IPrincipal;
  public readonly grants: DomainGrants = DomainGrants.fromDomain(this);

  /** @internal */
  public abstract readonly _authentication?: Authentication;
  /** @internal */
  public abstract readonly _hasRStudio?: boolean;
  /** @internal */
  public abstract readonly _executionRole?: iam.IRole;
  /** @internal */
  public abstract readonly _appSettings: AppSettings;
  /** @internal */
  public abstract readonly _canvas?: Canvas;
  /** @internal */
  public abstract readonly _appNetwork?: AppNetwork;
  /** @internal */
  public abstract readonly _configurator?: IStudioConfigurator;
  /** @internal */
  public abstract readonly _cleaner?: IStudioCleaner;
  /** @internal */
  public abstract readonly _removalPolicy: RemovalPolicy;

  /** @internal */
  public abstract readonly _spaceExecutionRole?: iam.IRole;
  /** @internal */
  public abstract readonly _lacksSharedSpaces: boolean;

  /** @internal */
  public abstract _include(content: IConstruct): void;

  public get domainRef(): aws_sagemaker.DomainReference {
    return { domainId: this.domainId, domainArn: this.domainArn };
  }

  public addUserProfile(userProfileName: string, options: UserProfileOptions = {}): UserProfile {
    if (!isKnown(userProfileName)) {
      throw invalid(this, {
        code: 'UserProfileNameToken',
        property: 'userProfileName',
        problem: 'is known only at deployment, so it cannot be the id of a construct',
        fix: "Use new UserProfile(scope, 'SomeId', { domain, userProfileName }).",
      });
    }
    return new UserProfile(this, `User-${userProfileName}`, { ...options, domain: this, userProfileName });
  }
}
