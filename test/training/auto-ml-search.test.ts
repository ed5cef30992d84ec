import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, CfnParameter, Duration, Stack, Token, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as fc from 'fast-check';
import { Conventions, S3Source } from '../../lib/core';
import {
  AutoMlAlgorithm, AutoMlDataType, AutoMlDeployment, AutoMlMetric, AutoMlMode, AutoMlProblem, AutoMlProblemType, AutoMlSearch, type AutoMlSearchProps,
  ForecastAggregation, ForecastAlgorithm, ForecastMetric, type TabularProblemOptions, type TextGenerationProblemOptions,
  type TimeSeriesForecastingProblemOptions,
} from '../../lib/training';
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import { sample } from '../data/support';
import { withPlainArns } from '../pipeline/support';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { refusal } from '../support/reading';
import { ENV, newStack } from './support';

const model = ServiceModel.load(botocoreData(), 'sagemaker');
const rows = S3Source.fromUri('s3://rows/new/');
const income = (options: Partial<TabularProblemOptions> = {}) => AutoMlProblem.tabular({ target: 'income', ...options });
const sales = (options: Partial<TimeSeriesForecastingProblemOptions> = {}) =>
  AutoMlProblem.timeSeriesForecasting({ target: 'sold', timestamp: 'day', itemId: 'shop', horizon: 14, frequency: 'D', ...options });
const writing = (options: TextGenerationProblemOptions = {}) => AutoMlProblem.textGeneration(options);

function searchIn(stack: Stack, props: Partial<AutoMlSearchProps> = {}): AutoMlSearch {
  return new AutoMlSearch(stack, 'Search', { problem: income(), trainingData: rows, jobName: 'income', ...props });
}

function resources(stack: Stack, type: string): any[] {
  return Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => withPlainArns(Properties) as unknown);
}

/** The state machine as it is deployed. */
function machineOf(stack: Stack): any {
  return JSON.parse(sample(resources(stack, 'AWS::StepFunctions::StateMachine')[0].DefinitionString) as string);
}

/** The request as SageMaker gets it, with a name as long as it can be. */
function requestOf(props: Partial<AutoMlSearchProps> = {}, stack = newStack(ENV)): any {
  searchIn(stack, props);
  const { 'AutoMLJobName.$': name, ...request } = machineOf(stack).States.Start.Parameters;
  expect(name).toBe('$.jobName');
  return { AutoMLJobName: `${'n'.repeat(19)}-0123456789ab`, ...request };
}

const refusedOf = (request: object) => model.validateInput('CreateAutoMLJobV2', request);

/** What a role may do: a line for each action on each resource. */
function permissions(stack: Stack, role: string): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: Match.stringLikeRegexp(role) }] } }))
    .flatMap(({ Properties }) => withPlainArns(Properties.PolicyDocument.Statement) as any[])
    .flatMap(({ Action, Resource, Condition: condition }) => [Action].flat().flatMap((action: string) => [Resource].flat().map((resource: unknown) =>
      `${action} on ${String(sample(resource))}${condition ? ` if ${JSON.stringify(condition)}` : ''}`)))
    .filter((line) => !/^(logs|cloudwatch|ecr|xray):/.test(line)).sort();
}

test('the least code searches a table for four hours at most', () => {
  const { RoleArn: role, OutputDataConfig: output, ...rest } = requestOf({ jobName: undefined });
  expect(rest).toMatchObject({
    AutoMLJobInputDataConfig: [{ ChannelType: 'training', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://rows/new/' } } }],
    AutoMLProblemTypeConfig: { TabularJobConfig: { TargetAttributeName: 'income', CompletionCriteria: { MaxAutoMLJobRuntimeInSeconds: 14_400 } } },
  });
  expect(Object.keys(rest)).toEqual(['AutoMLJobName', 'AutoMLJobInputDataConfig', 'AutoMLProblemTypeConfig']);
  expect(role).toMatch(/^arn:aws:iam/);
  expect(output.S3OutputPath).toMatch(/^s3:\/\/some-name\/shop-[0-9a-z-]{9,14}\/$/);
});

describe('a request that the API takes is made', () => {
  test.each<[string, AutoMlProblem]>([
    ['a table', income()],
    ['a table with every option', income({
      problemType: AutoMlProblemType.REGRESSION, metric: AutoMlMetric.RMSE, mode: AutoMlMode.ENSEMBLING,
      algorithms: [AutoMlAlgorithm.XGBOOST, AutoMlAlgorithm.FASTAI], sampleWeight: 'weight', maxCandidates: 750, featureSpecification: S3Source.fromUri('s3://rows/features.json'),
      generateCandidateDefinitionsOnly: true, maxRuntime: Duration.hours(2), maxRuntimePerTrainingJob: Duration.minutes(30),
    })],
    ['pictures', AutoMlProblem.imageClassification()],
    ['texts', AutoMlProblem.textClassification({ content: 'review', label: 'stars' })],
    ['time series', sales()],
    ['time series with every option', sales({
      grouping: ['region'], quantiles: ['p1', 'p50', 'p99'], metric: ForecastMetric.WAPE, algorithms: [ForecastAlgorithm.CNN_QR, ForecastAlgorithm.ETS], holidays: 'DE',
      filling: { sold: { frontfill: 'none', middlefill: 'zero', backfill: '-2' }, price: { middlefill: 'median', futurefill: 'max' } }, aggregation: ForecastAggregation.AVG,
      featureSpecification: S3Source.fromUri('s3://rows/features.json'), maxRuntimePerTrainingJob: Duration.hours(1),
    })],
    ['a language model', writing()],
    ['a language model with every option', writing({
      baseModel: 'Llama3-8BInstruct', acceptEula: true, epochCount: 3, batchSize: 8, learningRate: 1e-7, learningRateWarmupSteps: 0, maxRuntime: Duration.days(3),
      maxRuntimePerTrainingJob: Duration.hours(60),
    })],
  ])('for %s', (_, problem) => {
    const request = requestOf({ problem });
    expect(refusedOf(request)).toEqual([]);
    expect(request.AutoMLProblemTypeConfig).toMatchSnapshot();
  });

  test('with every option of the search', () => {
    const stack = newStack(ENV);
    const request = requestOf({
      validationData: S3Source.fromUri('s3://rows/old/'), contentType: 'text/csv;header=present', dataType: AutoMlDataType.S3_PREFIX, gzipped: true,
      deployment: AutoMlDeployment.toEndpoint('income'), prefix: 'searches/', encryptionKey: new kms.Key(stack, 'Key'), tags: { team: 'pricing' },
      subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')], securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Security', 'sg-1')],
      encryptTrafficBetweenInstances: true, overrides: { AutoMLComputeConfig: { EmrServerlessComputeConfig: { ExecutionRoleARN: `arn:aws:iam::${ENV.account}:role/emr` } } },
    }, stack);
    expect(refusedOf(request)).toEqual([]);
    expect(request).toMatchSnapshot();
  });

  test('for pictures in a manifest, with a part that validates, and an endpoint at the end of each search', () => {
    const request = requestOf({
      problem: AutoMlProblem.imageClassification(), dataType: AutoMlDataType.AUGMENTED_MANIFEST_FILE, contentType: 'image/png',
      validationFraction: 0, deployment: AutoMlDeployment.toNewEndpoints(),
    });
    expect(refusedOf(request)).toEqual([]);
    expect(request).toMatchObject({
      AutoMLJobInputDataConfig: [{ ContentType: 'image/png', DataSource: { S3DataSource: { S3DataType: 'AugmentedManifestFile' } } }],
      DataSplitConfig: { ValidationFraction: 0 }, ModelDeployConfig: { AutoGenerateEndpointName: true },
    });
  });

  test('for every learning rate, as text of at most 16 characters', () => {
    fc.assert(fc.property(fc.double({ min: 1e-12, max: 1, noNaN: true }), (learningRate) => {
      const { learningRate: text } = writing({ learningRate })._kind.render(() => '').TextGenerationHyperParameters as Record<string, string>;
      expect(text).toMatch(/^[0-9.]{1,16}$/);
      expect(Math.abs(Number(text) - learningRate)).toBeLessThan(1e-14);
    }));
  });

  test('with a number that is known when the stack is deployed', () => {
    const stack = newStack(ENV);
    const epochs = new CfnParameter(stack, 'Epochs', { type: 'Number' });
    searchIn(stack, { problem: writing({ epochCount: epochs.valueAsNumber }) });
    expect(JSON.stringify(resources(stack, 'AWS::StepFunctions::StateMachine'))).toContain('{"Ref":"Epochs"}');
  });
});

describe('the state machine', () => {
  test('starts a job with digits of its own, and looks until it has ended', () => {
    const stack = newStack(ENV);
    searchIn(stack);
    const machine = machineOf(stack);
    const nexts = [...JSON.stringify(machine).matchAll(/"(?:Next|Default|StartAt)":"(\w+)"/g)].map(([, next]) => next);
    expect([...new Set(nexts)].sort()).toEqual(Object.keys(machine.States).sort());
    expect(machine).toMatchSnapshot();
  });

  test.each<[string, Duration, number, number]>([
    ['a minute', Duration.minutes(1), 60 + 21_600, 60],
    ['four days', Duration.days(4), 345_600 + 21_600, 184],
    ['30 days', Duration.days(30), 2_592_000 + 21_600, 1_307],
    ['a time that is known later', Duration.seconds(Token.asNumber({ Ref: 'Seconds' })), 31 * 86_400, 1_340],
  ])('has more time than a job of %s, and makes fewer events than an execution may have', (_, maxRuntime, timeout, wait) => {
    const stack = newStack(ENV);
    searchIn(stack, { problem: income({ maxRuntime }) });
    const [{ DefinitionString }] = resources(stack, 'AWS::StepFunctions::StateMachine');
    const text = JSON.stringify(DefinitionString);
    expect(text).toContain(`TimeoutSeconds\\":${timeout}`);
    expect(text).toContain(`Seconds\\":${wait},`);
    expect((timeout / wait) * 9).toBeLessThan(25_000);
  });

  test('leaves what failed in a queue with an alarm that tells somebody', () => {
    const stack = newStack(ENV);
    searchIn(stack, { alarmTopic: new sns.Topic(stack, 'Topic') });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('^There are searches income that failed'), AlarmActions: [{ Ref: Match.stringLikeRegexp('^Topic') }],
    });
    expect(resources(stack, 'AWS::Events::Rule')).toEqual([expect.objectContaining({ Description: 'Keeps searches income that failed or could not be started' })]);
  });
});

describe('the roles', () => {
  test('start and follow these jobs, and read this data, and nothing else', () => {
    const stack = newStack(ENV);
    const bucket = s3.Bucket.fromBucketName(stack, 'Results', 'results');
    searchIn(stack, { trainingData: S3Source.fromBucket(s3.Bucket.fromBucketName(stack, 'Rows', 'rows'), 'new/'), bucket, prefix: 'searches/' });
    expect(permissions(stack, 'MachineRole')).toEqual([
      'iam:PassRole on arn:aws:iam::123456789012:role/sagemaker-lifecycle/job if {"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}',
      'sagemaker:CreateAutoMLJobV2 on arn:aws:sagemaker:eu-west-1:123456789012:automl-job/income-*',
      'sagemaker:DescribeAutoMLJobV2 on arn:aws:sagemaker:eu-west-1:123456789012:automl-job/income-*',
    ]);
    expect(permissions(stack, 'JobRole')).toEqual([
      's3:AbortMultipartUpload on arn:aws:s3:::results/searches/income/*',
      's3:GetObject on arn:aws:s3:::results/searches/income/*',
      's3:GetObject on arn:aws:s3:::rows/new/*',
      's3:ListBucket on arn:aws:s3:::results if {"StringLike":{"s3:prefix":["searches/income/*"]}}',
      's3:ListBucket on arn:aws:s3:::rows if {"StringLike":{"s3:prefix":["new/*"]}}',
      's3:PutObject on arn:aws:s3:::results/searches/income/*',
    ]);
  });

  test('tag jobs that have tags, and use the key of volume and results', () => {
    const stack = newStack(ENV);
    searchIn(stack, { tags: { team: 'pricing' }, bucket: s3.Bucket.fromBucketName(stack, 'Results', 'results'), encryptionKey: new kms.Key(stack, 'Key') });
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    const grant = `kms:CreateGrant on ${key} if {"Bool":{"kms:GrantIsForAWSResource":true}}`;
    expect(permissions(stack, 'MachineRole').filter((line) => /^(kms|sagemaker:AddTags)/.test(line))).toEqual([
      grant, `kms:DescribeKey on ${key}`, 'sagemaker:AddTags on arn:aws:sagemaker:eu-west-1:123456789012:automl-job/income-*',
    ]);
    expect(permissions(stack, 'JobRole').filter((line) => line.startsWith('kms'))).toEqual([
      grant, `kms:Decrypt on ${key}`, `kms:DescribeKey on ${key}`, `kms:Encrypt on ${key}`, `kms:GenerateDataKey on ${key}`,
    ]);
  });

  test.each<[string, AutoMlDeployment, string]>([['this endpoint', AutoMlDeployment.toEndpoint('best'), 'best'], ['any', AutoMlDeployment.toNewEndpoints(), '*']])(
    'make %s where the best model is deployed', (_, deployment, name) => {
      const stack = newStack(ENV);
      searchIn(stack, { deployment });
      expect(permissions(stack, 'JobRole')).toEqual(expect.arrayContaining([
        `sagemaker:CreateEndpoint on arn:aws:sagemaker:eu-west-1:123456789012:endpoint/${name}`,
        expect.stringMatching(/^iam:PassRole on .*role\/sagemaker-lifecycle\/job if/),
      ]));
    });

  test('take further grants for the jobs, and let others start a search', () => {
    const stack = newStack(ENV);
    const search = searchIn(stack);
    s3.Bucket.fromBucketName(stack, 'Lake', 'lake').grantRead(search, 'pictures/*');
    search.grants.startExecution(new iam.Role(stack, 'Person', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(permissions(stack, 'JobRole').some((line) => line.endsWith(' on arn:aws:s3:::lake/pictures/*'))).toBe(true);
    expect(permissions(stack, 'Person')).toEqual([expect.stringMatching(/^states:StartExecution on /)]);
  });
});

describe('a search starts', () => {
  test('on a schedule, and what could not be started lies beside what failed', () => {
    const stack = newStack(ENV);
    const search = searchIn(stack, { schedule: ScheduleExpression.cron({ minute: '0', hour: '3', day: '1' }), retryFor: Duration.minutes(1) });
    expect(resources(stack, 'AWS::Scheduler::Schedule')).toEqual([expect.objectContaining({
      ScheduleExpression: 'cron(0 3 1 * ? *)', ScheduleExpressionTimezone: 'Etc/UTC',
      Target: {
        Arn: stack.resolve(search.stateMachineArn), Input: '{}', RoleArn: expect.anything(), RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: stack.resolve(search.deadLetterQueue.queueArn) },
      },
    })]);
    expect(permissions(stack, 'SchedulerRole')).toEqual([expect.stringMatching(/^sqs:SendMessage on /), expect.stringMatching(/^states:StartExecution on /)]);
  });

  test('when it is deployed, and again when what is searched has changed', () => {
    const hashOf = (options: Partial<TabularProblemOptions>) => {
      const stack = newStack(ENV);
      const search = searchIn(stack, { problem: income(options) });
      search.startOnDeployment();
      const [{ RunHash, StateMachineArn }] = resources(stack, 'Custom::SageMakerExecution');
      expect(StateMachineArn).toEqual(stack.resolve(search.stateMachineArn));
      return RunHash as string;
    };
    expect(hashOf({})).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf({})).toBe(hashOf({}));
    expect(hashOf({ target: 'age' })).not.toBe(hashOf({}));
  });

  test('when it is deployed, with a permission for this machine alone, once', () => {
    const stack = newStack(ENV);
    const search = searchIn(stack);
    search.startOnDeployment();
    expect(permissions(stack, 'SageMakerExecutionStarterRole').filter((line) => line.startsWith('states'))).toHaveLength(1);
    expect(refusal(() => search.startOnDeployment())).toContain('StartedTwice');
  });
});

test('rules can be added for searches that failed and for those that ended well, and their number be watched', () => {
  const stack = newStack(ENV);
  const search = searchIn(stack);
  search.onSucceeded('Found');
  search.onFailed('NotFound');
  const statuses = resources(stack, 'AWS::Events::Rule').map(({ EventPattern }) => EventPattern.detail.status);
  expect(statuses).toEqual(expect.arrayContaining([['SUCCEEDED'], ['FAILED', 'TIMED_OUT', 'ABORTED']]));
  expect(search.metricFailed()).toMatchObject({ namespace: 'AWS/States', metricName: 'ExecutionsFailed', statistic: 'Sum' });
  expect(search.metricSucceeded({ period: Duration.days(1) }).period).toEqual(Duration.days(1));
});

test('models stay in a bucket of its own', () => {
  const stack = newStack(ENV);
  searchIn(stack);
  Template.fromStack(stack).hasResource('AWS::S3::Bucket', { DeletionPolicy: 'RetainExceptOnCreate' });
  expect(JSON.stringify(resources(stack, 'AWS::S3::Bucket'))).not.toContain('ExpirationInDays');
});

test.each<[string, Partial<AutoMlSearchProps>, string]>([
  ['a target without a name', { problem: income({ target: '' }) }, 'TargetAttributeNameLength'],
  ['no candidates', { problem: income({ maxCandidates: 0 }) }, 'MaxCandidatesRange'],
  ['one candidate', { problem: income({ maxCandidates: 1 }) }, 'accepted'],
  ['751 candidates', { problem: income({ maxCandidates: 751 }) }, 'MaxCandidatesRange'],
  ['candidates that are known later', { problem: income({ maxCandidates: Token.asNumber({ Ref: 'Most' }) }) }, 'accepted'],
  ['no time', { problem: income({ maxRuntime: Duration.seconds(0) }) }, 'MaxAutoMLJobRuntimeInSecondsRange'],
  ['more time for one than for all', { problem: income({ maxRuntimePerTrainingJob: Duration.hours(5) }) }, 'AutoMlRuntimes'],
  ['as much time for one as for all', { problem: income({ maxRuntimePerTrainingJob: Duration.hours(4) }) }, 'accepted'],
  ['a problem without a metric', { problem: income({ problemType: AutoMlProblemType.REGRESSION }) }, 'AutoMlObjectiveIncomplete'],
  ['a metric of another problem', { problem: income({ problemType: AutoMlProblemType.REGRESSION, metric: AutoMlMetric.AUC }) }, 'AutoMlMetric'],
  ['algorithms without a mode', { problem: income({ algorithms: [AutoMlAlgorithm.XGBOOST] }) }, 'AutoMlAlgorithmsInAuto'],
  ['algorithms of the mode', { problem: income({ mode: AutoMlMode.HYPERPARAMETER_TUNING, algorithms: [AutoMlAlgorithm.MLP] }) }, 'accepted'],
  ['algorithms of another mode', { problem: income({ mode: AutoMlMode.HYPERPARAMETER_TUNING, algorithms: [AutoMlAlgorithm.CATBOOST] }) }, 'AutoMlAlgorithmUnknown'],
  ['no algorithms', { problem: income({ mode: AutoMlMode.ENSEMBLING, algorithms: [] }) }, 'AutoMlAlgorithmsCount'],
  ['weights without a mode', { problem: income({ sampleWeight: 'w' }) }, 'AutoMlSampleWeightMode'],
  ['weights where models are combined', { problem: income({ sampleWeight: 'w', mode: AutoMlMode.ENSEMBLING }) }, 'accepted'],
  ['weights of a column with a space', { problem: income({ sampleWeight: 'a b', mode: AutoMlMode.ENSEMBLING }) }, 'SampleWeightAttributeNamePattern'],
  ['a long column of texts', { problem: AutoMlProblem.textClassification({ content: 'c'.repeat(257), label: 'l' }) }, 'ContentColumnLength'],
  ['a column of texts as long as it can be', { problem: AutoMlProblem.textClassification({ content: 'c'.repeat(256), label: 'l' }) }, 'accepted'],
  ['a class without a name', { problem: AutoMlProblem.textClassification({ content: 'c', label: '' }) }, 'TargetLabelColumnLength'],
  ['no step', { problem: sales({ horizon: 0 }) }, 'ForecastHorizonRange'],
  ['500 steps', { problem: sales({ horizon: 500 }) }, 'accepted'],
  ['501 steps', { problem: sales({ horizon: 501 }) }, 'ForecastHorizonRange'],
  ['steps of an hour', { problem: sales({ frequency: '23H' }) }, 'accepted'],
  ['steps of 24 hours', { problem: sales({ frequency: '24H' }) }, 'ForecastFrequencyPattern'],
  ['five quantiles', { problem: sales({ quantiles: ['p1', 'p2', 'p3', 'p4', 'p5'] }) }, 'accepted'],
  ['six quantiles', { problem: sales({ quantiles: ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'] }) }, 'ForecastQuantilesCount'],
  ['quantile zero', { problem: sales({ quantiles: ['p0'] }) }, 'ForecastQuantile'],
  ['six columns that name a series', { problem: sales({ grouping: ['a', 'b', 'c', 'd', 'e', 'f'] }) }, 'GroupingAttributeNamesCount'],
  ['five columns that name a series', { problem: sales({ grouping: ['a', 'b', 'c', 'd', 'e'] }) }, 'accepted'],
  ['a country in small letters', { problem: sales({ holidays: 'de' }) }, 'CountryCodePattern'],
  ['an unknown filling', { problem: sales({ filling: { price: { backfill: 'last' } } }) }, 'ForecastFillingUnknown'],
  ['a filling that is known later', { problem: sales({ filling: { price: { backfill: Token.asString({ Ref: 'Fill' }) } } }) }, 'accepted'],
  ['a fraction for a filling', { problem: sales({ filling: { price: { backfill: '2.5' } } }) }, 'ForecastFillingUnknown'],
  ['a front filling of another column', { problem: sales({ filling: { price: { frontfill: 'none' } } }) }, 'ForecastFrontfill'],
  ['no algorithms for a forecast', { problem: sales({ algorithms: [] }) }, 'AutoMlAlgorithmsCount'],
  ['validation data for a forecast', { problem: sales(), validationData: rows }, 'AutoMlOwnSplit'],
  ['a part that validates a forecast', { problem: sales(), validationFraction: 0.1 }, 'AutoMlOwnSplit'],
  ['ten epochs', { problem: writing({ epochCount: 10 }) }, 'accepted'],
  ['eleven epochs', { problem: writing({ epochCount: 11 }) }, 'epochCountRange'],
  ['no examples in a step', { problem: writing({ batchSize: 0 }) }, 'batchSizeRange'],
  ['64 examples in a step', { problem: writing({ batchSize: 64 }) }, 'accepted'],
  ['a learning rate above one', { problem: writing({ learningRate: 1.1 }) }, 'learningRateRange'],
  ['251 steps to warm up', { problem: writing({ learningRateWarmupSteps: 251 }) }, 'learningRateWarmupStepsRange'],
  ['a base model with a slash', { problem: writing({ baseModel: 'meta/llama' }) }, 'BaseModelNamePattern'],
  ['pictures as CSV', { problem: AutoMlProblem.imageClassification(), contentType: 'text/csv;header=present' }, 'AutoMlContentType'],
  ['a table as pictures', { contentType: 'image/png' }, 'AutoMlContentType'],
  ['a table as Parquet', { contentType: 'x-application/vnd.amazon+parquet' }, 'accepted'],
  ['a content type that is known later', { contentType: Token.asString({ Ref: 'Type' }) }, 'accepted'],
  ['a table in an augmented manifest', { dataType: AutoMlDataType.AUGMENTED_MANIFEST_FILE }, 'AutoMlDataType'],
  ['a table in a manifest', { dataType: AutoMlDataType.MANIFEST_FILE }, 'accepted'],
  ['a gzipped table', { gzipped: true }, 'accepted'],
  ['gzipped files of a manifest', { gzipped: true, dataType: AutoMlDataType.MANIFEST_FILE }, 'AutoMlGzip'],
  ['gzipped pictures', { gzipped: true, problem: AutoMlProblem.imageClassification() }, 'AutoMlGzip'],
  ['two ways to validate', { validationData: rows, validationFraction: 0.2 }, 'AutoMlValidationTwice'],
  ['a share above all', { validationFraction: 1.1 }, 'ValidationFractionRange'],
  ['a prefix with a slash before it', { prefix: '/searches' }, 'S3KeyInvalid'],
  ['a name of 19 characters', { jobName: 'n'.repeat(19) }, 'accepted'],
  ['a name of 20 characters', { jobName: 'n'.repeat(20) }, 'JobNameLength'],
  ['a name with an underscore', { jobName: 'in_come' }, 'AutoMLJobNameInvalid'],
  ['an endpoint with an underscore', { deployment: AutoMlDeployment.toEndpoint('in_come') }, 'EndpointNameInvalid'],
  ['trying again without a schedule', { retryFor: Duration.hours(1) }, 'RetryWithoutSchedule'],
  ['trying again for less than a minute', { retryFor: Duration.seconds(59), schedule: ScheduleExpression.rate(Duration.days(1)) }, 'RetryForRange'],
  ['trying again for a day', { retryFor: Duration.days(1), schedule: ScheduleExpression.rate(Duration.days(1)) }, 'accepted'],
  ['a tag without a key', { tags: { '': 'x' } }, 'KeyLength'],
  ['subnets without groups', { subnets: [ec2.Subnet.fromSubnetId(newStack(), 'Subnet', 'subnet-1')] }, 'NetworkIncomplete'],
])('judges %s', (_, props, expected) => {
  const said = refusal(() => searchIn(newStack(ENV), props));
  expect(expected === 'accepted' ? said : said.split(/\s/)[0]).toBe(expected);
});

test.each([[9, 'accepted'], [10, 'JobNameNeeded']])('a prefix of %d characters leaves room for a made name, or is refused', (length, expected) => {
  const stack = newStack(ENV);
  Conventions.apply(stack, { namePrefix: 'p'.repeat(length) });
  const said = refusal(() => expect(searchIn(stack, { jobName: undefined }).jobName).toMatch(/^p{9}[a-z0-9-]{1,10}$/));
  expect(said.split(/\s/)[0]).toBe(expected);
});

test('cdk-nag finds nothing in a search that starts in every way', () => {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  searchIn(stack, {
    trainingData: S3Source.fromBucket(s3.Bucket.fromBucketName(stack, 'Rows', 'rows'), 'new/'), schedule: ScheduleExpression.rate(Duration.days(7)),
    encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }), deployment: AutoMlDeployment.toNewEndpoints(),
    subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')], securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Security', 'sg-1')],
  }).startOnDeployment();
  expect(() => app.synth()).not.toThrow();
});
