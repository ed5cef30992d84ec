/** The real CDK CLI against the emulator: bootstrap, deploy, deploy again, update, destroy. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetBucketEncryptionCommand, GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, cdk, changedNothing, type CdkResult } from '../../../rehearsal/host/cdk';
import { startEmulator, type Emulator, type Leftover } from '../../../rehearsal/host/emulator';
import { freePort } from '../../../rehearsal/host/ports';
import { projectRoot } from '../../../rehearsal/host/project';
import { pythonEnvironment } from '../../../rehearsal/host/python';
import { createSageMaker, type SageMakerStandIn } from '../../../rehearsal/sagemaker/sagemaker';

jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), 'deployment-test-'));
const unused = async (): Promise<never> => {
  throw new Error('this test runs no job');
};
let sagemaker: SageMakerStandIn;
let emulator: Emulator;
let standing: string[];

const named = (list: Leftover[]) => list.map(({ kind, name }) => `${kind} ${name}`);
const settings = () => ({
  endpoint: emulator.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

function synthesise(version: string, name = 'app'): string {
  const out = join(folder, `${name}-${version}`);
  const app = join(projectRoot, `test/rehearsal/emulator/fixture/${name}.ts`);
  const env = { ...process.env, VERSION: version, CDK_OUTDIR: out, CDK_DEFAULT_ACCOUNT: '000000000000', CDK_DEFAULT_REGION: 'us-east-1' };
  const made = spawnSync(process.execPath, [join(projectRoot, 'node_modules/tsx/dist/cli.mjs'), app], { env, encoding: 'utf8' });
  expect(made.stderr).not.toContain('Error');
  return out;
}

const run = (args: string[]): Promise<CdkResult> => cdk({ args, appDir: folder, endpoint: emulator.endpoint, timeoutMs: 90_000 });
const deploy = (assembly: string) => run(['deploy', '--app', assembly, '--all', '--require-approval', 'never']);

async function outputs(): Promise<Record<string, string>> {
  const { Stacks } = await new CloudFormationClient(settings()).send(new DescribeStacksCommand({ StackName: 'Fixture' }));
  return Object.fromEntries(Stacks![0].Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey!.replace(/Out$/, ''), OutputValue!]));
}

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const seen = await look().catch(() => undefined);
    if (seen !== undefined) {
      return seen;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come to pass within ten seconds');
}

beforeAll(async () => {
  const { python, botocoreData } = await pythonEnvironment();
  const port = await freePort();
  const runner = { runProcessing: unused, runTraining: unused };
  sagemaker = createSageMaker({ botocoreData, awsEndpoint: `http://127.0.0.1:${port}`, jobRunner: runner, stepMs: 20 });
  const listening = await sagemaker.listen(0);
  const url = `http://127.0.0.1:${listening.port}`;
  emulator = await startEmulator({ python, port, sagemakerUrl: url, featureStoreUrl: url, dataDir: folder });
  const made = await bootstrap({ endpoint: emulator.endpoint });
  expect(made.output).toContain('bootstrapped');
  standing = named(await emulator.leftovers());
});

afterAll(async () => {
  await emulator?.stop();
  await sagemaker?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('an app is deployed, works, is updated without losing data, and is destroyed without a trace', async () => {
  const first = synthesise('1');
  const deployed = await deploy(first);
  expect(deployed.output).toContain('✅  Fixture');
  expect(deployed.exitCode).toBe(0);
  const made = await outputs();
  expect(made.Answer).toBe('Create 1');
  expect(made.Group).toMatch(/^arn:aws:sagemaker:us-east-1:000000000000:model-package-group\/fixture-group$/);

  const s3 = new S3Client({ ...settings(), forcePathStyle: true });
  const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket: made.Bucket }));
  expect(encryption.ServerSideEncryptionConfiguration!.Rules![0].ApplyServerSideEncryptionByDefault!.SSEAlgorithm).toBe('aws:kms');

  const events = new EventBridgeClient(settings());
  await events.send(new PutEventsCommand({ Entries: [{ Source: 'fixture', DetailType: 'test', Detail: '{}' }] }));
  const note = await eventually(async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: made.Bucket, Key: 'notes/rule' }));
    return JSON.parse(await Body!.transformToString()) as Record<string, string>;
  });
  expect(note).toEqual({ id: 'rule', version: '1', sagemaker: expect.stringContaining('http://127.0.0.1:') });

  await events.send(new PutEventsCommand({ Entries: [{ Source: 'fixture.start', DetailType: 'test', Detail: '{}' }] }));
  const executions = await eventually(async () => {
    const { PipelineExecutionSummaries } = await sagemaker.call('ListPipelineExecutions', { PipelineName: 'fixture-pipeline' });
    return PipelineExecutionSummaries.length ? PipelineExecutionSummaries : undefined;
  });
  const { PipelineParameters } = await sagemaker.call('ListPipelineParametersForExecution', {
    PipelineExecutionArn: executions[0].PipelineExecutionArn,
  });
  expect(PipelineParameters).toEqual([{ Name: 'Reason', Value: 'an event' }]);
  const told = await eventually(async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: made.Bucket, Key: 'notes/pipeline' }));
    return JSON.parse(await Body!.transformToString()) as Record<string, string>;
  });
  expect(told.version).toBe('1');

  expect(changedNothing(await deploy(first))).toBe(true);

  const sqs = new SQSClient(settings());
  await sqs.send(new SendMessageCommand({ QueueUrl: made.Queue, MessageBody: 'keep me' }));
  const updated = await deploy(synthesise('2'));
  expect(updated.exitCode).toBe(0);
  expect(changedNothing(updated)).toBe(false);
  expect((await outputs()).Answer).toBe('Update 2');
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: made.Queue }));
  expect(Messages!.map(({ Body }) => Body)).toEqual(['keep me']);
  const pipeline = await sagemaker.call('DescribePipeline', { PipelineName: 'fixture-pipeline' });
  expect(pipeline.PipelineDefinition).toContain('version 2');

  const recorded = await emulator.recordedTypes();
  expect(recorded.types).toEqual({ 'AWS::EC2::FlowLog': 1 });

  const destroyed = await run(['destroy', '--app', join(folder, 'app-2'), '--all', '--force']);
  expect(destroyed.output).toContain('destroyed');
  expect(destroyed.exitCode).toBe(0);
  const left = named(await emulator.leftovers()).filter((name) => !standing.includes(name));
  // Log groups that Lambda makes by itself stay on AWS too; the key waits its seven days.
  expect(left.filter((name) => !name.startsWith('log group /aws/lambda/') && !name.startsWith('key pending deletion'))).toEqual([]);
  expect((await emulator.recordedTypes()).present).toEqual([]);
  await expect(sagemaker.call('DescribePipeline', { PipelineName: 'fixture-pipeline' })).rejects.toThrow();
});

test('a definition that fits no template is deployed with its values, changes with them alone, comes back after a failure, and goes with its runs', async () => {
  const s3 = new S3Client({ ...settings(), forcePathStyle: true });
  const deployed = async () => JSON.parse((await sagemaker.call('DescribePipeline', { PipelineName: 'large' })).PipelineDefinition) as Record<string, any>;
  const kept = async () => {
    const bucket = (await s3.send(new ListBucketsCommand({}))).Buckets!.map(({ Name }) => Name!).find((name) => name.startsWith('pipelines-'))!;
    return (await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'definitions/' }))).Contents?.map(({ Key }) => Key) ?? [];
  };
  const first = synthesise('1', 'pipelines');
  const template = readFileSync(join(first, 'Pipelines.template.json'), 'utf8');
  expect(template.length).toBeLessThan(100_000);
  expect((await deploy(first)).exitCode).toBe(0);
  const made = await deployed();
  expect(made.Parameters).toEqual([{ Name: 'Rows', Type: 'Integer', DefaultValue: 3 }]);
  expect(made.Steps[0]).toMatchObject({ Name: 'Wait', SqsQueueUrl: expect.stringMatching(/^http/), Arguments: { note: 'say "hi"!' } });
  expect(JSON.stringify(made).length).toBeGreaterThan(900_000);
  expect(changedNothing(await deploy(first))).toBe(true);
  const [object] = await kept();

  const parameter = await run(['deploy', '--app', first, '--all', '--require-approval', 'never', '--parameters', 'Note=a\\b']);
  expect(parameter.exitCode).toBe(0);
  expect((await deployed()).Steps[0].Arguments).toEqual({ note: 'a\\b!' });
  const [second, ...others] = await kept();
  expect(second).toMatch(/^definitions\/Pipelines\/large\/[0-9a-f]{64}\.json$/);
  expect(second).not.toBe(object);
  expect(others).toEqual([]);

  const failed = await deploy(synthesise('2', 'pipelines'));
  expect(failed.exitCode).not.toBe(0);
  const { Stacks } = await new CloudFormationClient(settings()).send(new DescribeStacksCommand({ StackName: 'Pipelines' }));
  expect(Stacks![0].StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect((await deployed()).Steps[0].Arguments).toEqual({ note: 'a\\b!' });
  expect((await deployed()).Steps[1].Arguments.ErrorMessage).toContain('version 1 ');
  expect(await kept()).toEqual([second]);

  const { PipelineExecutionArn } = await sagemaker.call('StartPipelineExecution', { PipelineName: 'large', ClientRequestToken: 'x'.repeat(32) });
  const destroyed = await run(['destroy', '--app', first, '--all', '--force']);
  expect(destroyed.exitCode).toBe(0);
  await expect(sagemaker.call('DescribePipelineExecution', { PipelineExecutionArn })).rejects.toThrow();
  const left = named(await emulator.leftovers()).filter((name) => !standing.includes(name));
  expect(left.filter((name) => !name.startsWith('log group /aws/lambda/') && !name.startsWith('key pending deletion'))).toEqual([]);
});

test('a command that takes too long is ended and says so', async () => {
  const result = await cdk({ args: ['bootstrap'], appDir: folder, endpoint: emulator.endpoint, timeoutMs: 50 });
  expect(result.timedOut).toBe(true);
  expect(result.exitCode).not.toBe(0);
});
