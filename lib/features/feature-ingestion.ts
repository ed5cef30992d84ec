import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { HandlerOptions, S3Place } from '../core';
import { INGESTION_METRICS, INGESTION_NAMESPACE } from '../core/contract';
import { invalid } from '../core/internal/errors';
import type { HandlerFunction } from '../core/internal/handler-function';
import { secureBucket } from '../core/internal/secure-bucket';
import type { IFeatureGroup } from './feature-group-base';
import type { RecordSource } from './record-source';

/** What happens to records that come again. */
export enum RepeatedRecords {
  /**
   * Records are looked up first. Those that are there with the same values are not written again, those that contradict what is there are kept aside, and
   * late ones are counted. Costs a read of the online store for each record.
   */
  LOOKED_UP = 'LookedUp',
  /** Records are written again, which changes nothing but the cost: the online store takes the newest, and readers of the offline store see it once. */
  WRITTEN_AGAIN = 'WrittenAgain',
}

/** What records are put where. */
export interface FeatureIngestionProps extends HandlerOptions {
  /** The group that the records go into. */
  readonly group: IFeatureGroup;

  /** Where they come from. */
  readonly sources: RecordSource[];

  /**
   * What happens to records that come again, as every record may: files, queues and streams are read at least once.
   *
   * @default RepeatedRecords.LOOKED_UP
   */
  readonly repeated?: RepeatedRecords;

  /**
   * Where records are kept that the group cannot hold, and receipts of files.
   *
   * @default - a bucket of its own, which stays when the construct is removed, and whose objects expire after 90 days
   */
  readonly keptRecords?: S3Place;

  /**
   * Most files that are read at the same time, from 2 to 1,000.
   *
   * @default 4
   */
  readonly maxFiles?: number;
}

const PREFIX = 'rejected/';

/**
 * Puts records into a feature group as they come: files as they land, messages and records of streams as they are sent.
 *
 * Records are checked by the rules of the ingestion job, `FeatureDataset`. Those that the group cannot hold are kept in S3 with their reason and
 * counted; the others are written 25 to a request, and again while the service is busy. A record may come twice, and late: the one with the latest event
 * time is what is looked up. A file is read with the same memory whatever its size. One that takes longer than a function may is read by several, one
 * after the other. What could not be done ends in dead letters with an alarm, and can be sent again.
 *
 * For files it makes a queue, a function with its log and role, a rule for each place, dead letters and their alarm; for queues and streams a function with
 * log and role, and dead letters with their alarm where there is a stream. Idle it costs the alarms, about 0.10 USD a month each, and Lambda's asking of
 * queues, less than 0.50 USD a month; then writes and reads of the group by size, the functions' time, and four metrics, about 0.30 USD a month each.
 */
export class FeatureIngestion extends Construct {
  /** Where records are kept that the group cannot hold, and receipts of files. */
  public readonly keptRecords: S3Place;

  /** The group that the records go into. */
  public readonly group: IFeatureGroup;

  private readonly streams: boolean;

  constructor(scope: Construct, id: string, props: FeatureIngestionProps) {
    super(scope, id);
    if (props.sources.length === 0) {
      throw invalid(this, {
        code: 'IngestionWithoutSource', property: 'sources', problem: 'are none, so no record would ever come',
        fix: 'Name one: RecordSource.files(bucket), .queue(queue) or .stream(stream).',
      });
    }
    this.group = props.group;
    this.keptRecords = props.keptRecords ?? this.ownPlace(props);
    const lookUp = props.repeated !== RepeatedRecords.WRITTEN_AGAIN;
    this.streams = props.sources.some(({ _isStream }) => _isStream);
    const site = { scope: this, props, lookUp, kept: this.keptRecords, streams: this.streams };
    props.sources.forEach((source) => source._bind(site));
  }

  /** Messages of files that are to be read; what people send there again is read again. Undefined where no files are ingested. */
  public get fileQueue(): sqs.IQueue | undefined {
    return this.node.tryFindChild('Files')?.node.findChild('Queue') as sqs.IQueue | undefined;
  }

  /** Messages of files that could not be read, with the reason; undefined where no files are ingested. */
  public get fileDeadLetters(): sqs.IQueue | undefined {
    return this.deadLettersOf('Files');
  }

  /**
   * Notes of records of streams that were given up; undefined where no stream is ingested.
   *
   * Messages of a queue end in that queue's own dead letters.
   */
  public get streamDeadLetters(): sqs.IQueue | undefined {
    return this.streams ? this.deadLettersOf('Messages') : undefined;
  }

  /** A sum of what became of records: `Written`, `Repeated`, `Late` or `Malformed`. What is read twice is counted twice. */
  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: INGESTION_NAMESPACE,
      metricName,
      dimensionsMap: { FeatureGroup: this.group.featureGroupName },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(5),
      ...props,
    }).attachTo(this);
  }

  /** Records that were written, late ones included. */
  public metricWritten(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(INGESTION_METRICS.WRITTEN, props);
  }

  /** Records that were there already; none where they are not looked up. */
  public metricRepeated(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(INGESTION_METRICS.REPEATED, props);
  }

  /** Records that are older than what can be looked up; none where they are not looked up. */
  public metricLate(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(INGESTION_METRICS.LATE, props);
  }

  /** Records that the group cannot hold, and that are kept. */
  public metricMalformed(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(INGESTION_METRICS.MALFORMED, props);
  }

  private deadLettersOf(part: string): sqs.IQueue | undefined {
    return (this.node.tryFindChild(part)?.node.findChild('Handler') as HandlerFunction | undefined)?.deadLetterQueue;
  }

  private ownPlace({ encryptionKey }: FeatureIngestionProps): S3Place {
    const bucket = secureBucket(this, 'KeptRecords', { encryptionKey, expirations: { [PREFIX]: Duration.days(90) } });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1', reason: 'What one group could not hold; who wants access logs gives a bucket that has them.',
    });
    return { bucket, prefix: PREFIX };
  }
}
