import { type CallbackAnswer, OpenCallbacks } from '../../../rehearsal/pipelines/callbacks';
import { PipelineRunner, type StepState } from '../../../rehearsal/pipelines/runner';
import { S3Fake } from '../containers/s3-fake';
import { get, pipeline, step } from './definitions';
import { RecordingApi } from './recording-api';

const s3 = new S3Fake();
beforeAll(() => s3.start());
afterAll(() => s3.stop());

const asking = (outputs: Record<string, string> = {}) => pipeline([
  {
    Name: 'Ask', Type: 'Callback', SqsQueueUrl: 'http://queue', Arguments: { depth: get('Parameters.Depth'), run: get('Execution.PipelineName') },
    OutputParameters: Object.entries(outputs).map(([OutputName, OutputType]) => ({ OutputName, OutputType })),
  },
  step('Use', { DependsOn: ['Ask'], Arguments: { Values: Object.keys(outputs).map((name) => get(`Steps.Ask.OutputParameters['${name}']`)) } }),
], { Parameters: [{ Name: 'Depth', Type: 'Integer', DefaultValue: 6 }] });

interface Message {
  readonly token: string;
  readonly [member: string]: unknown;
}

/** Runs the pipeline while somebody reads its messages. */
async function run(react: (callbacks: OpenCallbacks, message: Message, abort: AbortController) => void, outputs: Record<string, string> = {}) {
  const messages: [string, Message][] = [];
  const last = new Map<string, StepState>();
  const abort = new AbortController();
  const api = new RecordingApi();
  const callbacks = new OpenCallbacks({
    send: (queueUrl, body) => {
      const message = JSON.parse(body) as Message;
      messages.push([queueUrl, message]);
      setTimeout(() => react(callbacks, message, abort), 5);
      return Promise.resolve();
    },
  });
  const result = await new PipelineRunner(api, s3.client(), { pollMs: 5, secondMs: 1, callbacks }).execute({
    definition: asking(outputs), parameters: {}, pipelineName: 'Income', pipelineArn: 'arn:pipeline/income', executionId: 'abc',
    executionArn: 'arn:pipeline/income/execution/abc', signal: abort.signal, onStep: (state) => last.set(state.name, state),
  });
  return { result, messages, ask: last.get('Ask')!, used: api.inputs('CreateProcessingJob'), callbacks };
}

const answering = (answer: CallbackAnswer) => (callbacks: OpenCallbacks, { token }: Message) => void callbacks.answer(token, answer);
const saying = (outputs: Record<string, string>) => answering({ outputs: new Map(Object.entries(outputs)) });

test('a callback sends its token and arguments, and other steps get the answer in its types', async () => {
  const { result, messages, ask, used } = await run(
    saying({ word: 'yes', count: '3', share: '0.5', good: 'True' }), { word: 'String', count: 'Integer', share: 'Float', good: 'Boolean' },
  );
  expect(result).toEqual({ status: 'Succeeded' });
  const [[queue, message]] = messages;
  expect(queue).toBe('http://queue');
  expect(message).toEqual({
    token: expect.stringMatching(/^[a-z0-9]{10}$/), pipelineExecutionArn: 'arn:pipeline/income/execution/abc', arguments: { depth: 6, run: 'Income' }, status: 'Executing',
  });
  expect(used[0].Values).toEqual(['yes', 3, 0.5, true]);
  expect(ask.metadata!.Callback).toMatchObject({ CallbackToken: message.token, SqsQueueUrl: 'http://queue', OutputParameters: [{ Name: 'word', Value: 'yes' }, {}, {}, {}] });
});

test('a refusal fails the step and the run, with its reason', async () => {
  const { result, ask, used } = await run(answering({ failureReason: 'ClientError: not today' }));
  expect(result.status).toBe('Failed');
  expect(ask).toMatchObject({ status: 'Failed', failureReason: 'ClientError: not today' });
  expect(used).toEqual([]);
});

test.each<[Record<string, string>, string]>([
  [{}, "the answer has no 'count'"], [{ count: 'three' }, 'which is not of type Integer'], [{ count: '1.5' }, 'which is not of type Integer'],
])('an answer of %j fails the step', async (outputs, problem) => {
  const { ask } = await run(saying(outputs), { count: 'Integer' });
  expect(ask.status).toBe('Failed');
  expect(ask.failureReason).toContain(problem);
});

test('a value may have 1,024 characters and no more', async () => {
  expect((await run(saying({ word: 'x'.repeat(1024) }), { word: 'String' })).result.status).toBe('Succeeded');
  expect((await run(saying({ word: 'x'.repeat(1025) }), { word: 'String' })).ask.failureReason).toContain('or longer than 1024');
});

test('a run that is stopped waits no longer', async () => {
  const { result, ask, callbacks, messages } = await run((_callbacks, _message, abort) => abort.abort());
  expect(result.status).toBe('Stopped');
  expect(ask.status).toBe('Stopped');
  expect(() => callbacks.answer(messages[0][1].token, { outputs: new Map() })).toThrow('No callback step waits with token');
});

test('an answer counts once', async () => {
  const twice: unknown[] = [];
  await run((callbacks, { token }) => {
    twice.push(callbacks.answer(token, { outputs: new Map() }));
    expect(() => callbacks.answer(token, { outputs: new Map() })).toThrow('No callback step waits');
  });
  expect(twice).toEqual(['arn:pipeline/income/execution/abc']);
});

test('without queues the step fails, and says why', async () => {
  const last = new Map<string, StepState>();
  const { status } = await new PipelineRunner(new RecordingApi(), s3.client(), { pollMs: 5 }).execute({
    definition: asking(), parameters: {}, pipelineName: 'Income', pipelineArn: 'arn:p', executionId: 'abc', executionArn: 'arn:p/execution/abc',
    signal: new AbortController().signal, onStep: (state) => last.set(state.name, state),
  });
  expect(status).toBe('Failed');
  expect(last.get('Ask')!.failureReason).toBe('ClientError: cannot send to queue http://queue: this runner was not told where queues are');
});
