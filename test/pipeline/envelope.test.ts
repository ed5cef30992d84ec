import { Duration, Token } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source, SourceCode } from '../../lib/core';
import {
  Cache, type CachedStepOptions, Condition, ConditionStep, ExecutionVariable, FailStep, PackageModelStep, RegisterModelStep, type RetriedStepOptions, RetryOn,
  RetryPolicy, type Step, TrainingStep,
} from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { Trainer, TrainingImage } from '../../lib/training';
import { newStack, pipelineOf, refusal, script, stepOf, work } from './support';

const image = ContainerImage.fromUri('own:1');
const onThrottling = RetryPolicy.attempts(3, { on: [RetryOn.THROTTLING] });
const onCapacity = RetryPolicy.expiringAfter(Duration.hours(2), { on: [RetryOn.CAPACITY_ERROR], interval: Duration.minutes(1), backoffRate: 1.5 });

const rendered = (step: Step) => stepOf(pipelineOf(newStack(), step), step.stepName);
const train = (props: RetriedStepOptions) => new TrainingStep('A', {
  trainer: Trainer.container(TrainingImage.fromImage(image)), channels: { train: S3Source.fromUri('s3://a/b') }, ...props,
});
const register = (props: RetriedStepOptions & CachedStepOptions) => new RegisterModelStep('A', {
  group: ModelPackageGroup.fromModelPackageGroupName(newStack(), 'Group', 'income'), model: S3Source.fromUri('s3://a/b'), image, ...props,
});
const fork = (props: object) => new ConditionStep('A', { conditions: [Condition.equalTo(ExecutionVariable.PIPELINE_NAME, 'x')], ...props });

describe('a step is tried again', () => {
  test('by the policies it has, in their order', () => {
    expect(rendered(train({ retry: [onThrottling, onCapacity] })).RetryPolicies).toEqual([
      { ExceptionType: ['Step.THROTTLING'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3 },
      { ExceptionType: ['SageMaker.CAPACITY_ERROR'], IntervalSeconds: 60, BackoffRate: 1.5, ExpireAfterMin: 120 },
    ]);
  });

  test('as the service does it, without policies', () => {
    expect(rendered(train({}))).not.toHaveProperty('RetryPolicies');
    expect(rendered(train({ retry: [] }))).not.toHaveProperty('RetryPolicies');
  });

  test.each([
    ['a processing job', work('A', { retry: [onCapacity] })],
    ['a job that packages a model', new PackageModelStep('A', {
      model: S3Source.fromUri('s3://a/b'), inferenceCode: SourceCode.fromScript(script('inference')), retry: [onCapacity],
    })],
    ['a registration, on failures of calls', register({ retry: [onThrottling] })],
  ])('when it is %s', (_, step) => {
    expect(rendered(step).RetryPolicies).toHaveLength(1);
  });

  test('fails for a registration on failures of jobs', () => {
    expect(refusal(() => rendered(register({ retry: [onCapacity] }))))
      .toMatch(/StepRetryUnsupported[^]*step 'A': a step of type RegisterModel is tried again on Step.SERVICE_FAULT, Step.THROTTLING, got 'SageMaker.CAPACITY_ERROR'/);
  });

  test('fails for one that does no work', () => {
    expect(refusal(() => rendered(fork({ retry: [onThrottling] })))).toMatch(/StepRetryUnsupported[^]*type Condition is tried again on no failure/);
    expect(refusal(() => rendered(new FailStep('A', { message: 'x', ...{ retry: [onThrottling] } })))).toContain('StepRetryUnsupported');
  });

  test.each([0, 21, 1.5])('fails for %d attempts', (count) => {
    expect(refusal(() => RetryPolicy.attempts(count, { on: [RetryOn.THROTTLING] }))).toMatch(/RetryMaxAttemptsRange|RetryNotWhole/);
  });

  test.each([1, 20, Token.asNumber({ Ref: 'Count' })])('takes %d attempts', (count) => {
    expect(RetryPolicy.attempts(count, { on: [RetryOn.THROTTLING] })._render().MaxAttempts).toBe(count);
  });

  test.each([Duration.seconds(30), Duration.seconds(90), Duration.minutes(14_401)])('fails for attempts during %s', (time) => {
    expect(refusal(() => RetryPolicy.expiringAfter(time, { on: [RetryOn.THROTTLING] }))).toMatch(/RetryExpireAfterRange|RetryNotWhole/);
  });

  test.each([[Duration.minutes(1), 1], [Duration.days(10), 14_400]])('takes attempts during %s', (time, minutes) => {
    expect(RetryPolicy.expiringAfter(time, { on: [RetryOn.THROTTLING] })._render().ExpireAfterMin).toBe(minutes);
  });

  test.each([
    [{ interval: Duration.hours(13) }, 'RetryIntervalRange'],
    [{ interval: Duration.millis(1500) }, 'RetryNotWhole'],
    [{ backoffRate: -1 }, 'RetryBackoffRateRange'],
    [{ on: [] }, 'RetryOnNothing'],
  ])('fails with %j', (options, code) => {
    expect(refusal(() => RetryPolicy.attempts(1, { on: [RetryOn.THROTTLING], ...options }))).toContain(code);
  });

  test.each([
    [{ interval: Duration.hours(12), backoffRate: 0 }, { IntervalSeconds: 43_200, BackoffRate: 0 }],
    [{ interval: Duration.seconds(0), backoffRate: 1 }, { IntervalSeconds: 0, BackoffRate: 1 }],
  ])('takes %j', (options, expected) => {
    expect(RetryPolicy.attempts(1, { on: [RetryOn.THROTTLING], ...options })._render()).toMatchObject(expected);
  });
});

describe('earlier results', () => {
  test('are taken over where the service does that', () => {
    expect(rendered(work('A', { cache: Cache.unlimited() })).CacheConfig).toEqual({ Enabled: true });
    expect(rendered(work('A'))).not.toHaveProperty('CacheConfig');
  });

  test('fail for a step that makes none', () => {
    expect(refusal(() => rendered(register({ cache: Cache.unlimited() })))).toMatch(/StepCacheUnsupported[^]*of type RegisterModel/);
    expect(refusal(() => rendered(fork({ cache: Cache.unlimited() })))).toContain('StepCacheUnsupported');
  });
});

describe('names and words', () => {
  test.each([['displayName', 256], ['description', 3072]])('%s may have up to %d characters', (property, most) => {
    expect(rendered(work('A', { [property]: 'x'.repeat(most) }))).toMatchObject({ [property[0].toUpperCase() + property.slice(1)]: 'x'.repeat(most) });
    expect(refusal(() => work('A', { [property]: 'x'.repeat(most + 1) }))).toMatch(/Step(DisplayName|Description)Length/);
  });
});
