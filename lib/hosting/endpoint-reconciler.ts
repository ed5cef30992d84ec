import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Duration, Size, Stack, Token, type CfnResource } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import {
  ENDPOINT_RESOURCE_TYPE, SAGEMAKER_DETAIL_TYPES, SAGEMAKER_EVENT_SOURCE, type EndpointHandlerEnvironment, type EndpointOrder, type EndpointProperties,
  type EndpointSettings, type HandlerName,
} from '../core/contract';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { invalid, Mistakes } from '../core/internal/errors';
import { HandedRoles } from '../core/internal/handed-roles';
import { handledResource } from '../core/internal/handled-resource';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { jsonText } from '../core/internal/json-text';
import { grantKey } from '../core/internal/s3-grants';
import { ServedNames, type Server } from '../core/internal/served-names';
import { sharedInStack } from '../core/internal/shared-in-stack';
import { grantTableKey } from '../core/internal/table-grants';
import { allowUntilGone } from '../core/internal/until-gone';
import { Workflow } from '../core/internal/workflow';
import { reconcileDefinition } from './private/reconcile-definition';
import { allowMonitoring, allowReconciling, allowScaling, removingEndpoints, removingMonitors } from './private/reconciler-permissions';
import { recordTable } from './private/record-table';

/** What has to be there as long as the endpoint is. */
interface EndpointNeeds {
  /** Role of the containers, which SageMaker is handed. */
  readonly role: iam.IRole;
  readonly group: IConstruct;
  /** Key of the instances' volumes, which SageMaker is lent. */
  readonly volumeKey?: kms.IKey;
}

/** Something that keeps endpoints as their registry and settings say. One can serve endpoints of several stacks. */
export interface IEndpointReconciler extends IConstruct {
  /** Table of records, whose key is the text `endpointName`. */
  readonly table: dynamodb.ITableRef;
  /** Function that takes orders: `{ "order": "pause", "endpointName": "income" }`, and likewise `resume`, `stop`, `start` and `reconcile`. */
  readonly orders: lambda.IFunction;

  /**
   * Keeps an endpoint as the settings say, until it is removed with its stack.
   *
   * @internal
   */
  _keep(scope: Construct, settings: EndpointSettings, needs: EndpointNeeds): void;

  /**
   * Lets the reconciler make a monitor of the service's own for an endpoint that it keeps.
   *
   * @internal
   */
  _watch(endpoint: Construct, monitor: Construct, monitorName: string, jobRole: iam.IRole): void;

  /**
   * Makes a rule give an order: on a schedule, say.
   *
   * @internal
   */
  _order(rule: events.Rule, order: EndpointOrder): void;
}

/** What reconciles endpoints. */
export interface EndpointReconcilerProps extends HandlerOptions {
  /**
   * What the names of its endpoints and of the groups they follow start with; permission is given once, on the prefix, however many endpoints there
   * are. An endpoint with another name is refused.
   *
   * @default - permission is given on each endpoint
   */
  readonly namePrefix?: string;

  /**
   * Where people are told how deployments ended.
   *
   * @default - the topic of the alarms; without one a topic of its own would tell nobody, and it is asked for
   */
  readonly topic?: sns.ITopic;

  /**
   * How often all endpoints are looked at even if nothing is heard: SageMaker's events are best effort, and a lost one is made good this way.
   *
   * @default Duration.minutes(15)
   */
  readonly interval?: Duration;
}

const RECONCILER: Server = { code: 'Reconciler', property: 'namePrefix', power: 'replace and delete every endpoint of the account' };
const SETTINGS_ID = 'Endpoint';
const EVENTS = new iam.ServicePrincipal('events.amazonaws.com');

/**
 * Keeps endpoints as the registry and their settings say: a durable record for each, a state machine, and three functions.
 *
 * Approvals, deployments, deletions and a timer only wake it; it looks for itself and takes the next step. Idle it costs its four alarms, about 0.40 USD a
 * month, and with the default interval some 0.30 USD a month for each endpoint that it looks after.
 */
export class EndpointReconciler extends Construct implements IEndpointReconciler {
  /** The reconciler that all endpoints of a stack share. Fails when they want different topics, keys or prefixes: they cannot share. */
  public static shared(scope: Construct, props: EndpointReconcilerProps): IEndpointReconciler {
    const reconciler = sharedInStack(scope, 'SageMakerEndpointReconciler', (stack, id) => new EndpointReconciler(stack, id, props));
    if (reconciler.identity !== identityOf(props)) {
      throw invalid(scope, {
        code: 'SharedReconcilerDiffers', property: 'reconciler', problem: `${reconciler.node.path} already keeps endpoints of this stack with another topic or key`,
        fix: "Give both endpoints the same 'topic' and 'encryptionKey', or a 'reconciler' that is made for both.",
      });
    }
    return reconciler;
  }

  public readonly table: dynamodb.ITableRef;
  public readonly orders: lambda.IFunction;
  private readonly tableArn: string;
  private readonly tableName: string;
  private readonly workflow: Workflow;
  private readonly reconcile: HandlerFunction;
  private readonly wake: HandlerFunction;
  private readonly configure: HandlerFunction;
  private readonly identity: string;
  private readonly endpointNames = new Set<string>();
  private readonly served: ServedNames;
  /** Those that one permission covers, where there is a prefix. */
  private readonly roles: HandedRoles | undefined;

  constructor(scope: Construct, id: string, private readonly props: EndpointReconcilerProps) {
    super(scope, id);
    this.served = new ServedNames(this, RECONCILER, props.namePrefix);
    this.roles = props.namePrefix === undefined ? undefined : new HandedRoles(this, 'reconciler');
    this.identity = identityOf(props);
    const table = recordTable(this, props);
    this.table = table;
    this.tableArn = table.attrArn;
    this.tableName = table.ref;
    this.reconcile = this.handler('Reconcile', 'reconcile-endpoint', 'Takes the next step towards what an endpoint should be', Duration.minutes(5));
    this.workflow = new Workflow(this, 'Machine', {
      ...handlerOptions(props),
      definition: (integration) => reconcileDefinition({ workArn: this.reconcile.function.functionArn, integration }),
      calls: [this.reconcile],
      purpose: 'reconcile endpoints',
      failures: 'endpoints that could not be reconciled',
    });
    this.wake = this.handler('Wake', 'wake-endpoints', 'Wakes the reconciler of endpoints that something may have changed for', Duration.minutes(2));
    this.orders = this.wake.function;
    this.configure = this.handler('Configure', 'configure-endpoint', 'Tells the reconciler what an endpoint should be', Duration.minutes(2));
    this.grant();
    this.listen();
  }

  /** @internal */
  public _keep(scope: Construct, settings: EndpointSettings, { role, group, volumeKey }: EndpointNeeds): void {
    const { endpointName, modelPackageGroupName } = settings;
    this.checkEndpoint(scope, endpointName, volumeKey);
    this.lend(volumeKey);
    if (settings.scaling) {
      allowScaling(this, this.reconcile, this.served.all ?? endpointName);
    }
    const properties: EndpointProperties = { Settings: Token.asString(jsonText(scope, () => settings)) };
    const resource = handledResource(scope, SETTINGS_ID, ENDPOINT_RESOURCE_TYPE, this.configure, properties);
    // While it exists, or is being removed, everything that works on it has to be there, with its permissions.
    resource.node.addDependency(role, group);
    if (Stack.of(scope) === Stack.of(this)) {
      resource.node.addDependency(this);
    }
    this.served.cover(scope, { endpointName, group: modelPackageGroupName }, () => {
      allowReconciling(this, this.reconcile, { endpoints: endpointName, groups: modelPackageGroupName });
      allowUntilGone(scope, 'CleanUp', this.reconcile.role, removingEndpoints(this, endpointName), resource);
      this.allowPassing(role);
    });
  }

  /** @internal */
  public _watch(endpoint: Construct, monitor: Construct, monitorName: string, jobRole: iam.IRole): void {
    allowMonitoring(this, this.reconcile, this.served.all ?? monitorName);
    const resource = endpoint.node.findChild(SETTINGS_ID) as CfnResource;
    this.served.cover(endpoint, { monitorName }, () => {
      allowUntilGone(monitor, 'CleanUp', this.reconcile.role, removingMonitors(this, monitorName), resource);
      this.allowPassing(jobRole);
    });
    resource.node.addDependency(jobRole);
  }

  /** @internal */
  public _order(rule: events.Rule, order: EndpointOrder): void {
    const { function: target, deadLetterQueue } = this.wake;
    const input = events.RuleTargetInput.fromObject(order);
    rule.addTarget({ bind: () => ({ arn: target.functionArn, input, deadLetterConfig: { arn: deadLetterQueue.queueArn } }) });
  }

  private allowPassing({ roleArn }: iam.IRole): void {
    allow(this.reconcile, {
      actions: ['iam:PassRole'], resourceArns: [roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    });
  }

  private handler(id: string, handler: HandlerName, description: string, timeout: Duration): HandlerFunction {
    const { topic, alarmTopic } = this.props;
    const told = topic ?? alarmTopic;
    if (!told) {
      throw invalid(this, {
        code: 'ReconcilerTopicMissing', property: 'topic', problem: 'nobody would be told that a version was not deployed',
        fix: 'Give a topic that people subscribe to.',
      });
    }
    const environment: Partial<EndpointHandlerEnvironment> = {
      TABLE_NAME: this.tableName,
      ...(handler === 'reconcile-endpoint' ? { TOPIC_ARN: told.topicArn } : { STATE_MACHINE_ARN: this.workflow.stateMachineArn }),
    };
    const settings = { ...handlerOptions(this.props), memorySize: Size.mebibytes(512), environment: { ...environment } };
    return new HandlerFunction(this, id, { ...settings, handler, description, timeout });
  }

  private grant(): void {
    const { encryptionKey } = this.props;
    const topic = (this.props.topic ?? this.props.alarmTopic)!;
    const table = (handler: HandlerFunction, ...actions: string[]) =>
      allow(handler, { actions: actions.map((action) => `dynamodb:${action}`), resourceArns: [this.tableArn] });
    table(this.reconcile, 'UpdateItem');
    table(this.wake, 'GetItem', 'Scan', 'UpdateItem');
    table(this.configure, 'UpdateItem');
    [this.wake, this.configure].forEach((handler) => allow(handler, { actions: ['states:StartExecution'], resourceArns: [this.workflow.stateMachineArn] }));
    allow(this.reconcile, { actions: ['sns:Publish'], resourceArns: [topic.topicArn] });
    grantKey(topic.masterKey, this.reconcile, 'kms:Decrypt', 'kms:GenerateDataKey');
    this.served.coverAll((names) => {
      allowReconciling(this, this.reconcile, { endpoints: names, groups: names });
      // Endpoints may have monitors and scaling no more whose last ones, in whatever stack, were taken out of the app.
      [...removingEndpoints(this, names), ...removingMonitors(this, names)].forEach((each) => allow(this.reconcile, each, each.whyWildcards));
      this.roles?.allowPassing(this.reconcile);
      this.lend(encryptionKey);
    });
    if (encryptionKey) {
      [this.reconcile, this.wake, this.configure].forEach((handler) => grantTableKey(this, encryptionKey.keyArn, handler));
    }
  }

  /** SageMaker is lent the key for the instances' volumes in the caller's name. */
  private lend(key: kms.IKey | undefined): void {
    if (key) {
      grantKey(key, this.reconcile, 'kms:DescribeKey');
      allow(this.reconcile, { actions: ['kms:CreateGrant'], resourceArns: [key.keyArn], conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
    }
  }

  /** Refuses what its permissions do not cover, and what would make its stack depend on those of its endpoints. */
  private checkEndpoint(scope: Construct, endpointName: string, volumeKey: kms.IKey | undefined): void {
    const { namePrefix } = this.props;
    const isElsewhere = Stack.of(scope) !== Stack.of(this);
    new Mistakes(scope)
      .when(this.endpointNames.has(endpointName), {
        code: 'EndpointNameTaken', property: 'endpointName', problem: 'is the name of another endpoint of the same reconciler', value: endpointName,
        fix: 'Choose another name.',
      })
      .when(isElsewhere && namePrefix === undefined, {
        code: 'ReconcilerElsewhere', property: 'reconciler', problem: `serves endpoints of its own stack '${Stack.of(this).node.path}' alone: it has no 'namePrefix'`,
        fix: "Give the reconciler a 'namePrefix' that the names of endpoints and groups start with, or use one of this stack.",
      })
      .add(this.roles?.mistakeIn(scope))
      .when(isElsewhere && volumeKey !== undefined && Stack.of(volumeKey) === Stack.of(scope) && Token.isUnresolved(volumeKey.keyArn), {
        code: 'VolumeKeyElsewhere', property: 'encryptionKey', problem: `must not be made in the endpoint's stack: the reconciler's stack would depend on it`,
        fix: "Use the reconciler's key, or one of a stack of its own.",
      })
      .throwIfAny();
    this.endpointNames.add(endpointName);
  }

  /** Approvals, changes of endpoints and the timer. Rules of any stack of this account may give orders too. */
  private listen(): void {
    const { namePrefix, interval } = this.props;
    const named = namePrefix === undefined ? undefined : events.Match.prefix(namePrefix);
    const rule = (id: string, detailType: string, detail: Record<string, unknown> | undefined) => new events.Rule(this, id, {
      eventPattern: { source: [SAGEMAKER_EVENT_SOURCE], detailType: [detailType], detail },
    });
    const onEvent = [
      rule('VersionChanged', SAGEMAKER_DETAIL_TYPES.MODEL_PACKAGE, named && { ModelPackageGroupName: named }),
      rule('EndpointChanged', SAGEMAKER_DETAIL_TYPES.ENDPOINT, named && { EndpointName: named }),
    ];
    onEvent.forEach((each) => each.addTarget({
      bind: () => ({ arn: this.wake.function.functionArn, deadLetterConfig: { arn: this.wake.deadLetterQueue.queueArn } }),
    }));
    const timer = new events.Rule(this, 'Timer', { schedule: events.Schedule.rate(interval ?? Duration.minutes(15)) });
    this._order(timer, { order: 'reconcile' });
    const rules = arnOf(this, { service: 'events', resource: 'rule', resourceName: '*' });
    this.wake.function.addPermission('Rules', { principal: EVENTS, sourceArn: rules });
    this.wake.deadLetterQueue.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowRules', principals: [EVENTS], actions: ['sqs:SendMessage'], resources: [this.wake.deadLetterQueue.queueArn],
      conditions: { ArnLike: { 'aws:SourceArn': rules } },
    }));
  }
}

/** What two endpoints that share a reconciler must agree on; references to the same resource are the same token, and so the same text. */
function identityOf({ topic, alarmTopic, encryptionKey, namePrefix }: EndpointReconcilerProps): string {
  return JSON.stringify([(topic ?? alarmTopic)?.topicArn, alarmTopic?.topicArn, encryptionKey?.keyArn, namePrefix]);
}
