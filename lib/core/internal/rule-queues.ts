import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Lets one rule of EventBridge send to a queue. */
export function takeFromRule(queue: sqs.IQueue, ruleArn: string, sid?: string): void {
  take(queue, { ArnEquals: { 'aws:SourceArn': ruleArn } }, sid);
}

/** Lets every rule of this account send to a queue, which must not depend on rules of other stacks: those depend on it. */
export function takeFromRules(scope: Construct, queue: sqs.IQueue, sid?: string): void {
  take(queue, { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } }, sid);
}

function take(queue: sqs.IQueue, conditions: Record<string, Record<string, string>>, sid: string | undefined): void {
  queue.addToResourcePolicy(new iam.PolicyStatement({
    sid, principals: [new iam.ServicePrincipal('events.amazonaws.com')], actions: ['sqs:SendMessage'], resources: [queue.queueArn], conditions,
  }));
}
