import * as events from 'aws-cdk-lib/aws-events';
import { type CfnFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { createdIn, tellEventBridge } from '../../core/internal/bucket-events';
import { isElsewhere } from '../../core/internal/elsewhere';
import { isKnown, Mistakes } from '../../core/internal/errors';
import type { HandlerFunction } from '../../core/internal/handler-function';
import { handlerQueue, type HandlerQueue } from '../../core/internal/handler-queue';
import { sendingBy } from '../../core/internal/key-senders';
import { Limit } from '../../core/internal/limits';
import { folderOf, mistakeInKey } from '../../core/internal/places';
import { takeFromRule } from '../../core/internal/rule-queues';
import { grantReadPrefix } from '../../core/internal/s3-grants';
import type { FileSourceOptions } from '../record-source';
import { ingestionFunction, type IngestionSite } from './ingestion-site';

const TIMEOUT = Duration.minutes(15);
/** Lambda wants it to be no less than the timeout; a file whose function died is read on after it. */
const HIDDEN = Duration.minutes(16);
/** A file that is left with a position is a new message: only failures count. */
const MOST_DELIVERIES = 5;
const CONCURRENCY = Limit.between('MaxFiles', 2, 1_000);
const LISTENER = { without: 'no record goes in', wish: 'its files were to be ingested', call: 'the FeatureIngestion' };

/** Reads files that land in a bucket. */
export function ingestFiles(site: IngestionSite, bucket: s3.IBucket, { prefix = '' }: FileSourceOptions): void {
  const { scope } = site;
  const id = `${bucket.node.addr.slice(-6)}-${isKnown(prefix) ? prefix : 'prefix'}`;
  const files = Files.of(site);
  check(site, files, bucket, prefix, id);
  tellEventBridge(scope, bucket, LISTENER);
  files.read(id, bucket, prefix);
}

function check({ scope, kept, props }: IngestionSite, files: Files, bucket: s3.IBucket, prefix: string, id: string): void {
  new Mistakes(scope)
    .add(mistakeInKey('prefix', prefix))
    .add(CONCURRENCY.mistakeIn('maxFiles', props.maxFiles))
    .when(isElsewhere(scope, bucket.env), {
      code: 'IngestionElsewhere', property: 'bucket', problem: "is in another account or region, where its events are told", value: bucket.env,
      fix: "Let the bucket's events be forwarded to this account and region, or copy the files there.",
    })
    .when(files.node.tryFindChild(id) !== undefined, {
      code: 'IngestionTwice', property: 'prefix', problem: 'is ingested already', value: prefix, fix: 'Name each place once.',
    })
    .when(bucket.bucketName === kept.bucket.bucketName && (folderOf(kept).startsWith(prefix) || prefix.startsWith(folderOf(kept))), {
      code: 'IngestionLoop', property: 'keptRecords', problem: 'lies where files are ingested from: what is kept would come in again', value: folderOf(kept),
      fix: "Give 'keptRecords' a place of its own, or leave it out.",
    })
    .throwIfAny();
}

/** The queue of files, and the function that reads them. */
class Files extends Construct {
  /** The one of an ingestion. */
  public static of(site: IngestionSite): Files {
    return (site.scope.node.tryFindChild('Files') as Files | undefined) ?? new Files(site);
  }

  private readonly handler: HandlerFunction;
  private readonly files: HandlerQueue;

  private constructor(site: IngestionSite) {
    super(site.scope, 'Files');
    const { encryptionKey, maxFiles = 4 } = site.props;
    this.handler = ingestionFunction(this, site, {
      handler: 'ingest-files', description: 'Puts the records of files into a feature group', timeout: TIMEOUT, memorySize: Size.mebibytes(1_024),
    });
    this.files = handlerQueue(this, {
      handler: this.handler, encryptionKey, retentionPeriod: Duration.days(14), visibilityTimeout: HIDDEN, maxReceives: MOST_DELIVERIES, batchSize: 1,
      maxConcurrency: maxFiles,
    });
    const { queue } = this.files;
    this.handler.function.addEnvironment('FILES_QUEUE_URL', queue.queueUrl);
    this.handler.function.addEnvironment('DEAD_LETTERS_URL', this.handler.deadLetterQueue.queueUrl);
    // The rest of a file that takes longer than a function may is asked for by a message; Lambda would take that for a loop, and end it after 16 turns.
    (this.handler.function.node.defaultChild as CfnFunction).recursiveLoop = RecursiveLoop.ALLOW;
    allow(this.handler, { actions: ['sqs:SendMessage'], resourceArns: [queue.queueArn] });
    encryptionKey?.addToResourcePolicy(sendingBy(this, 'events.amazonaws.com'));
  }

  public read(id: string, bucket: s3.IBucket, prefix: string): void {
    const { queue } = this.files;
    const { deadLetterQueue } = this.handler;
    grantReadPrefix(bucket, prefix, this.handler);
    allow(this.handler, { actions: ['s3:GetObjectVersion'], resourceArns: [bucket.arnForObjects(`${prefix}*`)] }, 'In a bucket with versions, the one is read that landed.');
    const rule = new events.Rule(this, id, { description: 'Files whose records go into a feature group', eventPattern: createdIn(bucket, prefix) });
    rule.addTarget({ bind: () => ({ arn: queue.queueArn, deadLetterConfig: { arn: deadLetterQueue.queueArn } }) });
    [queue, deadLetterQueue].forEach((each) => takeFromRule(each, rule.ruleArn));
  }
}
