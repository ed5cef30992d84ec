import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Duration, Stack } from 'aws-cdk-lib/core';
import { Cache, Condition, ConditionStep, ExecutionVariable, FailStep, Join, Metric, Pipeline, PropertyFileValue, TrainingStep, StepProperty } from '../../lib/pipeline';
import { ContainerImage, S3Source } from '../../lib/core';
import { Trainer, TrainingImage } from '../../lib/training';
import { renderValues } from '../../lib/pipeline/private/render';
import { validateDefinition } from '../../rehearsal/pipelines/validate-definition';
import { permissionsIn } from './role-lines';
import { definitionOf, newStack, pipelineOf, refusal, script, stepOf, work } from './support';

const stack = newStack();
const pipeline = new Pipeline(stack, 'Training');
const value = StepProperty.of('Train', 'ModelArtifacts.S3ModelArtifacts');
const metric = work('Evaluate', { metrics: 'evaluation.json' }).metric('auc');
const bar = pipeline.addFloatParameter('Bar', { defaultValue: 0.8 });
const render = (rendered: unknown) => Stack.of(pipeline).resolve(renderValues(rendered, pipeline)) as unknown;

describe('conditions', () => {
  test.each<[string, Condition, unknown]>([
    ['equalTo', Condition.equalTo(bar, 1), { Type: 'Equals', LeftValue: { Get: 'Parameters.Bar' }, RightValue: 1 }],
    ['equalTo another value', Condition.equalTo(bar, value), { Type: 'Equals', LeftValue: { Get: 'Parameters.Bar' }, RightValue: { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' } }],
    ['greaterThan', Condition.greaterThan(bar, 1), { Type: 'GreaterThan', LeftValue: { Get: 'Parameters.Bar' }, RightValue: 1 }],
    ['greaterThanOrEqualTo a parameter', Condition.greaterThanOrEqualTo(bar, bar.valueAsNumber), { Type: 'GreaterThanOrEqualTo', LeftValue: { Get: 'Parameters.Bar' }, RightValue: { Get: 'Parameters.Bar' } }],
    ['lessThan', Condition.lessThan(bar, 0), { Type: 'LessThan', LeftValue: { Get: 'Parameters.Bar' }, RightValue: 0 }],
    ['lessThanOrEqualTo', Condition.lessThanOrEqualTo(bar, -1), { Type: 'LessThanOrEqualTo', LeftValue: { Get: 'Parameters.Bar' }, RightValue: -1 }],
    ['isIn', Condition.isIn(bar, [1, 2]), { Type: 'In', QueryValue: { Get: 'Parameters.Bar' }, Values: [1, 2] }],
    ['isIn for a value of any type', Condition.isIn(value, [1, 'a', true]), { Type: 'In', QueryValue: { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' }, Values: [1, 'a', true] }],
    ['not', Condition.not(Condition.equalTo(bar, 0)), { Type: 'Not', Condition: { Type: 'Equals', LeftValue: { Get: 'Parameters.Bar' }, RightValue: 0 } }],
    ['or', Condition.or(Condition.lessThan(bar, 0)), { Type: 'Or', Conditions: [{ Type: 'LessThan', LeftValue: { Get: 'Parameters.Bar' }, RightValue: 0 }] }],
  ])('%s', (_, condition, expected) => {
    expect(render(condition._render())).toEqual(expected);
  });

  test('of every kind stand in a sound definition', () => {
    const own = newStack();
    const sound = new Pipeline(own, 'Training');
    const level = sound.addIntegerParameter('Level', { defaultValue: 1 });
    sound.addSteps(new ConditionStep('Fork', {
      conditions: [Condition.or(Condition.not(Condition.isIn(level, [1, 2])), Condition.equalTo(ExecutionVariable.PIPELINE_NAME, 'x')), Condition.lessThan(level, 3)],
      otherwise: [work('A')],
    }));
    expect(validateDefinition(definitionOf(sound))).toEqual([]);
  });

  test.each([undefined, null, {}, [], Number.NaN, Number.POSITIVE_INFINITY, () => 1, S3Source.fromUri('s3://x')])('fail against %p', (right) => {
    expect(refusal(() => Condition.equalTo(bar, right))).toContain('PipelineLiteralInvalid');
    expect(refusal(() => Condition.isIn(bar, [1, right]))).toContain('PipelineLiteralInvalid');
  });

  test('fail without anything to choose from', () => {
    expect(refusal(() => Condition.or())).toContain('ConditionListEmpty');
    expect(refusal(() => Condition.isIn(bar, []))).toContain('ConditionListEmpty');
    expect(refusal(() => new ConditionStep('Fork', { conditions: [] }))).toContain('ConditionMissing');
  });
});

describe('a fork', () => {
  test('has both branches, empty or not, and its outcome can be used', () => {
    const fork = new ConditionStep('Fork', { conditions: [Condition.equalTo(ExecutionVariable.PIPELINE_NAME, 'x')], ifTrue: [work('A')] });
    const owner = pipelineOf(newStack(), fork, work('After', { dependsOn: [fork] }));
    expect(stepOf(owner, 'After').DependsOn).toEqual(['Fork']);
    expect(stepOf(owner, 'Fork').Arguments).toMatchObject({ IfSteps: [{ Name: 'A' }], ElseSteps: [] });
    expect(renderValues(fork.outcome, owner)).toEqual({ Get: 'Steps.Fork.Outcome' });
  });
});

describe('joins', () => {
  test.each([['', ['a', metric]], [' ', ['auc', 1, true]], ['/', [bar]]])('with %p', (separator, parts) => {
    expect(render(Join.of(separator, ...parts))).toMatchObject({ 'Std:Join': { On: separator, Values: { length: parts.length } } });
  });

  test.each([[[undefined]], [[{}]], [[['a']]], [[Number.NaN]]])('fail for the parts %p', (parts) => {
    expect(refusal(() => Join.of('', ...parts))).toContain('PipelineLiteralInvalid');
  });

  test('fail without parts, and with a separator that is known later', () => {
    expect(refusal(() => Join.of('-'))).toContain('JoinEmpty');
    expect(refusal(() => Join.of(bar.valueAsString, 'a', 'b'))).toContain('JoinSeparator');
  });
});

describe('metrics', () => {
  test.each(['auc', 'binary_classification_metrics.auc.value', 'classes[0].recall', "classes['over 50'].recall", 'a-b.c:d'])('may be at %s', (path) => {
    expect(render(work('Evaluate', { metrics: 'm.json' }).metric(path))).toEqual({ 'Std:JsonGet': { PropertyFile: { Get: 'Steps.Evaluate.PropertyFiles.m' }, Path: path } });
  });

  test.each(['', '.auc', 'auc.', 'a..b', '$.auc', 'a[b]', 'a[0', 'a b', '[0]'])('cannot be at %p', (path) => {
    expect(refusal(() => PropertyFileValue.of('Evaluate', 'm', path))).toContain('MetricPathInvalid');
  });

  test('that decide on a model are conditions, and explain themselves', () => {
    const evaluate = work('Evaluate', { metrics: 'evaluation.json' });
    const file = { PropertyFile: { Get: 'Steps.Evaluate.PropertyFiles.evaluation' }, Path: 'auc' };
    const atLeast = Metric.of('auc').atLeast(0.85);
    expect(atLeast).toMatchObject({ path: 'auc', bar: 'at least 0.85' });
    expect(render(atLeast.conditionOn(evaluate)._render())).toEqual({ Type: 'GreaterThanOrEqualTo', LeftValue: { 'Std:JsonGet': file }, RightValue: 0.85 });
    expect(render(Metric.of('auc').atMost(2).conditionOn(evaluate)._render())).toMatchObject({ Type: 'LessThanOrEqualTo', RightValue: 2 });
    expect(render(atLeast.explainedFor(evaluate))).toEqual({ 'Std:Join': { On: '', Values: ['auc was ', { 'Std:JsonGet': file }, ' and must be at least 0.85'] } });
  });

  test('may be measured by a parameter, or by what CloudFormation fills in', () => {
    const evaluate = work('Evaluate', { metrics: 'evaluation.json' });
    const byParameter = Metric.of('auc').atLeast(bar.valueAsNumber);
    expect(render(byParameter.explainedFor(evaluate))).toMatchObject({ 'Std:Join': { Values: [expect.anything(), expect.anything(), ' and must be at least ', { Get: 'Parameters.Bar' }] } });
    const byStack = Metric.of('auc').atMost(new CfnParameter(stack, 'Limit', { type: 'Number' }).valueAsNumber);
    expect(JSON.stringify(render(byStack.explainedFor(evaluate)))).toContain('{"Ref":"Limit"}');
  });

  test('fail for a bar that is no number', () => {
    expect(refusal(() => Metric.of('auc').atLeast(Number.NaN))).toContain('PipelineLiteralInvalid');
  });
});

describe('JSON in S3', () => {
  const key = 'arn:aws:kms:eu-west-1:123456789012:key/bars';
  const bars = Bucket.fromBucketName(stack, 'Bars', 'bars');

  test('is read when a step needs it, as a number that stands anywhere', () => {
    const least = pipeline.readJson(S3Source.fromObject(bars, 'income.json'), 'auc.least');
    const get = { 'Std:JsonGet': { S3Uri: { 'Std:Join': { On: '', Values: ['s3://bars/income.json'] } }, Path: 'auc.least' } };
    expect(render(Condition.lessThan(metric, least.valueAsNumber)._render())).toMatchObject({ RightValue: get });
    expect(render(`at least ${least}`)).toEqual({ 'Std:Join': { On: '', Values: ['at least ', get] } });
  });

  test('that a step wrote makes the reader wait for that step', () => {
    const owner = new Pipeline(newStack(), 'Training');
    const evaluate = work('Evaluate', { outputs: ['report'] });
    const value = owner.readJson(evaluate.outputFile('report', 'fairness.json'), "by['sex']");
    owner.addSteps(evaluate, new ConditionStep('Fair', { conditions: [Condition.lessThan(value, 0.1)] }));
    expect(validateDefinition(definitionOf(owner))).toEqual([]);
    expect(JSON.stringify(stepOf(owner, 'Fair').Arguments)).toContain('Steps.Evaluate.ProcessingOutputConfig');
  });

  test('may be read by the pipeline alone, that object and its key', () => {
    const site = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
    const owner = new Pipeline(site, 'Training');
    const bucket = Bucket.fromBucketAttributes(site, 'Bars', { bucketName: 'bars', encryptionKey: Key.fromKeyArn(site, 'BarsKey', key) });
    owner.addSteps(new FailStep('Stop', { message: `${owner.readJson(S3Source.fromObject(bucket, 'income.json'), 'a')}` }));
    const { pipeline: own, jobs } = permissionsIn(site);
    expect(own.filter((line) => line.includes('bars'))).toEqual([
      `kms:Decrypt on ${key}`,
      's3:GetObject on arn:aws:s3:::bars/income.json',
      's3:ListBucket on arn:aws:s3:::bars if s3:prefix StringEquals income.json',
    ]);
    expect(jobs.filter((line) => line.includes('bars'))).toEqual([]);
  });

  test('of one pipeline has no meaning in another, and its path must be one', () => {
    const value = pipeline.readJson(S3Source.fromObject(bars, 'income.json'), 'a');
    expect(refusal(() => renderValues({ a: value }, new Pipeline(newStack(), 'Other')))).toContain('PipelineValueForeign');
    expect(refusal(() => pipeline.readJson(S3Source.fromObject(bars, 'income.json'), '$.a'))).toContain('MetricPathInvalid');
  });
});

describe('final metrics of training', () => {
  const channels = { train: S3Source.fromUri('s3://data/train') };
  const trained = new TrainingStep('Train', {
    trainer: Trainer.xgboost({ entryPoint: script('train'), metrics: [{ name: 'validation:auc', regex: '(.*)' }] }), channels,
  });

  test('are found by name, as numbers', () => {
    expect(render(trained.finalMetric('validation:auc'))).toEqual({ Get: "Steps.Train.FinalMetricDataList['validation:auc'].Value" });
    expect(render(`${trained.finalMetric('validation:auc')}`)).toMatchObject({ 'Std:Join': { On: '' } });
  });

  test('fail for a name that the script does not define', () => {
    expect(refusal(() => trained.finalMetric('auc'))).toMatch(/TrainingMetricUnknown[^]*its trainer reads validation:auc/);
  });

  test('of an image are its own business, as long as they can be referred to', () => {
    const own = new TrainingStep('Own', { trainer: Trainer.container(TrainingImage.fromImage(ContainerImage.fromUri('own:1'))), channels });
    expect(refusal(() => own.finalMetric('anything'))).toBe('accepted');
    expect(refusal(() => own.finalMetric("it's"))).toContain('TrainingMetricName');
  });
});

describe('cache', () => {
  test.each([[Duration.minutes(1), 'PT1M'], [Duration.hours(36), 'P1DT12H'], [Duration.days(7), 'P7D']])('%s', (age, expected) => {
    expect(Cache.expiringAfter(age)._render()).toEqual({ Enabled: true, ExpireAfter: expected });
  });

  test.each([Duration.seconds(0), Duration.seconds(59), Duration.seconds(90)])('fails for %s', (age) => {
    expect(refusal(() => Cache.expiringAfter(age))).toContain('CacheAgeInvalid');
  });

  test('may have no end', () => {
    expect(Cache.unlimited()._render()).toEqual({ Enabled: true });
  });
});

test.each(Object.entries(ExecutionVariable).filter(([, variable]) => variable instanceof ExecutionVariable))('%s is a variable that the service knows', (_, variable) => {
  const name = renderValues(variable as ExecutionVariable, pipeline) as { Get: string };
  const definition = { Version: '2020-12-01', PipelineExperimentConfig: { ExperimentName: 'income', TrialName: 'first' }, Steps: [{ Name: 'A', Type: 'Fail', Arguments: { ErrorMessage: name } }] };
  expect(validateDefinition(definition)).toEqual([]);
});
