import * as iam from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { HandlerName } from '../contract';
import type { HandlerOptions } from '../handler-options';
import type { WorkParts } from './handler-call';
import { HandlerFunction, handlerOptions } from './handler-function';
import { Workflow } from './workflow';

/** What is to be done while a deployment waits. */
export interface LongWorkProps extends HandlerOptions {
  readonly handler: HandlerName;
  /** What the function does, in words. */
  readonly description: string;
  readonly definition: (parts: WorkParts) => Record<string, unknown>;
  /** What the machine does, for its role's description. */
  readonly purpose: string;
  /** What ends up in the dead-letter queue, for the alarm's text. */
  readonly failures: string;
}

/** A function that is asked by a deployment and takes one step at a time, and a machine that calls it until all is done. */
export interface LongWork {
  readonly handler: HandlerFunction;
  readonly machine: Workflow;
  /** Lets the function start the machine. It is beside the function's own permissions: the machine needs the function, which needs those. */
  readonly starting: iam.Policy;
}

/** Adds what does work for a deployment that may take longer than a function can run. */
export function longWork(scope: Construct, props: LongWorkProps): LongWork {
  const options = handlerOptions(props);
  const handler = new HandlerFunction(scope, 'Handler', { ...options, handler: props.handler, description: props.description, timeout: Duration.minutes(5) });
  const machine = new Workflow(scope, 'Machine', {
    ...options,
    definition: (integration) => props.definition({ workArn: handler.function.functionArn, integration }),
    calls: [handler],
    purpose: props.purpose,
    failures: props.failures,
    secretInput: true,
  });
  const starting = new iam.Policy(scope, 'Start', {
    roles: [handler.role],
    statements: [new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [machine.stateMachineArn] })],
  });
  return { handler, machine, starting };
}
