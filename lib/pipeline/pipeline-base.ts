import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { ArnFormat, Resource, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { PIPELINE_ENDED_BADLY, SAGEMAKER_DETAIL_TYPES, SAGEMAKER_EVENT_SOURCE, spellingsInEvents } from '../core/contract';
import { arnOf } from '../core/internal/arns';
import { PipelineGrants } from './pipeline-grants';
import * as metrics from './pipeline-metrics';

/** A pipeline: one of this app's, or one that exists. */
export interface IPipeline extends sagemaker.IPipeline {
  /** Permissions on the pipeline. */
  readonly grants: PipelineGrants;

  /** A metric of the pipeline, by its name in CloudWatch; a sum over 5 minutes unless you say otherwise. */
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;
  /** How many runs failed. */
  metricExecutionFailed(props?: cloudwatch.MetricOptions): cloudwatch.Metric;
  /** How many runs succeeded. */
  metricExecutionSucceeded(props?: cloudwatch.MetricOptions): cloudwatch.Metric;
  /** How long the longest run took, in milliseconds. */
  metricExecutionDuration(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** A rule for every change of a run's status. Events are sent at least once, and on rare occasions not at all. */
  onStatusChange(id: string, options?: events.OnEventOptions): events.Rule;
  /** A rule for runs that failed or were stopped, and for those that completed with failures: where steps ran because others failed. */
  onFailed(id: string, options?: events.OnEventOptions): events.Rule;
  /** A rule for steps that failed; the event names the step and the reason, while the rest of the run may still be going on. */
  onStepFailed(id: string, options?: events.OnEventOptions): events.Rule;
  /** A rule for runs that succeeded. */
  onSucceeded(id: string, options?: events.OnEventOptions): events.Rule;
}

/** What made and imported pipelines have in common. */
export abstract class PipelineBase extends Resource implements IPipeline {
  public abstract readonly pipelineName: string;
  public abstract readonly pipelineArn: string;

  public get pipelineRef(): sagemaker.PipelineReference {
    return { pipelineName: this.pipelineName };
  }

  public get grants(): PipelineGrants {
    return PipelineGrants.fromPipeline(this);
  }

  public grantStartPipelineExecution(grantee: iam.IGrantable): iam.Grant {
    return this.grants.start(grantee);
  }

  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return metrics.pipelineMetric(this, metricName, props);
  }

  public metricExecutionFailed(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return metrics.executionFailed(this, props);
  }

  public metricExecutionSucceeded(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return metrics.executionSucceeded(this, props);
  }

  public metricExecutionDuration(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return metrics.executionDuration(this, props);
  }

  public onStatusChange(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onStatus(id, undefined, options);
  }

  public onFailed(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onStatus(id, [...PIPELINE_ENDED_BADLY], options);
  }

  public onSucceeded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onStatus(id, ['Succeeded'], options);
  }

  public onStepFailed(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, SAGEMAKER_DETAIL_TYPES.PIPELINE_STEP, { currentStepStatus: spellingsInEvents('Failed') }, options);
  }

  private onStatus(id: string, statuses: string[] | undefined, options: events.OnEventOptions): events.Rule {
    const detail = statuses && { currentPipelineExecutionStatus: statuses.flatMap(spellingsInEvents) };
    return this.onEvent(id, SAGEMAKER_DETAIL_TYPES.PIPELINE_EXECUTION, detail, options);
  }

  private onEvent(id: string, detailType: string, detail: { [field: string]: string[] } | undefined, options: events.OnEventOptions): events.Rule {
    const rule = new events.Rule(this, id, options);
    rule.addTarget(options.target);
    rule.addEventPattern({ source: [SAGEMAKER_EVENT_SOURCE], detailType: [detailType], detail: { pipelineArn: [this.pipelineArn], ...detail } });
    return rule;
  }
}

/** SageMaker writes pipeline names in ARNs in lower case, whatever the name is. */
export function pipelineArnOf(scope: Construct, name: string): string {
  const resourceName = Token.isUnresolved(name) ? name : name.toLowerCase();
  return arnOf(scope, { service: 'sagemaker', resource: 'pipeline', resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
}
