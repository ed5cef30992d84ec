import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DeadLetters } from '../../core/internal/dead-letters';
import { takeFromRules } from '../../core/internal/rule-queues';

/** Keeps events that rules of this account could not deliver, with an alarm. */
export function undeliveredEvents(scope: Construct, encryptionKey: kms.IKey, alarmTopic: sns.ITopic): sqs.Queue {
  const { queue } = new DeadLetters(scope, 'Undelivered', { contents: 'events that could not be delivered', encryptionKey, alarmTopic });
  // Rules of any model's stack may send here; naming them would tie the platform to its models.
  takeFromRules(scope, queue, 'AllowRules');
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions::AwsSolutions-SQS3',
    reason: 'This is a dead-letter queue: the rules of the platform and of its models name it in their targets.',
  });
  return queue;
}
