import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HANDLER_NAMES } from '../../lib/core/contract';
import { AnswerBox } from './support/answer-box';
import { drift } from './support/retraining-world';

const ROOT = join(__dirname, '..', '..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundles-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Longer than all handlers take to build where others use the processors too; a build that hangs is ended by then. */
const BUILD_MS = 150_000;

function node(args: string[], env: Record<string, string> = {}, timeout = 30_000): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { ...process.env, ...env }, timeout }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }));
  });
}

const build = (sources: string, output: string) => node([join(ROOT, 'scripts', 'build-handlers.mjs'), sources, output], {}, BUILD_MS);

/** Loads a bundle as Lambda does and calls its handler. */
const invoke = (name: string, event: object, env: Record<string, string>) => node(['--input-type=module', '-e', `
  const { handler } = await import(${JSON.stringify(join(folder, 'one', name, 'index.mjs'))});
  await handler(${JSON.stringify(event)}, { functionName: 'f', awsRequestId: 'r', logStreamName: 's', getRemainingTimeInMillis: () => 60_000 });
`], env);

test('every handler becomes one file within its budget, and the bytes of the last build again', async () => {
  const { code, stdout } = await build(join(ROOT, 'lambda'), join(folder, 'one'));
  expect(code).toBe(0);
  expect(readdirSync(join(folder, 'one'))).toEqual([...HANDLER_NAMES]);
  for (const name of HANDLER_NAMES) {
    const [first, second] = [join(ROOT, 'dist', 'lambda'), join(folder, 'one')].map((output) => readFileSync(join(output, name, 'index.mjs')));
    expect(readdirSync(join(folder, 'one', name))).toEqual(['index.mjs']);
    expect(stdout).toMatch(new RegExp(`^${name} +[\\d.]+ KB of (350|500)$`, 'm'));
    expect(first.equals(second)).toBe(true);
    expect(second.toString('utf8')).not.toContain(ROOT);
  }
}, BUILD_MS);

test('a bundle that goes away with its sources leaves nothing in the output', async () => {
  const [sources, output] = [join(folder, 'sources'), join(folder, 'output')];
  mkdirSync(join(sources, 'do-thing'), { recursive: true });
  mkdirSync(join(output, 'gone-thing'), { recursive: true });
  writeFileSync(join(sources, 'do-thing', 'handler.ts'), 'export const handler = async (): Promise<number> => 1;');
  expect((await build(sources, output)).code).toBe(0);
  expect(readdirSync(output)).toEqual(['do-thing']);
});

test('fails when a handler is over its budget, and says by how much', async () => {
  const sources = join(folder, 'large');
  mkdirSync(join(sources, 'carry-much'), { recursive: true });
  writeFileSync(join(sources, 'carry-much', 'handler.ts'), `export const handler = async () => '${'x'.repeat(400_000)}';`);
  const { code, stderr } = await build(sources, join(folder, 'large-output'));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^carry-much: 400\d+ bytes are 50\d+ over its budget/);
});

describe('as bundled', () => {
  let aws: Server;
  let box: AnswerBox;
  let asked: { target: string; body: string }[];

  beforeEach(async () => {
    asked = [];
    box = await AnswerBox.open();
    aws = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => { body += chunk; }).on('end', () => {
        asked.push({ target: String(request.headers['x-amz-target'] ?? request.url), body });
        response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end('{"__type":"ResourceNotFound","message":"gone"}');
      });
    });
    await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    aws.closeAllConnections();
    await new Promise((resolve) => aws.close(resolve));
    await box.close();
  });

  const endpoint = () => ({ AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as AddressInfo).port}` });

  test('start-pipeline asks SageMaker and answers CloudFormation', async () => {
    const event = {
      RequestType: 'Delete', ResponseURL: box.url, StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Run', PhysicalResourceId: 'training',
      ResourceProperties: { PipelineName: 'training' },
    };
    expect(await invoke('start-pipeline', event, endpoint())).toMatchObject({ code: 0 });
    expect(asked.map(({ target }) => target)).toEqual(['SageMaker.ListPipelineExecutions']);
    expect(box.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: 'training' })]);
  });

  test('notify-people reads details, publishes, and fails when the topic is gone', async () => {
    const event = {
      source: 'aws.sagemaker', account: '123456789012', region: 'us-east-1', 'detail-type': 'SageMaker Model Package State Change',
      detail: { ModelPackageArn: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/income/1', ModelApprovalStatus: 'PendingManualApproval' },
    };
    const { code, stdout } = await invoke('notify-people', event, { ...endpoint(), TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:t' });
    expect(code).not.toBe(0);
    expect(stdout).toContain('the notice lacks details');
    expect(asked[0].target).toBe('SageMaker.DescribeModelPackage');
    expect(asked.at(-1)!.body).toContain('Action=Publish');
  });

  test('retrain-on-drift asks its table first, and fails when that is gone', async () => {
    const { code, stderr } = await invoke('retrain-on-drift', drift('a-1'), { ...endpoint(), TABLE_NAME: 'records' });
    expect(code).not.toBe(0);
    expect(stderr).toContain('gone');
    expect(asked.map(({ target }) => target)).toEqual(['DynamoDB_20120810.GetItem']);
    expect(JSON.parse(asked[0].body)).toMatchObject({ TableName: 'records', Key: { endpointName: { S: 'retraining#income' } } });
  });

  test('enrich-requests looks up first, and tells its caller what the store refuses', async () => {
    const { code, stderr } = await invoke('enrich-requests', { rows: [{ id: 'a' }] }, {
      ...endpoint(), ENDPOINT_NAME: 'income', CONTENT_TYPE: 'text/csv', COLUMNS: '[["age","I",0]]', LOOK_UPS: '[{"group":"people","on":"id"}]',
    });
    expect(code).not.toBe(0);
    expect(stderr).toContain('feature store: gone');
    expect(asked).toEqual([
      { target: '/BatchGetRecord', body: '{"Identifiers":[{"FeatureGroupName":"people","RecordIdentifiersValueAsString":["a"],"FeatureNames":["age"]}]}' },
    ]);
  });

  test('notify-people does not start without its topic', async () => {
    const { code, stderr } = await invoke('notify-people', {}, { TOPIC_ARN: '' });
    expect(code).not.toBe(0);
    expect(stderr).toContain('environment variable TOPIC_ARN is not set');
  });
});
