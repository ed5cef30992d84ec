import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { allow } from './allow';

/** Reading one object, which a job lists before it reads it. */
export function grantReadObject(bucket: s3.IBucket, key: string, grantee: iam.IGrantable): void {
  allow(grantee, { actions: ['s3:GetObject'], resourceArns: [bucket.arnForObjects(key)] });
  grantList(bucket, { StringEquals: { 's3:prefix': key } }, grantee);
  grantKey(bucket.encryptionKey, grantee, 'kms:Decrypt');
}

/** Reading everything under a prefix, and its key where the bucket is encrypted with one. */
export function grantReadPrefix(bucket: s3.IBucket, prefix: string, grantee: iam.IGrantable): void {
  allow(grantee, { actions: ['s3:GetObject'], resourceArns: [bucket.arnForObjects(`${prefix}*`)] }, 'A prefix is read whole; its objects get their names when they are made.');
  grantListPrefix(bucket, prefix, grantee);
  grantKey(bucket.encryptionKey, grantee, 'kms:Decrypt');
}

/** Seeing what lies under a prefix, without reading any of it. */
export function grantListPrefix(bucket: s3.IBucket, prefix: string, grantee: iam.IGrantable): void {
  grantList(bucket, prefix ? { StringLike: { 's3:prefix': [`${prefix}*`] } } : undefined, grantee);
}

/** Writing under a prefix; large objects are written in parts, which must be abortable. */
export function grantWritePrefix(bucket: s3.IBucket, prefix: string, grantee: iam.IGrantable): void {
  allow(grantee, {
    actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
    resourceArns: [bucket.arnForObjects(`${prefix}*`)],
  }, 'Results get their names when they are made; they lie below this prefix.');
  if (bucket.encryptionKey) {
    grantUseOfKey(bucket.encryptionKey, grantee);
  }
}

/** Encrypting and decrypting, by the exact actions. */
export function grantUseOfKey(key: kms.IKey, grantee: iam.IGrantable): void {
  grantKey(key, grantee, 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey');
}

/** Attaching an encrypted volume takes a grant on its key, made for an AWS service and nobody else. */
export function grantVolumeKey(key: kms.IKey, grantee: iam.IGrantable): void {
  grantKey(key, grantee, 'kms:DescribeKey');
  allow(grantee, { actions: ['kms:CreateGrant'], resourceArns: [key.keyArn], conditions: { Bool: { 'kms:GrantIsForAWSResource': true } } });
}

/** What principals were given on keys already: steps ask for the same key again and again. */
const keysGiven = new WeakMap<iam.IPrincipal, Set<string>>();

/** Actions on a key, as the key itself gives them: those of another account are named in its policy too. */
export function grantKey(key: kms.IKey | undefined, grantee: iam.IGrantable, ...actions: string[]): void {
  const before = keysGiven.get(grantee.grantPrincipal) ?? new Set<string>();
  keysGiven.set(grantee.grantPrincipal, before);
  const missing = key ? actions.filter((action) => !before.has(`${action} ${key.keyArn}`)) : [];
  if (key && missing.length > 0) {
    key.grant(grantee, ...missing);
    missing.forEach((action) => before.add(`${action} ${key.keyArn}`));
  }
}

function grantList(bucket: s3.IBucket, conditions: Record<string, Record<string, string | string[]>> | undefined, grantee: iam.IGrantable): void {
  allow(grantee, { actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn], conditions });
}
