import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { ArnFormat, Duration, Size, Stack } from 'aws-cdk-lib/core';
import { ContainerImage, ImageUse } from '../../core';
import type { CollectRequest, ServiceMonitor } from '../../core/contract';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { invalid, Mistakes } from '../../core/internal/errors';
import { grantJobTelemetry, grantPull, volumeKey } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import { keepOuterTagsOff } from '../../core/internal/own-tags';
import { uriOf } from '../../core/internal/places';
import { grantVolumeKey } from '../../core/internal/s3-grants';
import type { AnalysisJobOptions, _EngineParts } from '../monitoring-engine';
import { checkJob, DEFAULT_INSTANCE } from './job-rules';
import { MODEL_MONITOR_NAMESPACE } from './metrics';
import { jobSiteOf, type MonitorSite } from './monitor-site';

/** Where the service's container expects what an endpoint captured, and leaves its results. */
const INPUT = '/opt/ml/processing/input/endpoint';
const OUTPUT = '/opt/ml/processing/output';
const HOURLY_RUNTIME = Limit.between('MaxRuntimeInSeconds', 1, 3_600);

/** SageMaker's own job definition and the schedule that runs it, and a schedule that collects what its executions found. */
export class ModelMonitorEngine {
  constructor(private readonly options: AnalysisJobOptions) {}

  public make(site: MonitorSite): _EngineParts {
    const { scope, jobRole, encryptionKey, endpoint } = site;
    const monitor = this.monitor(site, this.check(site));
    this.grant(site);
    if (encryptionKey && monitor.volumeKeyArn !== undefined) {
      grantVolumeKey(encryptionKey, jobRole);
    }
    if (endpoint._watch) {
      endpoint._watch(scope, monitor, jobRole);
    } else {
      this.makeResources(site, monitor);
    }
    this.collect(site);
    return { measuredByService: true };
  }

  private monitor(site: MonitorSite, scheduleExpression: string): ServiceMonitor {
    const instanceType = this.options.instanceType ?? DEFAULT_INSTANCE;
    return {
      monitor: site.kind,
      monitorName: site.monitorName,
      scheduleExpression,
      baselineS3Uri: site.baselineUri,
      reportS3Uri: `${uriOf(site.reports)}/${site.monitorName}`,
      reportKeyArn: site.encryptionKey?.keyArn,
      roleArn: site.jobRole.roleArn,
      imageUri: this.image(site),
      instanceType,
      volumeSizeGb: (this.options.volumeSize ?? Size.gibibytes(30)).toGibibytes(),
      volumeKeyArn: volumeKey(jobSiteOf(site), instanceType),
      maxRuntimeSeconds: this.maxRuntime.toSeconds(),
    };
  }

  /** The definition is replaced with every change, and so has no name; tags of the app are none of its changes. */
  private makeResources({ scope, jobRole, endpoint }: MonitorSite, monitor: ServiceMonitor): void {
    const { baselineS3Uri } = monitor;
    const definition = new sagemaker.CfnDataQualityJobDefinition(scope, 'JobDefinition', {
      roleArn: monitor.roleArn,
      dataQualityAppSpecification: { imageUri: monitor.imageUri },
      dataQualityBaselineConfig: {
        constraintsResource: { s3Uri: `${baselineS3Uri}/constraints.json` },
        statisticsResource: { s3Uri: `${baselineS3Uri}/statistics.json` },
      },
      dataQualityJobInput: { endpointInput: { endpointName: endpoint.endpointName, localPath: INPUT } },
      dataQualityJobOutputConfig: {
        kmsKeyId: monitor.reportKeyArn,
        monitoringOutputs: [{ s3Output: { s3Uri: monitor.reportS3Uri, localPath: OUTPUT, s3UploadMode: 'EndOfJob' } }],
      },
      jobResources: {
        clusterConfig: {
          instanceCount: 1, instanceType: monitor.instanceType, volumeSizeInGb: monitor.volumeSizeGb, volumeKmsKeyId: monitor.volumeKeyArn,
        },
      },
      stoppingCondition: { maxRuntimeInSeconds: monitor.maxRuntimeSeconds },
    });
    keepOuterTagsOff(definition);
    definition.node.addDependency(jobRole);
    new sagemaker.CfnMonitoringSchedule(scope, 'Schedule', {
      monitoringScheduleName: monitor.monitorName,
      monitoringScheduleConfig: {
        monitoringType: monitor.monitor,
        monitoringJobDefinitionName: Stack.of(scope).splitArn(definition.ref, ArnFormat.SLASH_RESOURCE_NAME).resourceName!,
        scheduleConfig: { scheduleExpression: monitor.scheduleExpression },
      },
    });
  }

  /** The service tells nobody when an execution ends, so somebody asks every quarter of an hour. */
  private collect(site: MonitorSite): void {
    const { scope, monitorName, endpoint, minimumRecords } = site;
    const runner = site.runner();
    const collectorArn = runner._collect(scope, {
      monitorName, endpointName: endpoint.endpointName, jobRole: site.jobRole, captures: endpoint.captures, reports: site.reports,
    });
    const request: CollectRequest = {
      monitor: site.kind,
      monitorName,
      endpointName: endpoint.endpointName,
      variantName: endpoint.variantName,
      reportS3Uri: uriOf(site.reports),
      windowMinutes: site.schedule.period.toMinutes(),
      minimumRecords,
    };
    new scheduler.CfnSchedule(scope, 'Collection', {
      description: `Collects what Model Monitor found as monitor ${monitorName}`,
      scheduleExpression: 'rate(15 minutes)',
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 5 },
      target: {
        arn: collectorArn,
        roleArn: runner.schedulerRole.roleArn,
        input: Stack.of(scope).toJsonString(request),
        retryPolicy: { maximumEventAgeInSeconds: Duration.minutes(15).toSeconds(), maximumRetryAttempts: 3 },
        deadLetterConfig: { arn: runner.deadLetterQueue.queueArn },
      },
    });
  }

  private get maxRuntime(): Duration {
    return this.options.maxRuntime ?? Duration.minutes(30);
  }

  private image(site: MonitorSite): string {
    const image = ContainerImage.of('model-monitor', { use: ImageUse.PROCESSING }).bind(site.scope);
    grantPull(image, site.jobRole);
    return image.uri;
  }

  private grant({ scope, jobRole, endpoint }: MonitorSite): void {
    grantJobTelemetry(scope, jobRole, 'ProcessingJobs');
    allow(jobRole, {
      actions: ['cloudwatch:PutMetricData'], resourceArns: ['*'], conditions: { StringEquals: { 'cloudwatch:namespace': MODEL_MONITOR_NAMESPACE } },
    }, 'Metrics support no resource; the condition names their namespace.');
    allow(jobRole, {
      actions: ['sagemaker:DescribeEndpoint'],
      resourceArns: [arnOf(scope, { service: 'sagemaker', resource: 'endpoint', resourceName: endpoint.endpointName })],
    });
  }

  /** The expression, after a look at what the service cannot do. */
  private check(site: MonitorSite): string {
    const { scope, schedule } = site;
    checkJob(scope, this.options);
    const expression = schedule._atFullHours(scope);
    const mistakes = new Mistakes(scope)
      .when(site.baselineUri === undefined && !site.endpoint._watch, {
        code: 'BaselineNotKnown', property: 'baseline', problem: 'must be known when it is deployed, because nothing changes it with the version that this endpoint serves',
        fix: 'Use Baseline.fromS3(bucket, prefix), a ContinuousDeployment as endpoint, or the processing engine.',
      })
      .when(site.columns !== undefined || site.metricsByFeature || !site.enabled, {
        code: 'ModelMonitorOption', property: 'engine', problem: "Model Monitor knows neither 'columns' nor 'metricsByFeature', and its schedules cannot be made disabled",
        fix: 'Leave these out, or use the processing engine.',
      });
    if (schedule.period.toSeconds() === 3_600) {
      mistakes.add(HOURLY_RUNTIME.mistakeIn('maxRuntime', this.maxRuntime.toSeconds()));
    }
    mistakes.throwIfAny();
    if (expression === undefined) {
      throw invalid(scope, {
        code: 'ModelMonitorSchedule', property: 'schedule', problem: 'Model Monitor looks hourly or daily', fix: 'Use AnalysisSchedule.hourly() or daily(), or the processing engine.',
      });
    }
    return expression;
  }
}
