import type { Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { Processor } from '../../lib/data';
import { Approval, Condition, ConditionStep, FailStep, Metric, Pipeline, ProcessingStep, type RegisterModelStepProps, TrainingStep } from '../../lib/pipeline';
import { PipelineRunner } from '../../rehearsal/pipelines/runner';
import { ModelPackageGroup } from '../../lib/registry';
import { Trainer } from '../../lib/training';
import { S3Fake } from '../rehearsal/containers/s3-fake';
import { RecordingApi } from '../rehearsal/pipelines/recording-api';
import { allSteps, definitionOf, mistakesOf, newStack, refusal, script, stepOf, work } from './support';

let stack: Stack;
let pipeline: Pipeline;
let evaluate: ProcessingStep;
let version: RegisterModelStepProps;

beforeEach(() => {
  stack = newStack();
  pipeline = new Pipeline(stack, 'Training');
  const train = new TrainingStep('Train', {
    trainer: Trainer.xgboost({ entryPoint: script('train'), version: '1.7-1' }), channels: { train: S3Source.fromUri('s3://data/train/') },
  });
  evaluate = new ProcessingStep('Evaluate', { processor: Processor.sklearn({ entryPoint: script('evaluate') }), metrics: 'evaluation.json' });
  pipeline.addSteps(train, evaluate);
  const group = new ModelPackageGroup(stack, 'Group', { modelPackageGroupName: 'income' });
  version = { group, model: train.model, image: train.trainer.image.serving, metrics: evaluate };
});

const metric = (Path: string) => ({ 'Std:JsonGet': { PropertyFile: { Get: 'Steps.Evaluate.PropertyFiles.evaluation' }, Path } });

/** The steps that register versions, with what they say and where they stand. */
function registering(): Record<string, string> {
  return Object.fromEntries(allSteps(definitionOf(pipeline).Steps)
    .filter(({ Type }) => Type === 'RegisterModel')
    .map(({ Name, Arguments }) => [Name, Arguments.ModelApprovalStatus]));
}

test.each([
  ['manual', 'PendingManualApproval', () => Approval.manual()],
  ['none', 'Approved', () => Approval.none()],
])('%s approval registers every version in one step as %s', (_, status, approval) => {
  pipeline.addSteps(approval().register('Register', version));
  expect(registering()).toEqual({ Register: status });
  expect(mistakesOf(pipeline)).toEqual([]);
});

test('the status of the version itself does not count', () => {
  pipeline.addSteps(Approval.manual().register('Register', { ...version, approval: 'Approved' as never }));
  expect(registering()).toEqual({ Register: 'PendingManualApproval' });
});

describe('automatic approval', () => {
  const automatic = () => Approval.automatic(Metric.of('auc').atLeast(0.9), Metric.of('loss').atMost(0.2));

  test('approves a version that keeps all rules, and lets any other wait for people', () => {
    pipeline.addSteps(automatic().register('Register', version));
    const { Type, Arguments } = stepOf(pipeline, 'Register');
    expect(Type).toBe('Condition');
    expect(Arguments.Conditions).toEqual([
      { Type: 'GreaterThanOrEqualTo', LeftValue: metric('auc'), RightValue: 0.9 },
      { Type: 'LessThanOrEqualTo', LeftValue: metric('loss'), RightValue: 0.2 },
    ]);
    expect(Arguments.IfSteps.map(({ Name }: any) => Name)).toEqual(['RegisterApproved']);
    expect(Arguments.ElseSteps.map(({ Name }: any) => Name)).toEqual(['RegisterPending']);
    expect(registering()).toEqual({ RegisterApproved: 'Approved', RegisterPending: 'PendingManualApproval' });
  });

  test('registers the same version in both ways, but for its status', () => {
    pipeline.addSteps(automatic().register('Register', { ...version, modelDescription: 'Who earns more', customerMetadata: { team: 'tax' } }));
    const { ModelApprovalStatus: approved, ...one } = stepOf(pipeline, 'RegisterApproved').Arguments;
    const { ModelApprovalStatus: pending, ...other } = stepOf(pipeline, 'RegisterPending').Arguments;
    expect(one).toEqual(other);
    expect(one).toMatchObject({ ModelPackageDescription: 'Who earns more', CustomerMetadataProperties: { team: 'tax' } });
    expect(approved).not.toBe(pending);
  });

  test('stands in a branch, after the steps that make the model complete', () => {
    const first = work('First', { outputs: ['model'] });
    const register = automatic().register('Register', { ...version, model: first.outputFile('model', 'model.tar.gz') });
    pipeline.addSteps(new ConditionStep('GoodEnough', {
      conditions: [Condition.greaterThan(evaluate.metric('auc'), 0.8)],
      ifTrue: [first, register],
      otherwise: [new FailStep('TooWeak', { message: 'too weak' })],
    }));
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(stepOf(pipeline, 'GoodEnough').Arguments.IfSteps.map(({ Name }: any) => Name)).toEqual(['First', 'Register']);
  });

  test.each([
    ['keeps all rules', { auc: 0.9, loss: 0.2 }, 'Approved'],
    ['breaks one rule', { auc: 0.95, loss: 0.21 }, 'PendingManualApproval'],
    ['breaks the other', { auc: 0.89, loss: 0.1 }, 'PendingManualApproval'],
  ])('registers one version as the rules say when a run %s', async (_, metrics, status) => {
    pipeline.addSteps(automatic().register('Register', version));
    const s3 = new S3Fake();
    await s3.start();
    s3.put('s3://reports/1/evaluation.json', JSON.stringify(metrics));
    const evaluated = {
      Name: 'Evaluate', Type: 'Processing',
      Arguments: { ProcessingOutputConfig: { Outputs: [{ OutputName: 'evaluation', S3Output: { S3Uri: 's3://reports/1/' } }] } },
      PropertyFiles: [{ PropertyFileName: 'evaluation', OutputName: 'evaluation', FilePath: 'evaluation.json' }],
    };
    const trained = { Name: 'Train', Type: 'Training', Arguments: {} };
    const api = new RecordingApi({ Train: { description: { ModelArtifacts: { S3ModelArtifacts: 's3://m/model.tar.gz' } } } });
    const definition = { Version: '2020-12-01', Parameters: [], Steps: [trained, evaluated, stepOf(pipeline, 'Register')] };
    const result = await new PipelineRunner(api, s3.client(), { pollMs: 5, secondMs: 1 }).execute({
      definition: JSON.parse(JSON.stringify(definition)) as never, parameters: {}, pipelineName: 'Income', pipelineArn: 'arn:pipeline/income', executionId: 'abcdef123456',
      executionArn: 'arn:pipeline/income/execution/abcdef123456', signal: new AbortController().signal, onStep: () => undefined,
    });
    await s3.stop();
    expect(result).toEqual({ status: 'Succeeded' });
    expect(api.inputs('CreateModelPackage').map(({ ModelApprovalStatus }: any) => ModelApprovalStatus)).toEqual([status]);
  });

  test('puts names and dependencies on the decision', () => {
    const first = work('First');
    pipeline.addSteps(first, automatic().register('Register', { ...version, displayName: 'Register it', description: 'Kept for good', dependsOn: [first] }));
    expect(stepOf(pipeline, 'Register')).toMatchObject({ DisplayName: 'Register it', Description: 'Kept for good', DependsOn: ['First'] });
    const [pending] = stepOf(pipeline, 'Register').Arguments.ElseSteps;
    expect([pending.DisplayName, pending.Description, pending.DependsOn]).toEqual([undefined, undefined, undefined]);
  });

  test('takes a bar that each run may be given', () => {
    const bar = pipeline.addFloatParameter('Bar', { defaultValue: 0.95 });
    pipeline.addSteps(Approval.automatic(Metric.of('auc').atLeast(bar.valueAsNumber)).register('Register', version));
    expect(JSON.stringify(stepOf(pipeline, 'Register').Arguments.Conditions)).toContain('"RightValue":{"Get":"Parameters.Bar"}');
  });

  describe('that compares with the version that serves', () => {
    const serving = () => work('EvaluateServing', { metrics: 'evaluation.json' });
    const servingMetric = (Path: string) => ({ 'Std:JsonGet': { PropertyFile: { Get: 'Steps.EvaluateServing.PropertyFiles.evaluation' }, Path } });
    const rules = () => [Metric.of('auc').atLeastServing(), Metric.of('loss').atMostServing()];

    test('reads both metrics files', () => {
      const measured = serving();
      pipeline.addSteps(measured, Approval.automatic(...rules()).register('Register', { ...version, comparedWith: { modelPackageArn: 'none', metrics: measured } }));
      expect(stepOf(pipeline, 'Register').Arguments.Conditions).toEqual([
        { Type: 'GreaterThanOrEqualTo', LeftValue: metric('auc'), RightValue: servingMetric('auc') },
        { Type: 'LessThanOrEqualTo', LeftValue: metric('loss'), RightValue: servingMetric('loss') },
      ]);
      expect(mistakesOf(pipeline)).toEqual([]);
    });

    test('tells both values', () => {
      const measured = serving();
      const [auc, loss] = rules().map((rule) => rule.explainedFor(evaluate, measured));
      pipeline.addSteps(measured, new FailStep('TooWeak', { message: `${auc}; ${loss}` }));
      expect(stepOf(pipeline, 'TooWeak').Arguments.ErrorMessage['Std:Join'].Values).toEqual([
        'auc was ', metric('auc'), ' and must be at least that of the version that serves, ', servingMetric('auc'),
        '; loss was ', metric('loss'), ' and must be at most that of the version that serves, ', servingMetric('loss'),
      ]);
    });

    test('fails where nobody measures that version', () => {
      const told = /ServingComparisonMissing[^]*Metric.of\('auc'\): must be at least that of the version that serves[^]*'comparedWith'/;
      expect(refusal(() => Approval.automatic(...rules()).register('Register', version))).toMatch(told);
      expect(refusal(() => rules()[0].conditionOn(evaluate))).toMatch(told);
      expect(refusal(() => rules()[0].explainedFor(evaluate))).toMatch(told);
    });
  });

  test('fails without a rule', () => {
    expect(refusal(() => Approval.automatic())).toMatch(/ApprovalRuleMissing[^]*Approval\.none\(\)/);
  });

  test('fails for a version without metrics', () => {
    expect(refusal(() => automatic().register('Register', { ...version, metrics: undefined }))).toMatch(/ApprovalWithoutMetrics[^]*step 'Register'/);
  });
});
