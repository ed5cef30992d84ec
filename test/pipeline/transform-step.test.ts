import * as iam from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Size, Token } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source } from '../../lib/core';
import { ProcessingInput } from '../../lib/data';
import {
  Cache, ModelContainer, ModelStep, Pipeline, RetryOn, RetryPolicy, TransformBatch, type TransformOptions, TransformSplit, TransformStep,
  type TransformStepProps,
} from '../../lib/pipeline';
import { problemsOf, refused } from './api-judge';
import { added } from './role-lines';
import { mistakesOf, newStack, pipelineOf, propertiesOf, refusal, stepOf, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const input = S3Source.fromUri('s3://some-bucket/rows/');
const ask = (props: Partial<TransformStepProps> = {}) => new TransformStep('Ask', { modelName: 'income', input, ...props });
const rendered = (transform?: TransformOptions) => stepOf(pipelineOf(newStack({ env: ENV }), ask({ transform })), 'Ask').Arguments;

describe('a batch', () => {
  test('is transformed without settings', () => {
    const { TransformOutput: output, ...rest } = rendered();
    expect(rest).toEqual({
      ModelName: 'income',
      TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://some-bucket/rows/' } } },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    });
    expect(JSON.stringify(output.S3OutputPath)).toContain('/Ask/transformed');
  });

  test('with every option is one that the API takes', () => {
    const stack = newStack({ env: ENV });
    const pipeline = new Pipeline(stack, 'Training', { encryptionKey: new Key(stack, 'Key') });
    const machines = pipeline.addIntegerParameter('Machines', { defaultValue: 2 });
    const model = new ModelStep('Make', { containers: [ModelContainer.fromArtifact(ContainerImage.fromUri('own:1'), S3Source.fromUri('s3://some-bucket/model.tar.gz'))] });
    const step = ask({
      modelName: model.modelName.valueAsString,
      transform: {
        instanceType: 'ml.m5.xlarge', instanceCount: machines.valueAsNumber, contentType: 'text/csv', accept: 'text/csv', split: TransformSplit.LINE,
        batch: TransformBatch.MULTI_RECORD, manifest: true, gzipped: true, assembleLines: true, inputFilter: '$[1:]', outputFilter: '$[0,-1]', joinInput: true,
        maxConcurrent: 4, maxPayload: Size.mebibytes(6), requestTimeout: Duration.minutes(5), requestRetries: 0, environment: { LEVEL: 'debug' }, capture: true,
        overrides: { Tags: [{ Key: 'a', Value: 'b' }] },
      },
      cache: Cache.unlimited(), retry: [RetryPolicy.attempts(2, { on: [RetryOn.CAPACITY_ERROR] })], displayName: 'Ask it', description: 'All rows',
    });
    const then = work('Then', { inputs: [ProcessingInput.fromSource(step.output, { name: 'answers' }), ProcessingInput.fromSource(step.captured, { name: 'captured' })] });
    pipeline.addSteps(model, step, then);
    expect(refused(pipeline)).toEqual([]);
    expect(problemsOf(pipeline)).toEqual([]);
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(stepOf(pipeline, 'Ask')).toMatchSnapshot();
    expect(stepOf(pipeline, 'Then').Arguments.ProcessingInputs.map((each: any) => each.S3Input.S3Uri)).toEqual([
      { Get: 'Steps.Ask.TransformOutput.S3OutputPath' }, { Get: 'Steps.Ask.DataCaptureConfig.DestinationS3Uri' }, expect.anything(),
    ]);
  });
});

describe('a batch is refused', () => {
  const variables = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`V${n}`, 'x']));

  test.each<[string, TransformOptions, string]>([
    ['for what is no instance', { instanceType: 'm5.large' }, 'InstanceTypeInvalid'],
    ['without instances', { instanceCount: 0 }, 'InstanceCountRange'],
    ['not with some that are known later', { instanceCount: Token.asNumber({ Ref: 'Count' }) }, 'accepted'],
    ['not with a filter of 63 characters', { inputFilter: `$${'x'.repeat(62)}` }, 'accepted'],
    ['with one of 64', { outputFilter: `$${'x'.repeat(63)}` }, 'TransformFilterLength'],
    ['for a long content type', { contentType: 'x'.repeat(257) }, 'ContentTypeLength'],
    ['for less than no requests at once', { maxConcurrent: -1 }, 'MaxConcurrentTransformsRange'],
    ['not for 100 MiB', { maxPayload: Size.mebibytes(100) }, 'accepted'],
    ['for 101 MiB', { maxPayload: Size.mebibytes(101) }, 'TransformPayload'],
    ['not for 25 MiB four times', { maxPayload: Size.mebibytes(25), maxConcurrent: 4 }, 'accepted'],
    ['for 26 MiB four times', { maxPayload: Size.mebibytes(26), maxConcurrent: 4 }, 'TransformPayload'],
    ['not for an hour', { requestTimeout: Duration.hours(1) }, 'accepted'],
    ['for more than an hour', { requestTimeout: Duration.seconds(3601) }, 'RequestTimeoutRange'],
    ['not for three attempts', { requestRetries: 3 }, 'accepted'],
    ['for four', { requestRetries: 4 }, 'RequestRetriesRange'],
    ['not for 16 variables', { environment: variables(16) }, 'accepted'],
    ['for 17', { environment: variables(17) }, 'EnvironmentCount'],
    ['for a variable with a bad name', { environment: { 'a-b': 'x' } }, 'EnvironmentName'],
    ['for records of objects that are not split', { batch: TransformBatch.SINGLE_RECORD }, 'TransformBatchUnsplit'],
    ['not for those of lines', { batch: TransformBatch.SINGLE_RECORD, split: TransformSplit.LINE }, 'accepted'],
  ])('%s', (_, transform, expected) => {
    expect(refusal(() => rendered(transform))).toContain(expected);
  });

  test('for parts of a MiB', () => {
    expect(refusal(() => rendered({ maxPayload: Size.kibibytes(1500) }))).toContain('TransformPayload');
  });
});

test('the pipeline may run transform jobs, and the role of the jobs reads the batch', () => {
  expect(added((stack) => [ask({ input: S3Source.fromBucket(s3.Bucket.fromBucketName(stack, 'Rows', 'rows'), 'new/') })])).toMatchSnapshot();
});

test('the role of a model reads the batch and writes the answers', () => {
  const stack = newStack({ env: ENV });
  const role = new iam.Role(stack, 'Serving', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  pipelineOf(stack, ask({ role, input: S3Source.fromBucket(s3.Bucket.fromBucketName(stack, 'Rows', 'rows'), 'new/') }));
  const own = propertiesOf(stack, 'AWS::IAM::Policy').find(({ Roles }) => Roles[0].Ref.startsWith('Serving'))!;
  const statements = JSON.stringify(own.PolicyDocument.Statement);
  expect(statements).toContain('arn:aws:s3:::rows/new/*');
  expect(statements).toContain('s3:PutObject');
});
