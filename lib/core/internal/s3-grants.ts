import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';

/** Reading one object, which a job lists before it reads it. */
export function grantReadObject(bucket: s3.IBucket, key: string, grantee: iam.IGrantable): void {
  iam.Grant.addToPrincipal({ grantee, actions: ['s3:GetObject'], resourceArns: [bucket.arnForObjects(key)] });
  grantList(bucket, { StringEquals: { 's3:prefix': key } }, grantee);
  bucket.encryptionKey?.grantDecrypt(grantee);
}

/** Reading everything under a prefix, and its key where the bucket is encrypted with one. */
export function grantReadPrefix(bucket: s3.IBucket, prefix: string, grantee: iam.IGrantable): void {
  iam.Grant.addToPrincipal({ grantee, actions: ['s3:GetObject'], resourceArns: [bucket.arnForObjects(`${prefix}*`)] });
  grantList(bucket, prefix ? { StringLike: { 's3:prefix': [`${prefix}*`] } } : undefined, grantee);
  bucket.encryptionKey?.grantDecrypt(grantee);
}

/** Writing under a prefix; large objects are written in parts, which must be abortable. */
export function grantWritePrefix(bucket: s3.IBucket, prefix: string, grantee: iam.IGrantable): void {
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
    resourceArns: [bucket.arnForObjects(`${prefix}*`)],
  });
  bucket.encryptionKey?.grantEncryptDecrypt(grantee);
}

function grantList(bucket: s3.IBucket, conditions: Record<string, Record<string, string | string[]>> | undefined, grantee: iam.IGrantable): void {
  iam.Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn], conditions });
}
