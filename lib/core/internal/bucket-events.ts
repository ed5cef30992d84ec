import type * as events from 'aws-cdk-lib/aws-events';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Annotations, CfnResource } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { invalid } from './errors';

/** What a bucket of the CDK calls the resource that sets its notifications. */
const NOTIFICATIONS = 'Notifications';

/** What depends on a bucket's events, for people. */
export interface Listener {
  /** What does not happen while the bucket tells nobody: `no run starts`. */
  readonly without: string;
  /** What was there first: `a pipeline was to start on its data`. */
  readonly wish: string;
  /** What people have to do later: `'startOnNewData'`. */
  readonly call: string;
}

/** Events of objects that are created under a prefix. */
export function createdIn(bucket: s3.IBucket, prefix: string): events.EventPattern {
  return {
    source: ['aws.s3'],
    detailType: ['Object Created'],
    detail: { bucket: { name: [bucket.bucketName] }, ...(prefix !== '' && { object: { key: [{ prefix }] } }) },
  };
}

/**
 * Makes a bucket tell EventBridge of its objects, which costs nothing but the events.
 *
 * The CDK's own way is a function that may change the notifications of every bucket; a bucket that this app makes has a property for it.
 */
export function tellEventBridge(user: IConstruct, bucket: s3.IBucket, { without, wish, call }: Listener): void {
  const resource = bucket.node.defaultChild;
  if (!resource || !CfnResource.isCfnResource(resource)) {
    Annotations.of(user).addWarningV2(
      'cdk-sagemaker-lifecycle:bucketTellsNobody',
      `bucket: ${bucket.node.path} is not made by this app; ${without} unless EventBridge notifications are on there (properties of the bucket, or its own app)`,
    );
    return;
  }
  if (bucket.node.tryFindChild(NOTIFICATIONS)) {
    bucket.enableEventBridgeNotification();
    return;
  }
  resource.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true);
  bucket.node.addValidation({ validate: () => {
    // That resource replaces what the property says, and it was not asked for EventBridge.
    return bucket.node.tryFindChild(NOTIFICATIONS) ? [invalid(bucket, {
      code: 'BucketNotificationsLater', property: 'bucket', problem: `got notifications of its own after ${wish}; they would turn EventBridge off`,
      fix: `Add the bucket's notifications before ${call}.`,
    }).message] : [];
  } });
}
