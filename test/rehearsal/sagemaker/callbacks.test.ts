import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSageMaker, type SageMakerStandIn } from '../../../rehearsal/sagemaker/sagemaker';
import { botocoreData } from './model-folder';
import { eventually } from './stage';

/** A queue service that keeps what it is sent; what it does not know, it takes. */
let server: Server;
let sent: { QueueUrl: string; MessageBody: string }[];
let sagemaker: SageMakerStandIn;

beforeEach(async () => {
  sent = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => { text += chunk; }).on('end', () => {
      if (request.headers['x-amz-target'] !== 'AmazonSQS.SendMessage') {
        response.writeHead(200).end('{}');
        return;
      }
      const message = JSON.parse(text) as typeof sent[number];
      sent.push(message);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ MessageId: '1', MD5OfMessageBody: createHash('md5').update(message.MessageBody).digest('hex') }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const awsEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sagemaker = createSageMaker({ botocoreData: botocoreData(), awsEndpoint, stepMs: 1, jobRunner: undefined! });
});

afterEach(async () => {
  await sagemaker.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function start(): Promise<{ run: string; token: string }> {
  const definition = {
    Version: '2020-12-01',
    Steps: [{
      Name: 'Ask', Type: 'Callback', SqsQueueUrl: 'http://127.0.0.1/queue', Arguments: { run: { Get: 'Execution.PipelineName' } },
      OutputParameters: [{ OutputName: 'verdict', OutputType: 'String' }],
    }],
  };
  const RoleArn = 'arn:aws:iam::000000000000:role/ml/pipeline';
  await sagemaker.call('CreatePipeline', { PipelineName: 'income', RoleArn, PipelineDefinition: JSON.stringify(definition), ClientRequestToken: 'x'.repeat(32) });
  const { PipelineExecutionArn: run } = await sagemaker.call('StartPipelineExecution', { PipelineName: 'income', ClientRequestToken: 'y'.repeat(32) });
  await eventually(() => Promise.resolve(sent), (messages) => messages.length === 1);
  return { run: run as string, token: (JSON.parse(sent[0].MessageBody) as { token: string }).token };
}

const ended = (PipelineExecutionArn: string, status: string) =>
  eventually(() => sagemaker.call('DescribePipelineExecution', { PipelineExecutionArn }), (run) => run.PipelineExecutionStatus === status);
const steps = async (PipelineExecutionArn: string) => (await sagemaker.call('ListPipelineExecutionSteps', { PipelineExecutionArn })).PipelineExecutionSteps as unknown[];

test('a run waits for an answer to the message it sent, and goes on with it', async () => {
  const { run, token } = await start();
  expect(sent[0].QueueUrl).toBe('http://127.0.0.1/queue');
  expect(JSON.parse(sent[0].MessageBody)).toMatchObject({ arguments: { run: 'income' }, pipelineExecutionArn: run });
  const answer = { CallbackToken: token, OutputParameters: [{ Name: 'verdict', Value: 'yes' }] };
  expect(await sagemaker.call('SendPipelineExecutionStepSuccess', answer)).toEqual({ PipelineExecutionArn: run });
  await ended(run, 'Succeeded');
  expect(await steps(run)).toMatchObject([{
    StepStatus: 'Succeeded', Metadata: { Callback: { CallbackToken: token, OutputParameters: [{ Name: 'verdict', Value: 'yes' }] } },
  }]);
  await expect(sagemaker.call('SendPipelineExecutionStepSuccess', answer)).rejects.toThrow('No callback step waits');
});

test('a refusal ends the run', async () => {
  const { run, token } = await start();
  await sagemaker.call('SendPipelineExecutionStepFailure', { CallbackToken: token, FailureReason: 'not today' });
  await ended(run, 'Failed');
  expect(await steps(run)).toMatchObject([{ StepStatus: 'Failed', FailureReason: 'ClientError: not today' }]);
});

test('a token that nobody waits with is refused', async () => {
  await expect(sagemaker.call('SendPipelineExecutionStepFailure', { CallbackToken: 'a123456789' })).rejects.toThrow('No callback step waits with token a123456789');
});
