import type { Stack } from 'aws-cdk-lib/core';
import { MlPlatform } from '../../lib/lifecycle';
import { Domain } from '../../lib/studio';
import { newStack, resources, statements, text } from './support';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
  new MlPlatform(stack, 'Platform', { namePrefix: 'ml-' });
});

const ARN = 'arn:aws:sagemaker:eu-west-1:123456789012';
const rules = () => Object.entries(resources(stack, 'AWS::Events::Rule')).filter(([id]) => id.startsWith('PlatformNotices')).map(([, { Properties }]) => Properties);
const patterns = () => rules().map(({ EventPattern }) => EventPattern);

test('people hear of runs that ended badly, however the event spells it, of this platform alone', () => {
  const [pattern] = patterns().filter((each) => each.detail.currentPipelineExecutionStatus);
  expect(pattern).toMatchObject({
    'source': ['aws.sagemaker'],
    'detail-type': ['SageMaker Model Building Pipeline Execution Status Change'],
    'detail': { currentPipelineExecutionStatus: ['Failed', 'FAILED', 'Stopped', 'STOPPED', 'CompletedWithFailures', 'COMPLETED_WITH_FAILURES'] },
  });
  expect(text(pattern.detail.pipelineArn[0].prefix)).toBe(`${ARN}:pipeline/ml-`);
});

test('people hear of versions that wait for approval, however the event spells it, of this platform alone', () => {
  expect(patterns().filter((each) => each.detail.ModelApprovalStatus)).toEqual([{
    'source': ['aws.sagemaker'],
    'detail-type': ['SageMaker Model Package State Change'],
    'detail': { ModelPackageGroupName: [{ prefix: 'ml-' }], ModelApprovalStatus: ['PendingManualApproval', 'PENDING_MANUAL_APPROVAL'] },
  }]);
});

test('both events go to the handler that knows the topic, and to the queue when they cannot', () => {
  const [functionId] = Object.keys(resources(stack, 'AWS::Lambda::Function')).filter((id) => id.startsWith('PlatformNotices'));
  expect(rules().map(({ Targets }) => Targets)).toEqual([0, 1].map(() => [expect.objectContaining({
    Arn: { 'Fn::GetAtt': [functionId, 'Arn'] },
    DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^PlatformUndeliveredQueue/), 'Arn'] } },
  })]));
  expect(resources(stack)[functionId].Properties.Environment.Variables).toEqual({ TOPIC_ARN: { Ref: expect.stringMatching(/^PlatformTopic/) } });
});

test('links lead to the Studio that the platform is given', () => {
  const platform = stack.node.findChild('Platform') as MlPlatform;
  platform.linkNoticesTo(Domain.fromDomainId(stack, 'Studio', 'd-abcdefghijkl'));
  const [handler] = Object.entries(resources(stack, 'AWS::Lambda::Function')).filter(([id]) => id.startsWith('PlatformNotices')).map(([, { Properties }]) => Properties);
  expect(handler.Environment.Variables).toMatchObject({ STUDIO_DOMAIN_ID: 'd-abcdefghijkl' });
});

test('the handler may read what it tells of, and publish to the one topic', () => {
  const allowed = statements(stack, 'AWS::IAM::Policy', /Notices/)
    .map(({ Action, Resource }) => `${Action.join(' ')} on ${Resource.map(text).join(' ')}`.replace(/[0-9A-F]{8}(?=[.>])/g, ''));
  expect(allowed.filter((line) => !/^(logs|kms|sqs):/.test(line))).toEqual([
    'sns:Publish on <PlatformTopic>',
    `sagemaker:DescribePipelineExecution sagemaker:ListPipelineExecutionSteps on ${ARN}:pipeline/ml-*/execution/*`,
    `sagemaker:DescribeModelPackage on ${ARN}:model-package/ml-*`,
    's3:GetObject on <PlatformArtifacts.Arn>/models/ml-*',
    's3:ListBucket on <PlatformArtifacts.Arn>',
  ]);
});
