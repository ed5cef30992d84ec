import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { ArnFormat, Duration, Size, Stack } from 'aws-cdk-lib/core';
import { ContainerImage, ImageUse } from '../../core';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { invalid, Mistakes } from '../../core/internal/errors';
import { grantJobTelemetry, grantPull, volumeKey } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import type { AnalysisJobOptions, _EngineParts } from '../monitoring-engine';
import { checkJob, DEFAULT_INSTANCE } from './job-rules';
import { MODEL_MONITOR_NAMESPACE } from './metrics';
import { jobSiteOf, type MonitorSite } from './monitor-site';
import { uriOf } from './places';
import { grantVolumeKey } from './runner-grants';

/** Where the service's container expects what an endpoint captured, and leaves its results. */
const INPUT = '/opt/ml/processing/input/endpoint';
const OUTPUT = '/opt/ml/processing/output';
const HOURLY_RUNTIME = Limit.between('MaxRuntimeInSeconds', 1, 3_600);

/** SageMaker's own job definition, which is replaced with every change and so has no name, and the schedule that runs it. */
export class ModelMonitorEngine {
  constructor(private readonly options: AnalysisJobOptions) {}

  public make(site: MonitorSite): _EngineParts {
    const { scope, monitorName, endpoint, baselineUri } = site;
    const scheduleExpression = this.check(site);
    this.grant(site);
    const instanceType = this.options.instanceType ?? DEFAULT_INSTANCE;
    const volumeKmsKeyId = volumeKey(jobSiteOf(site), instanceType);
    if (site.encryptionKey && volumeKmsKeyId !== undefined) {
      grantVolumeKey(site.encryptionKey, site.jobRole);
    }
    const definition = new sagemaker.CfnDataQualityJobDefinition(scope, 'JobDefinition', {
      roleArn: site.jobRole.roleArn,
      dataQualityAppSpecification: { imageUri: this.image(site) },
      dataQualityBaselineConfig: {
        constraintsResource: { s3Uri: `${baselineUri}/constraints.json` },
        statisticsResource: { s3Uri: `${baselineUri}/statistics.json` },
      },
      dataQualityJobInput: { endpointInput: { endpointName: endpoint.endpointName, localPath: INPUT } },
      dataQualityJobOutputConfig: {
        kmsKeyId: site.encryptionKey?.keyArn,
        monitoringOutputs: [{ s3Output: { s3Uri: `${uriOf(site.reports)}/${monitorName}`, localPath: OUTPUT, s3UploadMode: 'EndOfJob' } }],
      },
      jobResources: {
        clusterConfig: { instanceCount: 1, instanceType, volumeSizeInGb: (this.options.volumeSize ?? Size.gibibytes(30)).toGibibytes(), volumeKmsKeyId },
      },
      stoppingCondition: { maxRuntimeInSeconds: this.maxRuntime.toSeconds() },
    });
    definition.node.addDependency(site.jobRole);
    new sagemaker.CfnMonitoringSchedule(scope, 'Schedule', {
      monitoringScheduleName: monitorName,
      monitoringScheduleConfig: {
        monitoringType: site.kind,
        monitoringJobDefinitionName: Stack.of(scope).splitArn(definition.ref, ArnFormat.SLASH_RESOURCE_NAME).resourceName!,
        scheduleConfig: { scheduleExpression },
      },
    });
    return { publishes: false };
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
      .when(site.baselineUri === undefined, {
        code: 'BaselineNotKnown', property: 'baseline', problem: 'Model Monitor takes one baseline, which must be known when it is deployed',
        fix: 'Use Baseline.fromS3(bucket, prefix), or the processing engine.',
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
