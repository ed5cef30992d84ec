import { DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import { EndpointName, ServingStage } from './serving-stage';
import { eventually } from './stage';

let stage: ServingStage;
beforeEach(async () => { stage = await ServingStage.open(); });
afterEach(() => stage.close());

const capture = (more: object = {}) => ({
  InitialSamplingPercentage: 100, DestinationS3Uri: 's3://ml/capture/', CaptureOptions: [{ CaptureMode: 'InputAndOutput' as const }], ...more,
});
const plainTypes = { CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/json'] } };

async function inService(DataCaptureConfig?: ReturnType<typeof capture>): Promise<void> {
  await stage.multiplier('triple', 3);
  await stage.config('captured', { ProductionVariants: [{ VariantName: 'main', ModelName: 'triple', InitialInstanceCount: 1, InstanceType: 'ml.m5.large' }], DataCaptureConfig });
  await stage.createEndpoint('captured');
  await stage.settled('InService');
}

function captured(): Map<string, any[]> {
  const files = [...stage.stage.aws.objects].filter(([key]) => key.startsWith('ml/capture/'));
  return new Map(files.map(([key, body]) => [key, body.toString('utf8').trimEnd().split('\n').map((line) => JSON.parse(line))]));
}

const records = (count: number) => eventually(() => [...captured().values()].flat(), (found) => found.length === count);

test('the answer says which variant gave it, and has the type that the model gave it', async () => {
  await inService();
  const answer = await stage.invoke('1,2');
  expect(answer).toMatchObject({ InvokedProductionVariant: 'main', ContentType: 'application/json' });
  expect(JSON.parse(answer.text)).toMatchObject({ products: [3, 6] });
});

test("a model's error comes back as ModelError, with the model's own words", async () => {
  await inService();
  await expect(stage.invoke('1', { ContentType: 'text/html' })).rejects.toMatchObject({
    name: 'ModelError', OriginalStatusCode: 500, $metadata: { httpStatusCode: 424 },
    message: expect.stringMatching(/^Received server error \(500\) from primary with message "content type text\/html is not supported/),
    OriginalMessage: expect.stringContaining('ValueError: content type text/html is not supported'),
    LogStreamArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/sagemaker/Endpoints/Income',
  });
  expect((await stage.invoke('1')).text).toContain('[3.0]');
});

test.each([
  ['an endpoint that is not there', { EndpointName: 'none' }, /^Endpoint none of account 000000000000 not found\.$/],
  ['a name that cannot be one', { EndpointName: 'no_name' }, /'no_name' at 'endpointName' failed to satisfy constraint/],
  ['an inference id that is too long', { InferenceId: 'x'.repeat(65) }, /at 'inferenceId'.*length less than or equal to 64/],
  ['a body of more than 6 MB', { Body: '1'.repeat(6_291_457) }, /at 'body'.*length less than or equal to 6291456/],
])('fails on %s', async (_, change, message) => {
  await expect(stage.invoke('1', change)).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringMatching(message), $metadata: { httpStatusCode: 400 } });
});

test("calls are captured in SageMaker's format and place", async () => {
  await inService(capture(plainTypes));
  const { text } = await stage.invoke('1,2', { InferenceId: 'order-7', CustomAttributes: 'trace=1' });
  await stage.invoke('4');
  const [first, second] = await records(2);
  const [key] = [...captured().keys()];
  expect(key).toMatch(/^ml\/capture\/Income\/main\/\d{4}\/\d\d\/\d\d\/\d\d\/\d\d-\d\d-\d{3}-[0-9a-f-]{36}\.jsonl$/);
  const inferenceTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(first).toEqual({
    captureData: {
      endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: '1,2', encoding: 'CSV' },
      endpointOutput: { observedContentType: 'application/json', mode: 'OUTPUT', data: text, encoding: 'JSON' },
    },
    eventMetadata: { eventId: expect.stringMatching(/^[0-9a-f-]{36}$/), customAttributes: ['trace=1'], inferenceId: 'order-7', inferenceTime },
    eventVersion: '0',
  });
  expect(second.eventMetadata).toEqual({ eventId: expect.any(String), inferenceTime });
  expect(second.eventMetadata.eventId).not.toBe(first.eventMetadata.eventId);
  expect(key.split('/').slice(4, 8).join('/')).toBe(first.eventMetadata.inferenceTime.slice(0, 13).replace(/[-T]/g, '/'));
});

test('without a word about content types data is captured as base64, and only the side that is wanted', async () => {
  await inService(capture({ CaptureOptions: [{ CaptureMode: 'Input' }] }));
  await stage.invoke('1,2');
  const [record] = await records(1);
  expect(record.captureData).toEqual({
    endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: Buffer.from('1,2').toString('base64'), encoding: 'BASE64' },
  });
});

test.each([
  ['switched off', { EnableCapture: false }],
  ['nothing is sampled', { InitialSamplingPercentage: 0 }],
])('nothing is captured when it is %s', async (_, change) => {
  await inService(capture(change));
  await stage.invoke('1');
  await stage.stage.standIn.flush();
  expect(captured().size).toBe(0);
});

test('what waits is written when the rehearsal asks for it, and when the stand-in closes', async () => {
  stage.stage.standIn.settings.captureFlushMs = 60_000;
  await inService(capture(plainTypes));
  await stage.invoke('1');
  expect(captured().size).toBe(0);
  await fetch(`${stage.stage.url}/_rehearsal/flush`, { method: 'POST' });
  expect([...captured().values()].flat()).toHaveLength(1);
  await stage.invoke('2');
  await stage.stage.standIn.close();
  expect([...captured().values()].flat()).toHaveLength(2);
});

test('calls that fail are not captured', async () => {
  await inService(capture(plainTypes));
  await stage.invoke('1', { ContentType: 'text/html' }).catch(() => undefined);
  await stage.invoke('1');
  await stage.stage.standIn.flush();
  expect([...captured().values()].flat()).toHaveLength(1);
});

test('a deleted endpoint answers no more', async () => {
  await inService();
  await stage.stage.sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
  await expect(stage.invoke('1')).rejects.toMatchObject({ name: 'ValidationError' });
});
