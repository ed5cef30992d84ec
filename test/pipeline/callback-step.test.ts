import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { Cache, CallbackStep, Condition, ConditionStep, ExecutionVariable, OutputType, Pipeline } from '../../lib/pipeline';
import { problemsOf } from './api-judge';
import { added } from './role-lines';
import { mistakesOf, newStack, pipelineOf, propertiesOf, refusal, stepOf, withPlainArns, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:requests';
const given = (stack: Stack) => sqs.Queue.fromQueueArn(stack, 'Requests', QUEUE);

describe('a callback', () => {
  test('without settings sends to an encrypted queue of its own, from which nothing gets lost', () => {
    const stack = newStack({ env: ENV });
    const pipeline = pipelineOf(stack, new CallbackStep('Ask'));
    const [queue] = Object.keys(Template.fromStack(stack).findResources('AWS::SQS::Queue', { Properties: { RedrivePolicy: { maxReceiveCount: 5 } } }));
    expect(stepOf(pipeline, 'Ask')).toEqual({ Name: 'Ask', Type: 'Callback', Arguments: {}, SqsQueueUrl: { Ref: queue }, OutputParameters: [] });
    expect(propertiesOf(stack, 'AWS::SQS::Queue').map(({ SqsManagedSseEnabled }) => SqsManagedSseEnabled)).toEqual([true, true]);
    expect(propertiesOf(stack, 'AWS::CloudWatch::Alarm')[0].AlarmDescription).toContain('requests of step Ask that were received five times without an answer');
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('sends with the key of the pipeline, where it has one', () => {
    const stack = newStack({ env: ENV });
    new Pipeline(stack, 'Training', { encryptionKey: new Key(stack, 'Key') }).addSteps(new CallbackStep('Ask'));
    expect(propertiesOf(stack, 'AWS::SQS::Queue').map(({ KmsMasterKeyId }) => KmsMasterKeyId['Fn::GetAtt'][0].slice(0, 3))).toEqual(['Key', 'Key']);
  });

  test('with every option is written as the SageMaker SDK writes it', () => {
    const stack = newStack({ env: ENV });
    const pipeline = new Pipeline(stack, 'Training');
    const depth = pipeline.addIntegerParameter('Depth', { defaultValue: 3 });
    const first = work('First');
    pipeline.addSteps(first, new CallbackStep('Ask', {
      queue: given(stack),
      inputs: { run: ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString, depth, label: `${depth} levels`, nested: { list: [1, depth] } },
      outputs: { url: OutputType.STRING, count: OutputType.INTEGER, good: OutputType.BOOLEAN },
      cache: Cache.expiringAfter(Duration.hours(1)), displayName: 'Ask somebody', description: 'Waits', dependsOn: [first],
    }));
    expect(withPlainArns(stepOf(pipeline, 'Ask'))).toMatchSnapshot();
    expect(problemsOf(pipeline)).toEqual([]);
  });

  test('takes the one permission to send', () => {
    expect(added((stack) => [new CallbackStep('Ask', { queue: given(stack) })])).toEqual({ pipeline: [`sqs:SendMessage on ${QUEUE}`], jobs: [] });
  });

  test('may use the key of the queue it is given', () => {
    const { pipeline } = added((stack) => [new CallbackStep('Ask', { queue: new sqs.Queue(stack, 'Requests', { encryptionMasterKey: new Key(stack, 'Key') }) })]);
    expect(pipeline).toEqual(['kms:Decrypt on <Key>', 'kms:GenerateDataKey on <Key>', 'sqs:SendMessage on <Requests>']);
  });

  test('fails beside one of the same name', () => {
    expect(refusal(() => pipelineOf(newStack(), new CallbackStep('Ask'), new CallbackStep('Ask')))).toContain('StepNameRepeated');
  });

  test('fails with a queue that wants message groups', () => {
    const fifo = (stack: Stack, suffix: string) => sqs.Queue.fromQueueArn(stack, `Queue${suffix}`, `${QUEUE}${suffix}`);
    expect(refusal(() => new CallbackStep('Ask', { queue: fifo(newStack(), '.fifo') }))).toMatch(/CallbackQueueFifo[^]*step 'Ask'/);
    expect(refusal(() => new CallbackStep('Ask', { queue: fifo(newStack(), 'fifo') }))).toBe('accepted');
  });
});

describe('its answer', () => {
  const outputs = { url: OutputType.STRING, count: OutputType.INTEGER };

  test('is text and numbers for other steps, which wait for it', () => {
    const ask = new CallbackStep('Ask', { outputs });
    const fork = new ConditionStep('Enough', {
      conditions: [Condition.greaterThan(ask.output('count'), 3)], ifTrue: [new CallbackStep('A', { inputs: { url: ask.output('url') } })],
    });
    const pipeline = pipelineOf(newStack(), ask, fork);
    expect(stepOf(pipeline, 'Enough').Arguments.Conditions[0].LeftValue).toEqual({ Get: "Steps.Ask.OutputParameters['count']" });
    expect(stepOf(pipeline, 'A').Arguments.url).toEqual({ Get: "Steps.Ask.OutputParameters['url']" });
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('has at most fifty members, with names that can be referred to', () => {
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`o${n}`, OutputType.STRING]));
    expect(refusal(() => new CallbackStep('Ask', { outputs: fifty }))).toBe('accepted');
    expect(refusal(() => new CallbackStep('Ask', { outputs: { ...fifty, more: OutputType.STRING } }))).toMatch(/CallbackOutputsCount[^]*from 0 to 50/);
    expect(refusal(() => new CallbackStep('Ask', { outputs: { "it's": OutputType.STRING } }))).toContain('StepOutputName');
    expect(refusal(() => new CallbackStep('Ask', { outputs }).output('other'))).toMatch(/StepOutputUnknown[^]*it has url, count/);
  });

  test('may be given by whom the step lets', () => {
    const stack = newStack({ env: ENV });
    const ask = new CallbackStep('Ask', { queue: given(stack) });
    new Pipeline(stack, 'Training', { pipelineName: 'income' }).addSteps(ask);
    const person = new iam.Role(stack, 'Person', { assumedBy: new iam.AccountRootPrincipal() });
    ask.grantAnswer(person).assertSuccess();
    const policy = propertiesOf(stack, 'AWS::IAM::Policy').find(({ Roles }) => Roles[0].Ref.startsWith('Person'))!;
    expect(policy.PolicyDocument.Statement).toEqual([
      { Action: ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueUrl', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], Effect: 'Allow', Resource: QUEUE },
      {
        Action: ['sagemaker:SendPipelineExecutionStepSuccess', 'sagemaker:SendPipelineExecutionStepFailure'], Effect: 'Allow',
        Resource: 'arn:aws:sagemaker:eu-west-1:123456789012:pipeline/income/execution/*',
      },
    ]);
  });

  test('fails to be allowed before the step has a place', () => {
    const ask = new CallbackStep('Ask');
    expect(refusal(() => ask.grantAnswer(new iam.AccountRootPrincipal()))).toMatch(/StepNotInPipeline[^]*'grantAnswer'/);
    expect(refusal(() => ask.queue)).toMatch(/StepNotInPipeline[^]*'queue'/);
    pipelineOf(newStack(), ask);
    expect(refusal(() => ask.queue)).toBe('accepted');
  });
});
