import {
  CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand, DeleteEndpointCommand, DescribeEndpointCommand, DescribeModelCommand,
  ListEndpointsCommand, UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { Stage, eventually } from './stage';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

const describe_ = () => stage.sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'Income' }));

async function config(EndpointConfigName: string): Promise<void> {
  await stage.sagemaker.send(new CreateEndpointConfigCommand({
    EndpointConfigName,
    ProductionVariants: [{ VariantName: 'main', ModelName: 'income-1', InitialInstanceCount: 2, InstanceType: 'ml.m5.large', InitialVariantWeight: 0 }],
    DataCaptureConfig: { InitialSamplingPercentage: 50, DestinationS3Uri: 's3://ml/capture', KmsKeyId: 'key', CaptureOptions: [{ CaptureMode: 'Input' }] },
  }));
}

test('an endpoint comes into service, is updated and deleted, with events in upper case', async () => {
  await stage.sagemaker.send(new CreateModelCommand({ ModelName: 'income-1', PrimaryContainer: { Image: 'repository/image:1' } }));
  await config('income-1');
  await config('income-2');
  const { EndpointArn } = await stage.sagemaker.send(new CreateEndpointCommand({ EndpointName: 'Income', EndpointConfigName: 'income-1' }));
  expect(EndpointArn).toMatch(/:endpoint\/income$/);
  expect(await eventually(describe_, (endpoint) => endpoint.EndpointStatus === 'InService')).toMatchObject({
    ProductionVariants: [{ VariantName: 'main', CurrentWeight: 0, CurrentInstanceCount: 2 }],
    DataCaptureConfig: { CaptureStatus: 'Started', CurrentSamplingPercentage: 50 },
  });
  await stage.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'Income', EndpointConfigName: 'income-2' }));
  expect((await describe_()).EndpointStatus).toBe('Updating');
  expect((await eventually(describe_, (endpoint) => endpoint.EndpointStatus === 'InService')).EndpointConfigName).toBe('income-2');
  await stage.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'Income' }));
  await eventually(() => describe_().catch((error) => error.name), (outcome) => outcome === 'ValidationException');
  expect((await stage.sagemaker.send(new ListEndpointsCommand({}))).Endpoints).toEqual([]);
  const statuses = stage.aws.details('SageMaker Endpoint State Change').map((detail) => detail.EndpointStatus);
  expect(statuses).toEqual(['CREATING', 'IN_SERVICE', 'UPDATING', 'IN_SERVICE', 'DELETING']);
});

test('fails on models and configurations that are not there', async () => {
  await expect(config('income-1')).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(/Could not find model "arn:.*model\/income-1"/) });
  await expect(stage.sagemaker.send(new CreateEndpointCommand({ EndpointName: 'Income', EndpointConfigName: 'none' })))
    .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(/Could not find endpoint configuration "arn:/) });
  await stage.sagemaker.send(new CreateModelCommand({ ModelName: 'income-1', PrimaryContainer: { Image: 'repository/image:1' } }));
  expect((await stage.sagemaker.send(new DescribeModelCommand({ ModelName: 'income-1' }))).ModelArn).toMatch(/model\/income-1$/);
  await expect(stage.sagemaker.send(new CreateModelCommand({ ModelName: 'income-1', PrimaryContainer: { Image: 'repository/image:1' } })))
    .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('Cannot create already existing model') });
});
