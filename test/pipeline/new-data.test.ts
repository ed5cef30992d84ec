import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readMessage } from '../../lambda/start-on-new-data/messages';
import { NewDataStarter, Pipeline, type StartOnNewDataOptions } from '../../lib/pipeline';
import { newStack, pipelineOf, propertiesOf, refusal, withPlainArns, work } from './support';

const made = (options: StartOnNewDataOptions = {}, stack = newStack(), bucket: s3.IBucket = new s3.Bucket(stack, 'Lake', { enforceSSL: true })) => {
  const pipeline = pipelineOf(stack, work('A'));
  pipeline.addIntegerParameter('Rounds', { defaultValue: 1 });
  pipeline.startOnNewData(bucket, { prefix: 'raw/', ...options });
  return { stack, bucket, pipeline, template: Template.fromStack(stack) };
};
const only = (stack: Stack, type: string) => {
  const all = propertiesOf(stack, type);
  expect(all).toHaveLength(1);
  return all[0];
};
const rolesLike = (stack: Stack, role: RegExp) => propertiesOf(stack, 'AWS::IAM::Policy').filter(({ Roles }) => role.test(Roles[0].Ref))
  .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

describe('new data', () => {
  test('goes from the bucket by a rule into a queue that a function reads', () => {
    const { stack, bucket, template } = made();
    expect(only(stack, 'AWS::Events::Rule')).toMatchObject({
      EventPattern: {
        'source': ['aws.s3'], 'detail-type': ['Object Created'], 'detail': { bucket: { name: [stack.resolve(bucket.bucketName)] }, object: { key: [{ prefix: 'raw/' }] } },
      },
      Targets: [{ Arn: { 'Fn::GetAtt': [expect.stringMatching(/^SageMakerNewDataStarterQueue/), 'Arn'] }, DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/DeadLetters/), 'Arn'] } } }],
    });
    template.hasResourceProperties('AWS::S3::Bucket', { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } });
    template.hasResourceProperties('AWS::SQS::Queue', { DelaySeconds: 300, VisibilityTimeout: 420, MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
    expect(only(stack, 'AWS::Lambda::EventSourceMapping')).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumBatchingWindowInSeconds: 30, ScalingConfig: { MaximumConcurrency: 2 } });
  });

  test('waits for at least six timeouts of the function and the window, as Lambda asks for', () => {
    const { stack } = made();
    const timeout = propertiesOf(stack, 'AWS::Lambda::Function')[0].Timeout;
    expect(propertiesOf(stack, 'AWS::SQS::Queue').find(({ VisibilityTimeout }) => VisibilityTimeout)!.VisibilityTimeout).toBeGreaterThanOrEqual(6 * timeout + 30);
  });

  test('is told in messages that the function understands', () => {
    const { stack } = made({ parameters: { Rounds: '5' }, gather: Duration.hours(1) });
    const [{ InputTransformer: { InputPathsMap, InputTemplate } }] = only(stack, 'AWS::Events::Rule').Targets;
    expect(InputPathsMap).toEqual({ time: '$.time' });
    const text = (typeof InputTemplate === 'string' ? InputTemplate : InputTemplate['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'lake')).join(''))
      .replace('<time>', '"2026-11-26T06:00:00Z"');
    expect(readMessage({ messageId: '1', body: text })).toMatchObject({
      landedAt: Date.parse('2026-11-26T06:00:00Z'), object: { gatherSeconds: 3_600, parameters: { Rounds: '5' }, place: 's3://lake/raw/', watch: expect.stringMatching(/^[0-9a-f]{10}$/) },
    });
  });

  test('may list and start this pipeline, read the queue, and nothing of the bucket', () => {
    const { stack, pipeline } = made();
    const statements = rolesLike(stack, /NewDataStarterHandlerRole/);
    expect(statements).toContainEqual({
      Action: ['sagemaker:ListPipelineExecutions', 'sagemaker:StartPipelineExecution'], Effect: 'Allow', Resource: withPlainArns(stack.resolve(pipeline.pipelineArn)),
    });
    expect(statements).toContainEqual(expect.objectContaining({ Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'] }));
    expect(JSON.stringify(statements)).not.toContain('s3:');
  });

  test('fails for values of parameters that the pipeline does not have', () => {
    expect(refusal(() => made({ parameters: { Rows: '5' } }))).toContain('ParameterUnknown');
  });

  test('of a whole bucket needs no prefix', () => {
    const { stack } = made({ prefix: undefined });
    expect(only(stack, 'AWS::Events::Rule').EventPattern.detail).not.toHaveProperty('object');
  });

  test('of two pipelines shares a function; both are deleted after it stopped reading', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Lake');
    for (const id of ['One', 'Two']) {
      const pipeline = new Pipeline(stack, id);
      pipeline.addSteps(work('A'));
      pipeline.startOnDeployment();
      pipeline.startOnNewData(bucket, { prefix: 'raw/' });
    }
    const template = Template.fromStack(stack);
    const [{ DependsOn }] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
    expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^OneRunOnDeployment/), expect.stringMatching(/^TwoRunOnDeployment/)]));
    template.resourceCountIs('AWS::Events::Rule', 2);
  });

  test('of two places has two rules, whose runs are told apart', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Lake');
    const pipeline = pipelineOf(stack, work('A'));
    ['raw/', 'labels/'].forEach((prefix) => pipeline.startOnNewData(bucket, { prefix }));
    const watches = propertiesOf(stack, 'AWS::Events::Rule').map(({ Targets }) => /"watch":"(\w+)"/.exec(JSON.stringify(Targets).replace(/\\/g, ''))?.[1]);
    expect(new Set(watches).size).toBe(2);
  });

  test('lets rules of the account send to a starter with a prefix, which gives one permission', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const starter = new NewDataStarter(stack, 'Starter', { pipelineNamePrefix: 'ml-', encryptionKey });
    const models = new Stack(stack.node.root, 'Models');
    const pipeline = new Pipeline(models, 'Income', { pipelineName: 'ml-income' });
    pipeline.addSteps(work('A'));
    pipeline.startOnNewData(new s3.Bucket(models, 'Lake'), { prefix: 'raw/', starter });
    expect(stack.dependencies).toEqual([]);
    const policies = propertiesOf(stack, 'AWS::SQS::QueuePolicy').map(({ PolicyDocument }) => JSON.stringify(PolicyDocument)).filter((text) => text.includes('events.amazonaws.com'));
    expect(policies).toHaveLength(2);
    expect(policies.every((text) => text.includes('aws:SourceAccount'))).toBe(true);
    expect(JSON.stringify(only(stack, 'AWS::KMS::Key').KeyPolicy)).toContain('AllowSendingByevents');
    expect(JSON.stringify(rolesLike(stack, /^StarterHandlerRole/))).toContain(':pipeline/ml-*');
  });
});

describe('a bucket', () => {
  test('that has notifications already gets EventBridge beside them', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Lake');
    bucket.enableEventBridgeNotification();
    const { template } = made({}, stack, bucket);
    template.hasResourceProperties('Custom::S3BucketNotifications', { NotificationConfiguration: { EventBridgeConfiguration: {} } });
  });

  test('fails when notifications that turn EventBridge off come later', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Lake');
    pipelineOf(stack, work('A')).startOnNewData(bucket, { prefix: 'raw/' });
    bucket.addEventNotification(s3.EventType.OBJECT_REMOVED, { bind: () => ({ type: s3.BucketNotificationDestinationType.QUEUE, arn: 'arn:aws:sqs:eu-west-1:123456789012:q' }) });
    expect(refusal(() => (stack.node.root as App).synth())).toContain('BucketNotificationsLater');
  });

  test('of another app is warned about', () => {
    const stack = newStack();
    const { pipeline } = made({}, stack, s3.Bucket.fromBucketName(stack, 'Lake', 'lake'));
    expect(pipeline.node.metadata.map(({ data }) => String(data)).join()).toContain('EventBridge notifications are on there');
  });
});

describe('is refused', () => {
  const said = (options: StartOnNewDataOptions, bucketOf: (stack: Stack, pipeline: Pipeline) => s3.IBucket = (stack) => new s3.Bucket(stack, 'Lake'), stack = newStack()) => {
    const pipeline = pipelineOf(stack, work('A'));
    return refusal(() => pipeline.startOnNewData(bucketOf(stack, pipeline), options)).split(/\s/)[0];
  };

  test.each([
    [Duration.seconds(299), 'GatherRange'], [Duration.minutes(5), 'accepted'], [Duration.hours(12), 'accepted'], [Duration.seconds(43_201), 'GatherRange'],
  ])('gathering for %s: %s', (gather, expected) => {
    expect(said({ gather })).toBe(expected);
  });

  test.each([
    ['/raw', 'S3KeyInvalid'], ['raw/*', 'S3KeyInvalid'], ['raw/', 'accepted'],
  ])('the prefix %s: %s', (prefix, expected) => {
    expect(said({ prefix })).toBe(expected);
  });

  test('a prefix that is known later is taken', () => {
    const stack = newStack();
    expect(said({ prefix: new CfnParameter(stack, 'Prefix').valueAsString }, undefined, stack)).toBe('accepted');
  });

  test.each([
    ['the whole bucket of the results', () => '', 'NewDataLoop'], ['all runs', () => 'runs/', 'NewDataLoop'],
    ['one run', ({ pipelineName }: Pipeline) => `runs/${pipelineName}/x`, 'NewDataLoop'], ['the models', ({ pipelineName }: Pipeline) => `models/${pipelineName}/`, 'NewDataLoop'],
    ['results of another pipeline', () => 'models/churn/', 'accepted'], ['raw data beside them', () => 'raw/', 'accepted'],
  ])('%s: %s', (_, prefixOf, expected) => {
    const pipeline = new Pipeline(newStack(), 'Training', { pipelineName: 'income' });
    pipeline.addSteps(work('A'));
    expect(refusal(() => pipeline.startOnNewData(pipeline.artifacts, { prefix: prefixOf(pipeline) })).split(/\s/)[0]).toBe(expected);
  });

  test.each([[6_900, 'accepted'], [7_100, 'NewDataParametersSize']])('parameters of %s characters: %s', (length, expected) => {
    expect(said({ parameters: Object.fromEntries(Array.from({ length: length / 100 }, (_, n) => [`P${String(n).padStart(2, '0')}`, 'x'.repeat(89)])) })).toBe(expected);
  });

  test('a bucket in another region', () => {
    const stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
    const bucketOf = () => s3.Bucket.fromBucketAttributes(stack, 'Lake', { bucketName: 'lake', region: 'us-east-1' });
    expect(said({}, bucketOf, stack)).toBe('NewDataElsewhere');
  });

  test('the same place twice', () => {
    const { pipeline, bucket } = made();
    expect(refusal(() => pipeline.startOnNewData(bucket, { prefix: 'raw/' }))).toContain('NewDataTwice');
  });

  test('a pipeline with another name than the starter serves, and an empty prefix', () => {
    const stack = newStack();
    const starter = new NewDataStarter(stack, 'Starter', { pipelineNamePrefix: 'ml-' });
    expect(said({ starter, prefix: 'raw/' }, () => new s3.Bucket(stack, 'Lake'), stack)).toBe('NewDataStarterPrefixDiffers');
    expect(refusal(() => new NewDataStarter(stack, 'Empty', { pipelineNamePrefix: '' }))).toContain('NewDataStarterPrefixEmpty');
  });
});

test.each([false, true])('cdk-nag finds nothing, with a key: %s', (withKey) => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const encryptionKey = withKey ? new kms.Key(stack, 'Key', { enableKeyRotation: true }) : undefined;
  const bucket = s3.Bucket.fromBucketName(stack, 'Lake', 'lake');
  const pipeline = pipelineOf(stack, work('A'));
  pipeline.startOnNewData(bucket, { prefix: 'raw/', starter: new NewDataStarter(stack, 'Starter', { encryptionKey }) });
  expect(() => app.synth()).not.toThrow();
});
