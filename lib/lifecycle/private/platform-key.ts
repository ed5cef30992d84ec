import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Annotations, Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { arnOf } from '../../core/internal/arns';
import { SENDING, sendingBy, THIS_KEY } from '../../core/internal/key-senders';

/** Services that write to encrypted topics and queues on their own behalf, never on a role's. */
const SENDERS = ['events.amazonaws.com', 'cloudwatch.amazonaws.com', 'sns.amazonaws.com'];

/** The platform's own key: rotated every year, deleted no sooner than a week after the platform. */
export function platformKey(scope: Construct, removalPolicy: RemovalPolicy): kms.Key {
  return new kms.Key(scope, 'Key', {
    policy: new iam.PolicyDocument({ statements: [administration(scope)] }),
    description: 'Data, models, notices and logs of a machine-learning platform',
    enableKeyRotation: true,
    removalPolicy,
    pendingWindow: removalPolicy === RemovalPolicy.DESTROY ? Duration.days(7) : undefined,
  });
}

/**
 * Lets AWS's services send to the platform's topic and queues with the key. It is said here once, so that no model ever changes the key.
 *
 * The policy of an imported key cannot be changed from here; a warning says what it needs.
 */
export function allowSenders(scope: Construct, key: kms.IKey): void {
  const results = [...SENDERS.map((service) => sendingBy(scope, service)), eventsToTopics(scope)].map((statement) => key.addToResourcePolicy(statement));
  if (results.some(({ statementAdded }) => !statementAdded)) {
    Annotations.of(scope).addWarningV2(
      'cdk-sagemaker-lifecycle:keyPolicyNotChanged',
      `encryptionKey: this app cannot change the key's policy; notices and dead letters are lost unless it lets ${SENDERS.join(', ')} `
      + 'and CloudWatch Logs decrypt and generate data keys',
    );
  }
}

/** A rule that publishes to an encrypted topic does not say whose it is: SNS refuses it under `aws:SourceAccount`, so the topic's account counts. */
function eventsToTopics(scope: Construct): iam.PolicyStatement {
  const topics = arnOf(scope, { service: 'sns', resource: '*' });
  return new iam.PolicyStatement({
    sid: 'AllowRulesToSendToTopics',
    principals: [new iam.ServicePrincipal('events.amazonaws.com')],
    actions: SENDING,
    resources: THIS_KEY,
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': topics } },
  });
}

/** The account's administrators, as every key has it; written out because the CDK's own way reads its table of all regions for it. */
function administration(scope: Construct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ArnPrincipal(arnOf(scope, { service: 'iam', region: '', resource: 'root' }))],
    actions: ['kms:*'],
    resources: THIS_KEY,
  });
}
