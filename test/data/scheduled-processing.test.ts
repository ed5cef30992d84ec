import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnFeatureGroup } from 'aws-cdk-lib/aws-sagemaker';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, CfnParameter, Duration, Stack, TimeZone, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerImage, Conventions, MlflowTracking, S3Source } from '../../lib/core';
import { DataWranglerFlow, ProcessingInput, ProcessingOutput, Processor, ScheduledProcessing, type ScheduledProcessingProps } from '../../lib/data';
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import { refusal, withoutHashes, withPlainArns } from '../pipeline/support';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { ENV, newStack, sample, SCRIPT } from './support';

const NIGHTLY = ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN });
const model = ServiceModel.load(botocoreData(), 'sagemaker');
const own = (options = {}) => Processor.container(ContainerImage.fromUri('own:1'), options);

function jobIn(stack: Stack, props: Partial<ScheduledProcessingProps> = {}): ScheduledProcessing {
  return new ScheduledProcessing(stack, 'Nightly', { processor: own(), schedule: NIGHTLY, jobName: 'nightly', ...props });
}

function only(stack: Stack, type: string): any {
  const found = Object.values(Template.fromStack(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0].Properties;
}

/** What EventBridge sends when it starts for the given time. */
function requestOf(stack: Stack, execution = 'd32c5kddcf5bb8c3'): any {
  return JSON.parse((sample(withPlainArns(only(stack, 'AWS::Scheduler::Schedule').Target.Input)) as string).split('<aws.scheduler.execution-id>').join(execution));
}

/** What a role may do: a line for each action on each resource. */
function permissions(stack: Stack, role: string): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: Match.stringLikeRegexp(role) }] } }))
    .flatMap(({ Properties }) => withPlainArns(Properties.PolicyDocument.Statement) as any[])
    .flatMap(({ Action, Resource, Condition: condition }) => [Action].flat().flatMap((action: string) => [Resource].flat().map((resource: unknown) =>
      `${action} on ${String(sample(resource))}${condition ? ` if ${JSON.stringify(condition)}` : ''}`)))
    .filter((line) => !/^(logs|cloudwatch|ecr):/.test(line)).sort();
}

test('a job that logs to MLflow is found there by its name and the id of its start', () => {
  const stack = newStack();
  const arn = 'arn:aws:sagemaker:eu-west-1:123456789012:mlflow-app/app-ABC';
  jobIn(stack, { processor: own({ mlflow: MlflowTracking.fromArn(arn) }) });
  expect(requestOf(stack).Environment).toEqual({
    MLFLOW_TRACKING_URI: arn, MLFLOW_EXPERIMENT_NAME: 'nightly', MLFLOW_RUN_CONTEXT: '{"mlflow.runName":"d32c5kddcf5bb8c3"}',
  });
  expect(permissions(stack, 'JobRole')).toContain(`sagemaker:CallMlflowAppApi on ${arn}`);
});

test('a schedule asks SageMaker for a job with a name of its own each time', () => {
  const stack = newStack();
  const job = jobIn(stack, { outputs: ['report'] });
  expect(only(stack, 'AWS::Scheduler::Schedule')).toMatchObject({
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
    Target: {
      Arn: 'arn:aws:scheduler:::aws-sdk:sagemaker:createProcessingJob',
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/SchedulerRole/), 'Arn'] },
      RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/DeadLetters/), 'Arn'] } },
    },
  });
  expect(requestOf(stack)).toMatchObject({
    ProcessingJobName: 'nightly-d32c5kddcf5bb8c3',
    ProcessingOutputConfig: { Outputs: [{ OutputName: 'report', S3Output: { S3Uri: expect.stringMatching(/^s3:\/\/[^/]+\/nightly\/d32c5kddcf5bb8c3\/report$/) } }] },
  });
  expect(requestOf(stack, 'other').ProcessingJobName).toBe('nightly-other');
  expect(job.jobName).toBe('nightly');
});

test.each<[string, () => Processor, ProcessingInput[]]>([
  ['a script', () => Processor.sklearn({ entryPoint: SCRIPT }), []],
  ['a framework', () => Processor.pytorch({ entryPoint: SCRIPT, tags: { team: 'pricing' }, networkIsolation: true }), []],
  ['Spark', () => Processor.pyspark({ entryPoint: SCRIPT, configuration: [{ classification: 'spark-defaults', properties: { a: 'b' } }] }), []],
  ['a container', () => own(), [ProcessingInput.fromAthena({ sql: 'SELECT 1', database: 'web', data: [] })]],
  ['a Data Wrangler flow', () => DataWranglerFlow.fromFile('test/data/fixtures/income.flow'), []],
])('%s makes a request that the API takes, with a name as long as it can be', (_, processor, inputs) => {
  const stack = newStack();
  jobIn(stack, { processor: processor(), inputs, outputs: ['report'], jobName: 'n'.repeat(26), encryptionKey: new kms.Key(stack, 'Key') });
  const request = requestOf(stack, 'e1f6d1c4-8c1f-4b1e-9d0e-2f9a6d4b7c10');
  expect(request.ProcessingJobName).toHaveLength(63);
  expect(model.validateInput('CreateProcessingJob', request)).toEqual([]);
});

describe('the roles', () => {
  test('may start these jobs, and write these results, and nothing else', () => {
    const stack = newStack();
    jobIn(stack, { bucket: s3.Bucket.fromBucketName(stack, 'Reports', 'reports'), prefix: 'jobs/' });
    expect(permissions(stack, 'SchedulerRole')).toEqual([
      'iam:PassRole on arn:aws:iam::123456789012:role/sagemaker-lifecycle/job if {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}',
      'sagemaker:CreateProcessingJob on arn:aws:sagemaker:eu-west-1:123456789012:processing-job/nightly-*',
      expect.stringMatching(/^sqs:SendMessage on /),
    ]);
    expect(permissions(stack, 'JobRole')).toEqual(['s3:AbortMultipartUpload on arn:aws:s3:::reports/jobs/nightly/*', 's3:PutObject on arn:aws:s3:::reports/jobs/nightly/*']);
    const trusted = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role')).map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0]);
    expect(trusted).toEqual(['sagemaker', 'scheduler'].map((service) => expect.objectContaining({
      Principal: { Service: `${service}.amazonaws.com` }, Condition: { StringEquals: { 'aws:SourceAccount': ENV.account } },
    })));
  });

  test('tag jobs that have tags, and use the key of volume and results', () => {
    const stack = newStack();
    jobIn(stack, { processor: own({ tags: { team: 'pricing' } }), bucket: s3.Bucket.fromBucketName(stack, 'Reports', 'reports'), encryptionKey: new kms.Key(stack, 'Key') });
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    const grant = `kms:CreateGrant on ${key} if {"Bool":{"kms:GrantIsForAWSResource":true}}`;
    expect(permissions(stack, 'SchedulerRole').filter((line) => /^(kms|sagemaker)/.test(line))).toEqual([
      grant, `kms:DescribeKey on ${key}`, 'sagemaker:AddTags on arn:aws:sagemaker:eu-west-1:123456789012:processing-job/nightly-*',
      'sagemaker:CreateProcessingJob on arn:aws:sagemaker:eu-west-1:123456789012:processing-job/nightly-*',
    ]);
    expect(permissions(stack, 'JobRole').filter((line) => line.startsWith('kms'))).toEqual([
      grant, `kms:Decrypt on ${key}`, `kms:DescribeKey on ${key}`, `kms:Encrypt on ${key}`, `kms:GenerateDataKey on ${key}`,
    ]);
    expect(requestOf(stack)).toMatchObject({ ProcessingOutputConfig: { KmsKeyId: key }, ProcessingResources: { ClusterConfig: { VolumeKmsKeyId: key } } });
  });

  test('read back the result of a query', () => {
    const stack = newStack();
    const reports = s3.Bucket.fromBucketName(stack, 'Reports', 'reports');
    jobIn(stack, { bucket: reports, inputs: [ProcessingInput.fromAthena({ sql: 'SELECT 1', database: 'web', data: [] })] });
    expect(permissions(stack, 'JobRole')).toEqual(expect.arrayContaining(['s3:GetObject on arn:aws:s3:::reports/nightly/*', 's3:GetBucketLocation on arn:aws:s3:::reports']));
  });

  test('take further grants for the jobs', () => {
    const stack = newStack();
    s3.Bucket.fromBucketName(stack, 'Lake', 'lake').grantRead(jobIn(stack), 'raw/*');
    expect(permissions(stack, 'JobRole').some((line) => line.endsWith(' on arn:aws:s3:::lake/raw/*'))).toBe(true);
  });
});

test('a job that failed, or could not be started, ends in a queue with an alarm that tells somebody', () => {
  const stack = newStack();
  jobIn(stack, { alarmTopic: new sns.Topic(stack, 'Topic') });
  expect(only(stack, 'AWS::Events::Rule')).toMatchObject({
    EventPattern: {
      source: ['aws.sagemaker'], 'detail-type': ['SageMaker Processing Job State Change'],
      detail: { ProcessingJobName: [{ prefix: 'nightly-' }], ProcessingJobStatus: ['Failed', 'FAILED'] },
    },
    Targets: [{ Arn: { 'Fn::GetAtt': [expect.stringMatching(/DeadLetters/), 'Arn'] } }],
  });
  const statements = only(stack, 'AWS::SQS::QueuePolicy').PolicyDocument.Statement;
  expect(statements).toContainEqual(expect.objectContaining({
    Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage',
    Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/FailedJobs/), 'Arn'] } } },
  }));
  expect(only(stack, 'AWS::CloudWatch::Alarm').AlarmActions).toEqual([{ Ref: expect.stringMatching(/Topic/) }]);
});

test('rules can be added for jobs that failed and for those that ended well', () => {
  const stack = newStack();
  const job = jobIn(stack);
  const target = { bind: () => ({ arn: 'arn:aws:sns:eu-west-1:123456789012:told' }) };
  job.onSucceeded('Done', { target });
  job.onFailed('Broken', { target });
  const rules = Object.entries(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  expect(Object.fromEntries(rules.map(([id, { Properties }]) => [id.replace(/^Nightly|[0-9A-F]{8}$/g, ''), Properties.EventPattern.detail.ProcessingJobStatus[0]]))).toEqual({
    FailedJobs: 'Failed', Broken: 'Failed', Done: 'Completed',
  });
});

test('a job can be started now, with the request of the schedule and another name', () => {
  const stack = newStack();
  const job = jobIn(stack, { enabled: false });
  expect(only(stack, 'AWS::Scheduler::Schedule').State).toBe('DISABLED');
  const folder = mkdtempSync(join(tmpdir(), 'run-now-'));
  writeFileSync(join(folder, 'aws'), `#!/bin/sh
if [ "$1" = scheduler ]; then echo '{"ProcessingJobName":"nightly-<aws.scheduler.execution-id>","A":"<aws.scheduler.execution-id>/x"}'; else for word; do echo "$word"; done; fi`);
  chmodSync(join(folder, 'aws'), 0o755);
  const command = String(sample(stack.resolve(job.runNowCommand)));
  const said = execFileSync('/bin/sh', ['-c', command], { env: { ...process.env, PATH: `${folder}:${process.env.PATH}` }, encoding: 'utf8' }).trim().split('\n');
  rmSync(folder, { recursive: true });
  expect(said.slice(0, 5)).toEqual(['sagemaker', 'create-processing-job', '--region', 'eu-west-1', '--cli-input-json']);
  expect(said[5]).toMatch(/^\{"ProcessingJobName":"nightly-\d+","A":"\d+\/x"\}$/);
  expect(command).toContain('aws scheduler get-schedule --region eu-west-1 --name some-name');
});

test('results go to a bucket of its own, which is kept, and expire', () => {
  const stack = newStack();
  jobIn(stack);
  Template.fromStack(stack).hasResource('AWS::S3::Bucket', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  expect(only(stack, 'AWS::S3::Bucket').LifecycleConfiguration.Rules).toContainEqual({
    Id: expect.any(String), Prefix: 'nightly/', ExpirationInDays: 90, Status: 'Enabled',
  });
});

describe('the name', () => {
  const made = (namePrefix?: string) => {
    const stack = newStack();
    if (namePrefix !== undefined) {
      Conventions.apply(stack, { namePrefix });
    }
    return new ScheduledProcessing(stack, 'TheReportOfEveryNightOfTheWeek', { processor: own(), schedule: NIGHTLY }).jobName;
  };

  test('is made from the place in the app, with the prefix of the conventions', () => {
    expect(made()).toMatch(/^[a-z0-9-]{10,26}$/);
    expect(made('shop-')).toMatch(/^shop-[a-z0-9-]{5,21}$/);
    expect(made('a-prefix-of-14')).toMatch(/^a-prefix-of-14[a-z0-9-]{5,12}$/);
    expect(() => made('a-prefix-of-15x')).toThrow('JobNameNeeded');
  });

  test('of two jobs differs', () => {
    const stack = newStack();
    const names = ['A', 'B'].map((id) => new ScheduledProcessing(stack, `TheReportOfEveryNightOfTheWeek${id}`, { processor: own(), schedule: NIGHTLY }).jobName);
    expect(new Set(names).size).toBe(2);
  });
});

test.each<[string, Partial<ScheduledProcessingProps>, string]>([
  ['a name of 26 characters', { jobName: 'n'.repeat(26) }, 'accepted'],
  ['a name of 27 characters', { jobName: 'n'.repeat(27) }, 'JobNameLength'],
  ['no name', { jobName: '' }, 'JobNameLength'],
  ['a name with an underscore', { jobName: 'a_b' }, 'ProcessingJobNameInvalid'],
  ['a prefix that starts with a slash', { prefix: '/a' }, 'S3KeyInvalid'],
  ['a minute of trying', { retryFor: Duration.minutes(1) }, 'accepted'],
  ['less than a minute of trying', { retryFor: Duration.seconds(59) }, 'RetryForRange'],
  ['a day of trying', { retryFor: Duration.days(1) }, 'accepted'],
  ['more than a day of trying', { retryFor: Duration.seconds(86401) }, 'RetryForRange'],
  ['a job in every minute', { schedule: ScheduleExpression.rate(Duration.minutes(1)) }, 'ScheduleEveryMinute'],
  ['a job in every minute of an hour', { schedule: ScheduleExpression.cron({ hour: '3' }) }, 'ScheduleEveryMinute'],
  ['a job in every second minute', { schedule: ScheduleExpression.rate(Duration.minutes(2)) }, 'accepted'],
  ['one job at a time', { schedule: ScheduleExpression.at(new Date(Date.UTC(2027, 0, 1))) }, 'accepted'],
  ['an output with a space', { outputs: ['a b'] }, 'ProcessingOutputName'],
  ['11 outputs', { outputs: Array.from({ length: 11 }, (_, index) => `o${index}`) }, 'OutputsCount'],
])('with %s', (_, props, outcome) => {
  expect(refusal(() => jobIn(newStack(), props))).toContain(outcome);
});

test('what is known later passes', () => {
  const stack = newStack();
  const text = new CfnParameter(stack, 'Text').valueAsString;
  const processor = own({ instanceType: text, environment: { A: text } });
  jobIn(stack, { jobName: text, prefix: text, schedule: ScheduleExpression.expression(text), processor });
  expect(only(stack, 'AWS::Scheduler::Schedule').ScheduleExpression).toEqual({ Ref: 'Text' });
});

test('without a region and account the template is the same everywhere', () => {
  const stack = new Stack(new App(), 'Shop');
  jobIn(stack, { processor: Processor.sklearn({ entryPoint: SCRIPT, version: '1.2-1' }), outputs: ['report'] });
  expect(withoutHashes(Template.fromStack(stack).toJSON().Resources)).toMatchSnapshot();
});

test('cdk-nag finds nothing, whatever the job reads and writes', () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Shop', { env: ENV });
  const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
  const group = CfnFeatureGroup.fromFeatureGroupName(stack, 'Visitors', 'visitors');
  const raw = s3.Bucket.fromBucketName(stack, 'Raw', 'raw');
  const query = { sql: 'SELECT 1', database: 'web', data: [S3Source.fromBucket(raw, 'a/')] };
  const unload = iam.Role.fromRoleName(stack, 'Unload', 'unload');
  const sales = { sql: 'SELECT 1', clusterIdentifier: 'warehouse', database: 'shop', user: 'reader', clusterRole: unload };
  jobIn(stack, {
    encryptionKey,
    processor: Processor.pyspark({
      entryPoint: SCRIPT, outputs: [ProcessingOutput.toFeatureGroup(group, { name: 'records' }), ProcessingOutput.toBucket(raw, 'clean/', { name: 'clean' })],
      eventLogs: { bucket: raw, prefix: 'logs/' }, tags: { team: 'pricing' },
      subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')], securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    }),
    inputs: [
      ProcessingInput.fromAthena(query, { name: 'visits' }), ProcessingInput.fromRedshift(sales, { name: 'sales' }), ProcessingInput.fromS3(raw, 'b/', { name: 'b' }),
      ProcessingInput.fromManifest(S3Source.fromObject(raw, 'list.json'), [S3Source.fromBucket(raw, 'c/')], { name: 'listed' }),
    ],
  });
  new ScheduledProcessing(stack, 'Flow', { processor: DataWranglerFlow.fromFile('test/data/fixtures/income.flow'), schedule: NIGHTLY, outputs: ['train'] });
  expect(() => app.synth()).not.toThrow();
});
