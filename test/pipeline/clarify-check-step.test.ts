import { readFileSync } from 'node:fs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Aws, Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { CallbackStep, ClarifyCheck, ClarifyCheckStep, type ClarifyCheckStepProps, ClarifyFormat, Pipeline, ShapAggregation } from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { newStack, pipelineOf, refusal, stepOf, work } from './support';
import { ENV, proof } from './step-proof';

interface Asset {
  readonly source: { readonly path: string };
  readonly destinations: Record<string, { readonly objectKey: string }>;
}

const rows = (stack: Stack) => ({ dataset: S3Source.fromBucket(s3.Bucket.fromBucketName(stack, 'Data', 'rows'), 'train/'), label: 'income' });
const bias = { positiveLabels: [1], facets: [{ column: 'sex', values: ['Female'] }] };
const data = { dataset: S3Source.fromUri('s3://rows/train'), label: 'income' };
const check = (stack: Stack, clarify: ClarifyCheck, props: Partial<ClarifyCheckStepProps> = {}) => new ClarifyCheckStep('Check', {
  group: ModelPackageGroup.fromModelPackageGroupName(stack, 'Group', 'income'), check: clarify, ...props,
});

test('a check of data for bias is written as the SageMaker SDK writes it', () => {
  expect(proof((stack) => [check(stack, ClarifyCheck.dataBias({ data: rows(stack), bias }))])).toMatchSnapshot();
});

test('a check of a model for bias also makes an endpoint', () => {
  const { steps, roles } = proof((stack) => [check(stack, ClarifyCheck.modelBias({
    data: rows(stack), bias: { ...bias, metrics: ['DPPL'], groupColumn: 'age' }, model: { modelName: 'income' }, prediction: { probability: '0', probabilityThreshold: 0.6 },
  }))]);
  expect((steps as { ModelName: string; CheckType: string }[])[0]).toMatchObject({ ModelName: 'income', CheckType: 'MODEL_BIAS' });
  expect(roles).toMatchSnapshot();
});

test('the model may be made by the pipeline', () => {
  const { steps, roles } = proof((stack) => {
    const first = work('First', { outputs: ['a'] });
    return [first, check(stack, ClarifyCheck.explainability({ data: rows(stack), model: { modelName: first.output('a').bind(stack, undefined!).uri } }))];
  });
  expect((steps as { ModelName: object }[])[1].ModelName).toEqual({ Get: "Steps.First.ProcessingOutputConfig.Outputs['a'].S3Output.S3Uri" });
  expect((roles as { jobs: string[] }).jobs).toContain('sagemaker:DescribeModel on arn:aws:sagemaker:eu-west-1:123456789012:model/pipelines-*');
});

test('Clarify finds its settings in a file of the name that it looks for', () => {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  pipelineOf(stack, check(stack, ClarifyCheck.explainability({
    data: { ...data, format: ClarifyFormat.JSON_LINES, headers: ['age', 'income'], features: 'features' },
    model: { modelName: 'income', instanceType: 'ml.c5.large', instanceCount: 2, contentType: 'application/jsonlines', acceptType: 'application/json' },
    shap: { baseline: [[39]], samples: 50, aggregation: ShapAggregation.MEDIAN }, prediction: { label: 'score' },
  })));
  const assembly = app.synth();
  const { files } = JSON.parse(readFileSync(`${assembly.directory}/Shop.assets.json`, 'utf8')) as { files: Record<string, Asset> };
  const [file] = Object.values(files).filter(({ destinations }) => Object.values(destinations)[0].objectKey.endsWith('/analysis_config.json'));
  expect(JSON.parse(readFileSync(`${assembly.directory}/${file.source.path}`, 'utf8'))).toEqual({
    dataset_type: 'application/jsonlines', headers: ['age', 'income'], features: 'features', label: 'income',
    methods: { shap: { baseline: [[39]], num_samples: 50, agg_method: 'median' }, report: { name: 'report', title: 'Analysis Report' } },
    predictor: {
      instance_type: 'ml.c5.large', initial_instance_count: 2, endpoint_name_prefix: 'sm-clarify', content_type: 'application/jsonlines',
      accept_type: 'application/json', label: 'score',
    },
  });
});

test('its findings are for other steps', () => {
  const stack = newStack({ env: ENV });
  const step = check(stack, ClarifyCheck.dataBias({ data, bias }));
  const pipeline = pipelineOf(stack, step, new CallbackStep('After', {
    inputs: { files: [step.calculatedConstraints, step.driftCheckConstraints].map((file) => file.bind(stack, undefined!).uri) },
  }));
  expect(stepOf(pipeline, 'After').Arguments.files).toEqual([
    { Get: 'Steps.Check.CalculatedBaselineConstraints' }, { Get: 'Steps.Check.BaselineUsedForDriftCheckConstraints' },
  ]);
});

describe('what cannot be looked for', () => {
  const model = { modelName: 'income' };

  test.each<[string, string, () => unknown]>([
    ['bias without a label', 'ClarifyLabelMissing', () => ClarifyCheck.dataBias({ data: { dataset: data.dataset }, bias })],
    ['bias without a group', 'ClarifyFacetsCount', () => ClarifyCheck.dataBias({ data, bias: { ...bias, facets: [] } })],
    ['bias without a good label', 'ClarifyLabelsCount', () => ClarifyCheck.modelBias({ data, model, bias: { ...bias, positiveLabels: [] } })],
    ['a threshold below 0', 'ClarifyThresholdRange', () => ClarifyCheck.modelBias({ data, model, bias, prediction: { probabilityThreshold: -0.1 } })],
    ['a threshold above 1', 'ClarifyThresholdRange', () => ClarifyCheck.explainability({ data, model, prediction: { probabilityThreshold: 1.1 } })],
    ['no instances', 'ClarifyInstancesRange', () => ClarifyCheck.explainability({ data, model: { ...model, instanceCount: 0 } })],
    ['no samples', 'ClarifySamplesRange', () => ClarifyCheck.explainability({ data, model, shap: { samples: 0 } })],
  ])('fails for %s', (_, code, make) => expect(refusal(make)).toContain(code));

  test.each([0, 1])('may have a threshold of %s, one instance and one sample', (probabilityThreshold) => {
    expect(refusal(() => ClarifyCheck.explainability({
      data, model: { ...model, instanceCount: 1 }, shap: { samples: 1 }, prediction: { probabilityThreshold },
    }))).toBe('accepted');
  });

  test('fails for settings that only a run, or only CloudFormation, knows', () => {
    const stack = newStack({ env: ENV });
    const pipeline = new Pipeline(stack, 'Training');
    const label = pipeline.addStringParameter('Label').valueAsString;
    expect(refusal(() => pipeline.addSteps(check(stack, ClarifyCheck.dataBias({ data: { ...data, label }, bias }))))).toMatch(/ClarifyConfigLater[^]*step 'Check'/);
    const other = newStack({ env: ENV });
    expect(refusal(() => pipelineOf(other, check(other, ClarifyCheck.dataBias({ data: { ...data, label: Aws.STACK_NAME }, bias }))))).toContain('ClarifyConfigLater');
  });
});
