import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { S3Place } from '../../core';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { folderOf } from '../../core/internal/places';
import { grantReadPrefix, grantWritePrefix } from '../../core/internal/s3-grants';
import type { OfflineLocation } from '../offline-store';
import { catalogueOf } from './catalogue';

/** Running queries in one workgroup of Athena, and reading what they answer. */
export function grantWorkgroup(scope: IConstruct, workgroup: string, grantee: iam.IGrantable): void {
  const arn = (resource: string, resourceName: string) => arnOf(scope, { service: 'athena', resource, resourceName });
  allow(grantee, {
    actions: ['athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:GetWorkGroup', 'athena:StartQueryExecution', 'athena:StopQueryExecution'],
    resourceArns: [arn('workgroup', workgroup)],
  });
  allow(grantee, { actions: ['athena:GetDataCatalog'], resourceArns: [arn('datacatalog', 'AwsDataCatalog')] });
}

/** Looking up the table of a group and its partitions. Athena looks at the database `default` before any other. */
export function grantTable(scope: IConstruct, location: OfflineLocation, grantee: iam.IGrantable): void {
  const catalogue = catalogueOf(scope, location);
  allow(grantee, {
    actions: ['glue:BatchGetPartition', 'glue:GetDatabase', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables'],
    resourceArns: catalogue,
  }, 'The service names the table when it makes the group; the records themselves are allowed by their prefix.');
  allow(grantee, { actions: ['glue:GetDatabase'], resourceArns: [arnOf(scope, { service: 'glue', resource: 'database', resourceName: 'default' })] });
}

/** Keeping the answers of queries in a place, and reading them there. */
export function grantResults(place: S3Place, grantee: iam.IGrantable): void {
  const folder = folderOf(place);
  allow(grantee, { actions: ['s3:GetBucketLocation'], resourceArns: [place.bucket.bucketArn] });
  grantReadPrefix(place.bucket, folder, grantee);
  grantWritePrefix(place.bucket, folder, grantee);
}
