import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allow } from './allow';
import type { HandlerFunction } from './handler-function';
import { messageQueue, type MessageQueueProps } from './message-queue';

/** Settings of a queue that a function reads, and of how it reads. */
export interface HandlerQueueProps extends Omit<MessageQueueProps, 'deadLetterQueue'> {
  /** What reads; it answers which messages it could not handle. Its own key is the queue's. */
  readonly handler: HandlerFunction;
  /** How often a message is handed out before it goes to the function's dead letters. */
  readonly maxReceives: number;
  /** Most messages in one event; SQS gives no more than 10 without a window. */
  readonly batchSize: number;
  /** How long messages are gathered for an event; not at all when left out. */
  readonly window?: Duration;
  /** Most events at the same time, from 2; as many as there are when left out. */
  readonly maxConcurrency?: number;
}

/** A queue that a function reads: what it cannot handle ends up where its other failures do. */
export interface HandlerQueue {
  readonly queue: sqs.Queue;
  /** Lambda's reading. What the function needs to handle messages must be there before it, and may go after it. */
  readonly reading: Construct;
}

/** Makes the queue `Queue` and the reading `Messages`. */
export function handlerQueue(scope: Construct, props: HandlerQueueProps): HandlerQueue {
  const { handler, maxReceives, batchSize, window, maxConcurrency, ...settings } = props;
  const queue = messageQueue(scope, 'Queue', { ...settings, deadLetterQueue: { queue: handler.deadLetterQueue, maxReceiveCount: maxReceives } });
  allow(handler, { actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], resourceArns: [queue.queueArn] });
  const reading = new lambda.CfnEventSourceMapping(scope, 'Messages', {
    functionName: handler.function.functionName,
    eventSourceArn: queue.queueArn,
    batchSize,
    maximumBatchingWindowInSeconds: window?.toSeconds(),
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: maxConcurrency === undefined ? undefined : { maximumConcurrency: maxConcurrency },
  });
  // Lambda looks whether the role may read the queue.
  reading.node.addDependency(handler.role);
  return { queue, reading };
}
