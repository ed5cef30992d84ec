import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { Caller, sagemakerRole } from '../../core/internal/roles';
import { grantKey } from '../../core/internal/s3-grants';
import type { OfflineLocation } from '../offline-store';
import { catalogueOf } from './catalogue';

const WHY_WILDCARDS = 'The service names the objects below the prefix and the table in the database; both belong to Feature Store.';

/**
 * The role that the service writes an offline store with.
 *
 * Feature Store is not among the services that AWS says send `aws:SourceAccount`: a trust policy that insisted on it could keep the service out.
 */
export function offlineRole(scope: Construct): iam.IRole {
  return sagemakerRole(scope, 'Role', 'Writes the offline store of a feature group', Caller.MAY_NOT_NAME_THE_ACCOUNT);
}

/**
 * Gives a role what the service needs to write an offline store: its prefix, its bucket's access list, its table, its key.
 *
 * The actions are those of the managed policy AmazonSageMakerFeatureStoreAccess, on these resources alone.
 */
export function grantOfflineStore(scope: Construct, role: iam.IRole, store: OfflineLocation): void {
  allow(
    role,
    { actions: ['s3:PutObject', 's3:PutObjectAcl', 's3:GetObject'], resourceArns: [store.bucket.arnForObjects(`${store.prefix}/*`)] },
    WHY_WILDCARDS,
  );
  allow(role, { actions: ['s3:GetBucketAcl'], resourceArns: [store.bucket.bucketArn] });
  allow(role, { actions: ['glue:GetTable', 'glue:UpdateTable'], resourceArns: catalogueOf(scope, store) }, WHY_WILDCARDS);
  grantKey(store.encryptionKey, role, 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey');
}
