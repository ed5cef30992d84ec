import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { S3Place } from '../core';
import { MONITORING_METRICS, type MonitorKind } from '../core/contract';
import { folderOf } from '../core/internal/places';
import { sagemakerRole } from '../core/internal/roles';
import { grantReadPrefix, grantUseOfKey, grantWritePrefix } from '../core/internal/s3-grants';
import type { IMonitoredEndpoint } from '../hosting';
import { AnalysisSchedule } from './analysis-schedule';
import { Baseline } from './baseline';
import { driftPattern, type IDriftSource } from './drift-events';
import { MonitorGrants } from './monitor-grants';
import { MonitorRunner, type IMonitorRunner } from './monitor-runner';
import { MonitoringEngine, type _EngineParts } from './monitoring-engine';
import { featureDriftOfModelMonitor, monitorMetric } from './private/metrics';
import { checkMonitor, monitorNameFor } from './private/monitor-rules';

const KIND = 'DataQuality' satisfies MonitorKind;

/** A watch on what a model is asked. */
export interface DataQualityMonitorProps {
  /** The endpoint whose traffic is looked at; its data capture has to be on. */
  readonly endpoint: IMonitoredEndpoint;

  /**
   * When to look. Each look costs a job of some minutes.
   *
   * @default AnalysisSchedule.daily() - at 3 o'clock UTC, at a minute that differs between monitors
   */
  readonly schedule?: AnalysisSchedule;

  /**
   * How far back each analysis looks, from 1 minute to 31 days; of the processing engine.
   *
   * @default - the time between two analyses
   */
  readonly window?: Duration;

  /**
   * Fewer records than this are no drift.
   *
   * @default 100
   */
  readonly minimumRecords?: number;

  /**
   * Distance from the baseline that is a violation, from above 0 to 1; of the processing engine.
   *
   * @default 0.1
   */
  readonly threshold?: number;

  /**
   * What traffic is compared with.
   *
   * @default Baseline.fromModelPackage() - the baseline that the served version brings along
   */
  readonly baseline?: Baseline;

  /**
   * Names of the columns of CSV requests, in order.
   *
   * @default - the order in the baseline
   */
  readonly columns?: string[];

  /**
   * Whether the drift of each feature is a metric. Each costs up to 0.30 USD a month.
   *
   * @default false
   */
  readonly metricsByFeature?: boolean;

  /**
   * What does the work.
   *
   * @default MonitoringEngine.processing()
   */
  readonly engine?: MonitoringEngine;

  /**
   * Runs the analyses, or collects those that Model Monitor ran.
   *
   * @default MonitorRunner.shared(this) - one for the whole stack
   */
  readonly runner?: IMonitorRunner;

  /**
   * Where reports go; the monitor's name is added.
   *
   * @default - `monitoring/` in the bucket of the captures
   */
  readonly reports?: S3Place;

  /**
   * Key of reports and volumes.
   *
   * @default - that of the reports' bucket
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Name of the monitor: at most 50 letters, digits and hyphens. Another name is another monitor to metrics, alarms and reports.
   *
   * @default - one from the construct's path
   */
  readonly monitorName?: string;

  /**
   * Where the alarm goes.
   *
   * @default - the alarm tells nobody
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * Whether the schedule is on; a monitor that is off can be run by hand.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Watches whether what a model is asked still looks like what it was trained on.
 *
 * It consists of a role, a schedule and an alarm; the runner behind them is shared. It costs 0.10 USD a month for the alarm, about as much for the metrics
 * of a daily analysis, and for each analysis some minutes of its instance. What is captured in the last minutes of a window may arrive too late for it.
 */
export class DataQualityMonitor extends Construct implements IDriftSource {
  public readonly monitorName?: string;
  public readonly endpointName: string;
  /** The endpoint it looks at. */
  public readonly endpoint: IMonitoredEndpoint;
  /** Role of its jobs: reads captures and baseline, writes reports. */
  public readonly jobRole: iam.IRole;
  /** Where its reports go. */
  public readonly reports: S3Place;
  /** In alarm as long as the last analysis found a violation. */
  public readonly alarm: cloudwatch.Alarm;
  /** A command that starts an analysis now, as the schedule would; undefined with Model Monitor. */
  public readonly runNowCommand?: string;
  private readonly parts: _EngineParts;

  constructor(scope: Construct, id: string, props: DataQualityMonitorProps) {
    super(scope, id);
    checkMonitor(this, props);
    this.endpoint = props.endpoint;
    this.endpointName = props.endpoint.endpointName;
    const monitorName = props.monitorName ?? monitorNameFor(this);
    this.monitorName = monitorName;
    const reports = props.reports ?? { bucket: props.endpoint.captures.bucket, prefix: 'monitoring/' };
    this.reports = { bucket: reports.bucket, prefix: `${folderOf(reports)}${monitorName}/` };
    const encryptionKey = props.encryptionKey ?? reports.bucket.encryptionKey;
    const schedule = props.schedule ?? AnalysisSchedule.daily();
    const jobRole = sagemakerRole(this, 'JobRole', 'Lets the analyses of a monitor read captures and write reports');
    this.jobRole = jobRole;
    this.allowJob(encryptionKey);

    this.parts = (props.engine ?? MonitoringEngine.processing())._make({
      scope: this,
      kind: KIND,
      monitorName,
      endpoint: props.endpoint,
      schedule,
      window: props.window ?? schedule.period,
      minimumRecords: props.minimumRecords ?? 100,
      threshold: props.threshold ?? 0.1,
      metricsByFeature: props.metricsByFeature ?? false,
      columns: props.columns,
      baselineUri: (props.baseline ?? Baseline.fromModelPackage())._bind(this, props.endpoint, jobRole).uri,
      reports,
      encryptionKey,
      jobRole,
      enabled: props.enabled ?? true,
      runner: () => props.runner ?? MonitorRunner.shared(this),
    });
    this.runNowCommand = this.parts.runNowCommand;
    this.alarm = this.makeAlarm(props.alarmTopic);
  }

  /** Permissions on the monitor. */
  public get grants(): MonitorGrants {
    return MonitorGrants._of({ stateMachineArn: this.parts.stateMachineArn, reports: this.reports, scope: this });
  }

  /** How many things were not as the baseline says. */
  public metricViolations(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(MONITORING_METRICS.VIOLATIONS, props);
  }

  /** The largest distance from the baseline, from 0 to 1; with Model Monitor, of the features that drifted. */
  public metricWorstDrift(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(MONITORING_METRICS.WORST_DRIFT, props);
  }

  /** How many records were looked at. */
  public metricRecords(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(MONITORING_METRICS.RECORDS, props);
  }

  /** Analyses that were skipped because there was no endpoint or no baseline, or that somebody stopped. */
  public metricSkipped(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(MONITORING_METRICS.SKIPPED, props);
  }

  /** The distance of one feature from the baseline; with `metricsByFeature`, or with Model Monitor. */
  public metricFeatureDrift(feature: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    const { endpointName } = this;
    return this.parts.measuredByService
      ? featureDriftOfModelMonitor(endpointName, this.monitorName!, feature, props)
      : this.metric(MONITORING_METRICS.FEATURE_DRIFT, { dimensionsMap: { Endpoint: endpointName, Monitor: this.monitorName!, Feature: feature }, ...props });
  }

  /** A rule for the drift events of this monitor. Events come at least once: one analysis has one `analysisId`. */
  public onDrift(id: string, options: events.OnEventOptions = {}): events.Rule {
    const rule = new events.Rule(this, id, options);
    rule.addTarget(options.target);
    rule.addEventPattern(driftPattern([this]));
    return rule;
  }

  private metric(name: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return monitorMetric(this.endpointName, this.monitorName!, name, props);
  }

  private allowJob(encryptionKey: kms.IKey | undefined): void {
    const { captures, endpointName, variantName } = this.endpoint;
    grantReadPrefix(captures.bucket, `${folderOf(captures)}${endpointName}/${variantName}/`, this.jobRole);
    grantWritePrefix(this.reports.bucket, this.reports.prefix!, this.jobRole);
    if (encryptionKey) {
      grantUseOfKey(encryptionKey, this.jobRole);
    }
  }

  /** Without an analysis there is no data, and the alarm stays what the last one made it. */
  private makeAlarm(topic: sns.ITopic | undefined): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, 'Alarm', {
      alarmDescription: `Monitor ${this.monitorName}: what endpoint ${this.endpointName} is asked is not as in its baseline. The report is in `
        + `${this.reports.bucket.s3UrlForObject(this.reports.prefix)}`,
      metric: this.metricViolations({ period: Duration.minutes(5) }),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.IGNORE,
    });
    if (topic) {
      alarm.addAlarmAction(new SnsAction(topic));
    }
    return alarm;
  }
}
