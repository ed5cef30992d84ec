import { Lazy } from 'aws-cdk-lib/core';
import families from '../../lib/core/facts/images.json';
import { ContainerImage, ImageUse } from '../../lib/core';
import { type DeepLearningTrainerOptions, Trainer, TrainingImage } from '../../lib/training';
import { refusal } from '../pipeline/support';
import { ENV, newStack, requestOf, SCRIPT, TRAIN, warningsOf } from './support';

const tagOf = (image: ContainerImage) => image.bind(newStack(ENV)).uri.split('/')[1];
const trainingTag = (trainer: Trainer) => requestOf(trainer, TRAIN, newStack(ENV)).AlgorithmSpecification.TrainingImage.split('/')[1];
const pytorch = (options: Partial<DeepLearningTrainerOptions>) => Trainer.pytorch({ entryPoint: SCRIPT, version: '2.6', ...options });

test.each<[string, TrainingImage, string, string]>([
  ['PyTorch', TrainingImage.pytorch({ version: '2.6' }), 'pytorch-training:2.6.0-cpu-py312', 'pytorch-inference:2.6.0-cpu-py312'],
  ['PyTorch for GPUs', TrainingImage.pytorch({ version: '2.6', processor: 'gpu' }), 'pytorch-training:2.6.0-gpu-py312', 'pytorch-inference:2.6.0-cpu-py312'],
  ['PyTorch served on GPUs', TrainingImage.pytorch({ version: '2.6', servingProcessor: 'gpu' }), 'pytorch-training:2.6.0-cpu-py312', 'pytorch-inference:2.6.0-gpu-py312'],
  ['TensorFlow', TrainingImage.tensorflow({ version: '2.19', python: 'py312' }), 'tensorflow-training:2.19.0-cpu-py312', 'tensorflow-inference:2.19.0-cpu'],
  ['TensorFlow with another last number', TrainingImage.tensorflow({ version: '2.16.2' }), 'tensorflow-training:2.16.2-cpu-py310', 'tensorflow-inference:2.16.1-cpu'],
  ['MXNet', TrainingImage.mxnet({ version: '1.9' }), 'mxnet-training:1.9.0-cpu-py38', 'mxnet-inference:1.9.0-cpu-py38'],
  ['Chainer', TrainingImage.chainer({ version: '5.0', python: 'py3' }), 'sagemaker-chainer:5.0.0-cpu-py3', 'sagemaker-chainer:5.0.0-cpu-py3'],
  ['AutoGluon', TrainingImage.autogluon({ version: '1.5' }), 'autogluon-training:1.5.0-cpu-py311', 'autogluon-inference:1.5.0-cpu-py311'],
  [
    'Hugging Face', TrainingImage.huggingFace({ version: '4.49' }),
    'huggingface-pytorch-training:2.5.1-transformers4.49.0-gpu-py311-cu124-ubuntu22.04', 'huggingface-pytorch-inference:2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04',
  ],
])('%s trains and serves by version, processor and Python', (_, image, training, serving) => {
  expect(tagOf(image.training)).toBe(training);
  expect(tagOf(image.serving)).toBe(serving);
});

test.each([
  ['pytorch', TrainingImage.pytorch()],
  ['tensorflow', TrainingImage.tensorflow()],
  ['mxnet', TrainingImage.mxnet()],
  ['chainer', TrainingImage.chainer()],
  ['autogluon', TrainingImage.autogluon()],
  ['huggingface', TrainingImage.huggingFace()],
  ['sklearn', TrainingImage.sklearn()],
  ['xgboost', TrainingImage.xgboost()],
])('%s is the newest that trains and serves when no version is pinned', (family, image) => {
  const scopes: Record<string, { versions: object }> = families[family as 'pytorch'].scopes;
  const versionsFor = (use: ImageUse) => Object.keys(Object.entries(scopes).find(([uses]) => uses.split('+').includes(use))![1].versions);
  const both = versionsFor(ImageUse.TRAINING).filter((version) => versionsFor(ImageUse.INFERENCE).includes(version));
  expect(image.serving.version).toBe(image.training.version);
  both.forEach((version) => expect(image.training.version!.localeCompare(version, 'en', { numeric: true })).toBeGreaterThanOrEqual(0));
});

test('every version that trains serves too, or says what does', () => {
  for (const family of ['pytorch', 'tensorflow', 'mxnet', 'autogluon'] as const) {
    for (const version of Object.keys(families[family].scopes.training.versions)) {
      const outcome = refusal(() => TrainingImage[family]({ version }).serving);
      expect(outcome).toMatch(/^accepted$|^ImageServesNot[^]*Train with one of .*TrainingImage\.fromImage/);
    }
  }
  expect(refusal(() => TrainingImage.pytorch({ version: '2.8' }).serving)).toMatch(/^ImageServesNot[^]*got '2\.8\.0'/);
  expect(refusal(() => TrainingImage.pytorch({ version: '2.8' }))).toBe('accepted');
});

describe('the processor', () => {
  test.each([
    ['ml.m5.large', 'cpu'], ['ml.c5.xlarge', 'cpu'], ['ml.r5.large', 'cpu'], ['ml.t3.medium', 'cpu'],
    ['ml.g4dn.xlarge', 'gpu'], ['ml.g5.xlarge', 'gpu'], ['ml.p3.2xlarge', 'gpu'], ['ml.p4d.24xlarge', 'gpu'], ['ml.p6-b200.48xlarge', 'gpu'],
  ])('of %s is %s', (instanceType, processor) => {
    expect(trainingTag(pytorch({ instanceType }))).toBe(`pytorch-training:2.6.0-${processor}-py312`);
  });

  test('that is asked for brings an instance that has it', () => {
    expect(requestOf(pytorch({ processor: 'gpu' })).ResourceConfig.InstanceType).toBe('ml.g4dn.xlarge');
    expect(requestOf(pytorch({ processor: 'cpu' })).ResourceConfig.InstanceType).toBe('ml.m5.large');
    expect(requestOf(pytorch({})).ResourceConfig.InstanceType).toBe('ml.m5.large');
  });

  test('of the only image there is brings an instance that has it', () => {
    expect(requestOf(Trainer.huggingFace({ entryPoint: SCRIPT })).ResourceConfig.InstanceType).toBe('ml.g4dn.xlarge');
    expect(refusal(() => Trainer.huggingFace({ entryPoint: SCRIPT, instanceType: 'ml.m5.large' }))).toMatch(/^InstanceHasNoGpu[^]*got 'ml\.m5\.large'/);
    expect(refusal(() => pytorch({ instanceType: 'ml.m5.large', processor: 'gpu' }))).toMatch(/^InstanceHasNoGpu/);
    expect(refusal(() => pytorch({ instanceType: 'ml.g5.xlarge', processor: 'cpu' }))).toBe('accepted');
  });

  test('that no image is built for fails with those there are', () => {
    expect(refusal(() => pytorch({ instanceType: 'ml.trn1.2xlarge' }))).toMatch(/^ImageProcessorUnknown[^]*got 'trn'\n {2}Use one of cpu, gpu/);
  });

  test('has to be said where the instance type is chosen later', () => {
    const instanceType = Lazy.string({ produce: () => 'ml.g5.xlarge' });
    expect(refusal(() => pytorch({ instanceType }))).toMatch(/^ImageProcessorUndecided[^]*Set 'processor' to one of cpu, gpu/);
    expect(trainingTag(pytorch({ instanceType, processor: 'gpu' }))).toContain('-gpu-');
    expect(trainingTag(Trainer.huggingFace({ entryPoint: SCRIPT, instanceType }))).toContain('-gpu-');
  });
});

test.each<[string, Trainer]>([
  ['pytorch-training', Trainer.pytorch({ entryPoint: SCRIPT })],
  ['tensorflow-training', Trainer.tensorflow({ entryPoint: SCRIPT })],
  ['mxnet-training', Trainer.mxnet({ entryPoint: SCRIPT })],
  ['sagemaker-chainer', Trainer.chainer({ entryPoint: SCRIPT })],
  ['huggingface-pytorch-training', Trainer.huggingFace({ entryPoint: SCRIPT })],
  ['autogluon-training', Trainer.autogluon({ entryPoint: SCRIPT })],
])('the image %s runs a script', (repository, trainer) => {
  const request = requestOf(trainer, TRAIN, newStack(ENV));
  expect(request.AlgorithmSpecification.TrainingImage).toContain(`/${repository}:`);
  expect(request.HyperParameters).toMatchObject({ sagemaker_program: 'train.py' });
  expect(trainer._metricNames).toEqual([]);
});

describe('what a Hugging Face image is built on', () => {
  const image = (baseFramework?: string) => tagOf(TrainingImage.huggingFace({ version: '4.17', baseFramework }).training);

  test.each([
    ['pytorch', /^huggingface-pytorch-training:1\.10\.2-/],
    ['pytorch1.10', /^huggingface-pytorch-training:1\.10\.2-/],
    ['tensorflow2.6.3', /^huggingface-tensorflow-training:2\.6\.3-/],
  ])('may be %s', (baseFramework, tag) => {
    expect(image(baseFramework)).toMatch(tag);
  });

  test('has to be said where there are several', () => {
    expect(refusal(() => image())).toMatch(/^ImageAmbiguous[^]*Set 'baseFramework' to one of pytorch1\.10\.2, tensorflow2\.6\.3/);
    expect(refusal(() => image('jax'))).toMatch(/^ImageAmbiguous[^]*got 'jax'/);
  });
});

describe('an image without fixes', () => {
  const warned = (image: ContainerImage) => {
    const stack = newStack(ENV);
    image.bind(stack);
    return warningsOf(stack).join();
  };

  test.each([
    ['chainer', TrainingImage.chainer().training],
    ['mxnet', TrainingImage.mxnet().training],
    ['mxnet that serves', TrainingImage.mxnet().serving],
    ['an old XGBoost', TrainingImage.xgboost('0.90-2').training],
    ['what is called the latest XGBoost', TrainingImage.xgboost('latest').training],
  ])('is warned of: %s', (_, image) => {
    expect(warned(image)).toMatch(/^image: .* is frozen: .*cdk-sagemaker-lifecycle:frozenImage/);
  });

  test.each([
    ['pytorch', TrainingImage.pytorch().training],
    ['sklearn', TrainingImage.sklearn().training],
    ['xgboost', TrainingImage.xgboost('1.7-1').training],
    ['your own', ContainerImage.fromUri('own:1')],
  ])('is not: %s', (_, image) => {
    expect(warned(image)).toBe('');
  });
});
