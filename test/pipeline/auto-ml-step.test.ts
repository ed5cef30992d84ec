import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Token } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { AutoMlStep, Cache, ModelStep, Pipeline, RetryOn, RetryPolicy } from '../../lib/pipeline';
import { AutoMlAlgorithm, AutoMlJob, type AutoMlJobProps, AutoMlMetric, AutoMlProblemType } from '../../lib/training';
import { problemsOf, refused } from './api-judge';
import { added } from './role-lines';
import { mistakesOf, newStack, pipelineOf, refusal, stepOf } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const rows = S3Source.fromUri('s3://some-bucket/rows/');
const find = (props: Partial<AutoMlJobProps> = {}, validation?: S3Source) =>
  new AutoMlStep('Find', { job: new AutoMlJob({ target: 'income', ...props }), training: rows, validation });
const rendered = (props: Partial<AutoMlJobProps> = {}, validation?: S3Source) => stepOf(pipelineOf(newStack({ env: ENV }), find(props, validation)), 'Find').Arguments;

describe('AutoML', () => {
  test('searches for four hours at most, without settings', () => {
    const { OutputDataConfig: output, RoleArn: role, ...rest } = rendered();
    expect(rest).toEqual({
      InputDataConfig: [{ ChannelType: 'training', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://some-bucket/rows/' } }, TargetAttributeName: 'income' }],
      AutoMLJobConfig: { Mode: 'ENSEMBLING', CompletionCriteria: { MaxAutoMLJobRuntimeInSeconds: 14_400 } },
    });
    expect(JSON.stringify(output)).toContain('/Find/model');
    expect(JSON.stringify(role)).toContain('TrainingJobRole');
  });

  test('with every option makes a request that the API takes', () => {
    const stack = newStack({ env: ENV });
    const pipeline = new Pipeline(stack, 'Training', { encryptionKey: new Key(stack, 'Key') });
    const candidates = pipeline.addIntegerParameter('Candidates', { defaultValue: 20 });
    const step = new AutoMlStep('Find', {
      job: new AutoMlJob({
        target: 'income', problemType: AutoMlProblemType.REGRESSION, metric: AutoMlMetric.RMSE, contentType: 'text/csv;header=present', gzipped: true, sampleWeight: 'weight',
        maxCandidates: candidates.valueAsNumber, maxRuntime: Duration.hours(2), maxRuntimePerTrainingJob: Duration.minutes(30),
        algorithms: [AutoMlAlgorithm.XGBOOST, AutoMlAlgorithm.FASTAI], featureSpecification: S3Source.fromUri('s3://some-bucket/features.json'),
        subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')], securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Security', 'sg-1')],
        encryptTrafficBetweenInstances: true, overrides: { Tags: [{ Key: 'a', Value: 'b' }] },
      }),
      training: rows, validation: S3Source.fromUri('s3://some-bucket/validation/'),
      cache: Cache.unlimited(), retry: [RetryPolicy.attempts(2, { on: [RetryOn.CAPACITY_ERROR] })],
    });
    pipeline.addSteps(step, new ModelStep('Make', { containers: [step.container({ environment: { LEVEL: 'debug' } })] }));
    expect(refused(pipeline)).toEqual([]);
    expect(problemsOf(pipeline)).toEqual([]);
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(stepOf(pipeline, 'Find')).toMatchSnapshot();
    expect(stepOf(pipeline, 'Make').Arguments.PrimaryContainer).toEqual({
      Image: { Get: 'Steps.Find.BestCandidate.InferenceContainers[0].Image' },
      ModelDataUrl: { Get: 'Steps.Find.BestCandidate.InferenceContainers[0].ModelDataUrl' },
      Environment: {
        MODEL_NAME: { Get: "Steps.Find.BestCandidate.InferenceContainers[0].Environment['MODEL_NAME']" },
        SAGEMAKER_PROGRAM: { Get: "Steps.Find.BestCandidate.InferenceContainers[0].Environment['SAGEMAKER_PROGRAM']" },
        SAGEMAKER_SUBMIT_DIRECTORY: { Get: "Steps.Find.BestCandidate.InferenceContainers[0].Environment['SAGEMAKER_SUBMIT_DIRECTORY']" },
        LEVEL: 'debug',
      },
    });
  });

  test('tells other steps what it found', () => {
    const step = find();
    expect(step.bestCandidateName._render()).toEqual({ Get: 'Steps.Find.BestCandidate.CandidateName' });
    expect(step.bestObjectiveValue._render()).toEqual({ Get: 'Steps.Find.BestCandidate.FinalAutoMLJobObjectiveMetric.Value' });
  });

  test.each<[string, Partial<AutoMlJobProps>, string]>([
    ['a column without a name', { target: '' }, 'TargetAttributeNameLength'],
    ['a long content type', { contentType: 'x'.repeat(257) }, 'ContentTypeLength'],
    ['no candidates', { maxCandidates: 0 }, 'MaxCandidatesRange'],
    ['750 candidates', { maxCandidates: 750 }, 'accepted'],
    ['751 candidates', { maxCandidates: 751 }, 'MaxCandidatesRange'],
    ['no time', { maxRuntime: Duration.seconds(0) }, 'MaxAutoMLJobRuntimeInSecondsRange'],
    ['more time for one than for all', { maxRuntime: Duration.hours(1), maxRuntimePerTrainingJob: Duration.hours(2) }, 'AutoMlRuntimes'],
    ['as much time for one as for all', { maxRuntimePerTrainingJob: Duration.hours(4) }, 'accepted'],
    ['a share above all', { validationFraction: 1.1 }, 'ValidationFractionRange'],
    ['all as a share', { validationFraction: 1 }, 'accepted'],
    ['a share that is known later', { validationFraction: Token.asNumber({ Ref: 'Share' }) }, 'accepted'],
    ['no algorithms', { algorithms: [] }, 'AutoMlAlgorithmsCount'],
    ['an algorithm of another mode', { algorithms: [AutoMlAlgorithm.MLP] }, 'AutoMlAlgorithmUnknown'],
    ['a problem without a metric', { problemType: AutoMlProblemType.REGRESSION }, 'AutoMlObjectiveIncomplete'],
    ['a metric without a problem', { metric: AutoMlMetric.AUC }, 'AutoMlObjectiveIncomplete'],
    ['a metric of another problem', { problemType: AutoMlProblemType.MULTICLASS_CLASSIFICATION, metric: AutoMlMetric.AUC }, 'AutoMlMetric'],
    ['a metric of the problem', { problemType: AutoMlProblemType.MULTICLASS_CLASSIFICATION, metric: AutoMlMetric.F1_MACRO }, 'accepted'],
    ['weights of a column with a space', { sampleWeight: 'a b' }, 'SampleWeightAttributeNamePattern'],
    ['subnets without groups', { subnets: [ec2.Subnet.fromSubnetId(newStack(), 'Subnet', 'subnet-1')] }, 'NetworkIncomplete'],
  ])('judges %s', (_, props, expected) => {
    expect(refusal(() => rendered(props))).toContain(expected);
  });

  test('fails for two ways to validate', () => {
    expect(refusal(() => rendered({ validationFraction: 0.2 }))).toBe('accepted');
    expect(refusal(() => rendered({ validationFraction: 0.2 }, rows))).toContain('AutoMlValidationTwice');
  });
});

test('the pipeline may run AutoML jobs, and the role of the jobs reads data and images', () => {
  expect(added((stack) => [new AutoMlStep('A', {
    job: new AutoMlJob({ target: 'income' }), training: S3Source.fromBucket(s3.Bucket.fromBucketName(stack, 'Rows', 'rows'), 'new/'),
  })])).toMatchSnapshot();
});
