/** Objects in the emulator's S3 start runs, through its EventBridge, SQS and Lambda, by the bundled function. */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib/core';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallbackStep, OutputType, Pipeline } from '../../../lib/pipeline';
import { bootstrap, cdk } from '../../../rehearsal/host/cdk';
import { startEmulator, type Emulator } from '../../../rehearsal/host/emulator';
import { freePort } from '../../../rehearsal/host/ports';
import { pythonEnvironment } from '../../../rehearsal/host/python';
import { createSageMaker, type SageMakerStandIn } from '../../../rehearsal/sagemaker/sagemaker';

jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), 'new-data-test-'));
const unused = async (): Promise<never> => {
  throw new Error('this test runs no job');
};
let sagemaker: SageMakerStandIn;
let emulator: Emulator;

const settings = () => ({ endpoint: emulator.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    if (await holds()) {
      return;
    }
    await pause(0.5);
  }
  throw new Error('it did not come to pass within a minute');
}

/** A pipeline whose runs go on until somebody stops them. Seconds stand in for the minutes of gathering, resting and looking again. */
function synthesise(): string {
  const outdir = join(folder, 'assembly');
  const app = new App({ outdir });
  const stack = new Stack(app, 'Lake', { env: { account: '000000000000', region: 'us-east-1' }, synthesizer: new DefaultStackSynthesizer() });
  const pipeline = new Pipeline(stack, 'Training', { pipelineName: 'training' });
  pipeline.addSteps(new CallbackStep('Wait', { queue: new sqs.Queue(stack, 'Asked'), inputs: {}, outputs: { done: OutputType.STRING } }));
  pipeline.startOnNewData(new s3.Bucket(stack, 'Raw', { bucketName: 'raw-data' }), { prefix: 'raw/' });
  app.synth();
  const template = join(outdir, 'Lake.template.json');
  const quick = readFileSync(template, 'utf8')
    .replace(/(gatherSeconds\\":)300/, '$112').replace('"DelaySeconds": 300', '"DelaySeconds": 2').replace('"VisibilityTimeout": 420', '"VisibilityTimeout": 5')
    .replace(/"MaximumBatchingWindowInSeconds": 30/, '"MaximumBatchingWindowInSeconds": 1');
  expect(quick).toContain('gatherSeconds\\":12');
  writeFileSync(template, quick);
  return outdir;
}

beforeAll(async () => {
  const { python, botocoreData } = await pythonEnvironment();
  const port = await freePort();
  sagemaker = createSageMaker({ botocoreData, awsEndpoint: `http://127.0.0.1:${port}`, jobRunner: { runProcessing: unused, runTraining: unused }, stepMs: 20 });
  const listening = await sagemaker.listen(0);
  const url = `http://127.0.0.1:${listening.port}`;
  emulator = await startEmulator({ python, port, sagemakerUrl: url, featureStoreUrl: url, dataDir: folder });
  expect((await bootstrap({ endpoint: emulator.endpoint })).output).toContain('bootstrapped');
});

afterAll(async () => {
  await emulator?.stop();
  await sagemaker?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a burst starts one run, what lands meanwhile the next one, and then the queue is empty', async () => {
  const args = ['deploy', '--app', synthesise(), '--all', '--require-approval', 'never'];
  const deployed = await cdk({ args, appDir: folder, endpoint: emulator.endpoint, timeoutMs: 120_000 });
  expect(deployed.output).toContain('✅  Lake');
  const client = new S3Client({ ...settings(), forcePathStyle: true });
  const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: 'raw-data', Key, Body: 'x' }));
  const executions = async (): Promise<any[]> => (await sagemaker.call('ListPipelineExecutions', { PipelineName: 'training' })).PipelineExecutionSummaries;
  const stop = (PipelineExecutionArn: string) => sagemaker.call('StopPipelineExecution', { PipelineExecutionArn, ClientRequestToken: PipelineExecutionArn.padEnd(32, '0').slice(-64) });

  await put('other/1');
  await Promise.all([1, 2, 3, 4, 5].map((n) => put(`raw/${n}`)));
  await eventually(async () => (await executions()).length === 1);
  const [first] = await executions();
  expect(first.PipelineExecutionDisplayName).toMatch(/^data-[0-9a-f]{10}-[0-9a-f]{12}$/);

  await put('raw/6');
  await pause(20);
  expect(await executions()).toHaveLength(1);
  await stop(first.PipelineExecutionArn);
  await eventually(async () => (await executions()).length === 2);

  const queue = (await emulator.leftovers()).find(({ kind, name }) => kind === 'queue' && name.includes('NewDataStarterQueue'))!.name;
  const messages = new SQSClient(settings());
  await eventually(async () => {
    const { Attributes = {} } = await messages.send(new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['All'] }));
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesDelayed, ApproximateNumberOfMessagesNotVisible } = Attributes;
    return [ApproximateNumberOfMessages, ApproximateNumberOfMessagesDelayed, ApproximateNumberOfMessagesNotVisible].every((count) => count === '0');
  });
  expect(await executions()).toHaveLength(2);

  await stop((await executions())[0].PipelineExecutionArn);
  await eventually(async () => (await executions()).every(({ PipelineExecutionStatus }) => PipelineExecutionStatus === 'Stopped'));
});
