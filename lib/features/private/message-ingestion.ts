import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Annotations, CfnResource, Duration, Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { invalid, isKnown, Mistakes } from '../../core/internal/errors';
import type { HandlerFunction } from '../../core/internal/handler-function';
import { Limit } from '../../core/internal/limits';
import { grantKey } from '../../core/internal/s3-grants';
import type { QueueSourceOptions, StreamSourceOptions } from '../record-source';
import { ingestionFunction, type IngestionSite } from './ingestion-site';

/** No longer than messages of a queue are hidden, if nobody changes that. */
const TIMEOUT = Duration.seconds(30);
const BATCH = Limit.between('BatchSize', 1, 10_000);
const FIFO_BATCH = Limit.between('BatchSize', 1, 10);
const WINDOW = Limit.between('Window', 0, 300);
const CONCURRENCY = Limit.between('MaxConcurrency', 2, 1_000);
const PARALLELIZATION = Limit.between('Parallelization', 1, 10);
const AGE = Limit.between('GiveUpAfter', 60, Duration.days(7).toSeconds());

/** Reads messages of a queue. */
export function ingestQueue(site: IngestionSite, queue: sqs.IQueue, { batchSize, window, maxConcurrency }: QueueSourceOptions): void {
  const { fifo } = queue;
  checkQueue(site, queue);
  new Mistakes(site.scope)
    .add((fifo ? FIFO_BATCH : BATCH).mistakeIn('batchSize', batchSize))
    .add(window?.isUnresolved() ? undefined : WINDOW.mistakeIn('window', window?.toSeconds()))
    .add(CONCURRENCY.mistakeIn('maxConcurrency', maxConcurrency))
    .when(fifo && window !== undefined, {
      code: 'FifoWindow', property: 'window', problem: 'Lambda gathers no messages of FIFO queues', fix: "Leave 'window' out.",
    })
    .throwIfAny();
  const handler = handlerOf(site);
  allow(handler, { actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], resourceArns: [queue.queueArn] });
  grantKey(queue.encryptionMasterKey, handler, 'kms:Decrypt');
  read(handler, `Queue-${queue.node.addr.slice(-6)}`, {
    eventSourceArn: queue.queueArn,
    batchSize: batchSize ?? (fifo ? 10 : 100),
    maximumBatchingWindowInSeconds: fifo ? undefined : (window ?? Duration.seconds(5)).toSeconds(),
    scalingConfig: { maximumConcurrency: maxConcurrency ?? 10 },
  });
}

/** Reads records of a stream. */
export function ingestStream(site: IngestionSite, stream: kinesis.IStream, options: StreamSourceOptions): void {
  const { batchSize = 500, parallelization = 1, giveUpAfter = Duration.hours(12) } = options;
  new Mistakes(site.scope)
    .add(BATCH.mistakeIn('batchSize', batchSize))
    .add(PARALLELIZATION.mistakeIn('parallelization', parallelization))
    .add(giveUpAfter.isUnresolved() ? undefined : AGE.mistakeIn('giveUpAfter', giveUpAfter.toSeconds()))
    .throwIfAny();
  const handler = handlerOf(site);
  allow(handler, {
    actions: ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
    resourceArns: [stream.streamArn],
  });
  grantKey(stream.encryptionKey, handler, 'kms:Decrypt');
  read(handler, `Stream-${stream.node.addr.slice(-6)}`, {
    eventSourceArn: stream.streamArn,
    startingPosition: lambda.StartingPosition.TRIM_HORIZON,
    batchSize,
    parallelizationFactor: parallelization,
    bisectBatchOnFunctionError: true,
    maximumRecordAgeInSeconds: giveUpAfter.toSeconds(),
    destinationConfig: { onFailure: { destination: handler.deadLetterQueue.queueArn } },
  });
}

function read(handler: HandlerFunction, id: string, settings: Omit<lambda.CfnEventSourceMappingProps, 'functionName'>): void {
  const scope = handler.node.scope!;
  if (scope.node.tryFindChild(id)) {
    throw invalid(scope, {
      code: 'IngestionTwice', property: 'sources', problem: 'name a queue or stream twice', value: settings.eventSourceArn, fix: 'Name each once.',
    });
  }
  const mapping = new lambda.CfnEventSourceMapping(scope, id, {
    ...settings, functionName: handler.function.functionName, functionResponseTypes: ['ReportBatchItemFailures'],
  });
  // Lambda looks whether the role may read what it is to read.
  mapping.node.addDependency(handler.role);
}

/** The one function for all queues and streams of an ingestion. What it cannot do for a queue ends in the dead letters of that queue. */
function handlerOf(site: IngestionSite): HandlerFunction {
  const there = site.scope.node.tryFindChild('Messages')?.node.findChild('Handler');
  return there as HandlerFunction | undefined ?? ingestionFunction(new Construct(site.scope, 'Messages'), site, {
    handler: 'ingest-messages', description: 'Puts the records of messages into a feature group', timeout: TIMEOUT, memorySize: Size.mebibytes(512),
    synchronous: !site.streams,
  });
}

/** What Lambda refuses, or what loses messages in silence, as far as it is known here. */
function checkQueue({ scope }: IngestionSite, queue: sqs.IQueue): void {
  const resource = queue.node.defaultChild;
  if (!resource || !CfnResource.isCfnResource(resource)) {
    return;
  }
  const { visibilityTimeout: hidden } = resource as sqs.CfnQueue;
  if (isKnown(hidden) && hidden < TIMEOUT.toSeconds()) {
    throw invalid(scope, {
      code: 'QueueVisibilityTooShort', property: 'queue', problem: `must hide messages for at least ${TIMEOUT.toSeconds()} seconds, which is the function's timeout`, value: hidden,
      fix: "Raise the queue's 'visibilityTimeout'.",
    });
  }
  if ((resource as sqs.CfnQueue).redrivePolicy === undefined) {
    Annotations.of(scope).addWarningV2(
      'cdk-sagemaker-lifecycle:queueWithoutDeadLetters',
      `sources: ${queue.node.path} has no dead letters; what cannot be written is tried until it is too old, and then lost`,
    );
  }
}
