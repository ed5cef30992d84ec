import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import type { _BoundOfflineStore } from '../offline-store';

const WHY_WILDCARDS = 'The service names the objects below the prefix and the table in the database; both belong to Feature Store.';

/**
 * Gives a role what the service needs to write an offline store: its prefix, its bucket's access list, its table, its key.
 *
 * The actions are those of the managed policy AmazonSageMakerFeatureStoreAccess, on these resources alone.
 */
export function grantOfflineStore(scope: Construct, role: iam.IRole, store: _BoundOfflineStore): void {
  const glue = (resource: string, resourceName?: string) => Stack.of(scope).formatArn({ service: 'glue', resource, resourceName });
  allow(
    role,
    { actions: ['s3:PutObject', 's3:PutObjectAcl', 's3:GetObject'], resourceArns: [store.bucket.arnForObjects(`${store.prefix}/*`)] },
    WHY_WILDCARDS,
  );
  allow(role, { actions: ['s3:GetBucketAcl'], resourceArns: [store.bucket.bucketArn] });
  allow(
    role,
    {
      actions: ['glue:GetTable', 'glue:UpdateTable'],
      resourceArns: [glue('catalog'), glue('database', store.databaseName), glue('table', `${store.databaseName}/${store.tableName}`)],
    },
    WHY_WILDCARDS,
  );
  store.encryptionKey?.grant(role, 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey');
}
