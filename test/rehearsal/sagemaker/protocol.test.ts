import { CreateModelCommand, CreateModelPackageCommand, DescribeModelCommand, ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { GetRecordCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { Stage, eventually } from './stage';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

const ask = async (target: string, body: string) => {
  const response = await fetch(stage.url, { method: 'POST', headers: { 'x-amz-target': target, 'user-agent': 'a-handler' }, body });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() as any };
};
const admin = async (method: string, path: string, body?: string) => {
  const response = await fetch(`${stage.url}/_rehearsal/${path}`, { method, body });
  return { status: response.status, body: await response.json() as any };
};

test('speaks AWS JSON 1.1', async () => {
  expect(await ask('SageMaker.ListModels', '{}')).toEqual({ status: 200, type: 'application/x-amz-json-1.1', body: { Models: [] } });
  expect(await ask('SageMaker.ListModels', '')).toMatchObject({ status: 200 });
});

test.each([
  ['an operation that does not exist', 'SageMaker.PaintModel', '{}', 'UnknownOperationException', /PaintModel/],
  ['an operation that is not carried out', 'SageMaker.CreateHub', '{"HubName":"x","HubDescription":"y"}', 'NotImplementedByRehearsal', /CreateHub/],
  ['a body that is no JSON', 'SageMaker.ListModels', '{', 'SerializationException', /not a JSON object/],
  ['a body that is a list', 'SageMaker.ListModels', '[]', 'SerializationException', /not a JSON object/],
  ['a member of the wrong type', 'SageMaker.ListModels', '{"MaxResults":"ten"}', 'SerializationException', /at 'maxResults'/],
  ['a member that does not exist', 'SageMaker.ListModels', '{"Limit":10}', 'ValidationException', /at 'limit'/],
  ['a page token of its own', 'SageMaker.ListModels', '{"NextToken":"mine"}', 'ValidationException', /token 'mine'/],
])('fails on %s', async (_, target, body, code, message) => {
  const answer = await ask(target, body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.body).toMatchObject({ __type: code, message: expect.stringMatching(message) });
});

test('fails on a path that the feature store runtime does not have', async () => {
  const response = await fetch(`${stage.url}/Nothing/here`);
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException']);
});

test('remembers who asked for what, and why it was refused', async () => {
  await stage.sagemaker.send(new ListModelsCommand({}));
  await ask('SageMaker.DescribeModel', '{"ModelName":"none"}');
  await stage.features.send(new GetRecordCommand({ FeatureGroupName: 'none', RecordIdentifierValueAsString: '1' })).catch(() => undefined);
  await stage.standIn.call('DescribeModel', { ModelName: '' }).catch(() => undefined);
  const { body } = await admin('GET', 'requests');
  expect(body).toMatchObject({ total: 4, byOperation: { ListModels: 1, DescribeModel: 2, GetRecord: 1 } });
  expect(body.refused).toMatchObject([
    { operation: 'DescribeModel', accepted: false, code: 'ValidationException', reason: expect.stringContaining('Could not find model'), caller: 'a-handler' },
    { operation: 'GetRecord', code: 'ResourceNotFound', caller: expect.stringContaining('aws-sdk-js') },
    { operation: 'DescribeModel', code: 'ValidationException', caller: 'in-process' },
  ]);
});

test('lists what lives', async () => {
  await stage.sagemaker.send(new CreateModelCommand({ ModelName: 'income', PrimaryContainer: { Image: 'repository/image:1' } }));
  expect((await admin('GET', 'state')).body).toEqual({
    resources: [{ kind: 'Model', name: 'income', arn: 'arn:aws:sagemaker:us-east-1:000000000000:model/income', history: false }],
  });
});

test('takes settings, and refuses those it does not have', async () => {
  expect(await admin('POST', 'settings', '{"stepMs":5}')).toEqual({
    status: 200, body: { stepMs: 5, offlineFlushMs: 50, captureFlushMs: 500, startupMs: 60_000, deploymentSecondMs: 5, dropEvents: '' },
  });
  expect(await admin('POST', 'settings', '{"speed":5}')).toMatchObject({ status: 400, body: { message: expect.stringContaining("'speed' must be one of stepMs") } });
  expect(await admin('POST', 'settings', '{"stepMs":"fast"}')).toMatchObject({ status: 400 });
  expect(await admin('POST', 'settings', '{"stepMs":-1}')).toMatchObject({ status: 400 });
  expect(await admin('POST', 'settings', '{"dropEvents":1}')).toMatchObject({ status: 400 });
  expect(await admin('POST', 'settings', 'fast')).toMatchObject({ status: 400 });
  expect(await admin('GET', 'nothing')).toMatchObject({ status: 404 });
});

test('loses the events that it is told to lose, and no others', async () => {
  await admin('POST', 'settings', '{"dropEvents":"SageMaker Model State Change"}');
  await stage.sagemaker.send(new CreateModelCommand({ ModelName: 'lost', PrimaryContainer: { Image: 'repository/image:1' } }));
  await stage.sagemaker.send(new CreateModelPackageCommand({ ModelPackageName: 'told' }));
  await admin('POST', 'settings', '{"dropEvents":""}');
  await stage.sagemaker.send(new CreateModelCommand({ ModelName: 'told', PrimaryContainer: { Image: 'repository/image:1' } }));
  await eventually(() => stage.aws.details('SageMaker Model State Change').map((detail) => detail.ModelName), (names) => names.join() === 'told');
  expect(stage.aws.details('SageMaker Model Package State Change')).toHaveLength(1);
});

test('a caller cannot change what is stored through its own request', async () => {
  const request = { ModelName: 'income', PrimaryContainer: { Image: 'repository/image:1', Environment: { A: '1' } } };
  await stage.standIn.call('CreateModel', request);
  request.PrimaryContainer.Environment.A = '2';
  expect((await stage.sagemaker.send(new DescribeModelCommand({ ModelName: 'income' }))).PrimaryContainer?.Environment).toEqual({ A: '1' });
});
