import * as events from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import { NEW_DATA_LOOK_AGAIN_SECONDS, NEW_DATA_REST_SECONDS, type LandedObject } from '../core/contract';
import { alarmAbove } from '../core/internal/alarm';
import { allow } from '../core/internal/allow';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { handlerQueue, type HandlerQueue } from '../core/internal/handler-queue';
import { sendingBy } from '../core/internal/key-senders';
import { offerBelow, offeredTo } from '../core/internal/offers';
import { takeFromRule, takeFromRules } from '../core/internal/rule-queues';
import { ServedNames, type Server } from '../core/internal/served-names';
import { sharedInStack } from '../core/internal/shared-in-stack';
import type { Pipeline } from './pipeline';
import { pipelineArnOf } from './pipeline-base';
import { stopOfRuns } from './pipeline-starter';

/** Runs that new data starts. */
export interface NewDataRuns {
  /** The place that is watched, as people know it: `s3://bucket/prefix`. */
  readonly place: string;

  /** How long what lands is gathered before a run starts. */
  readonly gather: Duration;

  /**
   * Parameter values of the runs, numbers and truth values as text.
   *
   * @default - the parameters' defaults
   */
  readonly parameters?: { [name: string]: string };
}

/** Something that starts pipelines when objects land in S3. One can serve pipelines of several stacks. */
export interface INewDataStarter extends IConstruct {
  /** Makes it the target of a rule for objects that are created, and gives the permissions that takes. */
  startOn(rule: events.Rule, pipeline: Pipeline, runs: NewDataRuns): void;
}

/** How new data starts a pipeline. */
export interface StartOnNewDataOptions {
  /**
   * What the keys of the objects start with, as the console shows it: `raw/`.
   *
   * @default - every object of the bucket counts
   */
  readonly prefix?: string;

  /**
   * How long what lands is gathered before a run starts, from 5 minutes to 12 hours. Everything that lands meanwhile is in the same run, which starts up to
   * 8 minutes later than that.
   *
   * @default Duration.minutes(5)
   */
  readonly gather?: Duration;

  /**
   * Parameter values of the runs, numbers and truth values as text.
   *
   * @default - the parameters' defaults
   */
  readonly parameters?: { [name: string]: string };

  /**
   * What starts the runs.
   *
   * @default - for a model of a platform the platform's, else a function and a queue that the stack's pipelines share
   */
  readonly starter?: INewDataStarter;
}

/** A function that starts pipelines on new data. */
export interface NewDataStarterProps extends HandlerOptions {
  /**
   * What the names of its pipelines start with; permission is given once, on the prefix, however many pipelines there are.
   * A pipeline with another name is refused. Rules of this account may then send to the queue without being named to it.
   *
   * @default - permission is given on each pipeline, and to each rule
   */
  readonly pipelineNamePrefix?: string;
}

const STARTER: Server = { code: 'NewDataStarter', property: 'pipelineNamePrefix', power: 'start every pipeline of the account' };
/** The most that SQS allows: messages of objects that wait for a run to end come again without having failed. */
const MOST_DELIVERIES = 1_000;
const OFFER = 'NewDataStarter';
const TIMEOUT = Duration.minutes(1);

interface Offer {
  readonly starter: () => INewDataStarter;
}

/**
 * Starts pipelines when objects land in S3: one run for all that land while they are gathered, and none while a run goes on.
 *
 * A queue keeps a message for each object until a run started after it was there, so that an object that lands while a run goes on leads to the next
 * one. It consists of the queue, a function with its log and role, dead letters, and two alarms: for messages that were given up after almost five days of
 * waiting, and for a function that has been failing for half an hour. Idle it costs the alarms, about 0.20 USD a month, and Lambda's asking the queue, less
 * than 0.50 USD a month; a million objects cost some 2 USD.
 */
export class NewDataStarter extends Construct implements INewDataStarter {
  /** The one that all pipelines of a stack share. */
  public static shared(scope: Construct): INewDataStarter {
    return sharedInStack(scope, 'SageMakerNewDataStarter', (stack, id) => new NewDataStarter(stack, id));
  }

  /**
   * Lets pipelines below a construct use a starter.
   *
   * @internal
   */
  public static _offerBelow(scope: Construct, starter: () => INewDataStarter): void {
    offerBelow<Offer>(scope, OFFER, { starter });
  }

  /**
   * What starts a pipeline for which no starter is named: the one that is offered, else the one of the stack.
   *
   * @internal
   */
  public static _for(pipeline: Pipeline): INewDataStarter {
    return offeredTo<Offer>(pipeline, OFFER)?.starter() ?? NewDataStarter.shared(pipeline);
  }

  private readonly handler: HandlerFunction;
  private readonly served: ServedNames;
  private readonly objects: HandlerQueue;

  constructor(scope: Construct, id: string, props: NewDataStarterProps = {}) {
    super(scope, id);
    this.served = new ServedNames(this, STARTER, props.pipelineNamePrefix);
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'start-on-new-data', description: 'Starts SageMaker pipelines when objects land in S3', timeout: TIMEOUT, ...handlerOptions(props),
    });
    this.objects = handlerQueue(this, {
      handler: this.handler,
      encryptionKey: props.encryptionKey,
      retentionPeriod: Duration.days(14),
      deliveryDelay: Duration.seconds(NEW_DATA_REST_SECONDS),
      visibilityTimeout: Duration.seconds(NEW_DATA_LOOK_AGAIN_SECONDS),
      maxReceives: MOST_DELIVERIES,
      batchSize: 1_000,
      window: Duration.seconds(30),
      maxConcurrency: 2,
    });
    props.encryptionKey?.addToResourcePolicy(sendingBy(this, 'events.amazonaws.com'));
    alarmAbove(this, 'Failing', {
      description: 'Pipelines are not started on new data: the function has been failing for half an hour. Its log says why; nothing is lost meanwhile.',
      metric: this.handler.function.metricErrors({ statistic: 'Sum', period: Duration.minutes(15) }),
      threshold: 0,
      periods: { looked: 2, above: 2 },
      topic: props.alarmTopic,
    });
    this.served.coverAll((names) => {
      this.grantPipelines(pipelineArnOf(this, names));
      this.queues.forEach((queue) => takeFromRules(this, queue));
    });
  }

  public startOn(rule: events.Rule, pipeline: Pipeline, { place, gather, parameters }: NewDataRuns): void {
    const { pipelineName } = pipeline;
    this.served.cover(pipeline, { pipelineName }, () => {
      this.grantPipelines(pipeline.pipelineArn);
      this.queues.forEach((queue) => takeFromRule(queue, rule.ruleArn));
    });
    if (Stack.of(this) === Stack.of(pipeline)) {
      // Messages that are left start no run any more when the runs are stopped.
      this.objects.reading.node.addDependency(stopOfRuns(pipeline));
    }
    const object: LandedObject = {
      pipelineName,
      watch: rule.node.addr.slice(-10),
      place,
      gatherSeconds: gather.toSeconds(),
      ...(parameters && { parameters }),
      landedAt: events.EventField.time,
    };
    rule.addTarget({
      bind: () => ({
        arn: this.objects.queue.queueArn,
        input: events.RuleTargetInput.fromObject(object),
        deadLetterConfig: { arn: this.handler.deadLetterQueue.queueArn },
      }),
    });
  }

  /** Where rules send: objects, and those that could not be sent. */
  private get queues(): sqs.IQueue[] {
    return [this.objects.queue, this.handler.deadLetterQueue];
  }

  private grantPipelines(pipelineArn: string): void {
    allow(this.handler, {
      actions: ['sagemaker:ListPipelineExecutions', 'sagemaker:StartPipelineExecution'], resourceArns: [pipelineArn],
    }, 'One permission serves all pipelines of a platform, whose names start with its prefix.');
  }
}
