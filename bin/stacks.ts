import * as events from 'aws-cdk-lib/aws-events';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Conventions, S3Source } from '../lib/core';
import { Processor } from '../lib/data';
import { FeatureDataset, FeatureGroup, Features, OfflineStore } from '../lib/features';
import { DeploymentStrategy, Serving } from '../lib/hosting';
import { DeployVersions, MlPlatform, ModelLifecycle } from '../lib/lifecycle';
import { Monitor } from '../lib/monitoring';
import { Approval, type IPipeline, Metric } from '../lib/pipeline';
import { Domain } from '../lib/studio';
import { Trainer } from '../lib/training';
import { modelDescription } from './model-description';
import type { Settings } from './settings';

/** What a team's models share: storage, keys, handlers, notices, and a Studio to work in. */
export class PlatformStack extends Stack {
  public readonly platform: MlPlatform;

  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, { ...props, description: 'What the machine-learning models of a team share' });
    const { notify, removalPolicy } = settings;
    this.platform = new MlPlatform(this, 'Platform', { notify, removalPolicy });
    Conventions.apply(this, { namePrefix: this.platform.namePrefix, rolePath: this.platform.rolePath });
    if (settings.studio) {
      const domain = new Domain(this, 'Studio', { encryptionKey: this.platform.encryptionKey, removalPolicy });
      domain.addUserProfile('data-scientist');
      this.platform.grants.observe(domain);
      this.platform.grants.approve(domain);
      this.platform.linkNoticesTo(domain);
    }
  }
}

export interface ModelStackProps extends StackProps {
  readonly platform: MlPlatform;
}

/** One model, from its features to an endpoint that is watched. */
export class ModelStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, { platform, ...props }: ModelStackProps) {
    super(scope, id, { ...props, description: `The life of the model '${settings.model}'` });
    const { code, processingInstance } = settings;
    Conventions.apply(this, { namePrefix: platform.namePrefix, rolePath: platform.rolePath });
    const records = new FeatureGroup(this, 'Records', {
      recordIdentifier: settings.recordIdentifier,
      eventTime: settings.eventTime,
      features: Features.fromCsvSample(settings.data),
      offline: OfflineStore.glue({ bucket: platform.dataBucket, prefix: `features/${settings.model}` }),
      encryptionKey: platform.encryptionKey,
      removalPolicy: settings.removalPolicy,
    });
    const { pipeline, endpoint } = new ModelLifecycle(this, 'Model', {
      platform,
      modelName: settings.model,
      data: FeatureDataset.of(records, { from: S3Source.fromFile(settings.data), instanceType: processingInstance }),
      prepare: Processor.sklearn({ entryPoint: `${code}/prepare.py`, instanceType: processingInstance }),
      train: Trainer.sklearn({
        entryPoint: `${code}/train.py`,
        instanceType: settings.trainingInstance,
        spot: settings.trainingSpot ? { maxWait: Duration.hours(8) } : undefined,
        metrics: [{ name: 'validation:auc', regex: 'validation:auc=([0-9.]+);' }],
      }),
      evaluate: Processor.sklearn({ entryPoint: `${code}/evaluate.py`, instanceType: processingInstance }),
      accept: [Metric.of('auc').atLeast(settings.minimumAuc)],
      serve: Serving.realTime({
        entryPoint: `${code}/inference.py`, instanceType: settings.servingInstance, instanceCount: settings.servingInstances,
        strategy: settings.servingInstances > 1 ? DeploymentStrategy.canary() : DeploymentStrategy.allAtOnce(),
      }),
      deploy: settings.deploy,
      monitors: settings.monitoring && settings.deploy === DeployVersions.WHEN_APPROVED ? [Monitor.dataQuality({
        ignore: [settings.recordIdentifier], target: settings.target, schedule: settings.monitoring,
        engine: settings.monitoringEngine({ instanceType: processingInstance }),
      })] : [],
      packaging: { instanceType: processingInstance },
      modelCard: modelDescription(code),
      approval: approvalOf(settings),
      schedule: settings.schedule ? events.Schedule.expression(`cron(${settings.schedule})`) : undefined,
    });
    // A deployment does not wait for the run it starts: this is where to look for how it went.
    new CfnOutput(this, 'PipelineName', { description: 'The pipeline that trains the model', value: pipeline.pipelineName });
    if (endpoint) {
      new CfnOutput(this, 'EndpointName', { description: 'The endpoint that serves the newest approved version', value: endpoint.endpointName });
    }
    new CfnOutput(this, 'ShowLastRun', { description: 'Shows the steps of the last run, and why it failed if it did', value: stepsOfLastRun(pipeline) });
  }
}

/** Metrics approve what is good enough and no worse than the version that serves. */
function approvalOf({ approval, approvalAuc }: Settings): Approval {
  const auc = Metric.of('auc');
  switch (approval) {
    case 'manual':
      return Approval.manual();
    case 'automatic':
      return Approval.automatic(auc.atLeast(approvalAuc), auc.atLeastServing());
    case 'none':
      return Approval.none();
  }
}

/** The command of the AWS CLI that shows the steps of a pipeline's last run. */
function stepsOfLastRun(pipeline: IPipeline): string {
  const region = `--region ${Stack.of(pipeline).region}`;
  const lastRun = `aws sagemaker list-pipeline-executions ${region} --pipeline-name ${pipeline.pipelineName} --sort-order Descending --max-results 1`
    + " --query 'PipelineExecutionSummaries[0].PipelineExecutionArn' --output text";
  return `aws sagemaker list-pipeline-execution-steps ${region} --pipeline-execution-arn "$(${lastRun})"`
    + " --query 'PipelineExecutionSteps[].[StepName,StepStatus,FailureReason]' --output table";
}
