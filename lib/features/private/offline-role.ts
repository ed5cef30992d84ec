import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { sagemakerRole } from '../../core/internal/roles';
import type { _BoundOfflineStore } from '../offline-store';
import { acknowledgeWildcards } from './acknowledge-wildcards';

/**
 * The role the service writes the offline store with: its prefix, its bucket's access list, its table, its key.
 *
 * The actions are those of the managed policy AmazonSageMakerFeatureStoreAccess, on these resources alone.
 */
export function offlineRole(scope: Construct, store: _BoundOfflineStore): iam.Role {
  const role = sagemakerRole(scope, 'Role', 'Writes the offline store of a feature group');
  grantOfflineStore(scope, role, store);
  const policy = role.node.tryFindChild('DefaultPolicy') as iam.Policy;
  acknowledgeWildcards(policy, 'The service names the objects below the prefix and the table in the database; both belong to Feature Store.');
  return role;
}

/** Gives a role what the service needs to write the store. */
export function grantOfflineStore(scope: Construct, role: iam.IRole, store: _BoundOfflineStore): void {
  const glue = (resource: string, resourceName?: string) => Stack.of(scope).formatArn({ service: 'glue', resource, resourceName });
  const statements = [
    { actions: ['s3:PutObject', 's3:PutObjectAcl', 's3:GetObject'], resources: [store.bucket.arnForObjects(`${store.prefix}/*`)] },
    { actions: ['s3:GetBucketAcl'], resources: [store.bucket.bucketArn] },
    {
      actions: ['glue:GetTable', 'glue:UpdateTable'],
      resources: [glue('catalog'), glue('database', store.databaseName), glue('table', `${store.databaseName}/${store.tableName}`)],
    },
  ];
  statements.forEach((statement) => role.addToPrincipalPolicy(new iam.PolicyStatement(statement)));
  store.encryptionKey?.grant(role, 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey');
}
