import { validationException, type Json } from '../api';

const RESERVED = ['is_deleted', 'write_time', 'api_invocation_time'];

/** Refuses a feature group whose definitions contradict each other, as CreateFeatureGroup and UpdateFeatureGroup do. */
export function checkDefinitions(group: Json): void {
  const names: string[] = group.FeatureDefinitions.map((definition: Json) => definition.FeatureName);
  const twice = names.find((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== index);
  if (twice) {
    throw validationException(`Validation Error: FeatureDefinitions contains the feature ${twice} more than once.`);
  }
  const reserved = names.find((name) => RESERVED.includes(name.toLowerCase()));
  if (reserved) {
    throw validationException(`Validation Error: ${reserved} is a reserved feature name (${RESERVED.join(', ')}).`);
  }
  for (const member of ['RecordIdentifierFeatureName', 'EventTimeFeatureName']) {
    if (!names.includes(group[member])) {
      throw validationException(`Validation Error: ${member} ${group[member]} is not defined in FeatureDefinitions.`);
    }
  }
  const eventTime = group.FeatureDefinitions.find((definition: Json) => definition.FeatureName === group.EventTimeFeatureName);
  if (!['String', 'Fractional'].includes(eventTime.FeatureType)) {
    throw validationException(`Validation Error: EventTimeFeatureName ${group.EventTimeFeatureName} must be of type String or Fractional, but is ${eventTime.FeatureType}.`);
  }
  if (!group.OnlineStoreConfig?.EnableOnlineStore && !group.OfflineStoreConfig) {
    throw validationException('Validation Error: a FeatureGroup needs an online store, an offline store or both; neither OnlineStoreConfig.EnableOnlineStore nor OfflineStoreConfig is given.');
  }
  checkCollections(group);
}

/** Refuses lists, sets and vectors that the guide on collection types does not allow. */
function checkCollections(group: Json): void {
  const collections = group.FeatureDefinitions.filter((definition: Json) => definition.CollectionType !== undefined);
  if (collections.length > 0 && group.OnlineStoreConfig?.StorageType !== 'InMemory') {
    throw validationException(`Validation Error: ${collections[0].FeatureName} is a ${collections[0].CollectionType}; only feature groups with an InMemory online store support collection types.`);
  }
  const single = collections.find(({ FeatureName }: Json) => [group.RecordIdentifierFeatureName, group.EventTimeFeatureName].includes(FeatureName));
  if (single) {
    throw validationException(`Validation Error: ${single.FeatureName} is a ${single.CollectionType} and can be neither record identifier nor event time.`);
  }
  for (const { FeatureName, FeatureType, CollectionType, CollectionConfig } of group.FeatureDefinitions as Json[]) {
    const dimension = CollectionConfig?.VectorConfig?.Dimension;
    if ((CollectionType === 'Vector') !== (dimension !== undefined)) {
      throw validationException(`Validation Error: ${FeatureName} must have a VectorConfig.Dimension exactly when it is a Vector.`);
    }
    if (CollectionType === 'Vector' && FeatureType !== 'Fractional') {
      throw validationException(`Validation Error: the Vector ${FeatureName} must be Fractional, but is ${FeatureType}.`);
    }
  }
  const vectors = collections.filter((definition: Json) => definition.CollectionType === 'Vector');
  if (vectors.length > 1) {
    throw validationException(`Validation Error: a FeatureGroup can have one Vector, and ${vectors.map(({ FeatureName }: Json) => FeatureName).join(', ')} are ${vectors.length}.`);
  }
}

/** Where a group's offline store keeps its data: the layout that Athena and the SDK expect. */
export function offlineStoreFolder(group: Json, account: { readonly account: string; readonly region: string }): string {
  const root = String(group.OfflineStoreConfig.S3StorageConfig.S3Uri).replace(/\/+$/, '');
  return `${root}/${account.account}/sagemaker/${account.region}/offline-store/${group.FeatureGroupName}-${Math.floor(group.CreationTime)}/data`;
}
