import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

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
