import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { HandlerName } from '../contract';
import { Conventions } from '../conventions';
import type { HandlerOptions } from '../handler-options';
import { DeadLetters } from './dead-letters';
import { handlerCode } from './handler-code';
import { allowLogs } from './key-senders';
import { ServiceRole } from './service-role';

/** Settings of a function. */
export interface HandlerFunctionProps extends HandlerOptions {
  /** The folder below `lambda/` that holds its code. */
  readonly handler: HandlerName;
  /** What the function does, in one sentence. */
  readonly description: string;
  /**
   * Longest time for one event; at most 15 minutes.
   *
   * @default Duration.minutes(1)
   */
  readonly timeout?: Duration;
  /**
   * Memory, which sets the share of a processor too.
   *
   * @default Size.mebibytes(256)
   */
  readonly memorySize?: Size;
  /**
   * Environment variables, as the handler's contract names them.
   *
   * @default - none
   */
  readonly environment?: { readonly [name: string]: string };
  /**
   * Age at which an event that waits for another try is given up.
   *
   * @default Duration.hours(6)
   */
  readonly maxEventAge?: Duration;
  /**
   * Most events handled at the same time; reserved from the account's pool.
   *
   * @default - no limit of its own
   */
  readonly reservedConcurrency?: number;
  /**
   * Whether whoever calls waits for the answer, and sees a failure: nothing is tried again or kept, and there is no dead-letter queue.
   *
   * @default false
   */
  readonly synchronous?: boolean;
}

/**
 * A Lambda function of this package: its bundled handler with an own log, an own narrow role, and a dead-letter queue with an alarm.
 *
 * The role may write this function's log and dead letters; everything else is granted by those who use it. An event that
 * fails is tried twice more, then kept for 14 days. When nothing happens, only the alarm and a customer key cost anything.
 * One that is called by somebody who waits for the answer has neither queue nor alarm.
 */
export class HandlerFunction extends Construct implements iam.IGrantable {
  public readonly function: lambda.Function;
  public readonly role: ServiceRole;
  public readonly logGroup: logs.LogGroup;
  private readonly deadLetters: DeadLetters | undefined;
  public readonly grantPrincipal: iam.IPrincipal;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { encryptionKey, alarmTopic } = props;
    this.logGroup = new logs.LogGroup(this, 'Log', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      encryptionKey,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    });
    this.deadLetters = props.synchronous ? undefined : new DeadLetters(this, 'DeadLetters', {
      contents: `events that the function '${props.handler}' could not handle`,
      encryptionKey,
      alarmTopic,
    });
    this.role = new ServiceRole(this, 'Role', {
      path: Conventions.of(this).rolePath,
      description: `Lets the function '${props.handler}' do its work`,
      service: 'lambda.amazonaws.com',
    });
    this.grantPrincipal = this.role.grantPrincipal;
    this.logGroup.grantWrite(this.role);
    if (encryptionKey) {
      allowUse(encryptionKey, this.role);
    }
    this.function = new lambda.Function(this, 'Function', {
      description: props.description,
      code: handlerCode(this, props.handler),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: props.timeout ?? Duration.minutes(1),
      memorySize: (props.memorySize ?? Size.mebibytes(256)).toMebibytes(),
      environment: props.environment,
      environmentEncryption: encryptionKey,
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      ...(this.deadLetters && { deadLetterQueue: this.deadLetters.queue, retryAttempts: 2, maxEventAge: props.maxEventAge ?? Duration.hours(6) }),
      reservedConcurrentExecutions: props.reservedConcurrency,
    });
  }

  /** Events that the function could not handle; none of a function that answers whoever calls it. */
  public get deadLetterQueue(): sqs.Queue {
    if (!this.deadLetters) {
      throw new Error(`${this.node.path} is called by somebody who waits for the answer, and keeps no events`);
    }
    return this.deadLetters.queue;
  }
}

/** Just the options that all functions have in common, out of props that hold others too. */
export function handlerOptions({ encryptionKey, alarmTopic, logRetention, removalPolicy }: HandlerOptions): HandlerOptions {
  return { encryptionKey, alarmTopic, logRetention, removalPolicy };
}

/** The role reads the environment and writes dead letters with the key, CloudWatch Logs encrypts the log with it. */
function allowUse(key: kms.IKey, role: iam.IRole): void {
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }));
  allowLogs(key);
}
