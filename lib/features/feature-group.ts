import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { CfnFeatureGroup } from 'aws-cdk-lib/aws-sagemaker';
import { Arn, type CfnResource, RemovalPolicy, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { arnOf } from '../core/internal/arns';
import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import { keepOuterTagsOff } from '../core/internal/own-tags';
import { FeatureDescriber, type IFeatureDescriber } from './feature-describer';
import { type FeatureDefinitions, type FeatureGroupAttributes, FeatureGroupBase, type IFeatureGroup } from './feature-group-base';
import { FeatureGroupManager, type IFeatureGroupManager } from './feature-group-manager';
import type { FeatureGroupShareOptions } from './feature-group-share';
import { Features } from './features';
import { type OfflineLocation, OfflineStore } from './offline-store';
import { OnlineStore, _OnlineTier } from './online-store';
import { checkCollections, definedFeatures, hasCollections } from './private/collections';
import { checkDescribed, describedFeatures } from './private/described-features';
import { checkDefinitions, type Definitions, warnOfDefinitions } from './private/feature-rules';
import { grantOfflineStore, offlineRole } from './private/offline-role';
import { shareGroup } from './private/share-group';
import { checkStores } from './private/store-rules';
import { Throughput } from './throughput';

/** What a feature group is made of. */
export interface FeatureGroupProps {
  /** Feature whose value tells records apart, for example `customer_id`. Changing it replaces the group. */
  readonly recordIdentifier: string;

  /**
   * Feature that says when a record became true: Unix seconds (Fractional), or text such as `2026-01-31T12:00:00Z` (String).
   *
   * The version with the latest event time is the current one. Changing it replaces the group.
   */
  readonly eventTime: string;

  /**
   * The features, 1 to 2,500. Adding some at the end updates the group in place; the service refuses any other change.
   *
   * Lists, sets and a vector need `OnlineStore.inMemory()`. A group that gets the first of them later would change hands, from CloudFormation to the `manager`,
   * and CloudFormation refuses that: make a second group beside it.
   */
  readonly features: Features;

  /**
   * The store for look-ups.
   *
   * @default OnlineStore.standard()
   */
  readonly online?: OnlineStore;

  /**
   * The store for training.
   *
   * @default - OfflineStore.glue(), or OfflineStore.none() beside an in-memory online store, which allows no other
   */
  readonly offline?: OfflineStore;

  /**
   * How reads and writes are paid for.
   *
   * @default Throughput.onDemand()
   */
  readonly throughput?: Throughput;

  /**
   * Key that encrypts both stores, and the bucket if the group makes it. Changing it replaces the group.
   *
   * @default - keys that AWS manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Name of the group: 1 to 64 letters, digits, hyphens and underscores. Changing it replaces the group.
   *
   * @default - a name made from the construct's path
   */
  readonly featureGroupName?: string;

  /**
   * What the group is about, at most 128 characters. Changing it replaces the group.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * What makes, changes and deletes the group, where it has lists, sets or a vector, which CloudFormation's own resource cannot say.
   *
   * @default - a function and a state machine that the stack's groups share; none for a group with single values alone
   */
  readonly manager?: IFeatureGroupManager;

  /**
   * What writes descriptions and parameters of features, where there are any.
   *
   * @default - a function that the stack's groups share; none when no feature has a description or parameters
   */
  readonly describer?: IFeatureDescriber;

  /**
   * Role that the service writes the offline store with; it gets what that takes. Changing it replaces the group.
   *
   * @default - a role that can write exactly this store
   */
  readonly role?: iam.IRole;

  /**
   * Tags of the group itself. Changing one replaces the group; one with lists, sets or a vector changes them in place.
   *
   * Tags that outer scopes set with `Tags.of(...)` are kept off the group for that reason, and reach its bucket and role. Tags of the whole stack
   * (`tags` of the Stack, `cdk deploy --tags`) are handed on by CloudFormation and cannot be kept off.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * What happens to the group when it leaves the stack or would be replaced.
   *
   * With DESTROY the group's own bucket goes too, with all records in it. A bucket that was given, and the table in the Glue Data Catalog, always stay.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - it is kept, unless its first deployment fails and is rolled back
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What every group is made of. */
interface GroupParts {
  readonly featureGroupName: string;
  readonly definitions: Definitions;
  readonly online: OnlineStore;
  readonly description?: string;
  readonly tags?: { readonly [key: string]: string };
}

const NAME = NameRule.of('FeatureGroup.FeatureGroupName');
const DESCRIPTION = Limit.between('Description', 0, 128);

/**
 * A group of features: records that can be looked up online and trained on offline.
 *
 * Makes the group, and for its offline store a bucket and a role unless they are given. Storage is paid for as long as there are records; writes and
 * look-ups by size. The name is fixed, so CloudFormation cannot replace a group behind your back: a change that would replace it fails
 * because the name is taken, and the records stay. Descriptions and parameters of features are written by a function, after the group is there.
 *
 * CloudFormation's own resource has no word for lists, sets and vectors. A group with one of them is made, changed and deleted by a function through
 * SageMaker's API instead, and by nobody else; all else is the same. No account was at hand to try it: see `FeatureGroupManager`.
 *
 * Source: AWS::SageMaker::FeatureGroup; CreateFeatureGroup and UpdateFeatureGroup.
 *
 * @resource AWS::SageMaker::FeatureGroup
 */
export class FeatureGroup extends FeatureGroupBase {
  /** A group that exists, by its name: it can be written to and looked up in. */
  public static fromFeatureGroupName(scope: Construct, id: string, featureGroupName: string): IFeatureGroup {
    return FeatureGroup.fromFeatureGroupAttributes(scope, id, { featureGroupName });
  }

  /**
   * A group that exists, by its ARN: also one that another account shares with this one.
   *
   * Programs name a group of another account by its ARN, where they would name their own.
   */
  public static fromFeatureGroupArn(scope: Construct, id: string, featureGroupArn: string): IFeatureGroup {
    class Import extends FeatureGroupBase {
      public readonly featureGroupName = Arn.extractResourceName(featureGroupArn, 'feature-group');
      public readonly featureGroupArn = featureGroupArn;
      public readonly onlineEncryptionKey = undefined;
      public readonly offlineLocation = undefined;
      public readonly definitions = undefined;
      protected readonly _isLookedUp = true;
    }
    return new Import(scope, id, { environmentFromArn: featureGroupArn });
  }

  /** A group that exists, with the key and the place of its offline records. */
  public static fromFeatureGroupAttributes(scope: Construct, id: string, attributes: FeatureGroupAttributes): IFeatureGroup {
    class Import extends FeatureGroupBase {
      public readonly featureGroupName = attributes.featureGroupName;
      public readonly featureGroupArn = arnOf(scope, { service: 'sagemaker', resource: 'feature-group', resourceName: attributes.featureGroupName });
      public readonly onlineEncryptionKey = attributes.onlineEncryptionKey;
      public readonly offlineLocation = attributes.offlineLocation;
      public readonly definitions = attributes.definitions;
      protected readonly _isLookedUp = true;
    }
    NAME.check(scope, 'featureGroupName', attributes.featureGroupName);
    return new Import(scope, id);
  }

  public readonly featureGroupName: string;
  public readonly featureGroupArn: string;
  public readonly onlineEncryptionKey?: kms.IKey;
  public readonly offlineLocation?: OfflineLocation;
  public readonly definitions?: FeatureDefinitions;

  /** Role that the service writes the offline store with; undefined without one. */
  public readonly role?: iam.IRole;

  /** @internal */
  protected readonly _isLookedUp: boolean;

  constructor(scope: Construct, id: string, props: FeatureGroupProps) {
    super(scope, id, { physicalName: props.featureGroupName });
    const online = props.online ?? OnlineStore.standard();
    const offline = props.offline ?? (online._tier === _OnlineTier.IN_MEMORY ? OfflineStore.none() : OfflineStore.glue());
    const throughput = props.throughput ?? Throughput.onDemand();
    const { recordIdentifier, eventTime } = props;
    const definitions = { features: props.features._resolve(this, eventTime), recordIdentifier, eventTime };
    this.check(props, definitions, online, offline, throughput);
    warnOfDefinitions(this, definitions);

    const featureGroupName = props.featureGroupName ?? NAME.nameFor(this);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    this._isLookedUp = online._tier !== _OnlineTier.NONE;
    this.onlineEncryptionKey = !this._isLookedUp ? undefined : online._options.encryptionKey ?? props.encryptionKey;
    const store = offline._exists ? offline._bind(this, { featureGroupName, encryptionKey: props.encryptionKey, removalPolicy }) : undefined;
    this.role = store ? props.role ?? offlineRole(this) : undefined;
    if (store && this.role) {
      grantOfflineStore(this, this.role, store.location);
    }

    const common = { featureGroupName, definitions, online, description: props.description, tags: props.tags };
    const resource = hasCollections(definitions.features)
      ? this.managed(common, props.manager)
      : this.ofCloudFormation(common, throughput, store?.config);
    resource.applyRemovalPolicy(removalPolicy);
    const ownRole = this.node.tryFindChild('Role');
    if (ownRole) {
      // Its policy must be in force before the service tries the bucket.
      resource.node.addDependency(ownRole);
    }
    this.featureGroupName = this.getResourceNameAttribute(resource.ref);
    this.featureGroupArn = this.getResourceArnAttribute(
      arnOf(this, { service: 'sagemaker', resource: 'feature-group', resourceName: resource.ref }),
      { service: 'sagemaker', resource: 'feature-group', resourceName: featureGroupName },
    );
    this.offlineLocation = store?.location;
    this.definitions = { recordIdentifier, eventTime, features: Features.of(definitions.features) };
    const described = describedFeatures(definitions.features);
    if (described.length > 0) {
      (props.describer ?? FeatureDescriber.shared(this))._describe(this, described);
    }
  }

  /**
   * Shares the group with another account: its records through Resource Access Manager, the files of its offline store by the bucket's policy, and the keys.
   *
   * There, roles still need permissions of their own, on the ARN of the group. An account outside of your organisation gets an invitation that somebody must
   * accept. Keys that AWS manages cannot be shared: give the group an `encryptionKey`. To query the offline store, that account makes a table of its own
   * on the shared files, or gets the table through Lake Formation.
   *
   * Source: the SageMaker developer guide, on cross-account access to feature groups.
   */
  public shareWith(accountId: string, options: FeatureGroupShareOptions = {}): void {
    shareGroup(this, accountId, options);
  }

  private ofCloudFormation({ featureGroupName, definitions, online, description, tags }: GroupParts, throughput: Throughput, offline: unknown): CfnResource {
    const resource = new CfnFeatureGroup(this, 'Resource', {
      featureGroupName,
      recordIdentifierFeatureName: definitions.recordIdentifier,
      eventTimeFeatureName: definitions.eventTime,
      featureDefinitions: definitions.features.map((feature) => ({ featureName: feature.name, featureType: feature.type })),
      onlineStoreConfig: online._render(this.onlineEncryptionKey),
      offlineStoreConfig: offline,
      throughputConfig: throughput._render(this._isLookedUp),
      roleArn: this.role?.roleArn,
      description,
    });
    keepOuterTagsOff(resource, tags);
    return resource;
  }

  /** It is in memory, so it has neither offline store nor throughput of its own. */
  private managed({ featureGroupName, definitions, online, description, tags = {} }: GroupParts, manager?: IFeatureGroupManager): CfnResource {
    const resourceName = Token.isUnresolved(featureGroupName) ? featureGroupName : featureGroupName.toLowerCase();
    return (manager ?? FeatureGroupManager.shared(this))._manage(this, 'Resource', {
      arn: arnOf(this, { service: 'sagemaker', resource: 'feature-group', resourceName }),
      onlineEncryptionKey: this.onlineEncryptionKey,
      properties: {
        FeatureGroupName: featureGroupName,
        RecordIdentifierFeatureName: definitions.recordIdentifier,
        EventTimeFeatureName: definitions.eventTime,
        FeatureDefinitions: definedFeatures(definitions.features),
        OnlineStoreConfig: online._render(this.onlineEncryptionKey)!,
        Description: description,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      },
    });
  }

  private check(props: FeatureGroupProps, definitions: Definitions, online: OnlineStore, offline: OfflineStore, throughput: Throughput): void {
    const mistakes = new Mistakes(this)
      .add(NAME.mistakeIn('featureGroupName', props.featureGroupName))
      .add(DESCRIPTION.mistakeInText('description', props.description));
    checkDefinitions(mistakes, definitions);
    checkDescribed(mistakes, definitions.features);
    checkCollections(mistakes, definitions, online);
    checkStores(mistakes, online, offline, throughput);
    mistakes.throwIfAny();
  }
}
