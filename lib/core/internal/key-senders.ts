import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { arnOf } from './arns';

/** What a service does with a key when it sends to an encrypted topic or queue. */
export const SENDING = ['kms:Decrypt', 'kms:GenerateDataKey*'];
/** In the policy of a key, '*' means the key that has the policy, and nothing else. */
export const THIS_KEY = ['*'];

/**
 * Lets a service of this account send to topics and queues that are encrypted with the key.
 *
 * It names the account and not the sender: the key must not depend on what depends on it.
 */
export function sendingBy(scope: Construct, service: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: `AllowSendingBy${service.split('.')[0]}`,
    principals: [new iam.ServicePrincipal(service)],
    actions: SENDING,
    resources: THIS_KEY,
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
}

/**
 * Lets CloudWatch Logs of this account encrypt logs with the key.
 *
 * The condition names no log group: the key must not depend on those that depend on it, least of all in another stack.
 */
export function allowLogs(key: kms.IKey): void {
  const groups = arnOf(key, { service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${Stack.of(key).region}.amazonaws.com`)],
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    resources: THIS_KEY,
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
  }));
}
