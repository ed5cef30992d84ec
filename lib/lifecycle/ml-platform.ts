import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Conventions } from '../core';
import { invalid } from '../core/internal/errors';
import { Keep } from '../core/internal/job-site';
import { secureBucket } from '../core/internal/secure-bucket';
import { PipelineStarter, type IPipelineStarter } from '../pipeline';
import { ModelPackageCleaner, type IModelPackageCleaner } from '../registry';
import { makeAlarmTopic } from './private/notice-topic';
import { Notices } from './private/notices';
import { platformKey } from './private/platform-key';
import { undeliveredEvents } from './private/undelivered-events';

/** What a team's models share. */
export interface MlPlatformProps {
  /**
   * E-mail addresses that are told of failed runs, of versions that wait for approval and of alarms. Each must confirm a mail from AWS once.
   *
   * @default - nobody
   */
  readonly notify?: string[];

  /**
   * What the names of pipelines, registries and other things of the platform's models start with, a hyphen at its end.
   *
   * @default - `ml-<six digits>-`, the digits from the platform's place in the app
   */
  readonly namePrefix?: string;

  /**
   * What happens to data, models, keys and logs when the platform leaves its stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Key for everything the platform stores.
   *
   * @default - a key of its own that is rotated every year; about 1 USD a month
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long handlers' logs are kept.
   *
   * @default - one month
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * How long intermediate results of pipeline runs are kept; models and their metrics are not touched.
   *
   * @default Duration.days(90)
   */
  readonly runExpiration?: Duration;
}

/**
 * What a team's models share: key, buckets, handlers and notices. Made once; a model adds a handful of resources.
 *
 * Idle it costs its key, about 1 USD a month, and the storage that is used.
 */
export class MlPlatform extends Construct {
  /** Key for everything the platform stores. */
  public readonly encryptionKey: kms.IKey;
  /** Raw data and feature stores. */
  public readonly dataBucket: s3.IBucket;
  /** Results of pipeline runs and models. */
  public readonly artifactBucket: s3.IBucket;
  /** Where people are told. */
  public readonly topic: sns.ITopic;
  /** Events that reached nobody; an alarm watches it. */
  public readonly deadLetterQueue: sqs.IQueue;
  /** Starts pipelines when they are deployed. */
  public readonly starter: IPipelineStarter;
  /** Removes model versions before their group. */
  public readonly modelPackageCleaner: IModelPackageCleaner;
  /** What names start with. */
  public readonly namePrefix: string;
  /** IAM path of the models' roles. */
  public readonly rolePath: string;
  /** What happens to data, models, keys and logs when the platform leaves its stack. */
  public readonly removalPolicy: RemovalPolicy;
  /** Alarms that tell of lost work. */
  public readonly alarms: cloudwatch.IAlarm[];

  private readonly modelNames = new Map<string, string>();

  constructor(scope: Construct, id: string, props: MlPlatformProps = {}) {
    super(scope, id);
    this.namePrefix = props.namePrefix ?? `ml-${this.node.addr.slice(-6)}-`;
    this.rolePath = `/${this.namePrefix.replace(/-+$/, '')}/`;
    Conventions.apply(this, { namePrefix: this.namePrefix, rolePath: this.rolePath });
    this.removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    const { removalPolicy } = this;

    this.encryptionKey = props.encryptionKey ?? platformKey(this, removalPolicy);
    const { encryptionKey } = this;
    const accessLogs = secureBucket(this, 'AccessLogs', { removalPolicy, expirations: { '': Duration.days(365) } });
    this.dataBucket = secureBucket(this, 'Data', { encryptionKey, accessLogs, removalPolicy });
    this.artifactBucket = secureBucket(this, 'Artifacts', {
      encryptionKey, accessLogs, removalPolicy, expirations: { [`${Keep.FOR_THE_RUN}/`]: props.runExpiration ?? Duration.days(90) },
    });

    this.topic = makeAlarmTopic(this, encryptionKey);
    new Set(props.notify ?? []).forEach((address) => this.topic.addSubscription(new subscriptions.EmailSubscription(checkedAddress(this, address))));
    const undelivered = undeliveredEvents(this, encryptionKey, this.topic);
    this.deadLetterQueue = undelivered.queue;

    const handlers = { encryptionKey, alarmTopic: this.topic, logRetention: props.logRetention, removalPolicy };
    this.starter = new PipelineStarter(this, 'PipelineStarter', { ...handlers, pipelineNamePrefix: this.namePrefix });
    this.modelPackageCleaner = new ModelPackageCleaner(this, 'ModelPackageCleaner', { ...handlers, modelPackageGroupNamePrefix: this.namePrefix });
    new Notices(this, 'Notices', {
      ...handlers, topic: this.topic, namePrefix: this.namePrefix, artifactBucket: this.artifactBucket, deadLetterQueue: undelivered.queue,
    });
    this.alarms = [undelivered.alarm];
  }

  /**
   * Reserves a model's name, so that two models of a platform never share a pipeline or a registry.
   *
   * @internal
   */
  public _nameFor(model: Construct, name: string): string {
    const owner = this.modelNames.get(name);
    if (owner !== undefined) {
      throw invalid(model, {
        code: 'ModelNameTaken', property: 'modelName', problem: `${owner} has the same name on this platform`, value: name,
        fix: "Give one of the two another 'modelName'.",
      });
    }
    this.modelNames.set(name, model.node.path);
    return `${this.namePrefix}${name}`;
  }
}

function checkedAddress(scope: Construct, address: string): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) {
    throw invalid(scope, {
      code: 'EmailInvalid', property: 'notify', problem: 'is not an e-mail address', value: address, fix: "Write it as 'team@example.com'.",
    });
  }
  return address;
}
