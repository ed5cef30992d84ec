/** Type of the custom resource that writes what a group's features mean, which CloudFormation's own resource cannot say. */
export const FEATURE_DESCRIPTIONS_RESOURCE_TYPE = 'Custom::SageMakerFeatureDescriptions';

/** What a template tells the `describe-features` handler. */
export interface FeatureDescriptionsProperties {
  readonly FeatureGroupName: string;
  readonly Features: readonly DescribedFeature[];
}

/** What people read and search for about one feature; what is left out is left as it is, unless the template said it before. */
export interface DescribedFeature {
  readonly FeatureName: string;
  readonly Description?: string;
  readonly Parameters?: readonly FeatureParameter[];
}

/** A list rather than a map: a key may be any text, also one that CloudFormation takes for a function. */
export interface FeatureParameter {
  readonly Key: string;
  readonly Value: string;
}
