import type * as glue from 'aws-cdk-lib/aws-glue';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import type { TakeCallbacksEnvironment } from '../core/contract';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { isKnown } from '../core/internal/errors';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { handlerQueue } from '../core/internal/handler-queue';
import { offerBelow, offeredTo } from '../core/internal/offers';
import { ServedNames, type Server } from '../core/internal/served-names';
import { sharedInStack } from '../core/internal/shared-in-stack';
import { Workflow } from '../core/internal/workflow';
import type { Pipeline } from './pipeline';
import { pipelineArnOf } from './pipeline-base';
import { glueMachine } from './private/glue-machine';
import { plannedName, refuseMadeName } from './private/glue-names';

/** Something that runs jobs and crawlers of Glue for pipelines. One can serve pipelines of several stacks. */
export interface IGlueRunner extends IConstruct {
  /** Where steps send what is to be run. */
  readonly queue: sqs.IQueue;
  /** Lets the runner run a job for a pipeline. */
  serveJob(pipeline: Pipeline, job: glue.IJobRef): void;
  /** Lets the runner run a crawler for a pipeline. */
  serveCrawler(pipeline: Pipeline, crawler: glue.ICrawlerRef): void;
}

/** The runner of Glue steps. */
export interface GlueRunnerProps extends HandlerOptions {
  /**
   * What the names of its pipelines, jobs and crawlers start with; permission is given once, on the prefix, however many there are. Others are refused,
   * and so are jobs and crawlers that CloudFormation names.
   *
   * @default - permission is given on each pipeline, job and crawler
   */
  readonly namePrefix?: string;
}

const RUNNER: Server = { code: 'GlueRunner', property: 'namePrefix', power: 'run every job and crawler of the account' };
const OFFER = 'GlueRunner';
const VISIBILITY = Duration.minutes(3);
const TAKEN_AT_ONCE = 10;

interface Offer {
  readonly namePrefix: string;
  readonly runner: () => IGlueRunner;
}

/**
 * Runs jobs and crawlers of Glue for steps of pipelines, and waits for them: minutes or days.
 *
 * A queue takes what steps ask for, a function starts one execution of a state machine for each, and a second function looks at the work every 15 seconds at
 * first, every 5 minutes later. Nothing is lost or done twice when messages come twice, functions die or events do not come: each look asks the pipeline
 * whether the work is still wanted, and Glue whether it was started. Idle it costs its three alarms, about 0.30 USD a month; an hour of waiting costs about
 * half a cent.
 */
export class GlueRunner extends Construct implements IGlueRunner {
  /** The runner that all pipelines of a stack share. */
  public static shared(scope: Construct): IGlueRunner {
    return sharedInStack(scope, 'SageMakerGlueRunner', (stack, id) => new GlueRunner(stack, id));
  }

  /**
   * Lets pipelines below a construct use a runner that serves names with a prefix.
   *
   * @internal
   */
  public static _offerBelow(scope: Construct, namePrefix: string, runner: () => IGlueRunner): void {
    offerBelow<Offer>(scope, OFFER, { namePrefix, runner });
  }

  /**
   * What runs a job or a crawler for a pipeline that names no runner: the one that is offered, as far as its prefix reaches, else the one of the stack.
   *
   * @internal
   */
  public static _for(pipeline: Pipeline, name: string): IGlueRunner {
    const offer = offeredTo<Offer>(pipeline, OFFER);
    const planned = plannedName(name);
    return offer && isKnown(planned) && planned.startsWith(offer.namePrefix) ? offer.runner() : GlueRunner.shared(pipeline);
  }

  public readonly queue: sqs.IQueue;
  /** What could not be followed to its end, for two weeks. */
  public readonly deadLetterQueue: sqs.IQueue;
  private readonly worker: HandlerFunction;
  private readonly machine: Workflow;
  private readonly served: ServedNames;

  constructor(scope: Construct, id: string, private readonly props: GlueRunnerProps = {}) {
    super(scope, id);
    this.served = new ServedNames(this, RUNNER, props.namePrefix);
    const options = handlerOptions(props);
    this.worker = new HandlerFunction(this, 'Work', {
      ...options, handler: 'run-glue', description: 'Starts jobs and crawlers of Glue and answers the steps that wait for them', timeout: Duration.minutes(2),
    });
    this.machine = new Workflow(this, 'Machine', {
      ...options,
      definition: (integration) => glueMachine({ workArn: this.worker.function.functionArn, integration }),
      calls: [this.worker],
      purpose: 'run jobs and crawlers of Glue',
      failures: 'Glue steps of pipelines that could not be followed to their end',
    });
    this.deadLetterQueue = this.machine.deadLetters.queue;
    this.queue = this.takeRequests();
    this.served.coverAll((names) => {
      const why = 'One permission serves all pipelines of a platform, whose names start with its prefix.';
      this.allowAnswers(pipelineArnOf(this, names));
      this.allowJob(names, why);
      this.allowCrawler(names, why);
    });
  }

  public serveJob(pipeline: Pipeline, job: glue.IJobRef): void {
    const { jobName } = job.jobRef;
    this.check(pipeline, 'job', jobName);
    this.served.cover(pipeline, { pipelineName: pipeline.pipelineName, jobName: plannedName(jobName) }, () => {
      this.allowAnswers(pipeline.pipelineArn);
      this.allowJob(jobName);
    });
  }

  public serveCrawler(pipeline: Pipeline, crawler: glue.ICrawlerRef): void {
    const { crawlerName } = crawler.crawlerRef;
    this.check(pipeline, 'crawler', crawlerName);
    this.served.cover(pipeline, { pipelineName: pipeline.pipelineName, crawlerName: plannedName(crawlerName) }, () => {
      this.allowAnswers(pipeline.pipelineArn);
      this.allowCrawler(crawlerName);
    });
  }

  private check(pipeline: Pipeline, kind: string, name: string): void {
    if (this.served.all !== undefined) {
      refuseMadeName(pipeline, kind, name);
    }
  }

  private takeRequests(): sqs.Queue {
    const { encryptionKey } = this.props;
    const environment: TakeCallbacksEnvironment = { STATE_MACHINE_ARN: this.machine.stateMachineArn };
    const taker = new HandlerFunction(this, 'Take', {
      ...handlerOptions(this.props), handler: 'take-callbacks', description: 'Starts the work that Glue steps of pipelines ask for', timeout: Duration.seconds(30),
      environment: { ...environment },
    });
    const { queue } = handlerQueue(this, { handler: taker, encryptionKey, visibilityTimeout: VISIBILITY, maxReceives: 5, batchSize: TAKEN_AT_ONCE });
    allow(taker, { actions: ['states:StartExecution'], resourceArns: [this.machine.stateMachineArn] });
    return queue;
  }

  private allowAnswers(pipelineArn: string): void {
    const why = 'Runs get their ids when they start.';
    const resourceArns = [`${pipelineArn}/execution/*`];
    allow(this.worker, {
      actions: [
        'sagemaker:DescribePipelineExecution', 'sagemaker:ListPipelineExecutionSteps', 'sagemaker:SendPipelineExecutionStepFailure',
        'sagemaker:SendPipelineExecutionStepSuccess',
      ],
      resourceArns,
    }, why);
    allow(this.machine.role, { actions: ['sagemaker:SendPipelineExecutionStepFailure'], resourceArns }, why);
  }

  private allowJob(name: string, why?: string): void {
    allow(this.worker, {
      actions: ['glue:BatchStopJobRun', 'glue:GetJob', 'glue:GetJobRuns', 'glue:StartJobRun'],
      resourceArns: [arnOf(this, { service: 'glue', resource: 'job', resourceName: name })],
    }, why);
  }

  private allowCrawler(name: string, why?: string): void {
    allow(this.worker, {
      actions: ['glue:ListCrawls', 'glue:StartCrawler'], resourceArns: [arnOf(this, { service: 'glue', resource: 'crawler', resourceName: name })],
    }, why);
  }
}
