import { DeleteEndpointCommand, DeleteEndpointConfigCommand, DeleteModelCommand } from '@aws-sdk/client-sagemaker';
import { EndpointName, MULTIPLIER, ServingStage, alive } from './serving-stage';
import { eventually } from './stage';

let ringing: string[];
let stage: ServingStage;
beforeEach(async () => {
  ringing = [];
  stage = await ServingStage.open({ alarms: (names) => Promise.resolve(names.filter((name) => ringing.includes(name))) });
});
afterEach(() => stage.close());

const BROKEN = 'def model_fn(model_dir):\n    raise RuntimeError("weights are missing")\n';
const PING = 'The primary container for production variant AllTraffic did not pass the ping health check. Please check CloudWatch logs for this endpoint.';
const canary = (seconds: number) => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { Type: 'CANARY' as const, WaitIntervalInSeconds: seconds, CanarySize: { Type: 'CAPACITY_PERCENT' as const, Value: 50 } },
  },
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }, { AlarmName: 'latency' }] },
});

test('comes into service, answers as the model says, and leaves no process behind when it is deleted', async () => {
  await stage.multiplier('triple', 3);
  await stage.createEndpoint('triple');
  expect(await stage.describe()).toMatchObject({ EndpointStatus: 'Creating', EndpointArn: expect.stringMatching(/endpoint\/income$/), CreationTime: expect.any(Date) });
  await expect(stage.invoke('1')).rejects.toMatchObject({ name: 'ValidationError' });
  await stage.settled('InService');
  const { products, pid } = await stage.answer('1,2.5');
  expect(products).toEqual([3, 7.5]);
  expect(alive(pid)).toBe(true);
  await stage.stage.sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
  await eventually(() => stage.describe().catch((error) => error.message), (message) => /Could not find endpoint/.test(message));
  expect(alive(pid)).toBe(false);
  await eventually(() => stage.statuses(), (statuses) => statuses.join() === 'CREATING,IN_SERVICE,DELETING');
});

test('ends in Failed when the model cannot be loaded, and can then only be deleted', async () => {
  await stage.multiplier('broken', 1, BROKEN);
  await stage.multiplier('triple', 3);
  await stage.createEndpoint('broken');
  const { FailureReason } = await stage.settled('Failed');
  expect(FailureReason).toContain(PING);
  expect(FailureReason).toContain('RuntimeError: weights are missing');
  await expect(stage.update('triple')).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('in status Failed') });
  await stage.stage.sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
  await eventually(() => stage.describe().catch((error) => error.name), (name) => name === 'ValidationException');
});

test('is rolled back when a new model does not answer in time, and the old one goes on answering', async () => {
  await stage.multiplier('triple', 3);
  await stage.multiplier('sleeping', 1, 'import time\ntime.sleep(600)\n');
  await stage.createEndpoint('triple');
  await stage.settled('InService');
  const { pid } = await stage.answer('1');
  stage.stage.standIn.settings.startupMs = 1_500;
  await stage.update('sleeping');
  expect((await stage.answer('2')).products).toEqual([6]);
  const rolledBack = await stage.settled('InService');
  expect(rolledBack).toMatchObject({ EndpointConfigName: 'triple', FailureReason: expect.stringContaining(PING) });
  expect(rolledBack.PendingDeploymentSummary).toBeUndefined();
  expect(await stage.answer('3')).toMatchObject({ products: [9], pid });
  await eventually(() => stage.statuses(), (statuses) => statuses.join() === 'CREATING,IN_SERVICE,UPDATING,ROLLING_BACK,IN_SERVICE');
});

test('is updated in place: both fleets answer while traffic shifts, then the old one is gone', async () => {
  await stage.multiplier('triple', 3);
  await stage.multiplier('tenfold', 10);
  await stage.createEndpoint('triple');
  await stage.settled('InService');
  const { pid } = await stage.answer('1');
  await stage.update('tenfold', { DeploymentConfig: canary(300) });
  expect(await stage.describe()).toMatchObject({
    EndpointStatus: 'Updating', EndpointConfigName: 'triple',
    PendingDeploymentSummary: { EndpointConfigName: 'tenfold', ProductionVariants: [{ VariantName: 'AllTraffic' }] },
  });
  await eventually(async () => (await stage.answer('1')).products[0], (product) => product === 10);
  const answers = [await stage.answer('1'), await stage.answer('1'), await stage.answer('1'), await stage.answer('1')].map(({ products }) => products[0]);
  expect(answers.sort((a, b) => a - b)).toEqual([3, 3, 10, 10]);
  expect((await stage.describe()).EndpointStatus).toBe('Updating');
  expect(await stage.settled('InService')).toMatchObject({ EndpointConfigName: 'tenfold', LastDeploymentConfig: canary(300) });
  expect((await stage.answer('1')).products).toEqual([10]);
  expect(alive(pid)).toBe(false);
  await eventually(() => stage.statuses('SageMaker Endpoint Deployment State Change'), (told) => told[0] === 'UPDATING' && told[told.length - 1] === 'IN_SERVICE');
});

test('is rolled back when an alarm rings while the new fleet is watched', async () => {
  await stage.multiplier('triple', 3);
  await stage.multiplier('tenfold', 10);
  await stage.createEndpoint('triple');
  await stage.settled('InService');
  await stage.update('tenfold', { DeploymentConfig: canary(3600) });
  const newcomer = await eventually(() => stage.answer('1'), ({ products }) => products[0] === 10);
  ringing = ['latency', 'another'];
  const rolledBack = await stage.settled('InService');
  expect(rolledBack).toMatchObject({ EndpointConfigName: 'triple', FailureReason: expect.stringMatching(/alarms went into ALARM state: latency\.$/) });
  expect([(await stage.answer('1')).products, (await stage.answer('1')).products]).toEqual([[3], [3]]);
  expect(alive(newcomer.pid)).toBe(false);
  await stage.update('tenfold');
  expect((await stage.describe()).FailureReason).toBeUndefined();
  expect((await stage.settled('InService')).EndpointConfigName).toBe('tenfold');
});

test('takes no other change while one is going on', async () => {
  await stage.multiplier('triple', 3);
  await stage.createEndpoint('triple');
  const refusal = { name: 'ValidationException', message: expect.stringMatching(/^Cannot update in-progress endpoint "arn:.*"\.$/) };
  await expect(stage.update('triple')).rejects.toMatchObject(refusal);
  await expect(stage.stage.sagemaker.send(new DeleteEndpointCommand({ EndpointName }))).rejects.toMatchObject(refusal);
  await stage.settled('InService');
  await stage.update('triple');
  await expect(stage.stage.sagemaker.send(new DeleteEndpointCommand({ EndpointName }))).rejects.toMatchObject(refusal);
  await stage.settled('InService');
});

test('goes on serving without its model and its configuration, but is not updated without the latter', async () => {
  await stage.multiplier('triple', 3);
  await stage.multiplier('tenfold', 10);
  await stage.createEndpoint('triple');
  await stage.settled('InService');
  await stage.stage.sagemaker.send(new DeleteModelCommand({ ModelName: 'triple' }));
  await stage.stage.sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'triple' }));
  expect((await stage.answer('1')).products).toEqual([3]);
  await expect(stage.update('tenfold')).rejects.toMatchObject({ message: expect.stringMatching(/Could not find endpoint configuration "arn:.*\/triple"/) });
});

test('everything that serves ends when the stand-in closes, in the middle of a deployment too', async () => {
  await stage.multiplier('triple', 3);
  await stage.multiplier('tenfold', 10);
  await stage.createEndpoint('triple');
  await stage.settled('InService');
  await stage.update('tenfold', { DeploymentConfig: canary(3600) });
  const old = (await stage.answer('1')).pid;
  const newcomer = (await eventually(() => stage.answer('1'), ({ products }) => products[0] === 10)).pid;
  await stage.close();
  expect([alive(old), alive(newcomer)]).toEqual([false, false]);
  stage = await ServingStage.open();
});

test.each([
  ['an artifact that is not there', async () => stage.stage.aws.objects.clear(), /^Failed to download model data .*"s3:\/\/ml\/triple\/model.tar.gz"/],
  ['an artifact that is no archive', async () => { stage.stage.aws.objects.set('ml/triple/model.tar.gz', Buffer.from('text')); }, /is not a gzipped tarball/],
  ['a model that was deleted', async () => { await stage.stage.sagemaker.send(new DeleteModelCommand({ ModelName: 'triple' })); }, /^Could not find model "arn:/],
])('ends in Failed with %s', async (_, spoil, reason) => {
  await stage.multiplier('triple', 3);
  await spoil();
  await stage.createEndpoint('triple');
  expect((await stage.settled('Failed')).FailureReason).toMatch(reason);
});

test.each([
  ['names no program', {}, /SAGEMAKER_PROGRAM and SAGEMAKER_SUBMIT_DIRECTORY/],
  ['names a program that is not in its code', { SAGEMAKER_PROGRAM: 'serve.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' }, /serve\.py, which is not in \/opt\/ml\/model\/code/],
])('ends in Failed when the environment %s', async (_, environment, reason) => {
  await stage.model('triple', { 'factor.json': '3', 'code/inference.py': MULTIPLIER }, environment);
  await stage.config('triple');
  await stage.createEndpoint('triple');
  const { FailureReason } = await stage.settled('Failed');
  expect(FailureReason).toContain(PING);
  expect(FailureReason).toMatch(reason);
});
