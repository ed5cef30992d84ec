import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { HandlerOptions } from '../../core';
import {
  AWAITS_APPROVAL, PIPELINE_ENDED_BADLY, SAGEMAKER_DETAIL_TYPES, SAGEMAKER_EVENT_SOURCE, spellingsInEvents, type NotifyPeopleEnvironment,
} from '../../core/contract';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { HandlerFunction, handlerOptions } from '../../core/internal/handler-function';
import { Keep } from '../../core/internal/job-site';
import { grantReadPrefix } from '../../core/internal/s3-grants';

export interface NoticesProps extends HandlerOptions {
  readonly topic: sns.ITopic;
  readonly namePrefix: string;
  readonly artifactBucket: s3.IBucket;
  readonly deadLetterQueue: sqs.IQueue;
}

/** Tells people of failed runs and of versions that wait for approval, for all models whose names start with the prefix. */
export class Notices extends Construct {
  private readonly handler: HandlerFunction;

  constructor(scope: Construct, id: string, private readonly props: NoticesProps) {
    super(scope, id);
    const environment: NotifyPeopleEnvironment = { TOPIC_ARN: props.topic.topicArn };
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'notify-people',
      description: 'Tells people of failed pipeline runs and of model versions that wait for approval',
      timeout: Duration.minutes(1),
      environment: { ...environment },
      ...handlerOptions(props),
    });
    const { handler } = this;
    this.grant(handler);
    this.wake(handler, 'RunEndedBadly', SAGEMAKER_DETAIL_TYPES.PIPELINE_EXECUTION, {
      pipelineArn: events.Match.prefix(this.arn('pipeline', props.namePrefix)),
      currentPipelineExecutionStatus: PIPELINE_ENDED_BADLY.flatMap(spellingsInEvents),
    });
    this.wake(handler, 'VersionAwaitsApproval', SAGEMAKER_DETAIL_TYPES.MODEL_PACKAGE, {
      ModelPackageGroupName: events.Match.prefix(props.namePrefix),
      ModelApprovalStatus: spellingsInEvents(AWAITS_APPROVAL),
    });
  }

  /** Lets notices lead to the place in Studio where a version is looked at. */
  public linkTo(studioDomainId: string): void {
    const variable: keyof NotifyPeopleEnvironment = 'STUDIO_DOMAIN_ID';
    this.handler.function.addEnvironment(variable, studioDomainId);
  }

  private grant(handler: HandlerFunction): void {
    const { namePrefix, topic, artifactBucket } = this.props;
    const why = 'One permission serves all models of the platform, whose names start with its prefix.';
    allow(handler, { actions: ['sns:Publish'], resourceArns: [topic.topicArn] });
    allow(handler, {
      actions: ['sagemaker:DescribePipelineExecution', 'sagemaker:ListPipelineExecutionSteps'],
      resourceArns: [`${this.arn('pipeline', namePrefix)}*/execution/*`],
    }, why);
    allow(handler, { actions: ['sagemaker:DescribeModelPackage'], resourceArns: [`${this.arn('model-package', namePrefix)}*`] }, why);
    grantReadPrefix(artifactBucket, `${Keep.WITH_THE_MODEL}/${namePrefix}`, handler);
  }

  private wake(handler: HandlerFunction, id: string, detailType: string, detail: Record<string, unknown>): void {
    new events.Rule(this, id, {
      eventPattern: { source: [SAGEMAKER_EVENT_SOURCE], detailType: [detailType], detail },
      targets: [new targets.LambdaFunction(handler.function, { deadLetterQueue: this.props.deadLetterQueue })],
    });
  }

  private arn(resource: string, resourceName: string): string {
    return arnOf(this, { service: 'sagemaker', resource, resourceName });
  }
}
