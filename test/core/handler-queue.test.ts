import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { HandlerFunction } from '../../lib/core/internal/handler-function';
import { handlerQueue, type HandlerQueueProps } from '../../lib/core/internal/handler-queue';

function templateWith(props: Partial<HandlerQueueProps> = {}, keyed = false) {
  const stack = new Stack(new App(), 'Stack');
  const encryptionKey = keyed ? new Key(stack, 'Key') : undefined;
  const handler = new HandlerFunction(stack, 'Handler', { handler: 'take-callbacks', description: 'Takes requests', encryptionKey });
  handlerQueue(stack, { handler, encryptionKey, maxReceives: 5, batchSize: 10, ...props });
  return Template.fromStack(stack);
}
const QUEUE = { RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^HandlerDeadLettersQueue'), 'Arn'] } } };

describe('a queue that a function reads', () => {
  const template = templateWith();

  test('is encrypted by SQS, takes TLS alone, and gives what failed to the dead letters of the function', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { ...QUEUE, SqsManagedSseEnabled: true });
    template.resourceCountIs('AWS::SQS::Queue', 2);
    template.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })] },
    });
  });

  test('is read after the role may read it, message by message answered', () => {
    template.hasResource('AWS::Lambda::EventSourceMapping', {
      Properties: {
        BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'], EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] },
        MaximumBatchingWindowInSeconds: Match.absent(), ScalingConfig: Match.absent(),
      },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^HandlerRolePolicy')]),
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([{
        Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] },
      }]) },
    });
  });

  test('takes every option', () => {
    const settled = templateWith({
      maxReceives: 7, batchSize: 1_000, window: Duration.seconds(30), maxConcurrency: 2,
      retentionPeriod: Duration.days(14), deliveryDelay: Duration.minutes(5), visibilityTimeout: Duration.minutes(7),
    }, true);
    settled.hasResourceProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 1_209_600, DelaySeconds: 300, VisibilityTimeout: 420, RedrivePolicy: Match.objectLike({ maxReceiveCount: 7 }),
      KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
    });
    settled.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1_000, MaximumBatchingWindowInSeconds: 30, ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});
