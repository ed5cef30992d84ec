import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { CallbackTaker } from '../../lambda/take-callbacks/callback-taker';
import { expectRequestsTheApiTakes } from './support/api-model';
import { awsError, keptLog } from './support/invocation';

const sfn = mockClient(SFNClient);
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:glue';
const EXECUTION = 'arn:aws:sagemaker:eu-west-1:123456789012:pipeline/ml-income/execution/abcdefghijkl';
const callback = (more: object = {}) => ({ token: 'AbCdEfGh12', pipelineExecutionArn: EXECUTION, arguments: { jobName: 'clean' }, ...more });
let kept: ReturnType<typeof keptLog>;
const take = (...bodies: unknown[]) => new CallbackTaker(sfn as unknown as SFNClient, MACHINE).takeAll({
  Records: bodies.map((body, n) => ({ messageId: `m${n}`, body: typeof body === 'string' ? body : JSON.stringify(body) })),
} as never, kept.log);
const failed = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

beforeEach(() => {
  sfn.reset();
  kept = keptLog();
  sfn.on(StartExecutionCommand).resolves({ executionArn: 'e' });
});
afterEach(() => expectRequestsTheApiTakes(sfn, 'stepfunctions'));

test('a callback starts an execution that is named after it', async () => {
  expect(await take({ ...callback(), status: 'Executing' })).toEqual(failed());
  expect(sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input)).toEqual([
    { stateMachineArn: MACHINE, name: 'abcdefghijkl-AbCdEfGh12', input: JSON.stringify(callback()) },
  ]);
});

test('what is told when the run is being stopped asks for the same execution', async () => {
  await take({ ...callback(), status: 'Executing' }, { ...callback(), status: 'Stopping', Status: 'Stopping' });
  const [first, second] = sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
  expect(second).toEqual(first);
});

test('a message without arguments is taken: the run may be over before its step was heard of', async () => {
  expect(await take(callback({ arguments: undefined }))).toEqual(failed());
  expect(JSON.parse(sfn.commandCalls(StartExecutionCommand)[0].args[0].input.input!)).toEqual({ token: 'AbCdEfGh12', pipelineExecutionArn: EXECUTION });
});

test('a callback that was taken before is done with', async () => {
  sfn.on(StartExecutionCommand).rejects(awsError('ExecutionAlreadyExists'));
  expect(await take(callback())).toEqual(failed());
  expect(kept.lines.at(-1)).toMatchObject({ level: 'INFO', message: 'a callback was taken before' });
});

test('one that could not be taken comes again, the others of its batch do not', async () => {
  sfn.on(StartExecutionCommand).rejectsOnce(awsError('ThrottlingException', 'Rate exceeded')).resolves({});
  expect(await take(callback(), callback({ token: 'other00000' }))).toEqual(failed('m0'));
  expect(kept.lines).toContainEqual(expect.objectContaining({ level: 'ERROR', message: 'a callback could not be taken', messageId: 'm0' }));
});

test.each<[string, unknown]>([
  ['no JSON', 'hello'], ['no object', '"text"'], ['null', 'null'], ['no token', callback({ token: undefined })], ['a token of another form', callback({ token: 'a b' })],
  ['no run', callback({ pipelineExecutionArn: undefined })], ['another ARN', callback({ pipelineExecutionArn: 'arn:aws:s3:::lake' })],
])('a message with %s is refused, logged as it came, and ends up in the queue for those', async (_, body) => {
  expect(await take(body)).toEqual(failed('m0'));
  expect(kept.lines[0]).toMatchObject({ level: 'ERROR', message: 'refused a malformed event' });
  expect(sfn.calls()).toEqual([]);
});
