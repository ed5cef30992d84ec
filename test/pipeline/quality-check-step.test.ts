import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import {
  Cache, CallbackStep, CheckedProblem, CheckFormat, Condition, ConditionStep, Pipeline, QualityCheck, QualityCheckStep, type QualityCheckStepProps, RunChoice,
  StepProperty,
} from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { added } from './role-lines';
import { mistakesOf, newStack, pipelineOf, refusal, stepOf, work } from './support';
import { ENV, proof, sound } from './step-proof';

const data = (stack: Stack) => S3Source.fromBucket(s3.Bucket.fromBucketName(stack, 'Data', 'rows'), 'predictions/');
const check = (stack: Stack, props: Partial<QualityCheckStepProps> = {}) => new QualityCheckStep('Check', {
  group: ModelPackageGroup.fromModelPackageGroupName(stack, 'Group', 'income'), ...props, check: props.check ?? QualityCheck.data({ dataset: data(stack) }),
});

test('a check of data is written as the SageMaker SDK writes it', () => {
  expect(proof((stack) => [check(stack)])).toMatchSnapshot();
});

test('a check of predictions with every option is written as the SageMaker SDK writes it', () => {
  expect(proof((stack) => [check(stack, {
    check: QualityCheck.model({
      dataset: data(stack), format: CheckFormat.jsonLines(), problem: CheckedProblem.BINARY_CLASSIFICATION, groundTruth: 'truth', inference: 'label', probability: 'score',
      probabilityThreshold: 0.5,
    }),
    skipCheck: RunChoice.of(StepProperty.of('Before', 'ExitMessage')), failOnViolation: RunChoice.no(), registerNewBaseline: RunChoice.yes(),
    suppliedStatistics: S3Source.fromUri('s3://baselines/statistics.json'),
    suppliedConstraints: S3Source.fromObject(s3.Bucket.fromBucketName(stack, 'Baselines', 'baselines'), 'constraints.json'),
    processing: { instanceType: 'ml.m5.xlarge', environment: { LEVEL: 'debug' } }, cache: Cache.expiringAfter(Duration.days(1)),
  }), work('Before')])).toMatchSnapshot();
});

test('a parameter says for each run whether to compare', () => {
  const pipeline = new Pipeline(newStack({ env: ENV }), 'Training');
  const skip = pipeline.addBooleanParameter('Skip', { defaultValue: false });
  pipeline.addSteps(check(newStack({ env: ENV }), { skipCheck: RunChoice.of(skip) }));
  expect(stepOf(pipeline, 'Check').SkipCheck).toEqual({ Get: 'Parameters.Skip' });
  const word = pipeline.addStringParameter('Word');
  expect(refusal(() => RunChoice.of(word))).toMatch(/RunChoiceType[^]*this is a text/);
});

test('may do without a group, where it is told what to compare with, or compares nothing', () => {
  const alone = (options: Partial<QualityCheckStepProps>) => (stack: Stack) => [
    new QualityCheckStep('Check', { check: QualityCheck.data({ dataset: data(stack) }), ...options }),
  ];
  const without = (options: Partial<QualityCheckStepProps>) => sound(alone(options));
  const supplied = { suppliedConstraints: S3Source.fromUri('s3://baselines/constraints.json') };
  expect(stepOf(without(supplied), 'Check')).toMatchObject({ ModelPackageGroupName: null, SuppliedBaselineConstraints: 's3://baselines/constraints.json' });
  expect(added(alone(supplied)).pipeline.join()).not.toContain('ModelPackage');
  expect(stepOf(without({ skipCheck: RunChoice.yes() }), 'Check').ModelPackageGroupName).toBeNull();
  expect(refusal(() => without({}))).toMatch(/CheckWithoutBaseline[^]*compares with nothing/);
});

test('text may come without a header', () => {
  const pipeline = sound((stack) => [check(stack, { check: QualityCheck.data({ dataset: data(stack), format: CheckFormat.csv({ header: false }) }) })]);
  expect(stepOf(pipeline, 'Check').Arguments.Environment.dataset_format).toBe('{"csv":{"header":false,"output_columns_position":"START"}}');
});

test('its findings are for other steps, which wait for it', () => {
  const pipeline = sound((stack) => {
    const step = check(stack);
    const files = [step.calculatedStatistics, step.calculatedConstraints, step.driftCheckStatistics, step.driftCheckConstraints];
    return [step, new CallbackStep('After', { inputs: { files: files.map((file) => file.bind(stack, undefined!).uri) } })];
  });
  expect(stepOf(pipeline, 'After').Arguments.files).toEqual([
    { Get: 'Steps.Check.CalculatedBaselineStatistics' }, { Get: 'Steps.Check.CalculatedBaselineConstraints' },
    { Get: 'Steps.Check.BaselineUsedForDriftCheckStatistics' }, { Get: 'Steps.Check.BaselineUsedForDriftCheckConstraints' },
  ]);
});

test('fails to be used from outside of its branch', () => {
  const stack = newStack({ env: ENV });
  const step = check(stack);
  const pipeline = new Pipeline(stack, 'Training');
  pipeline.addSteps(
    new ConditionStep('Fork', { conditions: [Condition.equalTo(StepProperty.of('First', 'A'), 'x')], ifTrue: [step] }), work('First'),
    new CallbackStep('After', { inputs: { uri: step.calculatedConstraints.bind(stack, undefined!).uri } }),
  );
  expect(mistakesOf(pipeline).join()).toContain('StepInBranch');
});

test('fails for values beside its arguments of steps that are not there', () => {
  const stack = newStack({ env: ENV });
  expect(mistakesOf(pipelineOf(stack, check(stack, { skipCheck: RunChoice.of(StepProperty.of('Nobody', 'A')) }))).join()).toMatch(/StepUnknown[^]*got 'Nobody'/);
});

describe('columns of predictions', () => {
  const dataset = S3Source.fromUri('s3://rows/predictions');
  const { BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION, REGRESSION } = CheckedProblem;
  const model = (options: object) => refusal(() => QualityCheck.model({ dataset, groundTruth: 'y', problem: BINARY_CLASSIFICATION, ...options }));

  test.each([
    [{ inference: 'p' }], [{ probability: 'p' }], [{ probability: 'p', probabilityThreshold: 0 }], [{ inference: 'p', probabilityThreshold: 1 }],
    [{ problem: REGRESSION, inference: 'p' }], [{ problem: MULTICLASS_CLASSIFICATION, inference: 'p', probability: 'q' }],
  ])('may be %j', (options) => expect(model(options)).toBe('accepted'));

  test.each([
    [{}, 'CheckedColumnMissing'], [{ problem: REGRESSION }, 'CheckedColumnMissing'], [{ problem: MULTICLASS_CLASSIFICATION, probability: 'p' }, 'CheckedColumnMissing'],
    [{ problem: REGRESSION, inference: 'p', probability: 'q' }, 'CheckedColumnUnknown'],
    [{ probability: 'p', probabilityThreshold: -0.1 }, 'CheckedThreshold'], [{ probability: 'p', probabilityThreshold: 1.1 }, 'CheckedThreshold'],
    [{ problem: REGRESSION, inference: 'p', probabilityThreshold: 0.5 }, 'CheckedThreshold'],
  ])('fail as %j', (options, code) => expect(model(options)).toContain(code));
});
