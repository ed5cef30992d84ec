import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { type Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import type { ApiRequest } from '../../core/internal/job-site';
import { grantPassToSageMaker, serviceRole } from '../../core/internal/roles';
import { takeFromRule } from '../../core/internal/rule-queues';
import { grantVolumeKey } from '../../core/internal/s3-grants';
import type { JobKind } from './job-kind';
import { EXECUTION_ID } from './result-store';

/** What a schedule starts, and how. */
export interface JobScheduleProps {
  readonly kind: JobKind;
  readonly jobName: string;
  readonly jobRole: iam.IRole;
  /** The request that makes the job, without its name. */
  readonly request: ApiRequest;
  readonly expression: scheduler.ScheduleExpression;
  readonly enabled: boolean;
  readonly retryFor: Duration;
  readonly volumeKey?: kms.IKey;
  readonly deadLetters: sqs.Queue;
}

/** A schedule that asks SageMaker for a job by itself, without a function in between. */
export class JobSchedule {
  public readonly name: string;
  public readonly runNowCommand: string;
  /** Puts the events of a rule beside the starts that failed. */
  public readonly failureTarget: events.IRuleTarget;

  constructor(scope: Construct, props: JobScheduleProps) {
    const stack = Stack.of(scope);
    const { deadLetters, expression, kind } = props;
    const role = startRole(scope, props);
    const schedule = new scheduler.CfnSchedule(scope, 'Schedule', {
      description: `${kind.words.replace(/^./, (first) => first.toUpperCase())} jobs ${props.jobName}`,
      scheduleExpression: expression.expressionString,
      scheduleExpressionTimezone: expression.timeZone?.timezoneName,
      flexibleTimeWindow: { mode: 'OFF' },
      state: props.enabled ? 'ENABLED' : 'DISABLED',
      target: {
        arn: arnOf(scope, { service: 'scheduler', region: '', account: '', resource: `aws-sdk:sagemaker:create${kind.api}` }),
        roleArn: role.roleArn,
        input: stack.toJsonString({ [`${kind.api}Name`]: `${props.jobName}-${EXECUTION_ID}`, ...props.request }),
        retryPolicy: { maximumEventAgeInSeconds: props.retryFor.toSeconds(), maximumRetryAttempts: 185 },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
    this.name = schedule.ref;
    this.failureTarget = {
      bind: (rule) => {
        takeFromRule(deadLetters, rule.ruleRef.ruleArn);
        return { arn: deadLetters.queueArn };
      },
    };
    const region = `--region ${stack.region}`;
    const request = `aws scheduler get-schedule ${region} --name ${schedule.ref} --query Target.Input --output text | sed "s/${EXECUTION_ID}/$(date +%s)/g"`;
    this.runNowCommand = `aws sagemaker create-${kind.words}-job ${region} --cli-input-json "$(${request})"`;
  }
}

/** A role that may start these jobs and nothing else. */
function startRole(scope: Construct, { kind, jobName, jobRole, request, volumeKey, deadLetters }: JobScheduleProps): iam.IRole {
  const role = serviceRole(scope, 'SchedulerRole', `Lets the schedule start the ${kind.words} jobs ${jobName}`, 'scheduler.amazonaws.com');
  allow(role, {
    actions: [`sagemaker:Create${kind.api}`, ...(request.Tags ? ['sagemaker:AddTags'] : [])],
    resourceArns: [arnOf(scope, { service: 'sagemaker', resource: `${kind.words}-job`, resourceName: `${jobName}-*` })],
  }, 'Each start has the id of its execution in the name of its job.');
  grantPassToSageMaker(role, jobRole);
  allow(role, { actions: ['sqs:SendMessage'], resourceArns: [deadLetters.queueArn] });
  if (volumeKey) {
    grantVolumeKey(volumeKey, role);
  }
  return role;
}
