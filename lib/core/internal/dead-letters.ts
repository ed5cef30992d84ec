import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { alarmAbove } from './alarm';
import { messageQueue } from './message-queue';

/** Settings of a place for what could not be done. */
export interface DeadLettersProps {
  /** What ends up here, for the alarm's text: `events that function ... could not handle`. */
  readonly contents: string;
  /**
   * Encrypts the messages.
   *
   * @default - a key that SQS manages
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Told when something arrives.
   *
   * @default - the alarm changes its state and tells nobody
   */
  readonly alarmTopic?: sns.ITopic;
}

/** A queue that keeps failures for two weeks, and an alarm as soon as there is one: nothing fails in silence. */
export class DeadLetters extends Construct {
  public readonly queue: sqs.Queue;
  public readonly alarm: cloudwatch.IAlarmRef;

  constructor(scope: Construct, id: string, props: DeadLettersProps) {
    super(scope, id);
    this.queue = messageQueue(this, 'Queue', { encryptionKey: props.encryptionKey, retentionPeriod: Duration.days(14) });
    this.alarm = alarmAbove(this, 'Alarm', {
      description: `There are ${props.contents}; they are kept for 14 days. Read the queue and the log, mend the cause, send them again.`,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: Duration.minutes(1) }),
      threshold: 0,
      topic: props.alarmTopic,
    });
  }
}
