import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { S3Place } from '../../core';
import type { MonitorKind } from '../../core/contract';
import type { JobSite } from '../../core/internal/job-site';
import { uriOf } from '../../core/internal/places';
import type { IMonitoredEndpoint } from '../../hosting';
import type { AnalysisSchedule } from '../analysis-schedule';
import type { IMonitorRunner } from '../monitor-runner';

/** A monitor as its engine needs to know it. */
export interface MonitorSite {
  readonly scope: Construct;
  readonly kind: Extract<MonitorKind, 'DataQuality'>;
  readonly monitorName: string;
  readonly endpoint: IMonitoredEndpoint;
  readonly schedule: AnalysisSchedule;
  readonly window: Duration;
  readonly minimumRecords: number;
  readonly threshold: number;
  readonly metricsByFeature: boolean;
  readonly columns?: string[];
  /** Left out when each version brings its own. */
  readonly baselineUri?: string;
  readonly reports: S3Place;
  readonly encryptionKey?: kms.IKey;
  readonly jobRole: iam.IRole;
  readonly enabled: boolean;
  /** Asked for only by the engine that needs one, because it may be made by asking. */
  runner(): IMonitorRunner;
}

/** The monitor as a place where jobs run. */
export function jobSiteOf({ scope, jobRole: role, encryptionKey, reports, monitorName }: MonitorSite): JobSite {
  return { scope, role, encryptionKey, outputUri: (output) => `${uriOf(reports)}/${monitorName}/${output}` };
}
