import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { ContainerImage, ImageUse, S3Source } from '../../lib/core';
import { ProcessingInput, Processor } from '../../lib/data';
import { type IServingVersionFinder, ServingVersionFinder } from '../../lib/hosting';
import { ServingVersionStep, type ServingVersionStepProps } from '../../lib/monitoring';
import { ModelContainer, ModelStep, Pipeline, ProcessingStep } from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { readRequest } from '../../lambda/find-serving-version/request';
import { definitionOf, mistakesOf, refusal, script, stepOf, withPlainArns } from '../pipeline/support';
import { validateDefinition } from '../../rehearsal/pipelines/validate-definition';

const SAGEMAKER = 'arn:aws:sagemaker:eu-west-1:123456789012';
let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
});

const models = () => ({ bucket: s3.Bucket.fromBucketName(stack, 'Models', 'models'), prefix: 'models/ml-income' });

/** A pipeline that looks for the serving version and measures it. */
function comparing(finder: IServingVersionFinder, props: Partial<ServingVersionStepProps> = {}, scope: Stack = stack): Pipeline {
  const pipeline = new Pipeline(scope, 'Training', { pipelineName: 'ml-income' });
  const step = new ServingVersionStep('ServingVersion', {
    finder,
    candidate: S3Source.fromUri('s3://models/models/ml-income/new/model.tar.gz'),
    group: ModelPackageGroup.fromModelPackageGroupName(scope, 'Group', 'ml-income'),
    artifacts: props.artifacts ?? models(),
    endpointName: 'ml-income',
    ...props,
  });
  pipeline.addSteps(step, new ProcessingStep('Measure', {
    processor: Processor.sklearn({ entryPoint: script('evaluate'), environment: { VERSION: step.modelPackageArn } }),
    inputs: [ProcessingInput.fromSource(step.model, { name: 'model' })],
  }));
  return pipeline;
}

/** Statements of the policies whose logical ids match, as actions and plain resources. */
function granted(of: RegExp, on: Stack = stack): string[] {
  return Object.entries(Template.fromStack(on).findResources('AWS::IAM::Policy')).filter(([id]) => of.test(id))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as any[])
    .flatMap(({ Action, Resource }) => [Action].flat().flatMap((action: string) => [Resource].flat().map((arn: unknown) => `${action} ${JSON.stringify(withPlainArns(arn))}`)));
}
const onSageMaker = (of: RegExp, on?: Stack) => granted(of, on).filter((each) => each.startsWith('sagemaker:')).map((each) => each.replace(/"/g, '').replace(`${SAGEMAKER}:`, ''));

test('the step asks for what its model serves, in the words of the contract', () => {
  const pipeline = comparing(new ServingVersionFinder(stack, 'Finder'), { displayName: 'Find it' });
  const step = stepOf(pipeline, 'ServingVersion');
  expect(step).toMatchObject({
    Type: 'Lambda', DisplayName: 'Find it', FunctionArn: { 'Fn::GetAtt': [expect.stringMatching(/^FinderHandlerFunction/), 'Arn'] },
    OutputParameters: [{ OutputName: 'modelDataUrl', OutputType: 'String' }, { OutputName: 'modelPackageArn', OutputType: 'String' }],
  });
  expect(readRequest(step.Arguments)).toEqual({
    endpointName: 'ml-income', modelPackageGroupName: 'ml-income', candidate: 's3://models/models/ml-income/new/model.tar.gz', artifacts: 's3://models/models/ml-income/',
  });
  expect(mistakesOf(pipeline)).toEqual([]);
  expect(validateDefinition(definitionOf(pipeline))).toEqual([]);
});

describe('a model of what serves', () => {
  const candidateContainer = () => ModelContainer.fromArtifact(
    ContainerImage.of('sklearn', { version: '1.2-1', use: ImageUse.INFERENCE }), S3Source.fromUri('s3://models/models/ml-income/new/model.tar.gz'), { environment: { LEVEL: '20', SEED: '7' } },
  );
  const found = (props: Partial<ServingVersionStepProps> = {}) => new ServingVersionStep('ServingVersion', {
    finder: new ServingVersionFinder(stack, 'Finder'), candidate: S3Source.fromUri('s3://models/models/ml-income/new/model.tar.gz'),
    group: ModelPackageGroup.fromModelPackageGroupName(stack, 'Group', 'ml-income'), artifacts: models(), ...props,
  });

  test('has the artifact, the image and the environment that are found, and may pull from the repository of the new one', () => {
    const step = found({ candidateContainer: candidateContainer() });
    const pipeline = new Pipeline(stack, 'Training', { pipelineName: 'ml-income' });
    pipeline.addSteps(step, new ModelStep('ModelServing', { containers: [step.container] }));
    const output = (name: string) => ({ Get: `Steps.ServingVersion.OutputParameters['${name}']` });
    expect(stepOf(pipeline, 'ModelServing').Arguments.PrimaryContainer).toEqual({
      Image: output('image'), ModelDataUrl: output('modelDataUrl'), Environment: { LEVEL: output('environment_LEVEL'), SEED: output('environment_SEED') },
    });
    const { Arguments, OutputParameters } = stepOf(pipeline, 'ServingVersion');
    expect(OutputParameters.map(({ OutputName }: any) => OutputName)).toEqual(['modelDataUrl', 'modelPackageArn', 'image', 'environment_LEVEL', 'environment_SEED']);
    expect(readRequest(Arguments).container).toEqual({ image: expect.stringMatching(/sagemaker-scikit-learn:1\.2-1/), environment: { LEVEL: '20', SEED: '7' } });
    expect(granted(/^TrainingJobRole/)).toEqual(expect.arrayContaining([
      expect.stringMatching(/^ecr:BatchGetImage .*repository\/sagemaker-scikit-learn"$/), 's3:GetObject "arn:aws:s3:::models/models/ml-income/*"',
    ]));
    expect([...mistakesOf(pipeline), ...validateDefinition(definitionOf(pipeline))]).toEqual([]);
  });

  test('fails where nobody said what serves the new one, or where that has no image of its own', () => {
    expect(() => found().container).toThrow(/CandidateContainerMissing[^]*candidateContainer/);
    stack = new Stack(app, 'Other', { env: { account: '123456789012', region: 'eu-west-1' } });
    expect(() => found({ candidateContainer: ModelContainer.fromModelPackage('arn') })).toThrow(/CandidateImageMissing/);
  });

  test.each([[47, 'accepted'], [48, 'LambdaOutputsCount']])('with %i variables: %s', (count, expected) => {
    const environment = Object.fromEntries(Array.from({ length: count }, (_, n) => [`V${n}`, 'x']));
    expect(refusal(() => found({ candidateContainer: ModelContainer.fromImage(ContainerImage.fromUri('image'), { environment }) }))).toContain(expected);
  });
});

test('the step names no endpoint where there is none, and takes a whole bucket', () => {
  const pipeline = comparing(new ServingVersionFinder(stack, 'Finder'), { endpointName: undefined, artifacts: { bucket: s3.Bucket.fromBucketName(stack, 'All', 'models') } });
  expect(readRequest(stepOf(pipeline, 'ServingVersion').Arguments)).toMatchObject({ endpointName: undefined, artifacts: 's3://models/' });
});

test('the job that measures gets the model that was found, may read where models lie, and waits', () => {
  const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/1');
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Models', { bucketName: 'models', encryptionKey: key });
  const pipeline = comparing(new ServingVersionFinder(stack, 'Finder'), { artifacts: { bucket, prefix: 'models/ml-income/' } });
  const { Arguments } = stepOf(pipeline, 'Measure');
  expect(Arguments.ProcessingInputs.find(({ InputName }: any) => InputName === 'model').S3Input.S3Uri).toEqual({ Get: "Steps.ServingVersion.OutputParameters['modelDataUrl']" });
  expect(Arguments.Environment.VERSION).toEqual({ Get: "Steps.ServingVersion.OutputParameters['modelPackageArn']" });
  expect(granted(/^TrainingJobRole/)).toEqual(expect.arrayContaining(['s3:GetObject "arn:aws:s3:::models/models/ml-income/*"', 'kms:Decrypt "arn:aws:kms:eu-west-1:123456789012:key/1"']));
});

describe('the function may look', () => {
  test('at one model, where it has no prefix, and change nothing', () => {
    comparing(new ServingVersionFinder(stack, 'Finder'));
    expect(onSageMaker(/^Finder/)).toEqual([
      'sagemaker:DescribeEndpoint endpoint/ml-income',
      'sagemaker:DescribeEndpointConfig endpoint-config/ml-income-*',
      'sagemaker:DescribeModel model/ml-income-*',
      'sagemaker:ListModelPackages model-package-group/ml-income',
      'sagemaker:ListModelPackages model-package/ml-income/*',
      'sagemaker:DescribeModelPackage model-package/ml-income/*',
    ]);
  });

  test('at no endpoint, where there is none', () => {
    comparing(new ServingVersionFinder(stack, 'Finder'), { endpointName: undefined });
    expect(onSageMaker(/^Finder/).join()).not.toContain('Endpoint');
  });

  test('at all models of a prefix, once', () => {
    const finder = new ServingVersionFinder(stack, 'Finder', { namePrefix: 'ml-' });
    comparing(finder);
    expect(onSageMaker(/^Finder/)).toEqual([
      'sagemaker:DescribeEndpoint endpoint/ml-*', 'sagemaker:DescribeEndpointConfig endpoint-config/ml-*', 'sagemaker:DescribeModel model/ml-*',
      'sagemaker:ListModelPackages model-package-group/ml-*', 'sagemaker:ListModelPackages model-package/ml-*', 'sagemaker:DescribeModelPackage model-package/ml-*',
    ]);
  });

  test('for pipelines of other stacks, to which its own does not refer', () => {
    const finder = new ServingVersionFinder(stack, 'Finder', { namePrefix: 'ml-' });
    const other = new Stack(app, 'Other', { env: { account: '123456789012', region: 'eu-west-1' } });
    comparing(finder, { artifacts: { bucket: s3.Bucket.fromBucketName(other, 'Models', 'models') } }, other);
    expect(app.synth().stacks.map(({ stackName, dependencies }) => [stackName, dependencies.map(({ id }) => id).filter((id) => !id.includes('.assets'))])).toEqual([
      ['Shop', []], ['Other', ['Shop']],
    ]);
    expect(granted(/^TrainingRole/, other).filter((each) => each.startsWith('lambda:'))).toHaveLength(1);
  });
});

test('one function is shared by the pipelines of a stack', () => {
  expect(ServingVersionFinder.shared(stack)).toBe(ServingVersionFinder.shared(stack));
});

describe('fails', () => {
  test('for an empty prefix', () => {
    expect(() => new ServingVersionFinder(stack, 'Finder', { namePrefix: '' })).toThrow(/FinderPrefixEmpty[^]*look at every endpoint/);
  });

  test.each([['modelPackageGroupName', { modelPackageGroupName: 'churn', endpointName: 'ml-churn' }], ['endpointName', { modelPackageGroupName: 'ml-churn', endpointName: 'churn' }]])(
    'for another name as %s', (property, model) => {
      const finder = new ServingVersionFinder(stack, 'Finder', { namePrefix: 'ml-' });
      expect(() => finder.functionFor(model)).toThrow(new RegExp(`FinderPrefixDiffers[^]*${property}: must start with 'ml-'`));
    });
});
