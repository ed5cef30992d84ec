import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { invalid } from '../core/internal/errors';
import { grantReadPrefix } from '../core/internal/s3-grants';
import type { S3Place } from '../core';

/**
 * What the permissions on a monitor are about.
 *
 * @internal
 */
export interface _GrantedMonitor {
  readonly scope: IConstruct;
  readonly stateMachineArn?: string;
  readonly reports: S3Place;
}

/** Permissions on one monitor. */
export class MonitorGrants {
  /** @internal */
  public static _of(monitor: _GrantedMonitor): MonitorGrants {
    return new MonitorGrants(monitor);
  }

  private constructor(private readonly monitor: _GrantedMonitor) {}

  /** Start analyses; whoever may, causes the cost of the jobs, and may do so for all monitors of the same runner. Fails with Model Monitor. */
  public run(grantee: iam.IGrantable): iam.Grant {
    const { stateMachineArn, scope } = this.monitor;
    if (stateMachineArn === undefined) {
      throw invalid(scope, {
        code: 'RunByScheduleOnly', property: 'engine', problem: 'Model Monitor starts its analyses by itself alone', fix: 'Use the processing engine.',
      });
    }
    return iam.Grant.addToPrincipal({ grantee, actions: ['states:StartExecution'], resourceArns: [stateMachineArn] });
  }

  /** Read the reports. */
  public readReports(grantee: iam.IGrantable): void {
    grantReadPrefix(this.monitor.reports.bucket, this.monitor.reports.prefix!, grantee);
  }
}
