import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { S3Source } from '../../lib/core';
import { GlueExecutionClass, GlueJob, type GlueJobProps, GlueWorkerType } from '../../lib/data';
import { GlueJobStep } from '../../lib/pipeline';
import { sound } from '../pipeline/step-proof';
import { stepOf } from '../pipeline/support';
import { refusal } from '../support/reading';
import { ENV, newStack, permissionsOf, sample, SCRIPT } from './support';

const FOLDER = 'test/training/fixtures/needy';
const bucket = (stack: Stack, name: string) => s3.Bucket.fromBucketName(stack, name, name);
const jobIn = (stack: Stack, props: Partial<GlueJobProps> = {}) => new GlueJob(stack, 'Clean', { entryPoint: SCRIPT, ...props });
const propertiesOf = (stack: Stack, type = 'AWS::Glue::Job') => Object.values(Template.fromStack(stack).findResources(type))[0].Properties;

test('a job without settings runs its script on two small machines, for an hour at most', () => {
  const stack = newStack();
  jobIn(stack);
  expect(propertiesOf(stack)).toMatchObject({
    Command: { Name: 'glueetl', PythonVersion: '3', ScriptLocation: expect.anything() }, GlueVersion: '5.0', WorkerType: 'G.1X', NumberOfWorkers: 2,
    ExecutionClass: 'STANDARD', Timeout: 60, MaxRetries: 0, ExecutionProperty: { MaxConcurrentRuns: 1 },
    DefaultArguments: { '--enable-metrics': 'true', '--enable-continuous-cloudwatch-log': 'true' },
  });
  expect(propertiesOf(stack)).not.toHaveProperty('Name');
});

test('it takes every option', () => {
  const stack = newStack();
  jobIn(stack, {
    entryPoint: `${FOLDER}/train.py`, sourceDir: FOLDER, packages: ['pandas==2.2.3', 'pyarrow'], arguments: { '--input': 's3://lake/raw/' }, glueVersion: '4.0',
    workerType: GlueWorkerType.G_2X, workers: 10, executionClass: GlueExecutionClass.FLEX, maxRuntime: Duration.hours(3), maxRetries: 2, maxConcurrentRuns: 4,
    encryptionKey: new kms.Key(stack, 'Key'),
  });
  const properties = propertiesOf(stack);
  expect(properties).toMatchObject({
    GlueVersion: '4.0', WorkerType: 'G.2X', NumberOfWorkers: 10, ExecutionClass: 'FLEX', Timeout: 180, MaxRetries: 2, ExecutionProperty: { MaxConcurrentRuns: 4 },
    SecurityConfiguration: { Ref: expect.stringMatching(/^CleanSecurity/) },
    DefaultArguments: { '--additional-python-modules': 'pandas==2.2.3,pyarrow', '--input': 's3://lake/raw/' },
  });
  expect(String(sample(properties.DefaultArguments['--extra-py-files']))).toMatch(/\.zip$/);
});

test('its role may do what it names, write its log, and nothing else', () => {
  const stack = newStack();
  jobIn(stack, { reads: [S3Source.fromBucket(bucket(stack, 'lake'), 'raw/')], writes: [{ bucket: bucket(stack, 'clean'), prefix: 'out' }] });
  const groups = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws-glue/*';
  expect(permissionsOf(stack, ['logs:', 'cloudwatch:']).filter((line) => !line.includes('cdk-hnb659fds-assets'))).toEqual([
    'cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":"Glue"}}',
    `logs:CreateLogGroup on ${groups}`, `logs:CreateLogStream on ${groups}`, `logs:PutLogEvents on ${groups}`,
    's3:AbortMultipartUpload on arn:aws:s3:::clean/out/*', 's3:DeleteObject on arn:aws:s3:::clean/out/*', 's3:GetObject on arn:aws:s3:::clean/out/*',
    's3:GetObject on arn:aws:s3:::lake/raw/*',
    's3:ListBucket on arn:aws:s3:::clean if {"StringLike":{"s3:prefix":["out/*"]}}', 's3:ListBucket on arn:aws:s3:::lake if {"StringLike":{"s3:prefix":["raw/*"]}}',
    's3:PutObject on arn:aws:s3:::clean/out/*',
  ]);
  expect(propertiesOf(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement).toEqual([{
    Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' } },
  }]);
});

test('with a key it encrypts logs, bookmarks and files, by a configuration whose name tells keys apart', () => {
  const made = (id: string) => {
    const stack = newStack();
    jobIn(stack, { encryptionKey: new kms.Key(stack, id) });
    return { stack, security: propertiesOf(stack, 'AWS::Glue::SecurityConfiguration') };
  };
  const { stack, security } = made('Key');
  const key = { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] };
  expect(security.EncryptionConfiguration).toEqual({
    CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS', KmsKeyArn: key }, JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'CSE-KMS', KmsKeyArn: key },
    S3Encryptions: [{ S3EncryptionMode: 'SSE-KMS', KmsKeyArn: key }],
  });
  expect(security.Name).not.toBe(made('Other').security.Name);
  expect(security.Name).toBe(made('Key').security.Name);
  expect(permissionsOf(stack, ['logs:']).some((line) => line.startsWith('logs:AssociateKmsKey'))).toBe(true);
  expect(permissionsOf(stack).filter((line) => line.startsWith('kms:')).map((line) => line.split(' ')[0])).toEqual(
    ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  );
  expect(JSON.stringify(propertiesOf(stack, 'AWS::KMS::Key').KeyPolicy)).toContain('logs.eu-west-1.amazonaws.com');
});

test('it is run by a step, and from a shell', () => {
  const stack = newStack();
  const job = jobIn(stack);
  const pipeline = sound(() => [new GlueJobStep('Clean', { job })], stack);
  expect(stepOf(pipeline, 'Clean').Arguments).toEqual({ jobName: { Ref: expect.stringMatching(/^Clean/) } });
  expect(String(sample(stack.resolve(job.runNowCommand)))).toBe('aws glue start-job-run --region eu-west-1 --job-name some-name');
});

test('it may have a name, to which steps refer as to any other', () => {
  const stack = newStack();
  const job = jobIn(stack, { jobName: 'ml-clean' });
  expect(propertiesOf(stack)).toMatchObject({ Name: 'ml-clean' });
  expect(stack.resolve(job.jobName)).toEqual({ Ref: expect.stringMatching(/^Clean/) });
});

test.each([[0, 'GlueJobNameLength'], [1, 'accepted'], [255, 'accepted'], [256, 'GlueJobNameLength']])('a name of %i characters: %s', (length, expected) => {
  expect(refusal(() => jobIn(newStack(), { jobName: 'x'.repeat(length) }))).toContain(expected);
});

test('it may run as a role of yours, and takes grants', () => {
  const stack = newStack();
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/glue');
  expect(jobIn(stack, { role }).grantPrincipal).toBe(role.grantPrincipal);
  expect(Template.fromStack(stack).findResources('AWS::IAM::Role')).toEqual({});
});

test.each<[string, Partial<GlueJobProps>, string]>([
  ['another ending', { entryPoint: 'README.md' }, 'GlueEntryPoint'],
  ['no such file', { entryPoint: 'gone.py' }, 'FileMissing'],
  ['one machine', { workers: 1 }, 'GlueWorkersRange'],
  ['two machines', { workers: 2 }, 'accepted'],
  ['no time', { maxRuntime: Duration.seconds(30) }, 'GlueMaxRuntimeRange'],
  ['a week', { maxRuntime: Duration.days(7) }, 'accepted'],
  ['more than a week', { maxRuntime: Duration.minutes(10081) }, 'GlueMaxRuntimeRange'],
  ['ten tries', { maxRetries: 10 }, 'accepted'],
  ['eleven tries', { maxRetries: 11 }, 'GlueMaxRetriesRange'],
  ['no runs', { maxConcurrentRuns: 0 }, 'GlueMaxConcurrentRunsRange'],
  ['large machines that are spare', { workerType: GlueWorkerType.G_4X, executionClass: GlueExecutionClass.FLEX }, 'GlueFlexWorkers'],
  ['small machines that are spare', { workerType: GlueWorkerType.G_2X, executionClass: GlueExecutionClass.FLEX }, 'accepted'],
  ['large machines', { workerType: GlueWorkerType.G_8X }, 'accepted'],
  ['an argument without dashes', { arguments: { input: 'x' } }, 'GlueArgumentName'],
  ['an argument of Glue', { arguments: { '--JOB_NAME': 'x' } }, 'GlueArgumentReserved'],
])('with %s', (_, props, outcome) => expect(refusal(() => jobIn(newStack(), props))).toContain(outcome));

test('what is known later passes', () => {
  const stack = newStack();
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  expect(refusal(() => jobIn(stack, { workers: number, maxRetries: number, maxConcurrentRuns: number }))).toBe('accepted');
});

test('cdk-nag finds nothing, with a key and without', () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Shop', { env: ENV });
  jobIn(stack, { reads: [S3Source.fromBucket(bucket(stack, 'lake'), 'raw/')], writes: [{ bucket: bucket(stack, 'clean') }] });
  new GlueJob(stack, 'Secret', { entryPoint: SCRIPT, encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }) });
  expect(() => app.synth()).not.toThrow();
});
