import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Node } from 'constructs';
import { DeployVersions } from '../lib/lifecycle';
import { AnalysisSchedule, MonitoringEngine, type AnalysisJobOptions } from '../lib/monitoring';
import { SettingsReader } from './settings-reader';

/** People, metrics, or nobody. */
export type ApprovalMode = 'manual' | 'automatic' | 'none';

/** What the app can be told in the `context` of cdk.json, or with `-c lifecycle:<name>=<value>` for one command. */
export interface Settings {
  /** Name of the model. */
  readonly model: string;
  /** CSV file the model is made from, with a header line. */
  readonly data: string;
  /** Column that tells one record from another. */
  readonly recordIdentifier: string;
  /** Column that tells when a record came to be. */
  readonly eventTime: string;
  /** Column that the model predicts. */
  readonly target: string;
  /** Folder with prepare.py, train.py, evaluate.py and inference.py. */
  readonly code: string;
  /** Area under the ROC curve on held-out data that a model must reach. */
  readonly minimumAuc: number;
  /** Cron expression in UTC for retraining, for example `0 6 ? * MON *`; undefined for none. */
  readonly schedule: string | undefined;
  readonly processingInstance: string;
  readonly trainingInstance: string;
  /** Whether training takes spare capacity, which is cheaper and may have to be waited for. */
  readonly trainingSpot: boolean;
  readonly servingInstance: string;
  readonly servingInstances: number;
  /** Whether approved versions are served. */
  readonly deploy: DeployVersions;
  /** When to look at what the model is asked; undefined for never. */
  readonly monitoring: AnalysisSchedule | undefined;
  /** What looks, on which machine. */
  readonly monitoringEngine: (job: AnalysisJobOptions) => MonitoringEngine;
  /** Who decides whether a version is deployed. */
  readonly approval: ApprovalMode;
  /** Area under the ROC curve from which on a version approves itself, with `automatic`. */
  readonly approvalAuc: number;
  /** Addresses that are told what happens. */
  readonly notify: string[];
  readonly removalPolicy: RemovalPolicy;
  /** Whether the platform gets a Studio domain. */
  readonly studio: boolean;
}

const SCRIPTS = ['prepare.py', 'train.py', 'evaluate.py', 'inference.py'];
const APPROVALS: Record<ApprovalMode, ApprovalMode> = { manual: 'manual', automatic: 'automatic', none: 'none' };
const REMOVALS = { retain: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, destroy: RemovalPolicy.DESTROY };
const DEPLOYMENTS = { true: DeployVersions.WHEN_APPROVED, false: DeployVersions.NEVER };
const SCHEDULES = { hourly: AnalysisSchedule.hourly(), daily: AnalysisSchedule.daily(), weekly: AnalysisSchedule.weekly(), off: undefined };
const ENGINES = {
  'processing': (job: AnalysisJobOptions) => MonitoringEngine.processing(job),
  'model-monitor': (job: AnalysisJobOptions) => MonitoringEngine.modelMonitor(job),
};
const SWITCH = { true: true, false: false };

const MODEL = /^(?!.{33})[a-z0-9](-?[a-z0-9])*$/;
const COLUMN = /^[a-zA-Z0-9][\w-]{0,63}$/;
const ADDRESS = /^[^\s@,;"'<>[\]]+@[^\s@,;"'<>[\]]+\.[^\s@,;"'<>[\]]+$/;
/** Minute, hour, day of the month, month, day of the week and year; exactly one of the two days is `?`. */
const CRON = /^[\w*/,-]+ [\w*/,-]+ (\? [\w*/,-]+ [\w*/,#-]+|[\w*/,-]+ [\w*/,-]+ \?) [\w*/,-]+$/;

/** Reads and checks all settings; one error lists everything that is wrong. */
export function readSettings(node: Node): Settings {
  const reader = new SettingsReader(node);
  const minimumAuc = reader.numberBetween('minimumAuc', 0.85, 0, 1);
  // A wrong minimum is told once.
  const lowest = minimumAuc >= 0 && minimumAuc <= 1 ? minimumAuc : 0;
  const settings: Settings = {
    model: reader.matching('model', 'income', MODEL, 'lower-case letters, digits and single hyphens, at most 32'),
    data: reader.file('data', 'examples/income/data/income.csv'),
    recordIdentifier: reader.matching('recordIdentifier', 'person_id', COLUMN, 'the name of a column'),
    eventTime: reader.matching('eventTime', 'event_time', COLUMN, 'the name of a column'),
    target: reader.matching('target', 'income_over_50k', COLUMN, 'the name of a column'),
    code: reader.folderWith('code', 'examples/income/model', SCRIPTS),
    minimumAuc,
    schedule: reader.optional('schedule', CRON, "six cron fields with a '?' for one of the days, such as '0 6 ? * MON *', or 'none'"),
    processingInstance: reader.instance('processingInstance', 'ml.t3.large'),
    trainingInstance: reader.instance('trainingInstance', 'ml.m5.large'),
    trainingSpot: reader.choice('trainingSpot', 'false', SWITCH),
    servingInstance: reader.instance('servingInstance', 'ml.m5.large'),
    servingInstances: reader.wholeNumberBetween('servingInstances', 1, 1, 100),
    deploy: reader.choice('deploy', 'true', DEPLOYMENTS),
    monitoring: reader.choice('monitoring', 'daily', SCHEDULES),
    monitoringEngine: reader.choice('monitoringEngine', 'processing', ENGINES),
    approval: reader.choice('approval', 'manual', APPROVALS),
    approvalAuc: reader.numberBetween('approvalAuc', lowest, lowest, 1),
    notify: reader.list('notify', ADDRESS, 'e-mail addresses'),
    removalPolicy: reader.choice('removalPolicy', 'retain', REMOVALS),
    studio: reader.choice('studio', 'true', SWITCH),
  };
  reader.finish();
  return settings;
}
