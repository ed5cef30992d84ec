import {
  CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand, CreateModelPackageCommand, CreateModelPackageGroupCommand, DescribeEndpointCommand,
  DescribeModelCommand, ListEndpointConfigsCommand, ListEndpointsCommand, ListModelsCommand, UpdateEndpointCommand, UpdateEndpointWeightsAndCapacitiesCommand,
  type CreateEndpointConfigCommandInput,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import type { ModelHost, ServerOrder } from '../../../rehearsal/containers/model-host';
import { Stage, eventually } from './stage';

let orders: ServerOrder[];
/** Servers that answer with their variant's name, without a process. */
const modelHost: ModelHost = {
  start: (order) => {
    orders.push(order);
    const answer = { status: 200, contentType: 'text/plain', body: Buffer.from(order.variant) };
    return Promise.resolve({ logFile: '/dev/null', invoke: () => Promise.resolve(answer), stop: () => Promise.resolve() });
  },
};
let stage: Stage;
beforeEach(async () => {
  orders = [];
  stage = await Stage.open(() => ({ modelHost, stepMs: 100 }));
});
afterEach(() => stage.close());

const EndpointName = 'Income';
const describe_ = () => stage.sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
const inService = () => eventually(describe_, (endpoint) => endpoint.EndpointStatus === 'InService');
const model = (ModelName: string) => stage.sagemaker.send(new CreateModelCommand({ ModelName, PrimaryContainer: { Image: 'repository/image:1' } }));
const variant = (VariantName: string, InitialVariantWeight?: number) =>
  ({ VariantName, ModelName: 'income-1', InitialInstanceCount: 2, InstanceType: 'ml.m5.large' as const, InitialVariantWeight });
const config = (EndpointConfigName: string, more: Partial<CreateEndpointConfigCommandInput> = {}) =>
  stage.sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants: [variant('main', 0.9), variant('other', 0.1)], ...more }));
const create = (EndpointConfigName: string) => stage.sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
const update = (EndpointConfigName: string, more: object = {}) =>
  stage.sagemaker.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName, ...more }));
const variantsOf = async () => (await describe_()).ProductionVariants?.map((each) => [each.VariantName, each.CurrentWeight, each.CurrentInstanceCount]);
async function tenAnswers(): Promise<string[]> {
  const answers = Array.from({ length: 10 }, () => stage.runtime.send(new InvokeEndpointCommand({ EndpointName, Body: 'x' })));
  return (await Promise.all(answers)).map((answer) => answer.InvokedProductionVariant ?? '').sort();
}

test('requests are divided by weight, which can be changed, as can the number of instances', async () => {
  await model('income-1');
  await config('income-1');
  await create('income-1');
  await inService();
  expect(await tenAnswers()).toEqual([...Array.from({ length: 9 }, () => 'main'), 'other']);
  await stage.sagemaker.send(new UpdateEndpointWeightsAndCapacitiesCommand({
    EndpointName, DesiredWeightsAndCapacities: [{ VariantName: 'main', DesiredWeight: 0 }, { VariantName: 'other', DesiredWeight: 1, DesiredInstanceCount: 4 }],
  }));
  expect((await describe_()).EndpointStatus).toBe('Updating');
  await inService();
  expect(await variantsOf()).toEqual([['main', 0, 2], ['other', 1, 4]]);
  expect(new Set(await tenAnswers())).toEqual(new Set(['other']));
  await expect(stage.sagemaker.send(new UpdateEndpointWeightsAndCapacitiesCommand({
    EndpointName, DesiredWeightsAndCapacities: [{ VariantName: 'third', DesiredWeight: 1 }],
  }))).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('"third"') });
});

test('a variant can be named, dark ones too', async () => {
  await model('income-1');
  await config('income-1', { ProductionVariants: [variant('main', 1), variant('dark', 0)] });
  await create('income-1');
  await inService();
  expect(new Set(await tenAnswers())).toEqual(new Set(['main']));
  expect((await stage.runtime.send(new InvokeEndpointCommand({ EndpointName, Body: 'x', TargetVariant: 'dark' }))).InvokedProductionVariant).toBe('dark');
  await expect(stage.runtime.send(new InvokeEndpointCommand({ EndpointName, Body: 'x', TargetVariant: 'none' }))).rejects.toMatchObject({ name: 'ValidationError' });
});

test('an update keeps what the caller wants to keep', async () => {
  await model('income-1');
  await config('income-1', { DataCaptureConfig: { InitialSamplingPercentage: 50, DestinationS3Uri: 's3://ml/capture', CaptureOptions: [{ CaptureMode: 'Input' }] } });
  await config('income-2');
  await create('income-1');
  await inService();
  await stage.sagemaker.send(new UpdateEndpointWeightsAndCapacitiesCommand({
    EndpointName, DesiredWeightsAndCapacities: [{ VariantName: 'main', DesiredWeight: 0.5, DesiredInstanceCount: 7 }],
  }));
  await inService();
  await update('income-2', { RetainAllVariantProperties: true, ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }] });
  expect(await inService()).toMatchObject({
    EndpointConfigName: 'income-2', DataCaptureConfig: { EnableCapture: true, CaptureStatus: 'Started', CurrentSamplingPercentage: 50 },
  });
  expect(await variantsOf()).toEqual([['main', 0.9, 7], ['other', 0.1, 2]]);
  await update('income-2');
  expect((await inService()).DataCaptureConfig).toBeUndefined();
  expect(await variantsOf()).toEqual([['main', 0.9, 2], ['other', 0.1, 2]]);
});

test.each([
  ['a canary without a size', { Type: 'CANARY', WaitIntervalInSeconds: 60 }, /CanarySize is required/],
  ['linear steps without a size', { Type: 'LINEAR', WaitIntervalInSeconds: 60 }, /LinearStepSize is required/],
  ['a canary of more than half', { Type: 'CANARY', WaitIntervalInSeconds: 60, CanarySize: { Type: 'CAPACITY_PERCENT', Value: 51 } }, /CanarySize must not be more than 50/],
])('fails on %s', async (_, TrafficRoutingConfiguration, message) => {
  await model('income-1');
  await config('income-1');
  await create('income-1');
  await inService();
  await expect(update('income-1', { DeploymentConfig: { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration } } }))
    .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
  expect((await describe_()).EndpointStatus).toBe('InService');
});

test('a model takes image, artifact and variables from its package, with its own variables laid over', async () => {
  await stage.sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'Income' }));
  const { ModelPackageArn } = await stage.sagemaker.send(new CreateModelPackageCommand({
    ModelPackageGroupName: 'Income',
    InferenceSpecification: { Containers: [{ Image: 'repository/image:2', ModelDataUrl: 's3://ml/model.tar.gz', Environment: { A: '1', B: '1' } }] },
  }));
  await stage.sagemaker.send(new CreateModelCommand({
    ModelName: 'income-1', Containers: [{ ModelPackageName: ModelPackageArn, Environment: { B: '2' } }],
  }));
  expect((await stage.sagemaker.send(new DescribeModelCommand({ ModelName: 'income-1' }))).Containers).toEqual([{ ModelPackageName: ModelPackageArn, Environment: { B: '2' } }]);
  await config('income-1', { ProductionVariants: [variant('main')] });
  await create('income-1');
  await inService();
  expect(orders).toMatchObject([{ endpoint: 'Income', variant: 'main', container: { Image: 'repository/image:2', ModelDataUrl: 's3://ml/model.tar.gz', Environment: { A: '1', B: '2' } } }]);
});

test.each([
  ['a package that is not there', { ModelPackageName: 'arn:aws:sagemaker:us-east-1:000000000000:model-package/income/9' }, /ModelPackage arn:.*income\/9 does not exist/],
  ['neither image nor package', { ModelDataUrl: 's3://ml/model.tar.gz' }, /must name an Image or a ModelPackageName/],
  ['both package and image', { ModelPackageName: 'income', Image: 'repository/image:1' }, /must not name them/],
])('fails on a model with %s', async (_, PrimaryContainer, message) => {
  await expect(stage.sagemaker.send(new CreateModelCommand({ ModelName: 'income-1', PrimaryContainer })))
    .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
});

test('models and configurations are found by a part of their name', async () => {
  await model('income-1');
  await model('churn-1');
  await config('income-1');
  await config('churn-1');
  expect((await stage.sagemaker.send(new ListModelsCommand({ NameContains: 'chur' }))).Models?.map((each) => each.ModelName)).toEqual(['churn-1']);
  expect((await stage.sagemaker.send(new ListEndpointConfigsCommand({ NameContains: 'inc' }))).EndpointConfigs?.map((each) => each.EndpointConfigName))
    .toEqual(['income-1']);
  await create('income-1');
  await inService();
  expect((await stage.sagemaker.send(new ListEndpointsCommand({ NameContains: 'Inc', StatusEquals: 'InService' }))).Endpoints).toHaveLength(1);
  expect((await stage.sagemaker.send(new ListEndpointsCommand({ StatusEquals: 'Failed' }))).Endpoints).toEqual([]);
});

test('fails on models and configurations that are not there', async () => {
  await expect(config('income-1')).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(/Could not find model "arn:.*model\/income-1"/) });
  await expect(create('none')).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(/Could not find endpoint configuration "arn:/) });
  await model('income-1');
  expect((await stage.sagemaker.send(new DescribeModelCommand({ ModelName: 'income-1' }))).ModelArn).toMatch(/model\/income-1$/);
  await expect(model('income-1')).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('Cannot create already existing model') });
});
