import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { RemovalPolicy, type Duration } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import { RETRAINING_RECORD, type RetrainEnvironment } from '../core/contract';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { sendingBy } from '../core/internal/key-senders';
import { takeFromRules } from '../core/internal/rule-queues';
import { ServedNames, type Server } from '../core/internal/served-names';
import { sharedInStack } from '../core/internal/shared-in-stack';
import { grantTableKey } from '../core/internal/table-grants';
import { pipelineArnOf, type IPipeline } from '../pipeline';

/** How a pipeline is retrained. */
export interface RetrainOptions {
  /** Time after a retraining in which no drift starts another one; whole seconds. */
  readonly coolDown: Duration;

  /**
   * Parameter values of the run, numbers and truth values as text.
   *
   * @default - the parameters' defaults
   */
  readonly parameters?: { [name: string]: string };
}

/** Something that retrains pipelines when there is drift. One can serve pipelines of several stacks. */
export interface IRetrainer extends IConstruct {
  /** Makes it the target of a rule for drift events, and gives the permissions that takes. */
  retrain(rule: events.Rule, pipeline: IPipeline, options: RetrainOptions): void;
}

/** A function that retrains pipelines. */
export interface RetrainerProps extends HandlerOptions {
  /**
   * What the names of its pipelines start with; permission is given once, on the prefix, however many pipelines there are.
   * A pipeline with another name is refused. Rules of this account may then call the function without being named to it.
   *
   * @default - permission is given on each pipeline, and to each rule
   */
  readonly pipelineNamePrefix?: string;

  /**
   * Table with the text key `endpointName` and no sort key, in which each pipeline's retrainings are noted; the function touches no other items of it.
   *
   * @default - a small table of its own
   */
  readonly table?: dynamodb.ITable;

  /**
   * Where people are told that a retraining started.
   *
   * @default - nobody is told
   */
  readonly topic?: sns.ITopic;

  /**
   * Queue for drift events that EventBridge could not deliver; its policy must let `events.amazonaws.com` send to it.
   *
   * @default - the function's own queue for events that it could not handle
   */
  readonly deadLetterQueue?: sqs.IQueue;
}

/** What the function needs to know of its table. */
type RetrainingTable = Pick<dynamodb.ITable, 'tableName' | 'tableArn' | 'encryptionKey'>;

const RETRAINER: Server = { code: 'Retrainer', property: 'pipelineNamePrefix', power: 'start every pipeline of the account' };
const WHY_PREFIX = 'One permission serves all pipelines of a platform, whose names start with its prefix.';

/**
 * Retrains pipelines when there is drift: once a drift, not within the cool-down, and never while a run is going on.
 *
 * A function with its log, role, dead-letter queue and alarm, and a table that is billed by request. It costs the alarm while nothing drifts. A
 * table of its own goes the way of the log: kept, and protected against deletion, with RemovalPolicy.RETAIN.
 */
export class Retrainer extends Construct implements IRetrainer {
  /** The retrainer that all pipelines of a stack share. */
  public static shared(scope: Construct): IRetrainer {
    return sharedInStack(scope, 'SageMakerRetrainer', (stack, id) => new Retrainer(stack, id));
  }

  private readonly handler: HandlerFunction;
  private readonly served: ServedNames;
  private readonly table: RetrainingTable;
  private readonly deadLetterQueue: sqs.IQueue;

  constructor(scope: Construct, id: string, props: RetrainerProps = {}) {
    super(scope, id);
    this.served = new ServedNames(this, RETRAINER, props.pipelineNamePrefix);
    this.table = props.table ?? makeTable(this, props);
    const environment: RetrainEnvironment = { TABLE_NAME: this.table.tableName, TOPIC_ARN: props.topic?.topicArn };
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'retrain-on-drift',
      description: 'Starts SageMaker pipelines when monitors find drift',
      environment: withoutGaps(environment),
      ...handlerOptions(props),
    });
    this.deadLetterQueue = props.deadLetterQueue ?? takeUndelivered(this, this.handler.deadLetterQueue, props.encryptionKey);
    this.grantOwn(props.topic);
    this.served.coverAll((names) => {
      this.grantPipelines(pipelineArnOf(this, names), names);
      this.handler.function.addPermission('Rules', { principal: EVENTS, sourceArn: arnOf(this, { service: 'events', resource: 'rule', resourceName: '*' }) });
    });
  }

  public retrain(rule: events.Rule, pipeline: IPipeline, options: RetrainOptions): void {
    const { pipelineName } = pipeline;
    this.served.cover(pipeline, { pipelineName }, () => {
      this.grantPipelines(pipeline.pipelineArn, pipelineName);
      new lambda.CfnPermission(rule, 'AllowRetraining', {
        action: 'lambda:InvokeFunction',
        functionName: this.handler.function.functionArn,
        principal: EVENTS.service,
        sourceArn: rule.ruleArn,
      });
    });
    const input = events.RuleTargetInput.fromObject({
      pipelineName,
      coolDownSeconds: options.coolDown.toSeconds(),
      ...(options.parameters && { parameters: options.parameters }),
      event: { id: events.EventField.eventId, time: events.EventField.time, detail: events.EventField.fromPath('$.detail') },
    });
    rule.addTarget({
      bind: () => ({
        arn: this.handler.function.functionArn, input, deadLetterConfig: { arn: this.deadLetterQueue.queueArn }, targetResource: this.handler.function,
      }),
    });
  }

  private grantPipelines(arn: string, names: string): void {
    allow(this.handler, { actions: ['sagemaker:StartPipelineExecution', 'sagemaker:ListPipelineExecutions'], resourceArns: [arn] }, WHY_PREFIX);
    allow(this.handler, {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resourceArns: [this.table.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${RETRAINING_RECORD}${names}`] } },
    });
  }

  private grantOwn(topic: sns.ITopic | undefined): void {
    const { encryptionKey } = this.table;
    if (encryptionKey) {
      grantTableKey(this, encryptionKey.keyArn, this.handler);
    }
    if (topic) {
      allow(this.handler, { actions: ['sns:Publish'], resourceArns: [topic.topicArn] });
    }
    if (topic?.masterKey) {
      allow(this.handler, { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resourceArns: [topic.masterKey.keyArn] });
    }
  }
}

const EVENTS = new iam.ServicePrincipal('events.amazonaws.com');

function makeTable(scope: Construct, { encryptionKey, removalPolicy = RemovalPolicy.DESTROY }: RetrainerProps): RetrainingTable {
  // `dynamodb.Table` reads the CDK's table of all regions, which takes a tenth of the time that a platform needs to synthesise.
  const table = new dynamodb.CfnTable(scope, 'Table', {
    keySchema: [{ attributeName: 'endpointName', keyType: 'HASH' }],
    attributeDefinitions: [{ attributeName: 'endpointName', attributeType: 'S' }],
    billingMode: 'PAY_PER_REQUEST',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    sseSpecification: encryptionKey && { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: encryptionKey.keyArn },
    // A table that goes with its first failed deployment must not be protected against it.
    deletionProtectionEnabled: removalPolicy === RemovalPolicy.RETAIN,
  });
  table.applyRemovalPolicy(removalPolicy);
  return { tableName: table.ref, tableArn: table.attrArn, encryptionKey };
}

/** Lets rules of this account leave events in a queue. */
function takeUndelivered(scope: Construct, queue: sqs.Queue, encryptionKey: kms.IKey | undefined): sqs.IQueue {
  takeFromRules(scope, queue);
  encryptionKey?.addToResourcePolicy(sendingBy(scope, EVENTS.service));
  return queue;
}

function withoutGaps(environment: RetrainEnvironment): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
