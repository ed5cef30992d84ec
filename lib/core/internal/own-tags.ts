import { Annotations, type CfnResource, type ITaggable } from 'aws-cdk-lib/core';

/**
 * Writes exactly the tags that a resource was given, without those that outer scopes set with `Tags.of(...)`.
 *
 * For resources whose tags cannot be changed: CloudFormation would replace them whenever somebody tags the app.
 */
export function keepOuterTagsOff(resource: CfnResource, tags: Record<string, string> = {}): void {
  const own = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (own.length > 0) {
    resource.addPropertyOverride('Tags', own);
  } else {
    resource.addPropertyDeletionOverride('Tags');
  }
}

/** Points at tags of a resource that a changed tag may replace: AWS's own sources disagree on it. */
export function warnOfTags(resource: CfnResource & ITaggable, noun: string): void {
  resource.node.addValidation({
    validate: () => {
      const tags = Object.keys(resource.tags.tagValues());
      if (tags.length > 0) {
        Annotations.of(resource).addWarningV2(
          'cdk-sagemaker-lifecycle:tagsMayReplace',
          `tags: AWS's own sources disagree on whether a change of ${tags.map((tag) => `'${tag}'`).join(', ')} replaces the ${noun}. Keep them as they are, or off it: `
          + `Tags.of(...).add(key, value, { excludeResourceTypes: ['${resource.cfnResourceType}'] }).`,
        );
      }
      return [];
    },
  });
}
