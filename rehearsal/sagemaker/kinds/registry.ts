import { conflict } from '../api';
import type { ResourceKind } from '../resources/resource';
import { words } from './words';

/** The versions of one model. */
export const modelPackageGroup: ResourceKind = {
  name: 'ModelPackageGroup',
  identity: ['ModelPackageGroupName'],
  arnPath: (attributes) => `model-package-group/${String(attributes.ModelPackageGroupName).toLowerCase()}`,
  lifecycle: { member: 'ModelPackageGroupStatus', ready: 'Completed' },
  listing: { operation: 'ListModelPackageGroups', member: 'ModelPackageGroupSummaryList' },
  missing: words.doesNotExist('ModelPackageGroup'),
  exists: words.alreadyExists('Model Package Group'),
  prepare: () => ({ CreatedBy: {} }),
  guardDelete: (resource, context) => {
    const versions = context.resources.all(modelPackage).filter((version) => version.attributes.ModelPackageGroupName === resource.id);
    if (versions.length > 0) {
      throw conflict(`Model Package Group ${resource.arn} cannot be deleted because it still contains ${versions.length} model package version(s).`);
    }
  },
};

/** One version of a model, or a package of its own; known by what follows `model-package/` in its ARN. */
export const modelPackage: ResourceKind = {
  name: 'ModelPackage',
  identity: ['ModelPackageId'],
  nameMember: 'ModelPackageId',
  arnPath: (attributes) => `model-package/${String(attributes.ModelPackageId).toLowerCase()}`,
  lifecycle: { member: 'ModelPackageStatus', ready: 'Completed' },
  listing: { operation: 'ListModelPackages', member: 'ModelPackageSummaryList', filters: { NameContains: 'ModelPackageName' } },
  eventType: 'SageMaker Model Package State Change',
  missing: words.doesNotExist('ModelPackage'),
  exists: words.alreadyExists('Model Package'),
};
