import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { RemovalPolicy } from 'aws-cdk-lib/core';

/** Settings that all functions of this library have in common. */
export interface FunctionOptions {
  /**
   * Key for the function's environment and log, and for its dead letters where it has any.
   *
   * @default - keys that AWS manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long the function's log is kept.
   *
   * @default - one month
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * What happens to the log when the function leaves its stack.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Settings of functions that keep what they could not do. */
export interface HandlerOptions extends FunctionOptions {
  /**
   * Where the alarm goes when the function could not do its work.
   *
   * @default - the alarm tells nobody
   */
  readonly alarmTopic?: sns.ITopic;
}
