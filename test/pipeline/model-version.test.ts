import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Stack } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source } from '../../lib/core';
import { ModelContainer, Pipeline, RegisterModelStep, type RegisterModelStepProps, TransformBatch, TransformSplit } from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { problemsOf, refused } from './api-judge';
import { added } from './role-lines';
import { mistakesOf, newStack, pipelineOf, refusal, stepOf, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const IMAGE = ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/own:1');
const file = (name: string) => S3Source.fromUri(`s3://some-bucket/${name}.json`);
const model = S3Source.fromUri('s3://some-bucket/model.tar.gz');
const container = ModelContainer.fromArtifact(IMAGE, model);
const groupIn = (stack: Stack) => ModelPackageGroup.fromModelPackageGroupName(stack, 'Group', 'income');
type Rest = Partial<RegisterModelStepProps>;
const register = (stack: Stack, props: Rest = { containers: [container] }) => new RegisterModelStep('Keep', { group: groupIn(stack), ...props });
const rendered = (props: Rest) => {
  const stack = newStack({ env: ENV });
  return stepOf(pipelineOf(stack, register(stack, props)), 'Keep').Arguments;
};
const verdict = (props: Rest) => refusal(() => rendered({ containers: [container], ...props }));
const source = (name: string) => ({ ContentType: 'application/json', S3Uri: `s3://some-bucket/${name}.json` });

describe('a version', () => {
  test('with everything it can say is one that the API takes', () => {
    const stack = newStack({ env: ENV });
    const pipeline = new Pipeline(stack, 'Training');
    const evaluate = work('Evaluate', { metrics: 'evaluation.json' });
    const commit = pipeline.addStringParameter('Commit', { defaultValue: 'abc' });
    pipeline.addSteps(evaluate, register(stack, {
      containers: [
        ModelContainer.fromArtifact(IMAGE, model, { hostname: 'first', environment: { LEVEL: 'debug' } }),
        ModelContainer.fromFolder(IMAGE, S3Source.fromUri('s3://some-bucket/files/'), { hostname: 'second' }),
        ModelContainer.fromImage(IMAGE, { hostname: 'third' }),
      ],
      metrics: evaluate,
      reports: {
        modelQuality: { constraints: file('quality-constraints') },
        dataQuality: { statistics: file('data-statistics'), constraints: file('data-constraints') },
        bias: { report: file('bias'), preTraining: file('before'), postTraining: file('after') },
        explainability: file('explainability'),
      },
      driftBaselines: {
        dataQuality: { statistics: file('data-statistics'), constraints: file('data-constraints') },
        modelQuality: { statistics: file('quality-statistics'), constraints: file('quality-constraints') },
        bias: { config: file('bias-config'), preTrainingConstraints: file('before-constraints'), postTrainingConstraints: file('after-constraints') },
        explainability: { constraints: file('explainability-constraints'), config: file('explainability-config') },
      },
      validation: {
        input: S3Source.fromUri('s3://some-bucket/rows/'),
        transform: { contentType: 'text/csv', split: TransformSplit.LINE, batch: TransformBatch.SINGLE_RECORD, maxConcurrent: 1, environment: { A: 'b' } },
      },
      domain: 'MACHINE_LEARNING', task: 'CLASSIFICATION', samplePayload: S3Source.fromUri('s3://some-bucket/payload.tar.gz'),
      origin: { commitId: commit.valueAsString, repository: 'https://example.com/models', generatedBy: 'pipeline', projectId: 'p1' },
      stage: { stage: 'Staging', status: 'Waiting', description: 'For a look' },
      framework: { name: 'XGBOOST', version: '1.7-1', nearestModel: 'xgboost', inputs: '{}' },
      customerMetadata: { team: 'income' }, modelDescription: 'A model',
    }));
    expect(refused(pipeline)).toEqual([]);
    expect(problemsOf(pipeline)).toEqual([]);
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(stepOf(pipeline, 'Keep').Arguments).toMatchSnapshot();
  });

  test('with little says no more than it is told', () => {
    expect(Object.keys(rendered({ model, image: IMAGE })).sort()).toEqual(['InferenceSpecification', 'ModelApprovalStatus', 'ModelPackageGroupName']);
  });

  test('keeps a part of the reports where there is no more', () => {
    expect(rendered({ model, image: IMAGE, reports: { bias: { postTraining: file('after') } }, driftBaselines: { explainability: { config: file('config') } } })).toMatchObject({
      ModelMetrics: { Bias: { PostTrainingReport: source('after') } },
      DriftCheckBaselines: { Explainability: { ConfigFile: source('config') } },
    });
  });

  test('shows the baseline of its data as a report too', () => {
    const quality = { statistics: file('s'), constraints: file('c') };
    expect(rendered({ model, image: IMAGE, dataQualityBaseline: quality, reports: { explainability: file('e') } })).toMatchObject({
      ModelMetrics: { ModelDataQuality: { Statistics: source('s'), Constraints: source('c') }, Explainability: { Report: source('e') } },
      DriftCheckBaselines: { ModelDataQuality: { Statistics: source('s'), Constraints: source('c') } },
    });
  });

  test('may be taken unseen', () => {
    expect(rendered({ model, image: IMAGE, skipValidation: true }).SkipModelValidation).toBe('All');
  });
});

describe('a version is refused', () => {
  const quality = { statistics: file('s'), constraints: file('c') };

  test.each<[string, Rest, string]>([
    ['not with one container', {}, 'accepted'],
    ['without containers', { containers: [] }, 'ContainersCount'],
    ['with 16', { containers: Array.from({ length: 16 }, () => container) }, 'ContainersCount'],
    ['with containers and an image', { image: IMAGE }, 'ModelServedTwice'],
    ['with containers and an environment', { environment: {} }, 'ModelServedTwice'],
    ['without anything that serves', { containers: undefined }, 'ModelServedByNothing'],
    ['with a model and no image', { containers: undefined, model }, 'ModelServedByNothing'],
    ['with a container of several models', { containers: [ModelContainer.multiModel(IMAGE, model)] }, 'ContainerNotRegistrable'],
    ['with a container that is a version', { containers: [ModelContainer.fromModelPackage('income/1')] }, 'ContainerNotRegistrable'],
    ['with metrics twice', { metrics: work('E', { metrics: 'e.json' }), reports: { modelQuality: quality } }, 'ModelReportTwice'],
    ['with a report on data twice', { dataQualityBaseline: quality, reports: { dataQuality: quality } }, 'ModelReportTwice'],
    ['with a baseline of data twice', { dataQualityBaseline: quality, driftBaselines: { dataQuality: quality } }, 'ModelReportTwice'],
    ['for being tried and taken unseen', { skipValidation: true, validation: { input: model } }, 'ModelValidationSkipped'],
    ['for a filter when it is tried', { validation: { input: model, transform: { inputFilter: '$' } } }, 'ModelValidationTransform'],
    ['not from an origin of 1,024 characters', { origin: { repository: 'x'.repeat(1024) } }, 'accepted'],
    ['from one of 1,025', { origin: { repository: 'x'.repeat(1025) } }, 'ModelOriginLength'],
    ['not for inputs of 16,384 characters', { framework: { name: 'XGBOOST', inputs: 'x'.repeat(16_384) } }, 'accepted'],
    ['for inputs of none', { framework: { name: 'XGBOOST', inputs: '' } }, 'ModelInputsLength'],
    ['for those of 16,385', { framework: { name: 'XGBOOST', inputs: 'x'.repeat(16_385) } }, 'ModelInputsLength'],
    ['not in a stage of 63 letters', { stage: { stage: 'x'.repeat(63), status: 'Now' } }, 'accepted'],
    ['in one of 64', { stage: { stage: 'x'.repeat(64), status: 'Now' } }, 'ModelStageWord'],
    ['in a state with a space', { stage: { stage: 'Staging', status: 'not yet' } }, 'ModelStageWord'],
    ['for a long word on its stage', { stage: { stage: 'a', status: 'b', description: 'x'.repeat(1025) } }, 'ModelStageDescriptionLength'],
  ])('%s', (_, props, expected) => {
    expect(verdict(props)).toContain(expected);
  });
});

test('the pipeline may read each image and report, and the role of the jobs the batch that a version is tried with', () => {
  const other = ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/other:1');
  expect(added((stack) => {
    const bucket = s3.Bucket.fromBucketName(stack, 'Files', 'files');
    return [register(stack, {
      containers: [container, ModelContainer.fromImage(other)],
      reports: { explainability: S3Source.fromObject(bucket, 'explainability.json') },
      driftBaselines: { bias: { config: S3Source.fromObject(bucket, 'bias.json') } },
      validation: { input: S3Source.fromBucket(bucket, 'rows/') },
    })];
  })).toMatchSnapshot();
});
