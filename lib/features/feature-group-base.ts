import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { type Duration, type IResource, Resource } from 'aws-cdk-lib/core';
import type { aws_sagemaker as sagemaker } from 'aws-cdk-lib/interfaces';
import { FeatureGroupGrants } from './feature-group-grants';
import type { Features } from './features';
import type { OfflineLocation } from './offline-store';
import { groupAlarms } from './private/group-alarms';

/** What the records of a group consist of. */
export interface FeatureDefinitions {
  /** Feature whose value tells records apart. */
  readonly recordIdentifier: string;
  /** Feature that says when a record became true. */
  readonly eventTime: string;
  /** The features, those two included. */
  readonly features: Features;
}

/** Which alarms a group has, and who is told. */
export interface FeatureGroupAlarmsOptions {
  /**
   * Told when an alarm goes off; its key must let CloudWatch publish.
   *
   * @default - the alarms change their state and tell nobody
   */
  readonly topic?: sns.ITopicRef;

  /**
   * Average time a look-up may take.
   *
   * @default - there is no alarm on it
   */
  readonly maxReadLatency?: Duration;
}

/** A group of features, made here or elsewhere. */
export interface IFeatureGroup extends IResource, sagemaker.IFeatureGroupRef {
  /**
   * Name of the group.
   *
   * @attribute
   */
  readonly featureGroupName: string;

  /**
   * ARN of the group.
   *
   * @attribute
   */
  readonly featureGroupArn: string;

  /** Key that encrypts the online store; principals that read or write need it. */
  readonly onlineEncryptionKey?: kms.IKey;

  /** Where the offline records lie; undefined without an offline store, or where it is not known. */
  readonly offlineLocation?: OfflineLocation;

  /** What its records consist of; undefined where it is not known. */
  readonly definitions?: FeatureDefinitions;

  /** Permissions on the group. */
  readonly grants: FeatureGroupGrants;

  /**
   * A metric of one runtime operation on this group, for example `Latency` of `GetRecord`.
   *
   * Operations are GetRecord, PutRecord and DeleteRecord: the service measures those on many records at once, such as BatchGetRecord and BatchWriteRecord, for
   * the whole account alone.
   */
  metric(metricName: string, operation: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Write units consumed by PutRecord; what on-demand writes are paid by. With provisioned throughput it is `ConsumedWriteCapacityUnits`. */
  metricConsumedWriteRequestUnits(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Read units consumed by GetRecord; what on-demand look-ups are paid by. With provisioned throughput it is `ConsumedReadCapacityUnits`. */
  metricConsumedReadRequestUnits(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Writes that were throttled. */
  metricThrottledWrites(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Look-ups that were throttled. */
  metricThrottledReads(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** How long a look-up takes, in microseconds. */
  metricReadLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Adds alarms that go off when writes, and look-ups where there is an online store, are throttled or fail on the side of AWS for ten minutes of fifteen.
   *
   * They watch requests for one record: for those for many at once the service has no metrics of a group. Four alarms, or two without an online store, and
   * one more with `maxReadLatency`, cost 0.10 USD a month each. Can be called once.
   */
  addAlarms(options?: FeatureGroupAlarmsOptions): cloudwatch.IAlarmRef[];
}

/** What is known of a group that exists already. */
export interface FeatureGroupAttributes {
  /** Name of the group. */
  readonly featureGroupName: string;

  /**
   * Key that encrypts the online store.
   *
   * @default - the service's own
   */
  readonly onlineEncryptionKey?: kms.IKey;

  /**
   * Where the offline records lie.
   *
   * @default - not known, so they cannot be read
   */
  readonly offlineLocation?: OfflineLocation;

  /**
   * What the records consist of, for data sets that are joined from several groups.
   *
   * @default - not known
   */
  readonly definitions?: FeatureDefinitions;
}

/** What every group can do, wherever it was made. */
export abstract class FeatureGroupBase extends Resource implements IFeatureGroup {
  public abstract readonly featureGroupName: string;
  public abstract readonly featureGroupArn: string;
  public abstract readonly onlineEncryptionKey?: kms.IKey;
  public abstract readonly offlineLocation?: OfflineLocation;
  public abstract readonly definitions?: FeatureDefinitions;
  /**
   * Whether records can be looked up, as far as it is known.
   *
   * @internal
   */
  protected abstract readonly _isLookedUp: boolean;
  public readonly grants: FeatureGroupGrants = FeatureGroupGrants.fromFeatureGroup(this);

  public get featureGroupRef(): sagemaker.FeatureGroupReference {
    return { featureGroupName: this.featureGroupName };
  }

  public metric(metricName: string, operation: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/SageMaker/FeatureStore',
      metricName,
      dimensionsMap: { FeatureGroupName: this.featureGroupName, OperationName: operation },
      statistic: cloudwatch.Stats.SUM,
      ...props,
    }).attachTo(this);
  }

  public metricConsumedWriteRequestUnits(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ConsumedWriteRequestsUnits', 'PutRecord', props);
  }

  public metricConsumedReadRequestUnits(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ConsumedReadRequestsUnits', 'GetRecord', props);
  }

  public metricThrottledWrites(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ThrottledRequests', 'PutRecord', props);
  }

  public metricThrottledReads(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ThrottledRequests', 'GetRecord', props);
  }

  public metricReadLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Latency', 'GetRecord', { statistic: cloudwatch.Stats.percentile(99), ...props });
  }

  public addAlarms(options: FeatureGroupAlarmsOptions = {}): cloudwatch.IAlarmRef[] {
    return groupAlarms(this, this._isLookedUp, options);
  }
}
