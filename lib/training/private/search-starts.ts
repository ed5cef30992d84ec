import { createHash } from 'node:crypto';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { executeOnDeployment } from '../../core/internal/execution-starter';
import { serviceRole } from '../../core/internal/roles';
import type { Workflow } from '../../core/internal/workflow';

/** Starts a machine when EventBridge Scheduler says so; what it could not start lies beside what failed. */
export function startOnSchedule(scope: Construct, machine: Workflow, expression: scheduler.ScheduleExpression, retryFor: Duration = Duration.hours(1)): void {
  const role = serviceRole(scope, 'SchedulerRole', 'Lets the schedule start searches', 'scheduler.amazonaws.com');
  const { queue } = machine.deadLetters;
  allow(role, { actions: ['states:StartExecution'], resourceArns: [machine.stateMachineArn] });
  allow(role, { actions: ['sqs:SendMessage'], resourceArns: [queue.queueArn] });
  new scheduler.CfnSchedule(scope, 'Schedule', {
    description: 'Searches for a model',
    scheduleExpression: expression.expressionString,
    scheduleExpressionTimezone: expression.timeZone?.timezoneName,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: machine.stateMachineArn,
      roleArn: role.roleArn,
      input: '{}',
      retryPolicy: { maximumEventAgeInSeconds: retryFor.toSeconds(), maximumRetryAttempts: 185 },
      deadLetterConfig: { arn: queue.queueArn },
    },
  });
}

/** Starts a machine when it is deployed, and whenever what it does has changed. */
export function startOnDeployment(scope: Construct, machine: Workflow, work: unknown): void {
  const RunHash = Lazy.uncachedString({ produce: () => createHash('sha256').update(JSON.stringify(Stack.of(scope).resolve(work))).digest('hex') });
  executeOnDeployment(scope, 'RunOnDeployment', machine, { RunHash });
}
