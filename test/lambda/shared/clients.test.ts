import { ListPipelineExecutionsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clientSettings } from '../../../lambda/shared/clients';
import { textOf } from '../../../lambda/shared/errors';
import { required } from '../../../lambda/shared/environment';
import { Log } from '../../../lambda/shared/logging';

let server: Server;
let replies: { status: number; body: object }[];
let asked: number;

beforeEach(async () => {
  asked = 0;
  server = createServer((request, response) => {
    asked++;
    const { status, body } = replies.shift() ?? { status: 200, body: { PipelineExecutionSummaries: [] } };
    request.resume().on('end', () => response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const list = () => new SageMakerClient({ ...clientSettings, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  .send(new ListPipelineExecutionsCommand({ PipelineName: 'training' }));

test.each([
  ['throttling', 400, 'ThrottlingException'],
  ['an internal error', 500, 'InternalFailure'],
  ['an unavailable service', 503, 'ServiceUnavailable'],
])('a client tries again after %s', async (_, status, __type) => {
  replies = [{ status, body: { __type, message: 'later' } }];
  await expect(list()).resolves.toMatchObject({ PipelineExecutionSummaries: [] });
  expect(asked).toBe(2);
});

test('a client fails at once when the request is refused', async () => {
  replies = [{ status: 400, body: { __type: 'ValidationException', message: 'no' } }];
  await expect(list()).rejects.toMatchObject({ name: 'ValidationException' });
  expect(asked).toBe(1);
});

test('a log writes one line of JSON for each event, fields of the parent included', () => {
  const lines: string[] = [];
  const log = new Log({ handler: 'h' }, (line) => lines.push(line)).with({ pipeline: 'training' });
  log.info('first', { a: 1 });
  log.error('second', new RangeError('two\nlines'));
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'INFO', message: 'first', handler: 'h', pipeline: 'training', a: 1 }),
    expect.objectContaining({ level: 'ERROR', message: 'second', pipeline: 'training', error: 'RangeError: two\nlines', stack: expect.stringContaining('RangeError') }),
  ]);
});

test('an error that is none is still told', () => {
  expect(textOf('plain text')).toBe('plain text');
});

test('fails with the name of an environment variable that is not set', () => {
  expect(() => required('NOT_SET_ANYWHERE' as never)).toThrow('environment variable NOT_SET_ANYWHERE is not set');
});
