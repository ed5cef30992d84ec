import { Key } from 'aws-cdk-lib/aws-kms';
import { Size } from 'aws-cdk-lib/core';
import {
  CallbackStep, EndpointConfigStep, type EndpointConfigStepProps, EndpointStep, ExecutionVariable, InferenceComponentStep, type InferenceComponentStepProps,
  LineageAssociation, LineageAssociationType, LineageEntity, LineageReference, LineageStep, StepProperty,
} from '../../lib/pipeline';
import { newStack, pipelineOf, refusal, stepOf } from './support';
import { ENV, proof, sound } from './step-proof';

const config = (props: Partial<EndpointConfigStepProps> = {}) => new EndpointConfigStep('Config', { endpointConfigName: 'Income', variants: [{ modelName: 'income' }], ...props });
const component = (props: Partial<InferenceComponentStepProps> = {}) => new InferenceComponentStep('Copies', {
  inferenceComponentName: 'income-copies', endpointName: 'income', modelName: 'income', ...props,
});

describe('an endpoint of a run', () => {
  test('is made of a configuration that the run makes', () => {
    expect(proof(() => {
      const made = config();
      return [made, new EndpointStep('Endpoint', { endpointName: 'income', endpointConfigName: made.endpointConfigName.valueAsString })];
    })).toMatchSnapshot();
  });

  test('may have every option', () => {
    expect(proof((stack) => [config({
      endpointConfigName: `income-${ExecutionVariable.PIPELINE_EXECUTION_ID}`,
      variants: [
        { modelName: 'income', variantName: 'Big', instanceType: 'ml.c5.large', instanceCount: 2, weight: 0 },
        { modelName: 'income', variantName: 'Small', serverless: { memorySize: 2048, maxConcurrency: 5 } },
      ],
      encryptionKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/1'), overrides: { EnableNetworkIsolation: true },
    })])).toMatchSnapshot();
  });

  test('hands its name and ARN on', () => {
    const made = new EndpointStep('Endpoint', { endpointName: 'income', endpointConfigName: 'income' });
    const pipeline = pipelineOf(newStack({ env: ENV }), made, new CallbackStep('After', { inputs: { name: made.endpointName, arn: made.endpointArn } }));
    expect(stepOf(pipeline, 'After').Arguments).toEqual({ name: { Get: 'Steps.Endpoint.EndpointName' }, arn: { Get: 'Steps.Endpoint.EndpointArn' } });
  });

  const variant = (of: object) => () => config({ variants: [{ modelName: 'income', ...of }] });
  const serverless = (memorySize: number, maxConcurrency = 1) => variant({ serverless: { memorySize, maxConcurrency } });

  test.each([
    ['ten variants', () => config({ variants: Array.from({ length: 10 }, (_, n) => ({ modelName: 'a', variantName: `V${n}` })) })],
    ['one instance', variant({ instanceCount: 1 })], ['a weight of 0', variant({ weight: 0 })],
    ['the least memory', serverless(1024)], ['the most memory', serverless(6144, 200)],
    ['a name that a run makes', () => config({ endpointConfigName: ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString })],
  ])('may have %s', (_, make) => expect(refusal(make)).toBe('accepted'));

  test.each<[string, string, () => unknown]>([
    ['no variants', 'ProductionVariantsCount', () => config({ variants: [] })],
    ['eleven variants', 'ProductionVariantsCount', () => config({ variants: Array.from({ length: 11 }, (_, n) => ({ modelName: 'a', variantName: `V${n}` })) })],
    ['two variants of one name', 'VariantNameRepeated', () => config({ variants: [{ modelName: 'a' }, { modelName: 'b' }] })],
    ['no instances', 'InitialInstanceCountRange', variant({ instanceCount: 0 })],
    ['a weight below 0', 'InitialVariantWeightRange', variant({ weight: -1 })],
    ['instances and none', 'VariantServerless', variant({ instanceCount: 1, serverless: { memorySize: 1024 } })],
    ['too little memory', 'VariantMemorySize', serverless(1023)],
    ['too much memory', 'VariantMemorySize', serverless(7168)],
    ['too many requests at once', 'MaxConcurrencyRange', serverless(1024, 201)],
    ['no requests at once', 'MaxConcurrencyRange', serverless(1024, 0)],
    ['a name with a space', 'EndpointConfigNameInvalid', () => config({ endpointConfigName: 'a b' })],
    ['data capture', 'StepMemberRefused', () => config({ overrides: { DataCaptureConfig: {} } })],
    ['a rollout', 'StepMemberRefused', () => new EndpointStep('A', { endpointName: 'a', endpointConfigName: 'a', overrides: { DeploymentConfig: {} } })],
    ['a name that is none', 'EndpointNameInvalid', () => new EndpointStep('A', { endpointName: '-', endpointConfigName: 'a' })],
  ])('fails with %s', (_, code, make) => expect(refusal(make)).toContain(code));

  test('fails on an instance that does not serve', () => {
    expect(refusal(() => pipelineOf(newStack({ env: ENV }), variant({ instanceType: 'm5.large' })()))).toContain('InstanceType');
  });
});

describe('copies of a model', () => {
  test('are put on an endpoint', () => {
    expect(proof(() => [component()])).toMatchSnapshot();
  });

  test('may have every option', () => {
    const pipeline = sound(() => [component({
      variantName: 'Big', copies: 0, minMemory: Size.mebibytes(128), cpuCores: 0.25, accelerators: 1, description: 'Copies',
      overrides: { Tags: [{ Key: 'a', Value: 'b' }] },
    })]);
    expect(stepOf(pipeline, 'Copies').Arguments).toMatchObject({
      VariantName: 'Big', RuntimeConfig: { CopyCount: 0 }, Tags: [{ Key: 'a', Value: 'b' }],
      Specification: { ComputeResourceRequirements: { MinMemoryRequiredInMb: 128, NumberOfCpuCoresRequired: 0.25, NumberOfAcceleratorDevicesRequired: 1 } },
    });
  });

  test.each([
    [{ copies: -1 }, 'CopyCountRange'],
    [{ minMemory: Size.mebibytes(127) }, 'MinMemoryRequiredInMbRange'], [{ cpuCores: 0.2 }, 'NumberOfCpuCoresRequiredRange'],
    [{ accelerators: 0 }, 'NumberOfAcceleratorDevicesRequiredRange'], [{ inferenceComponentName: 'a_b' }, 'InferenceComponentNameInvalid'],
  ])('fail with %j', (props, code) => expect(refusal(() => component(props))).toContain(code));

  test('hand their name on', () => {
    expect(component().inferenceComponentName._render()).toEqual({ Get: 'Steps.Copies.InferenceComponentName' });
  });
});

describe('a lineage', () => {
  const training = LineageEntity.action('training', { type: 'ModelTraining', source: 's3://runs/1', properties: { by: 'us' } });
  const model = LineageEntity.artifact('model', { type: 'Model', source: 's3://models/model.tar.gz' });
  const project = LineageEntity.context('our_project', { type: 'Project', source: 'income', overrides: { Description: 'Ours' } });
  const produced = LineageAssociation.between(LineageReference.toEntity(training), LineageReference.toEntity(model), LineageAssociationType.PRODUCED);
  const OTHER = 'arn:aws:sagemaker:eu-west-1:123456789012:artifact/1';

  const derived = LineageAssociation.between(LineageReference.fromArn(OTHER), LineageReference.toEntity(model), LineageAssociationType.DERIVED_FROM);

  test('records entities and how they belong together', () => {
    expect(proof(() => [new LineageStep('Record', {
      entities: [training, model, project],
      associations: [produced, derived],
    })])).toMatchSnapshot();
  });

  test('takes permission for the kinds alone that it records', () => {
    const { roles } = proof(() => [new LineageStep('Record', { entities: [model] })]);
    expect(roles).toEqual({
      jobs: [],
      pipeline: ['AddTags', 'CreateArtifact', 'DescribeArtifact'].map((action) => `sagemaker:${action} on arn:aws:sagemaker:eu-west-1:123456789012:artifact/*`),
    });
  });

  test('hands ARNs on', () => {
    const step = new LineageStep('Record', { entities: [training, model] });
    expect(step.arnOf(model)._render()).toEqual({ Get: "Steps.Record.ArtifactArns['model']" });
    expect(refusal(() => step.arnOf(project))).toContain('LineageEntityUnknown');
    expect(refusal(() => LineageReference.fromValue(step.arnOf(model)))).toContain('LineageReferenceStep');
    expect(refusal(() => LineageReference.fromValue(StepProperty.of('Train', 'ArtifactArn')))).toBe('accepted');
  });

  test.each<[string, string, () => unknown]>([
    ['nothing to record', 'LineageEntriesCount', () => new LineageStep('Record', {})],
    ['a name twice', 'LineageNameRepeated', () => new LineageStep('Record', { entities: [model, LineageEntity.artifact('model', { type: 'a', source: 'b' })] })],
    ['an end that it does not record', 'LineageEntityUnknown', () => new LineageStep('Record', { entities: [model], associations: [produced] })],
    ['a name that is none', 'ActionNameInvalid', () => LineageEntity.action('a_b', { type: 'a', source: 'b' })],
    ['no source', 'LineageSourceLength', () => LineageEntity.action('a', { type: 'a', source: '' })],
    ['a long type', 'LineageTypeLength', () => LineageEntity.action('a', { type: 'x'.repeat(257), source: 'b' })],
    ['too many properties', 'LineagePropertiesCount', () => LineageEntity.action('a', {
      type: 'a', source: 'b', properties: Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`p${n}`, 'x'])),
    })],
  ])('fails with %s', (_, code, make) => expect(refusal(make)).toContain(code));

  test('may name things of different kinds alike, and have thirty properties', () => {
    const properties = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`p${n}`, 'x']));
    const alike = LineageEntity.action('model', { type: 'x'.repeat(256), source: 'b', properties });
    expect(refusal(() => new LineageStep('Record', { entities: [model, alike] }))).toBe('accepted');
  });
});
