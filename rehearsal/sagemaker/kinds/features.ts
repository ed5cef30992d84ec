import { resourceInUse, resourceNotFound, validationException } from '../api';
import { offlineStoreFolder, checkDefinitions } from '../features/definitions';
import { mergeDocuments } from '../resources/documents';
import type { ResourceKind } from '../resources/resource';

/** A table of features, with the newest values online and all values offline. */
export const featureGroup: ResourceKind = {
  name: 'FeatureGroup',
  identity: ['FeatureGroupName'],
  arnPath: (attributes) => `feature-group/${String(attributes.FeatureGroupName).toLowerCase()}`,
  lifecycle: { member: 'FeatureGroupStatus', creating: 'Creating', ready: 'Created', deleting: 'Deleting' },
  listing: {
    operation: 'ListFeatureGroups', member: 'FeatureGroupSummaries', filters: { OfflineStoreStatusEquals: 'OfflineStoreStatusValue' },
  },
  eventType: 'SageMaker Feature Group State Change',
  missing: (id) => resourceNotFound(`Resource Not Found: Amazon SageMaker can't find a FeatureGroup with name ${id.replace(/^arn:.*\//, '')}`),
  exists: (id) => resourceInUse(`Resource Already Exists: FeatureGroup with name ${id} already exists. Choose a different name.`),
  prepare: (attributes, context) => {
    checkDefinitions(attributes);
    const offline = attributes.OfflineStoreConfig;
    const epoch = Math.floor(attributes.CreationTime);
    const table = `${attributes.FeatureGroupName.replace(/-/g, '_').toLowerCase()}_${epoch}`;
    const prepared = {
      ThroughputConfig: attributes.ThroughputConfig ?? { ThroughputMode: 'OnDemand' },
      NextToken: '',
      ...(offline && {
        OfflineStoreStatus: { Status: 'Active' },
        OfflineStoreStatusValue: 'Active',
        OfflineStoreConfig: mergeDocuments(
          {
            DisableGlueTableCreation: false,
            TableFormat: 'Glue',
            ...(!offline.DisableGlueTableCreation && {
              DataCatalogConfig: { TableName: table, Catalog: 'AwsDataCatalog', Database: 'sagemaker_featurestore' },
            }),
          },
          { ...offline, S3StorageConfig: { ...offline.S3StorageConfig, ResolvedOutputS3Uri: offlineStoreFolder(attributes, context) } },
        ),
      }),
    };
    context.featureStore.describe({ ...attributes, ...prepared });
    return prepared;
  },
  change: (resource, input, context) => {
    const { FeatureAdditions: additions = [], FeatureGroupName: _name, ...members } = input;
    if (Object.keys(members).length + (input.FeatureAdditions ? 1 : 0) > 1) {
      throw validationException('Validation Error: use one of FeatureAdditions, OnlineStoreConfig and ThroughputConfig at a time.');
    }
    const changed = mergeDocuments(resource.attributes, members);
    const time = members.OnlineStoreConfig?.TtlDuration;
    if (time && time.Unit === undefined) {
      // Both of its members null: records stay from now on.
      delete changed.OnlineStoreConfig.TtlDuration;
    }
    changed.FeatureDefinitions = [...resource.attributes.FeatureDefinitions, ...additions];
    checkDefinitions(changed);
    context.featureStore.describe(changed);
    return { ...changed, LastUpdateStatus: { Status: 'Successful' } };
  },
  onDeleted: (resource, context) => context.featureStore.forget(resource),
};
