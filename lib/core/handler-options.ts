import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { RemovalPolicy } from 'aws-cdk-lib/core';

/** Settings that the functions of this library have in common. */
export interface HandlerOptions {
  /**
   * Key for the function's environment, log and dead letters.
   *
   * @default - keys that AWS manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Where the alarm goes when the function could not do its work.
   *
   * @default - the alarm tells nobody
   */
  readonly alarmTopic?: sns.ITopic;

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
