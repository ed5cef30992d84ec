import type { AwaitedRequest } from './executions';

/** Type of the custom resource that is a feature group with lists, sets or a vector, which CloudFormation's own resource cannot say. */
export const FEATURE_GROUP_RESOURCE_TYPE = 'Custom::SageMakerFeatureGroup';

/** Tag of a group that says which resource of which stack made it, and by which request. */
export const FEATURE_GROUP_OWNER_TAG = 'cdk-sagemaker-lifecycle:owner';

/** Tag of a group that says which features the template gave it before it got the last ones: to those a deployment may go back. */
export const FEATURE_GROUP_BEFORE_TAG = 'cdk-sagemaker-lifecycle:before';

/** What a template tells the `manage-feature-group` handler. CloudFormation hands numbers and truth values on as text. */
export interface FeatureGroupProperties {
  /** The machine that makes, changes and deletes it. */
  readonly StateMachineArn: string;
  readonly FeatureGroupName: string;
  readonly RecordIdentifierFeatureName: string;
  readonly EventTimeFeatureName: string;
  readonly FeatureDefinitions: readonly DefinedFeature[];
  readonly OnlineStoreConfig: FeatureGroupOnlineStore;
  readonly Description?: string;
  readonly Tags?: readonly FeatureGroupTag[];
}

/** A feature in the words of SageMaker's API. */
export interface DefinedFeature {
  readonly FeatureName: string;
  readonly FeatureType: string;
  readonly CollectionType?: string;
  readonly CollectionConfig?: { readonly VectorConfig: { readonly Dimension: number } };
}

/** The online store in the words of SageMaker's API. */
export interface FeatureGroupOnlineStore {
  readonly EnableOnlineStore: boolean;
  readonly StorageType: string;
  readonly SecurityConfig?: { readonly KmsKeyId: string };
  readonly TtlDuration?: { readonly Unit: string; readonly Value: number };
}

export interface FeatureGroupTag {
  readonly Key: string;
  readonly Value: string;
}

/** What `Fn::GetAtt` can read from the custom resource. */
export interface FeatureGroupAttributes {
  readonly FeatureGroupArn: string;
}

/** A group as a template wants it. */
export type WantedFeatureGroup = Omit<FeatureGroupProperties, 'StateMachineArn'>;

/**
 * What a request of CloudFormation comes to: a group that it makes; one that it makes unless this resource made it before; one that is there and is to be as
 * the template says; or none.
 */
export type FeatureGroupTask = 'MAKE' | 'REPLACE' | 'CHANGE' | 'DELETE';

/** Input of the state machine. */
export interface FeatureGroupWork {
  readonly request: AwaitedRequest;
  readonly task: FeatureGroupTask;
  readonly featureGroupName: string;
  /** Left out where the group shall go. */
  readonly wanted?: WantedFeatureGroup;
  /** What an earlier template said of the group; left out where it said nothing. */
  readonly before?: FeatureGroupBefore;
}

/** What matters of an earlier template: a group has up to 2,500 features, and an execution takes 256 KB. */
export interface FeatureGroupBefore {
  readonly features: readonly string[];
  /** Stands for the features with their types. */
  readonly featuresHash: string;
  readonly keyId?: string;
  readonly tags: readonly string[];
}

/** What the state machine tells the `manage-feature-group` handler, again and again until there is nothing more to do. */
export interface FeatureGroupLook {
  readonly work: FeatureGroupWork;
  /** When the execution began. */
  readonly startTime: string;
  /** What the look before answered. */
  readonly before?: Partial<FeatureGroupLookAnswer>;
  /** Why nothing could be looked at, as Step Functions tells it: all that is left to do is to say so. */
  readonly refusal?: { readonly Error: string; readonly Cause?: string };
}

/** What it answers. */
export interface FeatureGroupLookAnswer {
  /** Look again after a while, or end. */
  readonly next: 'WAIT' | 'DONE';
  readonly waitSeconds: number;
  /** Whatever was asked of SageMaker so far, by the request or its member. */
  readonly asked: readonly string[];
}
