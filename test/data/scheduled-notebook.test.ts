import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { App, CfnParameter, Duration, Size, Stack, TimeZone, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ContainerImage } from '../../lib/core';
import { ScheduledNotebook, type ScheduledNotebookProps } from '../../lib/data';
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { refusal } from '../support/reading';
import { ENV, newStack, permissionsOf, sample, SCRIPT } from './support';

const model = ServiceModel.load(botocoreData(), 'sagemaker');
const NOTEBOOK = 'test/pipeline/fixtures/report.ipynb';
const NIGHTLY = ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN });
const image = ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/notebooks:1');
const nightly = (stack: Stack, props: Partial<ScheduledNotebookProps> = {}) => new ScheduledNotebook(stack, 'Nightly', {
  notebook: NOTEBOOK, image, schedule: NIGHTLY, jobName: 'nightly', ...props,
});
const only = (stack: Stack, type: string) => {
  const found = Object.values(Template.fromStack(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0].Properties;
};
/** The request that the schedule sends, with an id in place of the start's. */
const requestOf = (stack: Stack) => JSON.parse(String(sample(only(stack, 'AWS::Scheduler::Schedule').Target.Input)).replaceAll('<aws.scheduler.execution-id>', '0123-4567'));

test('a notebook runs on its schedule as a training job that the service takes', () => {
  const stack = newStack();
  const job = nightly(stack);
  const schedule = only(stack, 'AWS::Scheduler::Schedule');
  expect(schedule).toMatchObject({
    Description: 'Training jobs nightly', ScheduleExpression: 'cron(0 3 * * ? *)', ScheduleExpressionTimezone: 'Europe/Berlin', State: 'ENABLED',
    Target: { RetryPolicy: { MaximumEventAgeInSeconds: 3600 } },
  });
  expect(JSON.stringify(schedule.Target.Arn)).toContain('aws-sdk:sagemaker:createTrainingJob');
  const request = requestOf(stack);
  expect(model.validateInput('CreateTrainingJob', request)).toEqual([]);
  expect(request).toMatchObject({
    TrainingJobName: 'nightly-0123-4567',
    AlgorithmSpecification: { ContainerEntrypoint: ['amazon_sagemaker_scheduler'], TrainingInputMode: 'File' },
    Environment: { SM_INPUT_NOTEBOOK_NAME: 'report.ipynb', SM_OUTPUT_NOTEBOOK_NAME: 'nightly.ipynb', SM_KERNEL_NAME: 'python3' },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 }, ResourceConfig: { InstanceType: 'ml.m5.large', VolumeSizeInGB: 30 },
  });
  expect(request.OutputDataConfig.S3OutputPath).toMatch(/^s3:\/\/[^/]+\/nightly\/0123-4567\/notebook$/);
  expect(job.jobName).toBe('nightly');
});

test('it may have every option', () => {
  const stack = newStack();
  const encryptionKey = new kms.Key(stack, 'Key');
  nightly(stack, {
    encryptionKey, bucket: s3.Bucket.fromBucketName(stack, 'Reports', 'reports'), prefix: 'all/', kernelName: 'conda', initializationScript: SCRIPT,
    additionalFiles: ['test/pipeline/fixtures/train.py'], parameters: { month: 'May' }, environment: { LEVEL: 'debug' }, instanceType: 'ml.m5.xlarge',
    volumeSize: Size.gibibytes(50), maxRuntime: Duration.minutes(20), overrides: { EnableNetworkIsolation: true }, retryFor: Duration.minutes(5),
    enabled: false,
  });
  const request = requestOf(stack);
  expect(model.validateInput('CreateTrainingJob', request)).toEqual([]);
  expect(request).toMatchObject({
    HyperParameters: { month: 'May' }, EnableNetworkIsolation: true, StoppingCondition: { MaxRuntimeInSeconds: 1200 },
    Environment: { LEVEL: 'debug', SM_KERNEL_NAME: 'conda', SM_INIT_SCRIPT: 'prepare.py' },
    OutputDataConfig: { S3OutputPath: 's3://reports/all/nightly/0123-4567/notebook', KmsKeyId: expect.stringContaining('arn:aws:kms') },
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 50, VolumeKmsKeyId: expect.stringContaining('arn:aws:kms') },
  });
  expect(only(stack, 'AWS::Scheduler::Schedule')).toMatchObject({ State: 'DISABLED', Target: { RetryPolicy: { MaximumEventAgeInSeconds: 300 } } });
});

test('its role may read its files and write its results, and that of the schedule start these jobs alone', () => {
  const stack = newStack();
  nightly(stack, { bucket: s3.Bucket.fromBucketName(stack, 'Reports', 'reports') });
  expect(permissionsOf(stack)).toEqual([
    expect.stringMatching(/^iam:PassRole on arn:aws:iam::123456789012:role\/\S+ if \{"StringEquals":\{"iam:PassedToService":"sagemaker.amazonaws.com"\}\}$/),
    's3:AbortMultipartUpload on arn:aws:s3:::reports/nightly/*', 's3:PutObject on arn:aws:s3:::reports/nightly/*',
    'sagemaker:AddTags on arn:aws:sagemaker:eu-west-1:123456789012:training-job/nightly-*',
    'sagemaker:CreateTrainingJob on arn:aws:sagemaker:eu-west-1:123456789012:training-job/nightly-*',
    expect.stringMatching(/^sqs:SendMessage on /),
  ]);
  expect(permissionsOf(stack, ['s3:']).filter((line) => line.startsWith('s3:GetObject'))).toEqual([expect.stringMatching(/report\.ipynb$/)]);
});

test('what is granted to it goes to the role of the jobs', () => {
  const stack = newStack();
  s3.Bucket.fromBucketName(stack, 'Lake', 'lake').grantRead(nightly(stack), 'raw/*');
  expect(permissionsOf(stack).some((line) => line.endsWith(' on arn:aws:s3:::lake/raw/*'))).toBe(true);
});

test('a run that failed is kept with an alarm, and rules can be added for both ends', () => {
  const stack = newStack();
  const job = nightly(stack);
  const target = { bind: () => ({ arn: 'arn:aws:sns:eu-west-1:123456789012:told' }) };
  job.onSucceeded('Done', { target });
  job.onFailed('Broken', { target });
  const rules = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule')).map(({ Properties }) => Properties);
  expect(rules.map(({ EventPattern }) => EventPattern)).toEqual(expect.arrayContaining(['Failed', 'Completed'].map((status) => expect.objectContaining({
    'detail-type': ['SageMaker Training Job State Change'],
    'detail': { TrainingJobName: [{ prefix: 'nightly-' }], TrainingJobStatus: [status, status.toUpperCase()] },
  }))));
  expect(rules).toHaveLength(3);
  expect(only(stack, 'AWS::CloudWatch::Alarm').AlarmDescription).toContain('training jobs nightly that failed or could not be started');
});

test('it can be run now, from a shell', () => {
  const stack = newStack();
  expect(String(sample(stack.resolve(nightly(stack).runNowCommand)))).toMatch(/^aws sagemaker create-training-job --region eu-west-1 --cli-input-json "\$\(aws scheduler get-schedule/);
});

test.each<[string, Partial<ScheduledNotebookProps>, string]>([
  ['a name of 26 characters', { jobName: 'n'.repeat(26) }, 'accepted'],
  ['a name of 27 characters', { jobName: 'n'.repeat(27) }, 'JobNameLength'],
  ['a run in every minute', { schedule: ScheduleExpression.rate(Duration.minutes(1)) }, 'ScheduleEveryMinute'],
  ['a script', { notebook: SCRIPT }, 'NotebookName'],
  ['a notebook that is not there', { notebook: 'gone.ipynb' }, 'FileMissing'],
  ['two files of one name', { additionalFiles: [SCRIPT, SCRIPT] }, 'NotebookFileRepeated'],
  ["a variable of the scheduler's", { environment: { SM_X: 'y' } }, 'NotebookEnvironment'],
  ['no time', { maxRuntime: Duration.seconds(0) }, 'MaxRuntimeInSecondsRange'],
  ['a second', { maxRuntime: Duration.seconds(1) }, 'accepted'],
  ['an instance of another kind', { instanceType: 'm5.large' }, 'InstanceTypeInvalid'],
])('with %s', (_, props, outcome) => expect(refusal(() => nightly(newStack(), props))).toContain(outcome));

test('what is known later passes', () => {
  const stack = newStack();
  const text = new CfnParameter(stack, 'Text').valueAsString;
  expect(refusal(() => nightly(stack, { jobName: text, prefix: text, instanceType: text, parameters: { month: text } }))).toBe('accepted');
});

test('cdk-nag finds nothing', () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Shop', { env: ENV });
  nightly(stack, { encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }) });
  expect(() => app.synth()).not.toThrow();
});
