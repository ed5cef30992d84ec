import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Annotations } from 'aws-cdk-lib/assertions';
import { App, Duration, Lazy, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { FeatureGroup, FeatureIngestion, type FeatureIngestionProps, RecordSource, RepeatedRecords } from '../../lib/features';
import { refusal, text } from '../support/reading';
import { allowed, customers, Match, newStack, Template } from './support';

/** An ingestion of files, with whatever a test is about. */
function ingestion(stack: Stack, props: Partial<FeatureIngestionProps> = {}): FeatureIngestion {
  const group = (stack.node.tryFindChild('Customers') as FeatureGroup | undefined) ?? customers(stack);
  return new FeatureIngestion(stack, 'Ingestion', { group, sources: [RecordSource.files(lakeIn(stack), { prefix: 'customers/' })], ...props });
}

function lakeIn(stack: Stack): s3.Bucket {
  return (stack.node.tryFindChild('Lake') as s3.Bucket | undefined) ?? new s3.Bucket(stack, 'Lake');
}

/** What the function's role may do, as `action on resource` lines, without the log and the dead letters. */
function mayDo(stack: Stack): string[] {
  return allowed(stack).filter(({ actions }) => !actions.some((action) => /^(logs:|glue:|s3:PutObjectAcl|s3:GetBucketAcl)/.test(action)))
    .flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((resource) => `${action} on ${text(resource)}`)))
    .filter((line) => !line.includes('DeadLetters') && !line.includes('Key'));
}

const functions = (stack: Stack): any[] => Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function', { Properties: { Handler: 'index.handler', Environment: Match.anyValue() } }));
const mappings = (stack: Stack): any[] => Object.values(Template.fromStack(stack).findResources('AWS::Lambda::EventSourceMapping')).map(({ Properties }) => Properties);

describe('files', () => {
  const stack = newStack();
  const made = ingestion(stack);
  const template = Template.fromStack(stack);

  test('that land under a prefix come to a queue, one to an event, four at a time', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], 'detail-type': ['Object Created'], detail: { object: { key: [{ prefix: 'customers/' }] } } },
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('IngestionFilesQueue'), 'Arn'] }, DeadLetterConfig: Match.anyValue() })],
    });
    template.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 960, MessageRetentionPeriod: 1_209_600, RedrivePolicy: { maxReceiveCount: 5 } });
    expect(mappings(stack)).toMatchObject([{ BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 4 } }]);
    template.hasResourceProperties('AWS::S3::Bucket', { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } });
  });

  test('are read by a function that may take 15 minutes, and ask for the rest of a file as often as it takes', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 900, MemorySize: 1_024, RecursiveLoop: 'Allow',
      Environment: { Variables: {
        FEATURE_GROUP: { Ref: Match.stringLikeRegexp('Customers') }, LOOK_UP: 'yes', KEPT_PREFIX: 'rejected/', KEPT_BUCKET: { Ref: Match.stringLikeRegexp('KeptRecords') },
        FILES_QUEUE_URL: { Ref: Match.stringLikeRegexp('FilesQueue') }, DEAD_LETTERS_URL: { Ref: Match.stringLikeRegexp('DeadLetters') },
      } },
    });
  });

  test('give the function what it asks for, on what it asks it of', () => {
    expect(mayDo(stack).filter((line) => !/on .*Customers\w*OfflineStore/.test(line)).map((line) => line.replace(/[0-9A-F]{8}(?=[.>:/]|$)/g, '')).sort()).toEqual([
      's3:GetObject on <Lake.Arn>/customers/*', 's3:GetObjectVersion on <Lake.Arn>/customers/*', 's3:ListBucket on <Lake.Arn>',
      's3:PutObject on <IngestionKeptRecords.Arn>/rejected/*',
      ...['BatchGetRecord', 'BatchWriteRecord', 'DescribeFeatureGroup', 'PutRecord'].map((action) => `sagemaker:${action} on arn:aws:sagemaker:<AWS::Region>:<AWS::AccountId>:feature-group/<Customers>`),
      ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage', 'SendMessage'].map((action) => `sqs:${action} on <IngestionFilesQueue.Arn>`),
    ]);
  });

  test('that the group cannot hold lie in a bucket that stays, for 90 days', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Prefix: 'rejected/', ExpirationInDays: 90 })]) } },
    });
    expect(made.keptRecords.prefix).toBe('rejected/');
  });

  test('can be sent again from the dead letters to the queue', () => {
    expect([made.fileQueue, made.fileDeadLetters].map((queue) => stack.resolve(queue!.queueUrl).Ref)).toEqual([
      expect.stringContaining('FilesQueue'), expect.stringContaining('DeadLetters'),
    ]);
    expect(made.streamDeadLetters).toBeUndefined();
  });

  test('are counted by the group', () => {
    const metrics = [made.metricWritten(), made.metricRepeated(), made.metricLate(), made.metricMalformed()];
    expect(metrics.map(({ namespace, metricName, statistic }) => [namespace, metricName, statistic])).toEqual(
      ['Written', 'Repeated', 'Late', 'Malformed'].map((name) => ['cdk-sagemaker-lifecycle/Features', name, 'Sum']),
    );
    expect(stack.resolve(made.metricLate().dimensions)).toEqual({ FeatureGroup: { Ref: expect.stringContaining('Customers') } });
  });
});

test('every option of files reaches what is made', () => {
  const stack = newStack();
  const key = new kms.Key(stack, 'Key');
  const kept = new s3.Bucket(stack, 'Kept', { encryptionKey: key });
  const topic = new sns.Topic(stack, 'Topic');
  const made = ingestion(stack, { repeated: RepeatedRecords.WRITTEN_AGAIN, keptRecords: { bucket: kept, prefix: 'bad' }, maxFiles: 20, encryptionKey: key, alarmTopic: topic });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: Match.objectLike({ LOOK_UP: 'no', KEPT_PREFIX: 'bad/' }) }, KmsKeyArn: Match.anyValue() });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { ScalingConfig: { MaximumConcurrency: 20 } });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('Topic') }] });
  template.resourcePropertiesCountIs('AWS::SQS::Queue', { KmsMasterKeyId: Match.anyValue() }, 2);
  expect(mayDo(stack).some((line) => line.includes('BatchGetRecord'))).toBe(false);
  expect(made.keptRecords.bucket).toBe(kept);
});

test('several places share one function and one queue', () => {
  const stack = newStack();
  ingestion(stack, { sources: ['a/', 'b/'].map((prefix) => RecordSource.files(lakeIn(stack), { prefix })) });
  Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 2);
  expect([functions(stack).length, mappings(stack).length]).toEqual([1, 1]);
});

describe('messages', () => {
  test('of queues and streams share one function, which waits no longer than messages are hidden', () => {
    const stack = newStack();
    const dead = { queue: new sqs.Queue(stack, 'Dead'), maxReceiveCount: 5 };
    ingestion(stack, { sources: [
      RecordSource.queue(new sqs.Queue(stack, 'Orders', { deadLetterQueue: dead })),
      RecordSource.queue(new sqs.Queue(stack, 'Ordered', { fifo: true, deadLetterQueue: dead })),
      RecordSource.stream(new kinesis.Stream(stack, 'Clicks')),
    ] });
    expect(functions(stack)).toMatchObject([{ Properties: { Timeout: 30 } }]);
    expect(mappings(stack)).toMatchObject([
      { BatchSize: 100, MaximumBatchingWindowInSeconds: 5, ScalingConfig: { MaximumConcurrency: 10 }, FunctionResponseTypes: ['ReportBatchItemFailures'] },
      { BatchSize: 10 },
      {
        BatchSize: 500, StartingPosition: 'TRIM_HORIZON', BisectBatchOnFunctionError: true, MaximumRecordAgeInSeconds: 43_200, ParallelizationFactor: 1,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringContaining('DeadLetters'), 'Arn'] } } },
      },
    ]);
    expect(mappings(stack)[1].MaximumBatchingWindowInSeconds).toBeUndefined();
    expect(mayDo(stack)).toEqual(expect.arrayContaining([expect.stringMatching(/^kinesis:GetRecords on <Clicks/), expect.stringMatching(/^sqs:ReceiveMessage on <Orders/)]));
    Annotations.fromStack(stack).hasNoWarning('*', '*');
  });

  test.each<[string, (stack: Stack) => RecordSource, number]>([
    ['a queue alone makes none, since that has its own', (stack) => RecordSource.queue(new sqs.Queue(stack, 'Orders')), 0],
    ['a stream makes them, with an alarm', (stack) => RecordSource.stream(new kinesis.Stream(stack, 'Clicks')), 1],
  ])('dead letters: %s', (_, source, count) => {
    const stack = newStack();
    const made = ingestion(stack, { sources: [source(stack)] });
    const template = Template.fromStack(stack);
    expect(Object.keys(template.findResources('AWS::SQS::Queue')).filter((id) => id.includes('DeadLetters'))).toHaveLength(count);
    template.resourceCountIs('AWS::CloudWatch::Alarm', count);
    template.resourcePropertiesCountIs('AWS::Lambda::Function', { DeadLetterConfig: Match.anyValue() }, count);
    expect([made.streamDeadLetters !== undefined, made.fileDeadLetters]).toEqual([count === 1, undefined]);
  });

  test('are read as somebody says', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    ingestion(stack, { sources: [
      RecordSource.queue(new sqs.Queue(stack, 'Orders', { encryptionMasterKey: key }), { batchSize: 1_000, window: Duration.seconds(20), maxConcurrency: 2 }),
      RecordSource.stream(new kinesis.Stream(stack, 'Clicks', { encryptionKey: key }), { batchSize: 50, parallelization: 10, giveUpAfter: Duration.minutes(1) }),
    ] });
    expect(mappings(stack)).toMatchObject([
      { BatchSize: 1_000, MaximumBatchingWindowInSeconds: 20, ScalingConfig: { MaximumConcurrency: 2 } },
      { BatchSize: 50, ParallelizationFactor: 10, MaximumRecordAgeInSeconds: 60 },
    ]);
    expect(allowed(stack).some(({ actions, resources }) => actions.includes('kms:Decrypt') && text(resources[0]).startsWith('<Key'))).toBe(true);
  });

  test('of a queue without dead letters of its own are warned of', () => {
    const stack = newStack();
    ingestion(stack, { sources: [RecordSource.queue(new sqs.Queue(stack, 'Orders'))] });
    Annotations.fromStack(stack).hasWarning('/Shop/Ingestion', Match.stringLikeRegexp('Shop/Orders has no dead letters'));
  });
});

test('an imported group, bucket and queue will do', () => {
  const stack = new Stack(new App(), 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  new FeatureIngestion(stack, 'Ingestion', {
    group: FeatureGroup.fromFeatureGroupName(stack, 'Customers', 'Customers'),
    sources: [
      RecordSource.files(s3.Bucket.fromBucketName(stack, 'Lake', 'lake'), { prefix: Lazy.string({ produce: () => 'later/' }) }),
      RecordSource.queue(sqs.Queue.fromQueueArn(stack, 'Orders', 'arn:aws:sqs:eu-west-1:123456789012:orders')),
    ],
  });
  expect(mayDo(stack)).toContain('sagemaker:PutRecord on arn:aws:sagemaker:eu-west-1:123456789012:feature-group/customers');
  Annotations.fromStack(stack).hasWarning('/Shop/Ingestion', Match.stringLikeRegexp('no record goes in unless EventBridge notifications are on there'));
});

test('cdk-nag finds nothing, whatever is ingested', () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  const lake = s3.Bucket.fromBucketName(stack, 'Lake', 'lake');
  new FeatureIngestion(stack, 'Ingestion', {
    group: FeatureGroup.fromFeatureGroupName(stack, 'Customers', 'customers'),
    sources: [
      RecordSource.files(lake, { prefix: 'customers/' }), RecordSource.queue(sqs.Queue.fromQueueArn(stack, 'Orders', 'arn:aws:sqs:eu-west-1:123456789012:orders')),
      RecordSource.stream(kinesis.Stream.fromStreamArn(stack, 'Clicks', 'arn:aws:kinesis:eu-west-1:123456789012:stream/clicks')),
    ],
  });
  expect(() => app.synth()).not.toThrow();
});

describe('fails', () => {
  const sourceOf = (make: (stack: Stack) => RecordSource) => (stack: Stack): Partial<FeatureIngestionProps> => ({ sources: [make(stack)] });
  const queue = (stack: Stack, props: sqs.QueueProps = {}) => new sqs.Queue(stack, 'Orders', props);
  const stream = (stack: Stack) => new kinesis.Stream(stack, 'Clicks');

  test.each<[string, string, (stack: Stack) => Partial<FeatureIngestionProps>]>([
    ['without a source', 'IngestionWithoutSource', () => ({ sources: [] })],
    ['with the same place twice', 'IngestionTwice', (stack) => ({ sources: [RecordSource.files(lakeIn(stack)), RecordSource.files(lakeIn(stack))] })],
    ['with the same queue twice', 'IngestionTwice', (stack) => {
      const orders = queue(stack);
      return { sources: [RecordSource.queue(orders), RecordSource.queue(orders)] };
    }],
    ['when what is kept would come in again', 'IngestionLoop', (stack) => ({ keptRecords: { bucket: lakeIn(stack), prefix: 'customers/bad/' } })],
    ['when files lie below what is kept', 'IngestionLoop', (stack) => ({ keptRecords: { bucket: lakeIn(stack) } })],
    ['with a bucket elsewhere', 'IngestionElsewhere', (stack) => ({ sources: [RecordSource.files(s3.Bucket.fromBucketAttributes(stack, 'There', { bucketName: 'there', region: 'ap-south-1', account: '210987654321' }))] })],
    ['with a prefix that is a pattern', 'S3KeyInvalid', sourceOf((stack) => RecordSource.files(lakeIn(stack), { prefix: 'a/*' }))],
    ['with one file at a time', 'MaxFilesRange', () => ({ maxFiles: 1 })],
    ['with 1,001 files at a time', 'MaxFilesRange', () => ({ maxFiles: 1_001 })],
    ['with a queue that hides messages for 29 seconds', 'QueueVisibilityTooShort', sourceOf((stack) => RecordSource.queue(queue(stack, { visibilityTimeout: Duration.seconds(29) })))],
    ['with 11 messages of a FIFO queue', 'BatchSizeRange', sourceOf((stack) => RecordSource.queue(queue(stack, { fifo: true }), { batchSize: 11 }))],
    ['with 10,001 messages', 'BatchSizeRange', sourceOf((stack) => RecordSource.queue(queue(stack), { batchSize: 10_001 }))],
    ['with a window for a FIFO queue', 'FifoWindow', sourceOf((stack) => RecordSource.queue(queue(stack, { fifo: true }), { window: Duration.seconds(1) }))],
    ['with a window of 301 seconds', 'WindowRange', sourceOf((stack) => RecordSource.queue(queue(stack), { window: Duration.seconds(301) }))],
    ['with one batch at a time', 'MaxConcurrencyRange', sourceOf((stack) => RecordSource.queue(queue(stack), { maxConcurrency: 1 }))],
    ['with 10,001 records of a stream', 'BatchSizeRange', sourceOf((stack) => RecordSource.stream(stream(stack), { batchSize: 10_001 }))],
    ['with 11 batches of a shard', 'ParallelizationRange', sourceOf((stack) => RecordSource.stream(stream(stack), { parallelization: 11 }))],
    ['with records that are given up after 59 seconds', 'GiveUpAfterRange', sourceOf((stack) => RecordSource.stream(stream(stack), { giveUpAfter: Duration.seconds(59) }))],
    ['with records that are given up after 8 days', 'GiveUpAfterRange', sourceOf((stack) => RecordSource.stream(stream(stack), { giveUpAfter: Duration.days(8) }))],
  ])('%s', (_, code, props) => {
    const stack = new Stack(new App(), 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
    expect(refusal(() => ingestion(stack, props(stack)))).toContain(code);
  });

  test.each<[string, (stack: Stack) => Partial<FeatureIngestionProps>]>([
    ['2 files', () => ({ maxFiles: 2 })], ['1,000 files', () => ({ maxFiles: 1_000 })],
    ['messages that are hidden for 30 seconds', sourceOf((stack) => RecordSource.queue(queue(stack, { visibilityTimeout: Duration.seconds(30) })))],
    ['10,000 messages in 300 seconds', sourceOf((stack) => RecordSource.queue(queue(stack), { batchSize: 10_000, window: Duration.seconds(300), maxConcurrency: 1_000 }))],
    ['7 days of a stream', sourceOf((stack) => RecordSource.stream(stream(stack), { giveUpAfter: Duration.days(7), batchSize: 10_000, parallelization: 10 }))],
  ])('not with %s', (_, props) => {
    const stack = newStack();
    expect(refusal(() => ingestion(stack, props(stack)))).toBe('accepted');
  });
});
