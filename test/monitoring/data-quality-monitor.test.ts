import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { App, CfnParameter, Duration, Size, type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Conventions } from '../../lib/core';
import { MonitoredEndpoint } from '../../lib/hosting';
import { AnalysisSchedule, Baseline, MonitoringEngine, MonitorRunner } from '../../lib/monitoring';
import { readRequest } from '../../lambda/plan-monitoring/request';
import { bucketIn, endpointIn, monitorIn, newStack, only, permissions, refusal, resources, settingsOf, text } from './support';

const STARTED = '2026-11-25T03:37:00Z';

describe('with the least code', () => {
  const stack = newStack();
  const monitor = monitorIn(stack);

  test('looks daily, at a minute of its own, at the traffic of a day', () => {
    expect(only(stack, 'AWS::Scheduler::Schedule')).toMatchObject({
      ScheduleExpression: expect.stringMatching(/^cron\(\d{1,2} 3 \* \* \? \*\)$/), ScheduleExpressionTimezone: 'UTC', State: 'ENABLED', FlexibleTimeWindow: { Mode: 'OFF' },
    });
    expect(settingsOf(stack)).toMatchObject({ windowMinutes: 1440, minimumRecords: 100, driftThreshold: 0.1, metricsByFeature: false });
  });

  test('starts the state machine with settings that the handler takes', () => {
    const { Target } = only(stack, 'AWS::Scheduler::Schedule');
    expect(text(Target.Arn)).toMatch(/^<SageMakerMonitorRunnerMachine.*\.Arn>$/);
    const settings = settingsOf(stack);
    expect(settings).toMatchObject({
      monitor: 'DataQuality', monitorName: monitor.monitorName, endpointName: 'income', variantName: 'AllTraffic',
      captureS3Uri: 's3://traffic/captures', reportS3Uri: 's3://traffic/monitoring', scheduledTime: '<aws.scheduler.scheduled-time>',
      job: { roleArn: expect.stringContaining('MonitorJobRole'), instanceType: 'ml.m5.large', volumeSizeGb: 30, maxRuntimeSeconds: 3600 },
    });
    expect(settings.job.imageUri).toContain('/sagemaker-scikit-learn:');
    expect(settings.job.codeS3Uri).toMatch(/^s3:\/\/.+\.tar\.gz$/);
    expect(settings).not.toHaveProperty('baselineS3Uri');
    expect(readRequest({ input: settings, startTime: STARTED }).due).toEqual({ start: '2026-11-24T03:37:00Z', end: STARTED });
  });

  test('keeps what could not be started', () => {
    const { Target } = only(stack, 'AWS::Scheduler::Schedule');
    expect(text(Target.DeadLetterConfig.Arn)).toContain('DeadLettersQueue');
    expect(Target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 });
  });

  test('is in alarm as long as the last analysis found a violation', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'cdk-sagemaker-lifecycle/Monitoring', MetricName: 'Violations', Statistic: 'Maximum', Threshold: 1, Period: 300, EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'ignore',
      Dimensions: [{ Name: 'Endpoint', Value: 'income' }, { Name: 'Monitor', Value: monitor.monitorName }],
      AlarmActions: Match.absent(),
    });
  });

  test('lets its jobs read captures, baselines and code, write reports, and nothing else', () => {
    const code = settingsOf(stack).job.codeS3Uri.slice('s3://'.length);
    const [assets, key] = code.split('/');
    const reports = `arn:aws:s3:::traffic/monitoring/${monitor.monitorName}/*`;
    const image = 'arn:aws:ecr:eu-west-1:141502667606:repository/sagemaker-scikit-learn';
    expect(permissions(stack, /JobRole/).filter((each) => !each.startsWith('logs:'))).toEqual([
      'cloudwatch:PutMetricData * {"StringEquals":{"cloudwatch:namespace":"/aws/sagemaker/ProcessingJobs"}}',
      `ecr:BatchCheckLayerAvailability ${image}`, `ecr:BatchGetImage ${image}`, 'ecr:GetAuthorizationToken *', `ecr:GetDownloadUrlForLayer ${image}`,
      `s3:AbortMultipartUpload ${reports}`,
      `s3:GetObject arn:aws:s3:::${code}`,
      's3:GetObject arn:aws:s3:::traffic/captures/income/AllTraffic/*',
      's3:GetObject arn:aws:s3:::traffic/models/income/*',
      `s3:ListBucket arn:aws:s3:::${assets} {"StringEquals":{"s3:prefix":"${key}"}}`,
      's3:ListBucket arn:aws:s3:::traffic {"StringLike":{"s3:prefix":["captures/income/AllTraffic/*"]}}',
      's3:ListBucket arn:aws:s3:::traffic {"StringLike":{"s3:prefix":["models/income/*"]}}',
      `s3:PutObject ${reports}`,
    ]);
  });

  test('is started now by a command that takes the settings from the schedule', () => {
    expect(text(stack.resolve(monitor.runNowCommand))).toMatch(
      /^aws stepfunctions start-execution --region eu-west-1 --state-machine-arn <\w+\.Arn> --input "\$\(aws scheduler get-schedule --region eu-west-1 --name <MonitorSchedule\w+> --query Target\.Input --output text\)"$/,
    );
  });

  test('adds four resources to those that monitors share', () => {
    const count = (of: Stack) => Object.keys(Template.fromStack(of).toJSON().Resources).length;
    const two = newStack();
    monitorIn(two, {}, 'One');
    monitorIn(two, {}, 'Two');
    expect(count(two) - count(stack)).toBe(4);
  });
});

describe('with every option', () => {
  const app = new App();
  const stack = newStack(app);
  Conventions.apply(stack, { rolePath: '/ml/' });
  const encryptionKey = new kms.Key(stack, 'Key');
  const reports = { bucket: bucketIn(stack, 'reports'), prefix: 'drift' };
  const alarmTopic = new sns.Topic(stack, 'Topic');
  const monitor = monitorIn(stack, {
    endpoint: MonitoredEndpoint.fromAttributes({ endpointName: 'income', variantName: 'Blue', captures: { bucket: bucketIn(stack) } }),
    schedule: AnalysisSchedule.hourly({ minute: 5 }),
    window: Duration.hours(6),
    minimumRecords: 1,
    threshold: 1,
    baseline: Baseline.fromS3(bucketIn(stack), 'baselines/income/'),
    columns: ['age', 'hours per week'],
    metricsByFeature: true,
    engine: MonitoringEngine.processing({ instanceType: 'ml.m5.xlarge', volumeSize: Size.gibibytes(100), maxRuntime: Duration.hours(2), imageVersion: '1.2-1' }),
    runner: new MonitorRunner(stack, 'Runner'),
    reports,
    encryptionKey,
    monitorName: 'income-inputs',
    alarmTopic,
    enabled: false,
  });

  test('says so to the handler', () => {
    const { job, ...settings } = settingsOf(stack);
    const key = `<${stack.getLogicalId(encryptionKey.node.defaultChild as kms.CfnKey)}.Arn>`;
    expect(settings).toEqual({
      monitor: 'DataQuality', monitorName: 'income-inputs', endpointName: 'income', variantName: 'Blue', captureS3Uri: 's3://traffic', reportS3Uri: 's3://reports/drift',
      windowMinutes: 360, minimumRecords: 1, driftThreshold: 1, metricsByFeature: true, baselineS3Uri: 's3://traffic/baselines/income', columns: ['age', 'hours per week'],
      scheduledTime: '<aws.scheduler.scheduled-time>',
    });
    expect(job).toMatchObject({ instanceType: 'ml.m5.xlarge', volumeSizeGb: 100, maxRuntimeSeconds: 7200, kmsKeyArn: key, volumeKeyArn: key });
    expect(job.imageUri).toContain('1.2-1');
  });

  test('is off, and tells the topic', () => {
    expect(only(stack, 'AWS::Scheduler::Schedule')).toMatchObject({ State: 'DISABLED', ScheduleExpression: 'cron(5 * * * ? *)' });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Violations', AlarmActions: [{ Ref: Match.stringLikeRegexp('^Topic') }] });
  });

  test('reads and writes exactly these places', () => {
    expect(permissions(stack, /JobRole/).filter((each) => /^s3:(Get|Put)Object arn:aws:s3:::(traffic|reports)/.test(each))).toEqual([
      's3:GetObject arn:aws:s3:::traffic/baselines/income/*',
      's3:GetObject arn:aws:s3:::traffic/income/Blue/*',
      's3:PutObject arn:aws:s3:::reports/drift/income-inputs/*',
    ]);
  });

  test('lets the job and those who start it use the key for an encrypted volume', () => {
    const grants = 'kms:CreateGrant <Key961B73FD.Arn> {"Bool":{"kms:GrantIsForAWSResource":true}}';
    expect(permissions(stack, /JobRole/)).toEqual(expect.arrayContaining([grants, 'kms:GenerateDataKey <Key961B73FD.Arn>', 'kms:Decrypt <Key961B73FD.Arn>']));
    expect(permissions(stack, /RunnerMachineRole/)).toEqual(expect.arrayContaining([grants, 'kms:DescribeKey <Key961B73FD.Arn>']));
  });

  test('puts roles on the path of its surroundings', () => {
    Template.fromStack(stack).allResourcesProperties('AWS::IAM::Role', { Path: '/ml/' });
  });

  test('measures each feature', () => {
    expect(monitor.metricFeatureDrift('age')).toMatchObject({ metricName: 'FeatureDrift', dimensions: { Endpoint: 'income', Monitor: 'income-inputs', Feature: 'age' } });
    expect([monitor.metricViolations(), monitor.metricWorstDrift(), monitor.metricRecords(), monitor.metricSkipped()].map(({ metricName }) => metricName))
      .toEqual(['Violations', 'WorstDrift', 'Records', 'MonitoringSkipped']);
  });
});

test('an instance with local storage gets no key for its volume, and nobody a grant for one', () => {
  const stack = newStack();
  monitorIn(stack, { encryptionKey: new kms.Key(stack, 'Key'), engine: MonitoringEngine.processing({ instanceType: 'ml.m5d.large' }) });
  expect(settingsOf(stack).job).not.toHaveProperty('volumeKeyArn');
  expect([...permissions(stack, /JobRole/), ...permissions(stack, /MachineRole/)].filter((each) => each.startsWith('kms:CreateGrant'))).toEqual([]);
});

test('reports are encrypted with the key of their bucket', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Encrypted', { encryption: s3.BucketEncryption.KMS });
  monitorIn(stack, { endpoint: MonitoredEndpoint.fromAttributes({ endpointName: 'income', captures: { bucket }, artifacts: { bucket, prefix: 'models/' } }) });
  expect(settingsOf(stack).job.kmsKeyArn).toMatch(/^<EncryptedKey\w+\.Arn>$/);
  expect(permissions(stack, /PublishRole/).filter((each) => each.startsWith('kms:'))).toEqual([expect.stringMatching(/^kms:Decrypt <EncryptedKey/)]);
});

test('names may be tokens', () => {
  const stack = newStack();
  const endpointName = new CfnParameter(stack, 'EndpointName').valueAsString;
  const prefix = new CfnParameter(stack, 'Prefix').valueAsString;
  const bucket = bucketIn(stack);
  monitorIn(stack, {
    endpoint: MonitoredEndpoint.fromAttributes({ endpointName, captures: { bucket, prefix }, artifacts: { bucket } }),
    threshold: new CfnParameter(stack, 'Threshold', { type: 'Number' }).valueAsNumber,
    monitorName: new CfnParameter(stack, 'Name').valueAsString,
  });
  expect(() => Template.fromStack(stack)).not.toThrow();
});

describe('a drift', () => {
  test('is told by a rule for this monitor alone', () => {
    const stack = newStack();
    const monitor = monitorIn(stack);
    monitor.onDrift('Tell', { target: new targets.SnsTopic(new sns.Topic(stack, 'Topic')) });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        'source': ['cdk-sagemaker-lifecycle.monitoring'], 'detail-type': ['Model Drift Detected'], 'detail': { monitorName: [monitor.monitorName] },
      },
    });
  });
});

describe('grants', () => {
  test('let others start analyses and read the reports', () => {
    const stack = newStack();
    const monitor = monitorIn(stack);
    const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    monitor.grants.run(role);
    monitor.grants.readReports(role);
    expect(permissions(stack, /^<Caller/)).toEqual([
      `s3:GetObject arn:aws:s3:::traffic/monitoring/${monitor.monitorName}/*`,
      `s3:ListBucket arn:aws:s3:::traffic {"StringLike":{"s3:prefix":["monitoring/${monitor.monitorName}/*"]}}`,
      expect.stringMatching(/^states:StartExecution <SageMakerMonitorRunnerMachine\w+\.Arn>$/),
    ]);
  });
});

describe('schedules', () => {
  const expressionOf = (schedule: AnalysisSchedule, id = 'Monitor') => {
    const stack = newStack();
    monitorIn(stack, { schedule }, id);
    return [only(stack, 'AWS::Scheduler::Schedule').ScheduleExpression, settingsOf(stack).windowMinutes];
  };

  test.each([
    ['hourly', AnalysisSchedule.hourly({ minute: 59 }), 'cron(59 * * * ? *)', 60],
    ['daily', AnalysisSchedule.daily({ hour: 23, minute: 0 }), 'cron(0 23 * * ? *)', 1_440],
    ['weekly', AnalysisSchedule.weekly({ weekDay: 'SUN', hour: 0, minute: 1 }), 'cron(1 0 ? * SUN *)', 10_080],
    ['other', AnalysisSchedule.cron('0 6,18 * * ? *', Duration.hours(12)), 'cron(0 6,18 * * ? *)', 720],
  ])('%s ones look back to the one before', (_, schedule, expression, minutes) => {
    expect(expressionOf(schedule)).toEqual([expression, minutes]);
  });

  test('of several monitors start at different minutes, and the same ones at each synthesis', () => {
    const minutes = () => ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => expressionOf(AnalysisSchedule.daily(), id)[0] as string);
    expect(new Set(minutes()).size).toBeGreaterThan(3);
    expect(minutes()).toEqual(minutes());
  });

  test.each([
    ['a minute of 60', AnalysisSchedule.hourly({ minute: 60 }), 'MinuteRange'],
    ['a minute below 0', AnalysisSchedule.daily({ minute: -1 }), 'MinuteRange'],
    ['an hour of 24', AnalysisSchedule.daily({ hour: 24 }), 'HourRange'],
    ['a day that is none', AnalysisSchedule.weekly({ weekDay: 'monday' }), 'WeekDayUnknown'],
    ['every minute', AnalysisSchedule.cron('* * * * ? *', Duration.hours(1)), 'CronInvalid'],
    ['five fields', AnalysisSchedule.cron('0 6 * * ?', Duration.hours(1)), 'CronInvalid'],
    ['brackets', AnalysisSchedule.cron('cron(0 6 * * ? *)', Duration.hours(1)), 'CronInvalid'],
  ])('fail for %s', (_, schedule, code) => {
    expect(refusal(() => monitorIn(newStack(), { schedule }))).toContain(code);
  });
});

describe('fails', () => {
  const outcome = (props: Parameters<typeof monitorIn>[1]) => refusal(() => monitorIn(newStack(), props));

  test.each([
    [{ threshold: 0 }, 'ThresholdRange'], [{ threshold: 0.0001 }, 'accepted'], [{ threshold: 1 }, 'accepted'], [{ threshold: 1.01 }, 'ThresholdRange'],
    [{ minimumRecords: 0 }, 'MinimumRecordsRange'], [{ minimumRecords: 1 }, 'accepted'],
    [{ monitorName: 'm'.repeat(50) }, 'accepted'], [{ monitorName: 'm'.repeat(51) }, 'MonitorNameLength'], [{ monitorName: 'my_monitor' }, 'ProcessingJobNameInvalid'],
    [{ columns: ['a,b'] }, 'ColumnName'], [{ columns: [' a'] }, 'ColumnName'], [{ columns: ['a', ''] }, 'ColumnName'], [{ columns: ['a b', "it's"] }, 'accepted'],
    [{ columns: [] }, 'ColumnsLength'],
  ])('for %j: %s', (props, code) => {
    expect(outcome(props)).toContain(code);
  });

  test.each([
    ['a day', { maxRuntime: Duration.seconds(86_400) }, 'accepted'], ['more than a day', { maxRuntime: Duration.seconds(86_401) }, 'MaxRuntimeInSecondsRange'],
    ['1 GiB', { volumeSize: Size.gibibytes(1) }, 'accepted'], ['more than 16 TiB', { volumeSize: Size.gibibytes(16_385) }, 'VolumeSizeInGBRange'],
    ["no 'ml.'", { instanceType: 'm5.large' }, 'InstanceTypeInvalid'],
  ])('for a job with %s', (_, options, code) => {
    expect(outcome({ engine: MonitoringEngine.processing(options) })).toContain(code);
  });

  test.each([
    ['0 minutes', Duration.minutes(0), 'WindowRange'], ['1 minute', Duration.minutes(1), 'accepted'], ['31 days', Duration.days(31), 'accepted'],
    ['31 days and a minute', Duration.minutes(31 * 1440 + 1), 'WindowRange'], ['90 seconds', Duration.seconds(90), 'WindowMinutes'],
  ])('for a window of %s', (_, window, code) => {
    expect(outcome({ window })).toContain(code);
  });

  test.each([[7_680, 'accepted'], [7_681, 'ColumnsLength']])('for names of columns with %i characters: %s', (length, code) => {
    expect(outcome({ columns: ['x'.repeat(length)] })).toContain(code);
  });

  test('when nobody knows where versions keep their baselines', () => {
    const stack = newStack();
    const endpoint = MonitoredEndpoint.fromAttributes({ endpointName: 'income', captures: { bucket: bucketIn(stack) } });
    expect(refusal(() => monitorIn(stack, { endpoint }))).toContain('BaselinePlaceUnknown');
    expect(refusal(() => monitorIn(stack, { endpoint, baseline: Baseline.fromModelPackage({ bucket: bucketIn(stack), prefix: 'models/' }) }, 'Told'))).toBe('accepted');
  });
});

test('cdk-nag finds nothing, with keys and without', () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = newStack(app);
  monitorIn(stack);
  monitorIn(stack, { encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }), endpoint: endpointIn(stack, 'churn') }, 'Other');
  expect(() => app.synth()).not.toThrow();
  expect(Object.keys(resources(stack, 'AWS::Scheduler::Schedule'))).toHaveLength(2);
});
