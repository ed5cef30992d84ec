import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack, type CfnResource } from 'aws-cdk-lib/core';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface SecureBucketProps {
  /** Key that encrypts the objects; without one, the key that S3 manages does. */
  readonly encryptionKey?: kms.IKey;
  /** Where requests are logged; without one, they are not. */
  readonly accessLogs?: s3.IBucket;
  /** With DESTROY, the objects go with the bucket; without a policy it is kept, unless its first deployment is rolled back. */
  readonly removalPolicy?: RemovalPolicy;
  /** Prefixes whose objects lose their use after a time. */
  readonly expirations?: Record<string, Duration>;
}

/** A private bucket as every phase makes it: encrypted, versioned, TLS only, kept by default. */
export function secureBucket(scope: Construct, id: string, props: SecureBucketProps = {}): s3.Bucket {
  const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
  const bucket = new s3.Bucket(scope, id, {
    encryption: props.encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
    encryptionKey: props.encryptionKey,
    bucketKeyEnabled: props.encryptionKey ? true : undefined,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    versioned: true,
    removalPolicy,
    autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
    lifecycleRules: [
      { id: 'AbandonedUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      { id: 'OldVersions', noncurrentVersionExpiration: Duration.days(30) },
      ...Object.entries(props.expirations ?? {}).map(([prefix, expiration]) => ({ id: `Expire-${prefix.replace(/\W/g, '')}`, prefix, expiration })),
    ],
  });
  if (props.accessLogs) {
    logRequests(bucket, props.accessLogs, `${id.toLowerCase()}/`);
  }
  if (removalPolicy === RemovalPolicy.DESTROY) {
    logBucketCleaning(bucket);
  }
  return bucket;
}

/**
 * Logs who reads and writes a bucket's objects.
 *
 * The CDK lets S3 write the log through an access list, which buckets like these refuse, unless the app has set a feature flag. A library cannot ask for that.
 */
function logRequests(bucket: s3.Bucket, accessLogs: s3.IBucket, prefix: string): void {
  (bucket.node.defaultChild as s3.CfnBucket).loggingConfiguration = { destinationBucketName: accessLogs.bucketName, logFilePrefix: prefix };
  accessLogs.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [accessLogs.arnForObjects(`${prefix}*`)],
    conditions: { ArnLike: { 'aws:SourceArn': bucket.bucketArn }, StringEquals: { 'aws:SourceAccount': Stack.of(bucket).account } },
  }));
}

/** The CDK's function that empties buckets would make a log group of its own, which nothing ever deletes. */
function logBucketCleaning(bucket: s3.Bucket): void {
  const stack = Stack.of(bucket);
  const id = 'BucketCleaningLog';
  if (stack.node.tryFindChild(id)) {
    return;
  }
  const log = new logs.LogGroup(stack, id, { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  const handler = stack.node.tryFindChild('Custom::S3AutoDeleteObjectsCustomResourceProvider')?.node.tryFindChild('Handler') as CfnResource | undefined;
  handler?.addPropertyOverride('LoggingConfig.LogGroup', log.logGroupName);
}
