import * as events from 'aws-cdk-lib/aws-events';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { HandlerOptions } from '../handler-options';
import { allow } from './allow';
import { arnOf } from './arns';
import { DeadLetters } from './dead-letters';
import type { Integration } from './handler-call';
import type { HandlerFunction } from './handler-function';
import { sendingBy } from './key-senders';
import { serviceRole } from './roles';
import { takeFromRule } from './rule-queues';
import type { ServiceRole } from './service-role';

export interface WorkflowProps extends HandlerOptions {
  /** The states. */
  readonly definition: (integration: Integration) => Record<string, unknown>;
  /** Functions that the states call; none where they call services alone. */
  readonly calls?: readonly HandlerFunction[];
  /** Whether the log leaves out what executions were given, because secrets are among it. */
  readonly secretInput?: boolean;
  /** What the machine does, for its role's description: `run analyses`. */
  readonly purpose: string;
  /** What ends up in the dead-letter queue, for the alarm's text. */
  readonly failures: string;
}

/** What Step Functions needs to deliver a machine's log and traces; none of it supports resources. */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies', 'logs:GetLogDelivery', 'logs:ListLogDeliveries',
  'logs:PutResourcePolicy', 'logs:UpdateLogDelivery',
];
const TRACING = ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** How executions end that did not do what they should. */
export const FAILED = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/** A state machine with its log, traces and role, and a queue with an alarm for executions that failed. */
export class Workflow extends Construct {
  public readonly stateMachineArn: string;
  public readonly role: ServiceRole;
  public readonly deadLetters: DeadLetters;

  constructor(scope: Construct, id: string, private readonly props: WorkflowProps) {
    super(scope, id);
    this.role = serviceRole(this, 'Role', `Lets a state machine ${props.purpose}`, 'states.amazonaws.com');
    this.stateMachineArn = this.machine().attrArn;
    this.deadLetters = new DeadLetters(this, 'DeadLetters', { contents: props.failures, encryptionKey: props.encryptionKey, alarmTopic: props.alarmTopic });
    Validations.of(this.deadLetters.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3', reason: 'This is a dead-letter queue: a rule sends executions that failed to it.',
    });
    this.keepFailures();
  }

  private machine(): stepfunctions.CfnStateMachine {
    const { definition, calls = [], encryptionKey, logRetention, removalPolicy, secretInput = false } = this.props;
    const log = new logs.LogGroup(this, 'Log', {
      retention: logRetention ?? logs.RetentionDays.ONE_MONTH, encryptionKey, removalPolicy: removalPolicy ?? RemovalPolicy.DESTROY,
    });
    if (calls.length > 0) {
      allow(this.role, { actions: ['lambda:InvokeFunction'], resourceArns: calls.map((handler) => handler.function.functionArn) });
    }
    allow(this.role, { actions: LOG_DELIVERY, resourceArns: ['*'] }, 'Delivery of logs supports no resource.');
    allow(this.role, { actions: TRACING, resourceArns: ['*'] }, 'Tracing supports no resource.');
    const machine = new stepfunctions.CfnStateMachine(this, 'Resource', {
      stateMachineType: 'STANDARD',
      roleArn: this.role.roleArn,
      definitionString: Stack.of(this).toJsonString(definition((name) => this.integration(name))),
      loggingConfiguration: { level: 'ALL', includeExecutionData: !secretInput, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: log.logGroupArn } }] },
      tracingConfiguration: { enabled: true },
    });
    machine.node.addDependency(this.role);
    return machine;
  }

  private integration(name: string): string {
    const at = name.lastIndexOf(':');
    return arnOf(this, {
      service: 'states', region: '', account: '', resource: name.slice(0, at), resourceName: name.slice(at + 1), arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  /** A rule for executions that ended in one of some ways. */
  public onEnded(scope: Construct, id: string, statuses: readonly string[], options: events.OnEventOptions): events.Rule {
    const rule = new events.Rule(scope, id, options);
    rule.addTarget(options.target);
    rule.addEventPattern({
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [this.stateMachineArn], status: [...statuses] },
    });
    return rule;
  }

  /** An execution that failed is told by an event, which the queue keeps. */
  private keepFailures(): void {
    const { queue } = this.deadLetters;
    const rule = this.onEnded(this, 'Failed', FAILED, { description: `Keeps ${this.props.failures}`, target: { bind: () => ({ arn: queue.queueArn }) } });
    takeFromRule(queue, rule.ruleArn, 'AllowRuleForFailures');
    this.props.encryptionKey?.addToResourcePolicy(sendingBy(this, 'events.amazonaws.com'));
  }
}
