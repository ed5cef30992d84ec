/** Type of the custom resource that deletes a group's versions before the group. */
export const MODEL_PACKAGES_RESOURCE_TYPE = 'Custom::SageMakerModelPackages';

/** What a template tells the `delete-model-packages` handler. */
export interface ModelPackagesProperties {
  /** The group whose versions go when the resource is deleted. */
  readonly ModelPackageGroupName: string;
}
