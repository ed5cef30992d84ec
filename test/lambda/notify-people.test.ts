import { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeModelPackageCommand, DescribePipelineExecutionCommand, ListPipelineExecutionStepsCommand, SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-jest';
import { Details } from '../../lambda/notify-people/details';
import { Notifier } from '../../lambda/notify-people/notify';
import { EvaluationReports } from '../../lambda/shared/evaluation-reports';
import { NoticeTopic } from '../../lambda/shared/notices';
import { expectRequestsTheApiTakes } from './support/api-model';
import { awsError, keptLog } from './support/invocation';

const sagemaker = mockClient(SageMakerClient);
const s3 = mockClient(S3Client);
const sns = mockClient(SNSClient);

const EXECUTION = 'arn:aws:sagemaker:eu-west-1:123456789012:pipeline/income-training/execution/a1b2c3d4e5f6';
const PACKAGE = 'arn:aws:sagemaker:eu-west-1:123456789012:model-package/income/3';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:notices';

beforeEach(() => {
  [sagemaker, s3, sns].forEach((mock) => mock.reset());
  sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
  sagemaker.on(DescribePipelineExecutionCommand).resolves({ FailureReason: 'Step failure: One or multiple steps failed.', PipelineExecutionDescription: 'Weekly run' });
  sagemaker.on(ListPipelineExecutionStepsCommand).resolves({ PipelineExecutionSteps: [] });
  sagemaker.on(DescribeModelPackageCommand).resolves({
    ModelPackageStatus: 'Completed', ModelApprovalStatus: 'PendingManualApproval',
    ModelMetrics: { ModelQuality: { Statistics: { ContentType: 'application/json', S3Uri: 's3://models/run-7/evaluation.json' } } },
  });
  report({ auc: 0.912345, rows: 4000, binary_classification_metrics: { auc: { value: 0.912345, standard_deviation: 0.0042 } } });
});
afterEach(() => {
  expectRequestsTheApiTakes(sagemaker, 'sagemaker');
  expectRequestsTheApiTakes(s3, 's3');
  expectRequestsTheApiTakes(sns, 'sns');
});
afterAll(() => [sagemaker, s3, sns].forEach((mock) => mock.restore()));

function report(content: unknown, size = 100): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const body = Object.assign(Readable.from([text]), { transformToString: () => Promise.resolve(text) });
  s3.on(GetObjectCommand).resolves({ Body: body as never, ContentLength: size });
}

const event = (detailType: string, detail: object) => ({
  version: '0', id: 'e-1', source: 'aws.sagemaker', 'detail-type': detailType, account: '123456789012', region: 'eu-west-1', time: '2026-11-23T10:00:00Z', resources: [], detail,
});

const runEvent = (status = 'Failed', more: object = {}) => event('SageMaker Model Building Pipeline Execution Status Change', {
  pipelineArn: 'arn:aws:sagemaker:eu-west-1:123456789012:pipeline/income-training', pipelineExecutionArn: EXECUTION,
  currentPipelineExecutionStatus: status, previousPipelineExecutionStatus: 'Executing', pipelineExecutionDisplayName: 'deploy-0123456789ab', ...more,
});

const modelEvent = (more: object = {}) => event('SageMaker Model Package State Change', {
  ModelPackageArn: PACKAGE, ModelPackageGroupName: 'income', ModelPackageVersion: 3, ModelPackageStatus: 'Completed', ModelApprovalStatus: 'PendingManualApproval', ...more,
});

const { log, lines } = keptLog();

/** The message that the event leads to; undefined when it leads to none. */
async function noticeOf(input: unknown, studioDomainId?: string) {
  const details = new Details(new SageMakerClient({}), new EvaluationReports(new S3Client({})));
  await new Notifier(details, new NoticeTopic(new SNSClient({}), TOPIC), studioDomainId).handle(input, log);
  expect(sns.commandCalls(PublishCommand).length).toBeLessThanOrEqual(1);
  return sns.commandCalls(PublishCommand)[0]?.args[0].input;
}

describe('a pipeline run that ended badly', () => {
  test('is told with the failed steps, their reasons and the pages of their jobs', async () => {
    sagemaker.on(ListPipelineExecutionStepsCommand)
      .resolvesOnce({ PipelineExecutionSteps: [{ StepName: 'Prepare', StepStatus: 'Succeeded' }], NextToken: 'more' })
      .resolves({
        PipelineExecutionSteps: [{
          StepName: 'Train', StepStatus: 'Failed', FailureReason: 'ClientError: AlgorithmError: no column income',
          Metadata: { TrainingJob: { Arn: 'arn:aws:sagemaker:eu-west-1:123456789012:training-job/pipelines-a1-Train-x' } },
        }],
      });
    expect(await noticeOf(runEvent())).toEqual({
      TopicArn: TOPIC,
      Subject: 'Pipeline income-training failed: Train',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'pipeline-failed' } },
      Message: `The run deploy-0123456789ab of pipeline income-training failed.
Weekly run

Step Train failed: ClientError: AlgorithmError: no column income
  Job and log: https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1#/jobs/pipelines-a1-Train-x

Open SageMaker Studio, Pipelines, income-training: https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1
Run: ${EXECUTION}
`,
    });
    expect(sagemaker).toHaveReceivedCommandWith(ListPipelineExecutionStepsCommand, { PipelineExecutionArn: EXECUTION, NextToken: 'more' });
  });

  test('is told with the reason of the run when no step failed', async () => {
    expect((await noticeOf(runEvent())).Message).toContain('Reason: Step failure: One or multiple steps failed.');
  });

  test('is told when steps ran because others failed', async () => {
    expect(await noticeOf(runEvent('CompletedWithFailures'))).toMatchObject({
      Subject: expect.stringMatching(/^Pipeline income-training completed with failures/),
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'pipeline-failed' } },
    });
  });

  test('is told when somebody stopped it', async () => {
    sagemaker.on(DescribePipelineExecutionCommand).resolves({});
    expect(await noticeOf(runEvent('Stopped'))).toMatchObject({
      Subject: 'Pipeline income-training was stopped',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'pipeline-stopped' } },
    });
  });

  test('is told by its id when it has no display name', async () => {
    expect((await noticeOf(runEvent('Failed', { pipelineExecutionDisplayName: undefined }))).Message).toMatch(/^The run a1b2c3d4e5f6 of/);
  });

  test('stays short when many steps fail at length', async () => {
    const PipelineExecutionSteps = Array.from({ length: 40 }, (_, n) => ({ StepName: `Step${n}`, StepStatus: 'Failed' as const, FailureReason: 'x'.repeat(9_000) }));
    sagemaker.on(ListPipelineExecutionStepsCommand).resolves({ PipelineExecutionSteps });
    const { Message, Subject } = (await noticeOf(runEvent()));
    expect(Message!.length).toBeLessThan(25_000);
    expect(Message).toContain('30 more steps failed.');
    expect(Subject).toHaveLength(100);
    expect(Subject).toMatch(/\.\.\.$/);
  });

  test.each(['Executing', 'Stopping', 'Succeeded'])('is not told while its status is %s', async (status) => {
    expect(await noticeOf(runEvent(status))).toBeUndefined();
    expect(sagemaker.calls()).toHaveLength(0);
  });
});

describe('a model version that awaits approval', () => {
  test('is told with its metrics and the commands that decide', async () => {
    expect(await noticeOf(modelEvent())).toEqual({
      TopicArn: TOPIC,
      Subject: 'Model income version 3 awaits approval',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'model-awaits-approval' } },
      Message: `Version 3 of model income was registered and awaits approval.

Metrics:
  auc   0.9123 +/- 0.0042
  rows  4000

Approve:
  aws sagemaker update-model-package --region eu-west-1 --model-package-arn ${PACKAGE} --model-approval-status Approved

Reject:
  aws sagemaker update-model-package --region eu-west-1 --model-package-arn ${PACKAGE} --model-approval-status Rejected

Or open SageMaker Studio, Models, income, version 3: https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1
`,
    });
    expect(s3).toHaveReceivedCommandWith(GetObjectCommand, { Bucket: 'models', Key: 'run-7/evaluation.json' });
  });

  test('is told whether the event writes the status as the API does or in capitals', async () => {
    expect(await noticeOf(modelEvent({ ModelApprovalStatus: 'PENDING_MANUAL_APPROVAL', ModelPackageStatus: 'COMPLETED' }))).toBeDefined();
  });

  test('is told without metrics when it was registered without', async () => {
    sagemaker.on(DescribeModelPackageCommand).resolves({ ModelPackageStatus: 'Completed', ModelApprovalStatus: 'PendingManualApproval' });
    expect((await noticeOf(modelEvent())).Message).toContain('It was registered without metrics.');
  });

  test.each([
    ['was approved', { ModelApprovalStatus: 'Approved' }],
    ['was rejected', { ModelApprovalStatus: 'REJECTED' }],
  ])('is not told when the event says that it %s', async (_, detail) => {
    expect(await noticeOf(modelEvent(detail))).toBeUndefined();
  });

  test('is not told when it was approved since the event', async () => {
    sagemaker.on(DescribeModelPackageCommand).resolves({ ModelPackageStatus: 'Completed', ModelApprovalStatus: 'Approved' });
    expect(await noticeOf(modelEvent())).toBeUndefined();
  });

  test('is not told before it is complete', async () => {
    sagemaker.on(DescribeModelPackageCommand).resolves({ ModelPackageStatus: 'InProgress', ModelApprovalStatus: 'PendingManualApproval' });
    expect(await noticeOf(modelEvent({ ModelPackageStatus: 'InProgress' }))).toBeUndefined();
  });
});

describe('a model version that was compared with the serving one', () => {
  const SERVING = 'arn:aws:sagemaker:eu-west-1:123456789012:model-package/income/2';
  const SERVING_REPORT = 's3://models/run-7/serving/evaluation.json';

  /** Registers a version with what a pipeline noted, and the serving version's report. */
  function compared(metadata: Record<string, string>, served?: unknown): void {
    sagemaker.on(DescribeModelPackageCommand).resolves({
      ModelPackageStatus: 'Completed', ModelApprovalStatus: 'PendingManualApproval', CustomerMetadataProperties: metadata,
      ModelMetrics: { ModelQuality: { Statistics: { ContentType: 'application/json', S3Uri: 's3://models/run-7/evaluation.json' } } },
    });
    const text = JSON.stringify(served);
    s3.on(GetObjectCommand, { Key: 'run-7/serving/evaluation.json' }).resolves({
      Body: Object.assign(Readable.from([text]), { transformToString: () => Promise.resolve(text) }) as never, ContentLength: text?.length,
    });
  }

  test('is told beside it, with the difference', async () => {
    report({
      auc: 0.9124, loss: 0.3, rows: 4000, share: 0.3, new_metric: 1, binary_classification_metrics: { auc: { value: 0.9124, standard_deviation: 0.0042 } },
    });
    compared({ servingModelPackage: SERVING, servingMetrics: SERVING_REPORT }, { auc: 0.9, loss: 0.34567, rows: 4000, share: 0.1 * 3, old_metric: 7 });
    expect((await noticeOf(modelEvent())).Message).toContain(`
Metrics on the same held-out rows:
  metric      this version       serving version 2  difference
  auc         0.9124 +/- 0.0042  0.9                +0.0124
  loss        0.3                0.3457             -0.04567
  rows        4000               4000               0
  share       0.3                0.3                0
  new_metric  1                  -                  -
  old_metric  -                  7                  -

Approve:
`);
  });

  test('is told with the group of a serving version that is of another one', async () => {
    compared({ servingModelPackage: SERVING.replace('income', 'wages'), servingMetrics: SERVING_REPORT }, { auc: 0.9 });
    expect((await noticeOf(modelEvent())).Message).toContain('serving version 2 of wages');
  });

  test('is told alone, with a word on it, when nothing serves yet', async () => {
    compared({ servingModelPackage: 'none', servingMetrics: SERVING_REPORT }, { auc: 0 });
    const { Message } = await noticeOf(modelEvent());
    expect(Message).toContain(`
Metrics:
  auc   0.9123 +/- 0.0042
  rows  4000
Nothing serves yet.

Approve:
`);
    expect(s3).toHaveReceivedCommandTimes(GetObjectCommand, 1);
  });

  test.each<[string, () => void, string | undefined]>([
    ['is forbidden', () => s3.on(GetObjectCommand, { Key: 'run-7/serving/evaluation.json' }).rejects(awsError('AccessDenied', 'no')), 'AccessDenied: no'],
    ['is gone', () => s3.on(GetObjectCommand, { Key: 'run-7/serving/evaluation.json' }).rejects(awsError('NoSuchKey', 'gone')), 'NoSuchKey: gone'],
    ['has no address', () => compared({ servingModelPackage: SERVING, servingMetrics: 'elsewhere' }), 'Error: not the address of an S3 object'],
    ['was never noted', () => compared({ servingModelPackage: SERVING }), undefined],
    ['has no numbers', () => compared({ servingModelPackage: SERVING, servingMetrics: SERVING_REPORT }, { note: 'fine' }), undefined],
  ])('is told alone, with a word on it, when the report of the serving one %s', async (_, prepare, unread) => {
    compared({ servingModelPackage: SERVING, servingMetrics: SERVING_REPORT }, { auc: 0.9 });
    prepare();
    const { Message } = await noticeOf(modelEvent());
    expect(Message).toContain('  rows  4000\nThe serving version 2 cannot be compared with it.\n');
    expect(/Could not be read: the serving version's metrics in \S+ \((.*)\)/.exec(Message!)?.[1]).toBe(unread);
    expect(Message).toContain('Approve:');
  });
});

describe('where a model version can be looked at', () => {
  const DOMAIN = 'd-abcdefghijkl';

  test('is the group\'s page in the Studio that the platform knows', async () => {
    expect((await noticeOf(modelEvent(), DOMAIN)).Message).toContain(`
Or look at version 3 in SageMaker Studio: https://studio-d-abcdefghijkl.studio.eu-west-1.sagemaker.aws/models/registered-models/income/versions
  Sign in first: https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1
`);
  });

  test.each([['cn-north-1', 'console.amazonaws.cn'], ['us-gov-west-1', 'console.amazonaws-us-gov.com']])('is the console in %s, whose Studio has another address', async (region, host) => {
    const { Message } = await noticeOf({ ...modelEvent(), region }, DOMAIN);
    expect(Message).toContain(`Or open SageMaker Studio, Models, income, version 3: https://${region}.${host}/sagemaker/home?region=${region}\n`);
  });
});

describe('details that cannot be read are named and do not stop the notice', () => {
  test.each([
    ['the run', DescribePipelineExecutionCommand, awsError('ResourceNotFound', 'no such execution'), 'the run (ResourceNotFound: no such execution)'],
    ['its steps', ListPipelineExecutionStepsCommand, awsError('AccessDeniedException', 'not you'), 'the steps of the run (AccessDeniedException: not you)'],
    ['the run, for throttling', DescribePipelineExecutionCommand, awsError('ThrottlingException', 'Rate exceeded'), 'the run (ThrottlingException: Rate exceeded)'],
  ])('%s', async (_, command, error, told) => {
    sagemaker.on(command as never).rejects(error);
    const { Subject, Message } = (await noticeOf(runEvent()));
    expect(Subject).toBe('Pipeline income-training failed');
    expect(Message).toContain(`Could not be read: ${told}`);
    expect(lines.at(-2)).toMatchObject({ level: 'WARN', pipeline: 'income-training', unread: [told] });
  });

  test('a model version that is gone', async () => {
    sagemaker.on(DescribeModelPackageCommand).rejects(awsError('ValidationException', 'ModelPackage does not exist'));
    const { Message } = (await noticeOf(modelEvent()));
    expect(Message).toContain('Could not be read: the model version (ValidationException: ModelPackage does not exist)');
    expect(Message).not.toContain('without metrics');
  });

  test.each([
    ['a report that is forbidden', () => s3.on(GetObjectCommand).rejects(awsError('AccessDenied', 'no')), 'AccessDenied: no'],
    ['a report that is gone', () => s3.on(GetObjectCommand).rejects(awsError('NoSuchKey', 'gone')), 'NoSuchKey: gone'],
    ['a report that is no JSON', () => report('auc is fine'), 'SyntaxError'],
    ['a report that is huge', () => report({ auc: 1 }, 10_000_000), 'the object has 10000000 bytes'],
    ['a report without bytes', () => s3.on(GetObjectCommand).resolves({}), 'the object has 0 bytes'],
  ])('%s', async (_, prepare, told) => {
    prepare();
    const { Message } = (await noticeOf(modelEvent()));
    expect(Message).toContain('Could not be read: its metrics in s3://models/run-7/evaluation.json (');
    expect(Message).toContain(told);
    expect(Message).toContain('Approve:');
  });

  test('a report whose address is none', async () => {
    sagemaker.on(DescribeModelPackageCommand).resolves({ ModelMetrics: { ModelQuality: { Statistics: { ContentType: 'a', S3Uri: 's3://only-a-bucket' } } } });
    expect((await noticeOf(modelEvent())).Message).toContain('its metrics in s3://only-a-bucket (Error: not the address of an S3 object)');
  });
});

describe('fails, so that the event is tried again and kept in the dead-letter queue', () => {
  test.each([
    ['text instead of an event', 'boo', 'the event must be an object'],
    ['an event of somebody else', { ...runEvent(), source: 'my.app' }, 'expected an event of aws.sagemaker, got source "my.app"'],
    ['an unknown type of event', event('SageMaker Endpoint State Change', {}), 'knows no event of type "SageMaker Endpoint State Change"'],
    ['an event without detail', { ...runEvent(), detail: undefined }, 'detail must be an object'],
    ['an event without region', { ...runEvent(), region: undefined }, 'the event has no region'],
    ['a run without status', runEvent('Failed', { currentPipelineExecutionStatus: undefined }), 'the event has no currentPipelineExecutionStatus'],
    ['a run without ARN', runEvent('Failed', { pipelineExecutionArn: 'x' }), "pipelineExecutionArn is not the ARN of a pipeline run: 'x'"],
    ['a model without ARN', modelEvent({ ModelPackageArn: '' }), 'the event has no ModelPackageArn'],
    ['a model that is no version', modelEvent({ ModelPackageArn: 'arn:aws:sagemaker:eu-west-1:123456789012:model-package/income' }), 'is not the ARN of a model version'],
  ])('on %s, and keeps it in the log', async (_, malformed, message) => {
    await expect(noticeOf(malformed)).rejects.toThrow(message);
    expect(lines.at(-1)).toEqual(expect.objectContaining({ level: 'ERROR', message: 'refused a malformed event', event: JSON.parse(JSON.stringify(malformed)) }));
    expect(sns.calls()).toHaveLength(0);
  });

  test('when the topic does not take the message', async () => {
    sns.on(PublishCommand).rejects(awsError('KMSDisabledException'));
    await expect(noticeOf(runEvent())).rejects.toThrow('refused');
  });
});
