import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Duration, Size, Stack } from 'aws-cdk-lib/core';
import { ContainerImage, SourceCode } from '../../core';
import { SCHEDULED_TIME, type MonitorInput, type MonitorJob } from '../../core/contract';
import { grantJobTelemetry, grantPull, volumeKey } from '../../core/internal/job-site';
import { scriptOf, scriptsOf } from '../../core/internal/library-folder';
import { uriOf } from '../../core/internal/places';
import { grantVolumeKey } from '../../core/internal/s3-grants';
import type { ProcessingEngineOptions, _EngineParts } from '../monitoring-engine';
import { checkJob, DEFAULT_INSTANCE } from './job-rules';
import { jobSiteOf, type MonitorSite } from './monitor-site';

/** A schedule that starts the runner's state machine with the monitor's settings. */
export class ProcessingEngine {
  constructor(private readonly options: ProcessingEngineOptions) {}

  public make(site: MonitorSite): _EngineParts {
    checkJob(site.scope, this.options);
    const runner = site.runner();
    const job = this.job(site);
    runner.serve(site.scope, {
      monitorName: site.monitorName, endpointName: site.endpoint.endpointName, jobRole: site.jobRole, captures: site.endpoint.captures, reports: site.reports,
      volumeKey: job.volumeKeyArn === undefined ? undefined : site.encryptionKey,
    });
    const stack = Stack.of(site.scope);
    const schedule = new scheduler.CfnSchedule(site.scope, 'Schedule', {
      description: `Analyses of monitor ${site.monitorName}`,
      scheduleExpression: site.schedule._expression(site.scope),
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      state: site.enabled ? 'ENABLED' : 'DISABLED',
      target: {
        arn: runner.stateMachineArn,
        roleArn: runner.schedulerRole.roleArn,
        input: stack.toJsonString(this.input(site, job)),
        retryPolicy: { maximumEventAgeInSeconds: Duration.hours(1).toSeconds(), maximumRetryAttempts: 10 },
        deadLetterConfig: { arn: runner.deadLetterQueue.queueArn },
      },
    });
    const region = `--region ${stack.region}`;
    const settings = `aws scheduler get-schedule ${region} --name ${schedule.ref} --query Target.Input --output text`;
    return {
      stateMachineArn: runner.stateMachineArn,
      runNowCommand: `aws stepfunctions start-execution ${region} --state-machine-arn ${runner.stateMachineArn} --input "$(${settings})"`,
      measuredByService: false,
    };
  }

  private input(site: MonitorSite, job: MonitorJob): MonitorInput {
    return {
      monitor: site.kind,
      monitorName: site.monitorName,
      endpointName: site.endpoint.endpointName,
      variantName: site.endpoint.variantName,
      captureS3Uri: uriOf(site.endpoint.captures),
      reportS3Uri: uriOf(site.reports),
      windowMinutes: site.window.toMinutes(),
      minimumRecords: site.minimumRecords,
      driftThreshold: site.threshold,
      metricsByFeature: site.metricsByFeature,
      baselineS3Uri: site.baselineUri,
      columns: site.columns,
      job,
      scheduledTime: SCHEDULED_TIME,
    };
  }

  private job(site: MonitorSite): MonitorJob {
    const { scope, jobRole, encryptionKey } = site;
    const image = ContainerImage.of('sklearn', { version: this.options.imageVersion }).bind(scope);
    const code = SourceCode.fromScript(scriptOf('monitoring', 'analyze_data_quality.py'), { sourceDir: scriptsOf('monitoring') }).bind(scope, jobRole);
    grantPull(image, jobRole);
    grantJobTelemetry(scope, jobRole, 'ProcessingJobs');
    const instanceType = this.options.instanceType ?? DEFAULT_INSTANCE;
    const volumeKeyArn = volumeKey(jobSiteOf(site), instanceType);
    if (encryptionKey && volumeKeyArn !== undefined) {
      grantVolumeKey(encryptionKey, jobRole);
    }
    return {
      roleArn: jobRole.roleArn,
      imageUri: image.uri,
      codeS3Uri: code.uri,
      instanceType,
      volumeSizeGb: (this.options.volumeSize ?? Size.gibibytes(30)).toGibibytes(),
      maxRuntimeSeconds: (this.options.maxRuntime ?? Duration.hours(1)).toSeconds(),
      kmsKeyArn: encryptionKey?.keyArn,
      volumeKeyArn,
    };
  }
}
