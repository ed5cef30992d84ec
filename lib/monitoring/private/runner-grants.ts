import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { allow } from '../../core/internal/allow';
import { grantKey } from '../../core/internal/s3-grants';

/** Seeing what lies below a prefix, without reading any of it. */
export function grantListFolder(bucket: s3.IBucket, prefix: string, grantee: iam.IGrantable): void {
  allow(grantee, {
    actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn], conditions: prefix === '' ? undefined : { StringLike: { 's3:prefix': [`${prefix}*`] } },
  });
}

/** Starting a job with an encrypted volume takes a grant on the volume's key, made for an AWS service and nobody else. */
export function grantVolumeKey(key: kms.IKey, grantee: iam.IGrantable): void {
  grantKey(key, grantee, 'kms:DescribeKey');
  allow(grantee, { actions: ['kms:CreateGrant'], resourceArns: [key.keyArn], conditions: { Bool: { 'kms:GrantIsForAWSResource': true } } });
}
