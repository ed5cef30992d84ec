import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Settings of a queue. */
export interface MessageQueueProps {
  /** Key that encrypts the messages; without one, the key that SQS manages does. */
  readonly encryptionKey?: kms.IKey;
  /** How long a message is kept that nobody takes; 4 days when left out. */
  readonly retentionPeriod?: Duration;
  /** How long a message rests before it can be taken; not at all when left out. */
  readonly deliveryDelay?: Duration;
  /** How long a message that was taken is hidden; 30 seconds when left out. */
  readonly visibilityTimeout?: Duration;
  /** Where messages go that were taken too often; without it they stay until they are too old. */
  readonly deadLetterQueue?: sqs.DeadLetterQueue;
}

/** A queue as every phase makes it: encrypted, TLS only. */
export function messageQueue(scope: Construct, id: string, { encryptionKey, ...settings }: MessageQueueProps): sqs.Queue {
  return new sqs.Queue(scope, id, {
    enforceSSL: true,
    encryption: encryptionKey ? sqs.QueueEncryption.KMS : sqs.QueueEncryption.SQS_MANAGED,
    encryptionMasterKey: encryptionKey,
    ...settings,
  });
}
